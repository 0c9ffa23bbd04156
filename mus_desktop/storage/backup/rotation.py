"""The rule for which backups to keep: all of two days, then one for each of 12 days, 10 weeks and 9 months.

Only days, weeks and months with a backup are counted, so backups survive a long leave. Nothing older than the
retention period is kept, except the last good backup.

Two PCs may back up the same database to one folder, for example when a copy of it is still used on an old PC. The
backups of each installation are counted separately, so that neither pushes out the other's. An installation without
backups for a month is no longer in use: its backups then count as earlier ones of all the others.

The clock may be wrong by years. To guard against one that is ahead, age is measured from before its leap: for thinning
out, until there is a second day after the leap; for the retention period, which could remove everything at once, until
backups were made through a whole month after it. A time without backups proves little, and after another leap of more
than half a year the clock must be proven again. A backup dated in the future counts as old as the next one that is not.
Backups made while the clock was behind count as made after those with lower numbers, in the same intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from mus_desktop.storage.backup.backup_file import Name

ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
_IN_USE = timedelta(days=31)  # an installation without backups for longer is not counted separately
_CLOCK_BEHIND = timedelta(days=1)  # a clock set back by less changes no day that matters
_BELIEVED_LEAP = timedelta(days=31)  # a longer time without backups may be a clock set ahead
_PROOF = timedelta(days=31)  # the time with backups that proves the clock: a whole month
_PROVEN_BY_ONE = timedelta(days=16)  # the most of it that one gap between two backups proves
_WILD_LEAP = timedelta(days=183)  # after a longer gap the proof starts again


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup in a folder; ``good`` if it was verified there."""

    name: Name
    good: bool = True


@dataclass(frozen=True, slots=True)
class _Dated:
    """A copy with the time at which it was made, corrected for a clock that was behind."""

    copy: Copy
    at: datetime

    @property
    def number(self) -> tuple[int, datetime]:
        return self.copy.name.number, self.copy.name.made_at

    @property
    def installation(self) -> str:
        return self.copy.name.installation


def superfluous(
    copies: Collection[Copy], now: datetime, retention: timedelta | None = None, zone: tzinfo | None = None
) -> list[Copy]:
    """Return the copies, all of one database, that may be removed; none while no good one is known.

    :param now: the time of the clock, with its zone.
    :param retention: how long anything may be kept, ``None`` for as long as the rule keeps it.
    :param zone: the time zone that separates days; the computer's own by default.
    """
    left = set(copies)
    # A removal can change the corrected time of the others: repeat, so that a second call removes nothing more.
    while gone := left - _kept(left, now, retention, zone):
        left -= gone
    return sorted(set(copies) - left, key=lambda copy: (copy.name.number, copy.name.made_at))


def _kept(copies: Collection[Copy], now: datetime, retention: timedelta | None, zone: tzinfo | None) -> set[Copy]:
    dated = list(_dated(copies, now))
    today = _believed(dated, now, zone)
    in_use: set[str | None] = {one.installation for one in dated if today - one.at <= _IN_USE}
    kept = set[Copy]()
    for installation in in_use or {None}:
        history = [one for one in dated if one.installation == installation or one.installation not in in_use]
        kept |= {one.copy for one in _kept_of(history, installation, now, retention, zone)}
    return kept


def _kept_of(
    history: list[_Dated], installation: str | None, now: datetime, retention: timedelta | None, zone: tzinfo | None
) -> set[_Dated]:
    """Return what one installation keeps of its ``history``, which includes those no longer in use."""
    good = [one for one in history if one.copy.good]
    if not good:
        return set(history)
    # Numbers are comparable within an installation only.
    last_good = max(good, key=lambda one: (one.installation == installation, one.number))
    kept = {last_good, *_kept_by_rule(history, _believed(history, now, zone), zone)}
    if retention is not None:
        # Removal by age could take everything at once, so it needs a proven clock, not just a believed one.
        day = _proven(history, now)
        kept = {one for one in kept if _age(one, history, day) <= retention} | {last_good}
    return kept


def _dated(copies: Iterable[Copy], now: datetime) -> Iterator[_Dated]:
    """Yield the copies with corrected times: those made while the clock was behind are moved forward.

    Numbers rise whatever the clock shows. A run of copies dated before one with a lower number is moved as a whole to
    just before the next copy with a right time, or ``now``. The end of the run is what is moved there, because the copy
    before the run may be removed. If the earlier clock was ahead instead, the run ends there anyway and hardly moves.
    """
    by_number = sorted(copies, key=lambda copy: (copy.name.installation, copy.name.number, copy.name.made_at))
    latest: Copy | None = None
    run: list[Copy] = []
    for copy in by_number:
        if latest is not None and latest.name.installation != copy.name.installation:
            yield from _moved(run, latest, now)
            latest, run = None, []
        if copy.name.made_at > now:  # not the clock of these copies was behind, but today's is, or theirs was ahead
            yield _Dated(copy, copy.name.made_at)
        elif latest is not None and copy.name.made_at < latest.name.made_at:
            run.append(copy)
        else:
            yield from _moved(run, latest, copy.name.made_at)
            yield _Dated(copy, copy.name.made_at)
            latest, run = copy, []
    yield from _moved(run, latest, now)


def _moved(run: list[Copy], after: Copy | None, until: datetime) -> Iterator[_Dated]:
    """Yield a run of copies dated before ``after``, moved to end at ``until`` if the clock was behind by days."""
    times = [copy.name.made_at for copy in run]
    behind = after is not None and run and after.name.made_at - min(times) > _CLOCK_BEHIND
    by = max(until - max(times), timedelta(0)) if behind else timedelta(0)
    yield from (_Dated(copy, copy.name.made_at + by) for copy in run)


def _kept_by_rule(history: Iterable[_Dated], today: datetime, zone: tzinfo | None) -> Iterable[_Dated]:
    newest_first = sorted(history, key=lambda one: (one.at, one.number), reverse=True)
    fresh = [one for one in newest_first if today - one.at <= ALL_OF]
    yield from fresh
    taken = fresh
    for period, limit in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        chosen = _one_of_each(newest_first, taken, partial(_period, period, zone), limit)
        yield from chosen
        taken = [*taken, *chosen]


def _one_of_each(
    newest_first: list[_Dated], taken: list[_Dated], period: Callable[[_Dated], object], limit: int
) -> list[_Dated]:
    """Return the newest good copy, or else the newest, of each of ``limit`` periods older than all of ``taken``."""
    seen = {period(one) for one in taken}
    oldest = min((one.at for one in taken), default=None)
    periods: dict[object, _Dated] = {}
    for one in newest_first:
        key = period(one)
        if key in seen or (oldest is not None and one.at >= oldest):
            continue
        if key not in periods and len(periods) == limit:
            break
        if key not in periods or (one.copy.good and not periods[key].copy.good):
            periods[key] = one
    return list(periods.values())


def _believed(history: Collection[_Dated], now: datetime, zone: tzinfo | None) -> datetime:
    today = now.astimezone(zone).date()
    last = max((one.at for one in history if _date(one, zone) < today), default=now)
    return last if now - last > _BELIEVED_LEAP else now


def other_in_use(copies: Iterable[Copy], installation: str) -> datetime | None:
    """Return when another installation last made one of ``copies`` of the same database; ``None`` if none is in use.

    An earlier PC's backups are no sign of that: they are older than all of this installation.
    """
    ours = [copy.name.made_at for copy in copies if copy.name.installation == installation]
    others = [copy.name.made_at for copy in copies if copy.name.installation not in ("", installation)]
    latest = max(others, default=None)
    in_use = ours and latest is not None and min(ours) < latest and max(ours) - latest <= _IN_USE
    return latest if in_use else None


def proven(copies: Collection[Copy], now: datetime) -> datetime:
    """Return the latest moment that is surely past: ``now``, or the last backup before a leap not yet proven."""
    return _proven(list(_dated(copies, now)), now)


def _proven(history: Collection[_Dated], now: datetime) -> datetime:
    first = last = now
    seen = timedelta(0)
    for at in sorted((one.at for one in history if one.at <= now), reverse=True):
        if seen >= _PROOF:
            break
        leap, first = first - at, at
        if leap > _BELIEVED_LEAP:
            last = at
        seen = timedelta(0) if leap > _WILD_LEAP else seen + min(leap, _PROVEN_BY_ONE)
    return last


def _age(one: _Dated, history: Collection[_Dated], now: datetime) -> timedelta:
    age = now - one.at
    if age >= timedelta(0):
        return age
    # Dated in the future: numbers rise whatever the clock, so the next backup with a past date bounds its age.
    later = (other for other in history if other.installation == one.installation and other.number > one.number)
    after = min((other for other in later if other.at <= now), key=lambda other: other.number, default=one)
    return now - after.at


def _date(one: _Dated, zone: tzinfo | None) -> date:
    return one.at.astimezone(zone).date()


def _period(of: Callable[[date], object], zone: tzinfo | None, one: _Dated) -> object:
    return of(_date(one, zone))


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
