"""How values of the model stand in columns: dates and times as ISO text, everything else that is not plain as JSON."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from mus_desktop.model.text import storable


def iso(value: date | time | datetime | None) -> str | None:
    """A date, a time or both as text; ``None`` stays ``None``."""
    return None if value is None else value.isoformat()


def day(value: str | None) -> date | None:
    """The date in a column."""
    return None if value is None else date.fromisoformat(value)


def clock(value: str | None) -> time | None:
    """The time of day in a column."""
    return None if value is None else time.fromisoformat(value)


def to_json(value: Any) -> str:
    """``value`` as text that any column can hold; half of a character pair becomes a visible mark."""
    return storable(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def from_json(value: str) -> Any:
    """The value that :func:`to_json` was given."""
    return json.loads(value)
