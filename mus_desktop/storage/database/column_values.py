"""Conversion between model values and column values: dates and times as ISO text, composite values as JSON.

A column that cannot be read raises :class:`UnreadableValue`; see
:mod:`mus_desktop.storage.records.unreadable_values` for how it is handled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.text import storable_text

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)
_MAX_DEPTH = 50
"""The deepest nesting of JSON allowed in a column; a form needs fewer than ten levels."""
DAMAGED_MARK = "(beskadiget)"
"""The mark after a text that is partly unreadable, or in place of one that is entirely unreadable."""


class DamagedText(str):
    """Text with some bytes that are not UTF-8: the readable part, followed by a mark that the leader sees."""

    __slots__ = ()


def decode_text(raw: bytes) -> str:
    """Return the text in the ``raw`` bytes of a column; a :class:`DamagedText` if not all of them are UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return DamagedText(f"{raw.decode('utf-8', 'replace')} {DAMAGED_MARK}")


class RowReader:
    """Reader of the values of one list row; an unreadable value becomes a default and marks the row as damaged."""

    def __init__(self) -> None:
        self.damaged = False

    def __call__(self, read: Callable[[Any], _Value], value: Any, default: _Value) -> _Value:
        """Return ``value`` converted by ``read``, or ``default`` if it is unreadable."""
        try:
            return read(value)
        except (ValueError, OverflowError, TypeError):
            self.damaged = True
            return default

    def display_text(self, value: Any) -> str:
        """Return the text in a column for display; a damaged one contains or is :data:`DAMAGED_MARK`."""
        if isinstance(value, str):
            self.damaged = self.damaged or isinstance(value, DamagedText)
            return value
        self.damaged = True
        return DAMAGED_MARK


def iso(value: date | time | datetime | None) -> str | None:
    """Return a date, a time or both as ISO text; ``None`` stays ``None``."""
    return None if value is None else value.isoformat()


def read_date(value: str | None) -> date | None:
    """Return the date in a column. :raises UnreadableValue: it is not a date."""
    return None if value is None else _read_or_unreadable(date.fromisoformat, value)


def read_time(value: str | None) -> time | None:
    """Return the time of day in a column. :raises UnreadableValue: it is not a time."""
    return None if value is None else _read_or_unreadable(time.fromisoformat, value)


def read_timestamp(value: str) -> datetime:
    """Return the date and time in a column. :raises UnreadableValue: it is not a date and time."""
    return _read_or_unreadable(datetime.fromisoformat, value)


def read_choice(choices: type[_Choice], value: str) -> _Choice:
    """Return the member of ``choices`` in a column. :raises UnreadableValue: it is none of them."""
    return _read_or_unreadable(choices, value)


def read_text(value: Any) -> str:
    """Return the text in a column. :raises UnreadableValue: it is damaged or not a text."""
    if not isinstance(value, str) or isinstance(value, DamagedText):
        raise UnreadableValue
    return value


def read_whole_number(value: Any) -> int:
    """Return the whole number in a column. :raises UnreadableValue: it is not a whole number."""
    # Not isinstance: a bool is an int too.
    if type(value) is not int:
        raise UnreadableValue
    return value


def to_json(value: Any) -> str:
    """Return ``value`` as JSON that any column can hold; half of a surrogate pair becomes a visible mark."""
    return storable_text(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def from_json(value: str) -> Any:
    """Return the value that :func:`to_json` stored. :raises UnreadableValue: it is damaged."""
    return _read_or_unreadable(_parse_shallow_json, value)


def json_object(value: str) -> dict[str, Any]:
    """Return the JSON object that :func:`to_json` stored. :raises UnreadableValue: it is damaged."""
    found = from_json(value)
    if not isinstance(found, dict):
        raise UnreadableValue
    return found


def _number(digits: str) -> float | str:
    """Return a number in JSON; as text if it is too large for a float, because it could not be stored again."""
    number = float(digits)
    return number if isfinite(number) else digits


_JSON = json.JSONDecoder(parse_float=_number, parse_constant=str)
"""Reads what Python's JSON calls NaN and Infinity as text: they are not JSON, and could not be stored again."""


def _parse_shallow_json(value: str) -> Any:
    """Return the value of JSON that is nested no deeper than anything the program stores.

    Much deeper values can still be parsed, but would break code that walks them later.
    """
    found = _JSON.decode(value)
    if value.count("[") + value.count("{") > _MAX_DEPTH:  # else it cannot be deeper, and nearly nothing is
        level = [found]
        for _ in range(_MAX_DEPTH):
            level = [inner for one in level if isinstance(one, list | dict) for inner in _children(one)]
        if level:
            raise ValueError("nested too deeply")
    return found


def _children(value: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _read_or_unreadable(read: Callable[[Any], _Value], value: Any) -> _Value:
    try:
        return read(value)
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise UnreadableValue from error
