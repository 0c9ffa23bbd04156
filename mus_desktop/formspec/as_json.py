"""A form as plain data, in the order of the form, for ``forms --json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from mus_desktop.model.form import Field, Form, Role

_KEY_OF_ATTRIBUTE = {"prints": "print"}
"""The attributes whose name in the model differs from the key in the form language."""

_LAST_KEYS = ("fields", "tabs")


def form_as_json(form: Form) -> dict[str, Any]:
    """Return the full content of ``form`` with every default included: tabs, fields, prompts, options, columns, scales.

    A prompt is ``{"text", "level", "opens_group"}``; roles are in the order of :class:`~mus_desktop.model.terms.Role`.
    """
    data: dict[str, Any] = _as_plain_data(form)
    return data


def _as_plain_data(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        kind = {"kind": value.kind} if isinstance(value, Field) else {}
        own = {
            _KEY_OF_ATTRIBUTE.get(part.name, part.name): _as_plain_data(getattr(value, part.name))
            for part in fields(value)
        }
        return {**kind, **own, **{name: own.pop(name) for name in _LAST_KEYS if name in own}}
    if isinstance(value, Mapping):
        return {_as_plain_data(key): _as_plain_data(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return [str(role) for role in Role if role in value]
    if isinstance(value, tuple):
        return [_as_plain_data(item) for item in value]
    return value
