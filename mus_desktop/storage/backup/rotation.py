"""The rule for which backups to keep: all of two days, then one for each of 12 days, 10 weeks and 9 months.

Only days, weeks and months with a backup are counted, so backups survive a long leave. Nothing older than the
retention period is kept, except the last good backup.

Two PCs may back up the same database to one folder, for example when a copy of it is still used on an old PC. The
backups of each installation are counted separately, so that neither pushes out the other's. An installation without
backups for a month is no longer in use: its backups then count as earlier ones of all the others.

The clock may be wrong by years. More than a month between two backups may be a long leave, or a clock set ahead, so age
is measured from before such a gap: for thinning out, until there is a second day with backups after it; for the
retention period, which could remove everything at once, until backups were made through a whole month after it. A gap
proves at most 16 days of that month, and after another gap of more than half a year the proof starts again. A backup
dated in the future counts as old as the next one that is not.
Backups made while the clock was behind count as made after those with lower numbers, in the same intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from mus_desktop.storage.backup.backup_file import BackupName

KEEP_ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
_IN_USE = timedelta(days=31)  # an installation without backups for longer is not counted separately
_CLOCK_BEHIND = timedelta(days=1)  # a clock set back by less changes no day that matters
_TRUSTED_GAP = timedelta(days=31)  # a longer time without backups may be a clock set ahead
_PROOF_PERIOD = timedelta(days=31)  # the time with backups that proves the clock: a whole month
_MAX_PROOF_PER_GAP = timedelta(days=16)  # the most of it that one gap between two backups proves
_RESET_GAP = timedelta(days=183)  # after a longer gap the proof starts again


@dataclass(frozen=True, slots=True)
class BackupCopy:
    """A backup in a folder; ``verified`` if it was verified there."""

    name: BackupName
    verified: bool = True


@dataclass(frozen=True, slots=True)
class _Dated:
    """A copy with the time at which it was made, corrected for a clock that was behind."""

    copy: BackupCopy
    at: datetime

    @property
    def number(self) -> tuple[int, datetime]:
        return self.copy.name.number, self.copy.name.made_at

    @property
    def installation(self) -> str:
        return self.copy.name.installation


def copies_to_remove(
    copies: Collection[BackupCopy], now: datetime, retention: timedelta | None = None, zone: tzinfo | None = None
) -> list[BackupCopy]:
    """Return the copies, all of one database, that may be removed; none while no good one is known.

    :param now: the time of the clock, with its zone.
    :param retention: how long anything may be kept, ``None`` for as long as the rule keeps it.
    :param zone: the time zone that separates days; the computer's own by default.
    """
    left = set(copies)
    # A removal can change the corrected time of the others: repeat, so that a second call removes nothing more.
    while gone := left - _copies_to_keep(left, now, retention, zone):
        left -= gone
    return sorted(set(copies) - left, key=lambda copy: (copy.name.number, copy.name.made_at))


def _copies_to_keep(
    copies: Collection[BackupCopy], now: datetime, retention: timedelta | None, zone: tzinfo | None
) -> set[BackupCopy]:
    dated = list(_dated(copies, now))
    today = _trusted_now(dated, now, zone)
    in_use: set[str | None] = {one.installation for one in dated if today - one.at <= _IN_USE}
    retained = set[BackupCopy]()
    for installation in in_use or {None}:
        history = [one for one in dated if one.installation == installation or one.installation not in in_use]
        retained |= {one.copy for one in _copies_kept_from(history, installation, now, retention, zone)}
    return retained


def _copies_kept_from(
    history: list[_Dated], installation: str | None, now: datetime, retention: timedelta | None, zone: tzinfo | None
) -> set[_Dated]:
    """Return what one installation keeps of its ``history``, which includes those no longer in use."""
    verified = [one for one in history if one.copy.verified]
    if not verified:
        return set(history)
    # Numbers are comparable within an installation only.
    last_good = max(verified, key=lambda one: (one.installation == installation, one.number))
    retained = {last_good, *_kept_by_rule(history, _trusted_now(history, now, zone), zone)}
    if retention is not None:
        # Removal by age could take everything at once, so it needs a proven clock, not just a believed one.
        day = _proven(history, now)
        retained = {one for one in retained if _age(one, history, day) <= retention} | {last_good}
    return retained


def _dated(copies: Iterable[BackupCopy], now: datetime) -> Iterator[_Dated]:
    """Yield the copies with corrected times: those made while the clock was behind are moved forward.

    Numbers rise whatever the clock shows. A run of copies dated before one with a lower number is moved as a whole to
    just before the next copy with a right time, or ``now``. The end of the run is what is moved there, because the copy
    before the run may be removed. If the earlier clock was ahead instead, the run ends there anyway and hardly moves.
    """
    by_number = sorted(copies, key=lambda copy: (copy.name.installation, copy.name.number, copy.name.made_at))
    latest: BackupCopy | None = None
    run: list[BackupCopy] = []
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


def _moved(run: list[BackupCopy], after: BackupCopy | None, until: datetime) -> Iterator[_Dated]:
    """Yield a run of copies dated before ``after``, moved to end at ``until`` if the clock was behind by days."""
    times = [copy.name.made_at for copy in run]
    behind = after is not None and run and after.name.made_at - min(times) > _CLOCK_BEHIND
    by = max(until - max(times), timedelta(0)) if behind else timedelta(0)
    yield from (_Dated(copy, copy.name.made_at + by) for copy in run)


def _kept_by_rule(history: Iterable[_Dated], today: datetime, zone: tzinfo | None) -> Iterable[_Dated]:
    newest_first = sorted(history, key=lambda one: (one.at, one.number), reverse=True)
    recent = [one for one in newest_first if today - one.at <= KEEP_ALL_FOR]
    yield from recent
    chosen_copies = recent
    for period, limit in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        chosen = _one_of_each(newest_first, chosen_copies, partial(_period, period, zone), limit)
        yield from chosen
        chosen_copies = [*chosen_copies, *chosen]


def _one_of_each(
    newest_first: list[_Dated], chosen_copies: list[_Dated], period: Callable[[_Dated], object], limit: int
) -> list[_Dated]:
    """Return the newest good copy, or else the newest, of each of ``limit`` periods before all of ``chosen_copies``."""
    seen = {period(one) for one in chosen_copies}
    oldest = min((one.at for one in chosen_copies), default=None)
    periods: dict[object, _Dated] = {}
    for one in newest_first:
        key = period(one)
        if key in seen or (oldest is not None and one.at >= oldest):
            continue
        if key not in periods and len(periods) == limit:
            break
        if key not in periods or (one.copy.verified and not periods[key].copy.verified):
            periods[key] = one
    return list(periods.values())


def _trusted_now(history: Collection[_Dated], now: datetime, zone: tzinfo | None) -> datetime:
    today = now.astimezone(zone).date()
    last = max((one.at for one in history if _date(one, zone) < today), default=now)
    return last if now - last > _TRUSTED_GAP else now


def other_in_use(copies: Iterable[BackupCopy], installation: str) -> datetime | None:
    """Return when another installation last made one of ``copies`` of the same database; ``None`` if none is in use.

    An earlier PC's backups are no sign of that: they are older than all of this installation.
    """
    ours = [copy.name.made_at for copy in copies if copy.name.installation == installation]
    others = [copy.name.made_at for copy in copies if copy.name.installation not in ("", installation)]
    latest = max(others, default=None)
    in_use = ours and latest is not None and min(ours) < latest and max(ours) - latest <= _IN_USE
    return latest if in_use else None


def latest_certain_time(copies: Collection[BackupCopy], now: datetime) -> datetime:
    """Return the latest time that has certainly passed: ``now``, or the last backup before a gap not yet proven."""
    return _proven(list(_dated(copies, now)), now)


def _proven(history: Collection[_Dated], now: datetime) -> datetime:
    first = last = now
    seen = timedelta(0)
    for at in sorted((one.at for one in history if one.at <= now), reverse=True):
        if seen >= _PROOF_PERIOD:
            break
        gap, first = first - at, at
        if gap > _TRUSTED_GAP:
            last = at
        seen = timedelta(0) if gap > _RESET_GAP else seen + min(gap, _MAX_PROOF_PER_GAP)
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
