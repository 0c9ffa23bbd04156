"""How values of the model stand in columns: dates and times as ISO text, everything else that is not plain as JSON.

What cannot be read in a column is :class:`UnreadableValue`; see :mod:`.readable` for what becomes of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.text import storable

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)
_DEEPEST = 50
"""How deeply the JSON in a column may be nested; a form takes less than ten."""
DAMAGED = "(beskadiget)"
"""What stands after a text in which something could not be read, or in place of all of it."""


class DamagedText(str):
    """Text of which some bytes are no characters: what can be read of it, with a mark the leader sees."""

    __slots__ = ()


def decoded(raw: bytes) -> str:
    """The text in the ``raw`` bytes of a column; a :class:`DamagedText` if not all of them are UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return DamagedText(f"{raw.decode('utf-8', 'replace')} {DAMAGED}")


class RowReader:
    """Reads the values of one row of a list; what cannot be read becomes a default, and the row counts as damaged."""

    def __init__(self) -> None:
        self.damaged = False

    def __call__(self, read: Callable[[Any], _Value], value: Any, default: _Value) -> _Value:
        """``value`` as ``read`` reads it, or ``default``."""
        try:
            return read(value)
        except (ValueError, TypeError):
            self.damaged = True
            return default

    def shown(self, value: Any) -> str:
        """A text as it is shown, with the mark if it is damaged."""
        if isinstance(value, str):
            self.damaged = self.damaged or isinstance(value, DamagedText)
            return value
        self.damaged = True
        return DAMAGED


def iso(value: date | time | datetime | None) -> str | None:
    """A date, a time or both as text; ``None`` stays ``None``."""
    return None if value is None else value.isoformat()


def day(value: str | None) -> date | None:
    """The date in a column. :raises UnreadableValue: there is none."""
    return None if value is None else _read(date.fromisoformat, value)


def clock(value: str | None) -> time | None:
    """The time of day in a column. :raises UnreadableValue: there is none."""
    return None if value is None else _read(time.fromisoformat, value)


def moment(value: str) -> datetime:
    """The date and time in a column. :raises UnreadableValue: there is none."""
    return _read(datetime.fromisoformat, value)


def one_of(choices: type[_Choice], value: str) -> _Choice:
    """Which of ``choices`` stands in a column. :raises UnreadableValue: none of them."""
    return _read(choices, value)


def text(value: Any) -> str:
    """The text in a column. :raises UnreadableValue: it is damaged, or no text."""
    if not isinstance(value, str) or isinstance(value, DamagedText):
        raise UnreadableValue
    return value


def whole(value: Any) -> int:
    """The whole number in a column. :raises UnreadableValue: there is none."""
    if type(value) is not int:
        raise UnreadableValue
    return value


def to_json(value: Any) -> str:
    """``value`` as text that any column can hold; half of a character pair becomes a visible mark."""
    return storable(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def from_json(value: str) -> Any:
    """The value that :func:`to_json` was given. :raises UnreadableValue: it is damaged."""
    return _read(_shallow_json, value)


def json_object(value: str) -> dict[str, Any]:
    """The object that :func:`to_json` was given. :raises UnreadableValue: it is damaged."""
    found = from_json(value)
    if not isinstance(found, dict):
        raise UnreadableValue
    return found


def _shallow_json(value: str) -> Any:
    """Return the value of JSON that is nested no deeper than anything the program stores.

    Much deeper values can still be parsed, but break whatever goes through them later.
    """
    found = json.loads(value)
    if value.count("[") + value.count("{") > _DEEPEST:  # else it cannot be deeper, and nearly nothing is
        level = [found]
        for _ in range(_DEEPEST):
            level = [inner for one in level if isinstance(one, list | dict) for inner in _inside(one)]
        if level:
            raise ValueError("nested too deeply")
    return found


def _inside(value: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _read(read: Callable[[Any], _Value], value: Any) -> _Value:
    try:
        return read(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableValue from error
