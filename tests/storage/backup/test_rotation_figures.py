"""The figures that the help promises, and the last good backup among many that are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mus_desktop.storage.backup.backup_file import BackupName
from mus_desktop.storage.backup.rotation import BackupCopy, copies_to_remove

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)


def daily(days: int, good: int | None = None) -> list[BackupCopy]:
    """One backup a day; ``good``: only that one is verified, counted from the oldest."""
    times = [NOW - timedelta(days=days - number, hours=1) for number in range(1, days + 1)]
    return [
        BackupCopy(BackupName("0" * 8, number, at, "0a1b2c3d"), good in (None, number))
        for number, at in enumerate(times)
    ]


def test_three_years_of_days_leave_two_days_12_days_10_weeks_and_9_months() -> None:
    copies = daily(3 * 365)
    kept = [copy for copy in copies if copy not in copies_to_remove(copies, NOW, zone=UTC)]
    ages = sorted((NOW - copy.name.made_at).days for copy in kept)
    assert ages[:14] == list(range(14))
    assert len(ages) == 2 + 12 + 10 + 9


def test_the_only_good_backup_stays_however_old() -> None:
    copies = daily(3 * 365, good=200)
    assert copies[200] not in copies_to_remove(copies, NOW, zone=UTC)
