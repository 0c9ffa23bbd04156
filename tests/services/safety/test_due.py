"""When a backup is due: every day, and after changes; whatever the clock does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.services.safety.protection import BackupAgeLevel
from mus_desktop.storage.backup import snapshot
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

begins_plain = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # sets the password itself


@begins_plain
def test_a_day_without_changes_has_its_backup_too(pc: Pc) -> None:
    pc.safety.encryption.set_password("blåbærgrød på Ærø")
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    for _ in range(14):
        pc.wait(days=1)
        assert pc.safety.backup_due()
        pc.safety.back_up()
        assert not pc.safety.backup_due(closing=True), "one of the day is there"
        assert pc.safety.protection().level is BackupAgeLevel.GREEN
    assert len(pc.on_drive()) == 15, "two days and twelve; none is given up too early"
    pc.stop()
    pc.start(pc.database.key)
    pc.wait(minutes=16)
    pc.safety.back_up()
    assert [name.number for name in snapshot.names_in(pc.safety.folder)][-1] == 16, "the numbers go on"


def test_a_new_day_begins_at_midnight(pc: Pc) -> None:
    pc.at = pc.at.replace(hour=23, minute=59)
    pc.safety.back_up()
    assert not pc.safety.backup_due(closing=True)
    pc.wait(minutes=1)
    assert pc.safety.backup_due(closing=True)


def test_a_clock_set_back_stops_no_backup(pc: Pc) -> None:
    pc.wait(days=400)
    pc.safety.back_up()
    pc.wait(days=-400)
    assert pc.safety.backup_due(), "a backup of the future is none of today"
    pc.safety.back_up()
    assert not pc.safety.backup_due()
    pc.write("noget nyt")
    pc.wait(hours=-2)
    assert pc.safety.backup_due(), "nor does it count as just taken"


@posix_only("Windows moves no file that is open")
def test_a_database_that_was_moved_away_is_told_where_the_backup_is_taken(pc: Pc) -> None:
    pc.safety.back_up()
    pc.stop()
    pc.start()
    moved = pc.database.path.rename(pc.data / "flyttet.sqlite")
    assert pc.safety.backup_due(closing=True)
    with pytest.raises(StorageError, match="ligger ikke længere"):
        pc.safety.backup_job()
    moved.rename(pc.database.path)
