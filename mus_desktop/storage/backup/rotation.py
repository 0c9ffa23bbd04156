"""The rule for which backups to keep: all of two days, then one for each of 12 days, 10 weeks and 9 months.

Only days, weeks and months with a backup are counted, so backups survive a long leave. Nothing older than the
retention period is kept, except the last good backup.

The clock may be wrong by years. To guard against one that is ahead, age is measured from before its leap: for thinning
out, until there is a second day after the leap; for the retention period, which could remove everything at once, until
backups were made through a whole month after it. A time without backups proves little, and after another leap of more
than half a year the clock must be proven again. A backup dated in the future counts as old as the next one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from mus_desktop.storage.backup.backup_file import Name

ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
_BELIEVED_LEAP = timedelta(days=31)  # a longer time without backups may be a clock set ahead
_PROOF = timedelta(days=31)  # the time with backups that proves the clock: a whole month
_PROVEN_BY_ONE = timedelta(days=16)  # the most of it that one gap between two backups proves
_WILD_LEAP = timedelta(days=183)  # after a longer gap the proof starts again


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup in a folder; ``good`` if it was verified there."""

    name: Name
    good: bool = True


def superfluous(
    copies: Collection[Copy], now: datetime, retention: timedelta | None = None, zone: tzinfo | None = None
) -> list[Copy]:
    """Return the copies, all of one database, that may be removed; none while no good one is known.

    :param now: the time of the clock, with its zone.
    :param retention: how long anything may be kept, ``None`` for as long as the rule keeps it.
    :param zone: the time zone that separates days; the computer's own by default.
    """
    last_good = max((copy for copy in copies if copy.good), key=_number, default=None)
    if last_good is None:
        return []
    today = _believed(copies, now, zone)
    kept = {last_good, *_kept(copies, today, zone)}
    # Removal by age could take everything at once, so it needs a proven clock, not just a believed one.
    if retention is not None:
        day = proven(copies, now)
        kept = {copy for copy in kept if _age(copy, copies, day) <= retention} | {last_good}
    return sorted((copy for copy in copies if copy not in kept), key=_number)


def _number(copy: Copy) -> tuple[int, datetime]:
    return copy.name.number, copy.name.made_at


def _kept(copies: Iterable[Copy], today: datetime, zone: tzinfo | None) -> Iterable[Copy]:
    newest_first = sorted(copies, key=lambda copy: (copy.name.made_at, copy.name.number), reverse=True)
    fresh = [copy for copy in newest_first if today - copy.name.made_at <= ALL_OF]
    yield from fresh
    taken = fresh
    for period, room in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        chosen = _one_of_each(newest_first, taken, partial(_period, period, zone), room)
        yield from chosen
        taken = [*taken, *chosen]


def _one_of_each(
    newest_first: list[Copy], taken: list[Copy], period: Callable[[Copy], object], room: int
) -> list[Copy]:
    """Return the newest good copy, or else the newest, of each of ``room`` periods older than all of ``taken``."""
    seen = {period(copy) for copy in taken}
    oldest = min((copy.name.made_at for copy in taken), default=None)
    periods: dict[object, Copy] = {}
    for copy in newest_first:
        key = period(copy)
        if key in seen or (oldest is not None and copy.name.made_at >= oldest):
            continue
        if key not in periods and len(periods) == room:
            break
        if key not in periods or (copy.good and not periods[key].good):
            periods[key] = copy
    return list(periods.values())


def _believed(copies: Collection[Copy], now: datetime, zone: tzinfo | None) -> datetime:
    today = now.astimezone(zone).date()
    earlier = [copy.name.made_at for copy in copies if _date(copy, zone) < today]
    last = max(earlier, default=now)
    return last if now - last > _BELIEVED_LEAP else now


def proven(copies: Collection[Copy], now: datetime) -> datetime:
    """Return the latest moment that is surely past: ``now``, or the last backup before a leap not yet proven."""
    first = last = now
    seen = timedelta(0)
    for at in sorted((copy.name.made_at for copy in copies if copy.name.made_at <= now), reverse=True):
        if seen >= _PROOF:
            break
        leap, first = first - at, at
        if leap > _BELIEVED_LEAP:
            last = at
        seen = timedelta(0) if leap > _WILD_LEAP else seen + min(leap, _PROVEN_BY_ONE)
    return last


def _age(copy: Copy, copies: Collection[Copy], now: datetime) -> timedelta:
    age = now - copy.name.made_at
    if age >= timedelta(0):
        return age
    # Dated in the future: numbers rise whatever the clock, so the next backup with a past date bounds its age.
    past = [one for one in copies if one.name.number > copy.name.number and one.name.made_at <= now]
    after = min(past, key=_number, default=copy)
    return now - after.name.made_at


def _date(copy: Copy, zone: tzinfo | None) -> date:
    return copy.name.made_at.astimezone(zone).date()


def _period(of: Callable[[date], object], zone: tzinfo | None, copy: Copy) -> object:
    return of(_date(copy, zone))


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
