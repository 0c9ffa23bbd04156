"""Answers that can be read but do not match the kind of their field in the form of their conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mus_desktop.formspec.answer_shapes import field_kind_by_key, fits
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.column_values import from_json, json_object

_TABLES = frozenset({"answer", "party", "conversation", "form_version"})
_TEXT_KINDS = ("text", "notes")
_ANSWERS = """
SELECT conversation.form_version, conversation.id, answer.field, answer.value
  FROM answer JOIN party ON party.id = answer.party JOIN conversation ON conversation.id = party.conversation
"""
_CLOSED = """
SELECT conversation.form_version, conversation.id, closed_answer.field
  FROM closed_answer JOIN party ON party.id = closed_answer.party
  JOIN conversation ON conversation.id = party.conversation
"""


def mismatched_answers(connection: engine.Connection, tables: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the table and the conversation's id of each answer whose value does not match the kind of its field.

    An answer to a field that the form does not have is not reported: it is kept after a change of form. A closed answer
    without a field closes nothing, and is reported.

    :param tables: the tables that exist.

    Raises one of :func:`engine.errors`.
    """
    if not tables >= _TABLES:
        return
    versions = connection.execute("SELECT id, definition FROM form_version")
    kinds = {number: found for number, text in versions if (found := _kinds(text))}
    for form, conversation, field, value in connection.execute(_ANSWERS):
        kind = kinds.get(form, {}).get(field)
        if kind is not None and not _fits_kind(kind, value):
            yield "answer", conversation
    if "closed_answer" in tables:
        for form, conversation, field in connection.execute(_CLOSED):
            if form in kinds and field not in kinds[form]:
                yield "closed_answer", conversation


def _kinds(definition: Any) -> dict[str, str]:
    """Return the kinds of the fields; none for a damaged form, which is reported separately."""
    try:
        return field_kind_by_key(json_object(definition))
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError):
        return {}


def _fits_kind(kind: str, value: Any) -> bool:
    if not isinstance(value, str):
        return True  # reported separately, as is invalid JSON
    if kind in _TEXT_KINDS:  # most are texts, and need not be parsed again
        return value.startswith('"')
    try:
        return fits(kind, from_json(value))
    except ValueError:
        return True
