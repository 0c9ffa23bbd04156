"""Any JSON value as text, for values that have not the shape of their field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mus_desktop.model.text import is_blank, printable_text

_YES, _NO = "Ja", "Nej"
_NOTHING = "(tomt)"


def json_as_text(value: Any) -> str:
    """Return everything that ``value`` contains as text that can be shown and printed; it is never blank."""
    text = printable_text(_text(value))
    return _NOTHING if is_blank(text) else text


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Mapping):
        return "; ".join(_pair(str(key), inner) for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_text(inner) for inner in value)
    return "" if value is None else str(value)


def _pair(key: str, value: Any) -> str:
    text = _text(value)
    return f"{key}: {text}" if key and text else key or text
