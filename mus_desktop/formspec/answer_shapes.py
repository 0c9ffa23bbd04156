"""The JSON shape of a stored answer, by the kind of its field; :mod:`.values` checks more, but needs the whole form.

Only the shape is checked: options and rows may have been reworded at the workplace, which does not damage an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def fits(kind: str, value: Any) -> bool:
    """Return whether ``value`` can be an answer to a field of ``kind``; true for a kind that is not known here."""
    has_shape = _SHAPES.get(kind)
    return has_shape is None or has_shape(value)


def field_kind_by_key(definition: Mapping[str, Any]) -> dict[str, str]:
    """Return the kind of each field of a stored form, by its key.

    Raises ``KeyError``, ``TypeError`` or ``AttributeError`` if ``definition`` is not a form.
    """
    fields = (field for tab in definition["tab"] for field in tab.get("field", ()))
    return {field["key"]: field["kind"] for field in fields if "key" in field}  # text to read needs no key


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(_are_texts(one) and len(one) == 2 for one in value)


def _are_rated_rows(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(row, dict) for row in value.values())


def _are_table_rows(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, dict) and _is_text(row.get("id")) and isinstance(row.get("cells"), dict) for row in value
    )


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "notes": _is_text,
    "date": _is_text,
    "check": lambda value: isinstance(value, bool),
    "number": _is_number,
    "choice": _are_texts,
    "board": _are_pairs,
    "rating": _are_rated_rows,
    "table": _are_table_rows,
}
