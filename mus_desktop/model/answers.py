"""Answers: what a party has said in one field.

A value is JSON-shaped, one shape per field kind (``formspec.values`` says which). A blank answer is absent, never
stored as an empty value and never counted as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = str | bool | int | float | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class AnswerKey:
    """Whose answer to which field: ``party`` is the id of a party, ``field`` a field key."""

    party: int
    field: str


Answers: TypeAlias = Mapping[AnswerKey, Value]
