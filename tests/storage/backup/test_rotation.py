"""Rotation over three years, with changes of the clock in spring and autumn, leaves, and a clock set wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.storage.backup.backup_file import BackupName
from mus_desktop.storage.backup.rotation import DAYS, MONTHS, WEEKS, BackupCopy, copies_to_remove

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
START = date(2026, 1, 5)


def copy(number: int, at: datetime, verified: bool = True, installation: str = "") -> BackupCopy:
    return BackupCopy(BackupName("0a1b2c3d", number, at.astimezone(UTC), installation), verified)


def working_days(days: int) -> Iterator[datetime]:
    for number in range(days):
        day = START + timedelta(days=number)
        if day.weekday() < 5:
            for hour in (8, 12, 16):
                yield datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN)


def kept_over(
    moments: Iterator[datetime], retention: timedelta | None = None
) -> Iterator[tuple[datetime, list[BackupCopy]]]:
    copies: list[BackupCopy] = []
    for number, moment in enumerate(moments, 1):
        copies.append(copy(number, moment))
        gone = copies_to_remove(copies, moment, retention, COPENHAGEN)
        copies = [one for one in copies if one not in gone]
        yield moment, copies


def local(one: BackupCopy) -> datetime:
    return one.name.made_at.astimezone(COPENHAGEN)


def test_three_years_of_working_days() -> None:
    for moment, copies in kept_over(working_days(3 * 365)):
        ages = [moment - local(one) for one in copies]
        assert ages[-1] == timedelta(0), "the newest stays"
        assert len(copies) <= 9 + DAYS + WEEKS + MONTHS
    days = sorted({local(one).date() for one in copies}, reverse=True)
    # The last moment is a Thursday at 16: Tuesday 16 to Thursday in full, then 12 working days, and so on.
    assert days[: 3 + DAYS] == sorted({m.date() for m in working_days(3 * 365)}, reverse=True)[: 3 + DAYS]
    older = days[3 + DAYS :]
    weeks, months = older[:WEEKS], older[WEEKS:]
    assert len({day.isocalendar()[:2] for day in weeks}) == WEEKS
    assert all(day.weekday() == 4 for day in weeks[1:]), "the last of each week"
    assert len({(day.year, day.month) for day in months}) == len(months) == MONTHS
    assert (moment.date() - days[-1]).days > 30 * MONTHS


@pytest.mark.parametrize(
    ("hours", "kept"),
    [  # hours before now, oldest first -> those that stay
        ([30, 20, 10, 0], [30, 20, 10, 0]),
        ([51, 50, 49, 0], [49, 0]),
        ([24 * 20, 24 * 20 + 1, 0], [24 * 20, 0]),
        ([24 * 400, 24 * 390, 0], [24 * 390, 24 * 400, 0]),
    ],
)
def test_small_cases(hours: list[int], kept: list[int]) -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    copies = {hour: copy(1000 - hour, now - timedelta(hours=hour)) for hour in hours}
    gone = copies_to_remove(list(copies.values()), now, None, COPENHAGEN)
    assert {hour for hour, one in copies.items() if one not in gone} == set(kept)


def test_an_older_verified_backup_stands_for_its_day() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    morning, noon, evening = (copy(n, now - timedelta(days=9, hours=3 - n), verified=n == 2) for n in (1, 2, 3))
    gone = copies_to_remove([morning, noon, evening, copy(4, now)], now, None, COPENHAGEN)
    assert set(gone) == {morning, evening}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_23_or_25_hours_is_one_day(day: date) -> None:
    at = [
        datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).astimezone(UTC) + timedelta(hours=h)
        for h in range(23)
    ]
    now = at[0] + timedelta(days=6)
    copies = [copy(number, moment) for number, moment in enumerate(at)] + [copy(99, now)]
    gone = copies_to_remove(copies, now, None, COPENHAGEN)
    assert [one for one in copies if one not in gone] == copies[-2:], "the last of that day, and the newest"


def test_a_clock_set_back_loses_nothing_recent() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    recent = [copy(number, now - timedelta(hours=40 - number)) for number in range(40)]
    wrong = now - timedelta(days=900)
    copies = [*recent, copy(40, wrong)]
    assert copies_to_remove(copies, wrong, timedelta(days=365), COPENHAGEN) == []
    gone = copies_to_remove(copies, now, timedelta(days=365), COPENHAGEN)
    assert not set(gone) & set(recent[-39:])


def test_a_clock_far_ahead_for_a_day_removes_nothing() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    copies = [copy(number, now - timedelta(days=20 - number)) for number in range(20)]
    before = copies_to_remove(copies, now - timedelta(days=1), timedelta(days=365), COPENHAGEN)
    wild = datetime(2036, 6, 18, 12, tzinfo=COPENHAGEN)
    after = copies_to_remove([*copies, copy(99, wild)], wild, timedelta(days=365), COPENHAGEN)
    assert after == before


@pytest.mark.parametrize("retention", [timedelta(days=92), timedelta(days=366), None])
def test_a_clock_ten_years_ahead_for_two_weeks_harms_nothing_old(retention: timedelta | None) -> None:
    *_, (right, copies) = kept_over(working_days(200), retention)
    before = set(copies)
    ahead = [right.replace(year=right.year + 10) + timedelta(hours=hours) for hours in range(1, 14 * 24, 8)]
    for number, moment in enumerate(ahead, 1000):
        copies.append(copy(number, moment))
        gone = copies_to_remove(copies, moment, retention, COPENHAGEN)
        copies = [one for one in copies if one not in gone]
    left = [one for one in copies if one in before]
    months = {local(one).month for one in before}
    assert {local(one).month for one in left} >= months - {min(months)}, "thinned out, and no month gone"
    assert right.date() - local(left[-1]).date() <= timedelta(days=3)


@pytest.mark.parametrize("again", [timedelta(days=100), timedelta(days=250), timedelta(days=3650)])
def test_two_wrong_clocks_one_after_the_other_harm_nothing_old(again: timedelta) -> None:
    *_, (right, copies) = kept_over(working_days(200), timedelta(days=92))
    before = set(copies)
    first = right.replace(year=right.year + 10)
    ahead = [first + timedelta(hours=hours) for hours in range(1, 14 * 24, 8)]
    ahead += [ahead[-1] + again + timedelta(hours=hours) for hours in range(1, (14 * 24 if again.days > 183 else 8), 8)]
    for number, moment in enumerate(ahead, 1000):
        copies.append(copy(number, moment))
        gone = copies_to_remove(copies, moment, timedelta(days=92), COPENHAGEN)
        copies = [one for one in copies if one not in gone]
    months = {local(one).month for one in before}
    assert {local(one).month for one in copies if one in before} >= months - {min(months)}


def test_who_writes_seldom_is_cut_too() -> None:
    moments = (datetime(2026, 1, 5, 12, tzinfo=COPENHAGEN) + timedelta(days=45 * number) for number in range(16))
    *_, (last, copies) = kept_over(moments, timedelta(days=183))
    assert last - local(copies[0]) <= timedelta(days=183 + 3 * 45)


def test_clock_is_trusted_after_a_month_of_backups() -> None:
    *_, (left, copies) = kept_over(working_days(300), timedelta(days=366))
    before = set(copies)
    for day in range(40):
        moment = left + timedelta(days=380 + day)
        copies.append(copy(5000 + day, moment))
        gone = copies_to_remove(copies, moment, timedelta(days=366), COPENHAGEN)
        copies = [one for one in copies if one not in gone]
        assert bool(before & set(copies)) == (day < 31), f"day {day}"


def test_what_was_made_while_the_clock_was_ahead_goes_with_its_neighbours() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    wild = [copy(number, now + timedelta(days=3650, hours=number)) for number in range(10)]
    copies = [*wild, *(copy(10 + week, now + timedelta(weeks=week)) for week in range(16))]
    assert not set(wild) & set(copies_to_remove(copies[:12], now + timedelta(weeks=2), timedelta(days=92), COPENHAGEN))
    gone = copies_to_remove(copies, now + timedelta(weeks=15), timedelta(days=92), COPENHAGEN)
    assert set(wild) <= set(gone)


def test_clock_years_behind_removes_no_backup_by_retention() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    copies = [copy(number, now - timedelta(days=60 - number)) for number in range(60)]
    for day in range(10):
        moment = now - timedelta(days=900 - day)
        copies.append(copy(100 + day, moment))
        assert copies_to_remove(copies, moment, timedelta(days=92), COPENHAGEN) == []


@pytest.mark.parametrize("days", [33, 45, 60])
@pytest.mark.parametrize("retention", [None, timedelta(days=183)])
def test_backups_made_while_the_clock_was_years_behind_stay_once_it_is_right(
    days: int, retention: timedelta | None
) -> None:
    *_, (right, copies) = kept_over(working_days(200), retention)
    behind = timedelta(days=3652)
    moments = [(right + timedelta(days=day, hours=hour), behind) for day in range(1, days) for hour in (0, 4)]
    moments += [(right + timedelta(days=days + day), timedelta(0)) for day in range(3)]
    made = {one: local(one) for one in copies}
    for number, (moment, error) in enumerate(moments, 5000):
        new = copy(number, moment - error)
        made[new] = moment
        copies.append(new)
        gone = copies_to_remove(copies, moment - error, retention, COPENHAGEN)
        copies = [one for one in copies if one not in gone]
        assert new in copies, "the newest stays"
    end = moments[-1][0]
    recent = [one for one in copies if end - made[one] <= timedelta(days=30)]
    assert len(recent) >= DAYS
    assert len({made[one].date() for one in recent}) >= DAYS
    months = {(made[one].year, made[one].month) for one in copies}
    assert len(months) >= 6, "and the months before are still there"


def test_a_clock_that_was_ahead_for_a_day_moves_no_later_backup() -> None:
    *_, (right, copies) = kept_over(working_days(60))
    ahead = copy(4000, right + timedelta(days=20))
    later = (right + timedelta(days=day, hours=hour) for day in range(1, 60) for hour in (0, 4))
    with_leap, without = [*copies, ahead], list(copies)
    for number, moment in enumerate(later, 5000):
        new = copy(number, moment)
        for kept in (with_leap, without):
            kept.append(new)
            gone = copies_to_remove(kept, moment, None, COPENHAGEN)
            kept[:] = [one for one in kept if one not in gone]
    days, usual = ({local(one).date() for one in kept} for kept in (with_leap, without))
    assert len(usual - days) <= 1, "the backup dated ahead takes the place of one"


def test_a_second_pc_pushes_out_no_backup_of_the_first() -> None:
    """Both write to one folder, and each removes by its own look at the folder: numbers and times interleave."""
    old, new = "aaaaaaaa", "bbbbbbbb"
    copies: list[BackupCopy] = []
    for day in range(40):
        for installation, number, hours in ((old, 700 + 3 * day, (9, 12, 15)), (new, 100 + day, (10,))):
            for step, hour in enumerate(hours):
                moment = datetime(2026, 3, 2, hour, tzinfo=COPENHAGEN) + timedelta(days=day)
                copies.append(copy(number + step, moment, installation=installation))
                gone = copies_to_remove(copies, moment, None, COPENHAGEN)
                copies = [one for one in copies if one not in gone]
    for installation in (old, new):
        days = {local(one).date() for one in copies if one.name.installation == installation}
        assert len(days) >= 3 + DAYS, "as many as if it were alone"


def test_backups_of_a_pc_no_longer_in_use_are_replaced_in_time() -> None:
    *_, (moved, copies) = kept_over(working_days(400))
    for number, moment in enumerate(working_days(800), 5000):
        if moment <= moved:
            continue
        copies.append(copy(number, moment, installation="bbbbbbbb"))
        gone = copies_to_remove(copies, moment, None, COPENHAGEN)
        copies = [one for one in copies if one not in gone]
        if moment - moved < timedelta(days=30):
            assert any(moved - local(one) < timedelta(days=2) for one in copies if not one.name.installation)
    assert {one.name.installation for one in copies} == {"bbbbbbbb"}
    assert len(copies) <= 9 + DAYS + WEEKS + MONTHS


def test_retention_removes_the_last_good_of_a_pc_no_longer_in_use() -> None:
    now = datetime(2026, 6, 18, 12, tzinfo=COPENHAGEN)
    before = [copy(700 + day, now - timedelta(days=300 - day), installation="aaaaaaaa") for day in range(5)]
    ours = [copy(day, now - timedelta(days=60 - day), installation="bbbbbbbb") for day in range(61)]
    gone = copies_to_remove([*before, *ours], now, timedelta(days=92), COPENHAGEN)
    assert set(gone) >= set(before)


def test_retention_cuts_all_but_the_last_good() -> None:
    for moment, copies in kept_over(working_days(500), timedelta(days=60)):
        assert all(moment - local(one) <= timedelta(days=60) for one in copies)
    old = copy(1, datetime(2020, 1, 1, tzinfo=UTC))
    newer = copy(2, datetime(2020, 1, 2, tzinfo=UTC), verified=False)
    lately = [copy(day, datetime(2025, 11, day, tzinfo=UTC), verified=False) for day in (10, 25)]
    today = copy(30, datetime(2026, 1, 2, tzinfo=UTC), verified=False)
    gone = copies_to_remove([old, newer, today, *lately], today.name.made_at, timedelta(days=60), UTC)
    assert gone == [newer]


def test_nothing_goes_while_no_copy_is_known_to_be_good() -> None:
    copies = [copy(n, datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=n), verified=False) for n in range(100)]
    assert copies_to_remove(copies, datetime(2026, 1, 1, tzinfo=UTC)) == []


FIRST, LAST = datetime(2026, 1, 1), datetime(2029, 1, 1)  # noqa: DTZ001 - their zone is given to each
MOMENTS = st.lists(
    st.tuples(st.datetimes(FIRST, LAST), st.booleans(), st.sampled_from(["", "aaaaaaaa", "bbbbbbbb"])),
    min_size=1,
    max_size=60,
)


@given(MOMENTS, st.integers(0, 1000), st.sampled_from([None, timedelta(days=1), timedelta(days=200)]))
def test_whatever_there_is(moments: list[tuple[datetime, bool, str]], seed: int, retention: timedelta | None) -> None:
    if retention is not None:  # with a clock set back, what goes may have been a part of the proof
        moments = sorted(moments)
    copies = [copy(n, at.replace(tzinfo=UTC), verified, made_by) for n, (at, verified, made_by) in enumerate(moments)]
    shuffled = random.Random(seed).sample(copies, len(copies))  # noqa: S311 - an order, not a secret
    now = max(one.name.made_at for one in copies)
    gone = copies_to_remove(shuffled, now, retention, COPENHAGEN)
    left = [one for one in copies if one not in gone]
    verified = [one for one in copies if one.verified]
    assert not verified or verified[-1] in left
    assert verified or not gone
    assert copies_to_remove(left, now, retention, COPENHAGEN) == [], "a second look removes nothing more"
