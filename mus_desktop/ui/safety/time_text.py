"""Elapsed time and file sizes in Danish words."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mus_desktop.model.dates import format_date, format_time


class StateTone(StrEnum):
    """The severity of a state; the values are look names in the stylesheet."""

    PLAIN = ""
    MUTED = "muted"
    GOOD = "good"
    WARN = "warn"
    DANGER = "danger"


def time_in_words(at: datetime, now: datetime, *, seconds: bool = False) -> str:
    """Return a date and time in words: ``i dag kl. 14.03``, ``i går kl. 9.10``, ``18. november 2026 kl. 9.10``.

    :param seconds: add the seconds, to distinguish times within one minute: ``i dag kl. 14.03.07``.
    """
    at, today = at.astimezone(now.tzinfo), now.date()
    clock = f"kl. {format_time(at.time())}{at:.%S}" if seconds else f"kl. {format_time(at.time())}"
    if at.date() == today:
        return f"i dag {clock}"
    if at.date() == today - timedelta(days=1):
        return f"i går {clock}"
    return f"{format_date(at.date())} {clock}"


def time_ago_text(at: datetime | None, now: datetime) -> str:
    """Return how long ago a day was, in few words: ``i dag``, ``i går``, ``for 4 dage siden``, ``aldrig``."""
    if at is None:
        return "aldrig"
    day = at.astimezone(now.tzinfo).date()
    days = (now.date() - day).days
    if days < 0:  # the clock has been wrong
        return format_date(day)
    return "i dag" if days == 0 else "i går" if days == 1 else f"for {days} dage siden"


def size_text(size: int) -> str:
    """Return a size in bytes as readable text: ``340 kB``, ``58 MB``, ``1,2 GB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    if size < 1_000_000_000:
        return f"{round(size / 1_000_000)} MB"
    return f"{size / 1_000_000_000:.1f} GB".replace(".", ",")
