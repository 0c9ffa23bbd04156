"""Backups have names that say what they are; those that an earlier program named are still its backups."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.storage.backup import backup_file, restore, snapshot
from mus_desktop.storage.backup.backup_file import BackupName

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

AT = datetime(2026, 11, 18, 14, 3, 7, tzinfo=UTC)
NAME = BackupName("0a1b2c3d", 12, AT, "8e43c874")


def test_a_name_says_what_it_is_in_every_time_zone() -> None:
    assert str(NAME) == "MUS-backup 2026-11-18 nr. 0012 (0a1b2c3d-20261118T140307Z-8e43c874).musbackup"
    for hours in (-11, 1, 13):
        here = replace(NAME, made_at=AT.astimezone(timezone(timedelta(hours=hours))))
        assert str(here) == str(NAME), "a file is found again by it"
    forms = [str(replace(NAME, is_first_form=old, installation=by)) for old in (False, True) for by in ("", "8e43c874")]
    assert [str(backup_file.parse_name(name)) for name in forms] == forms
    assert backup_file.parse_name(forms[3]) == NAME, "the same backup"
    assert forms[3] == "mus-0a1b2c3d-000012-20261118T140307Z-8e43c874.musbackup"


@pytest.mark.parametrize(
    "name",
    [
        "MUS-backup 2026-11-19 nr. 0012 (0a1b2c3d-20261118T140307Z-8e43c874).musbackup",  # another date
        "MUS-backup 2026-11-18 nr. 00012 (0a1b2c3d-20261118T140307Z-8e43c874).musbackup",
        "MUS-backup 2026-11-18 nr. 0012 (0a1b2c3d-20261399T140307Z).musbackup",
        "MUS-backup 2026-11-18 nr. 0012 (0a1b2c3d-20261118T140307Z-8e43c874) (1).musbackup",
        "mus-0a1b2c3d-0012-20261118T140307Z.musbackup",
        "Backup fra Åse.musbackup",
    ],
)
def test_another_name_is_not_taken_for_one(name: str) -> None:
    assert backup_file.parse_name(name) is None


def earlier_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let backups be named as the first versions of the program named them."""
    now: Any = snapshot.next_name
    monkeypatch.setattr(snapshot, "next_name", lambda *words: replace(now(*words), is_first_form=True))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.musbackup"))


def test_backups_of_an_earlier_program_are_counted_and_removed(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    if pc.database.key is None:
        pc.safety.backup_key.choose("blåbærgrød på Ærø")
    pc.safety.add_target(pc.drive)
    with monkeypatch.context() as earlier:
        earlier_program(earlier)
        for day in range(3):
            pc.write(f"dag {day}")
            assert all(result.problem is None for result in pc.safety.back_up())
            pc.wait(days=1)
    old = names(pc.drive)
    assert len(old) == 3
    assert all(name.startswith("mus-") for name in old)
    pc.write("dag 3")
    assert all(result.problem is None for result in pc.safety.back_up())
    (new,) = set(names(pc.drive)) - set(old)
    assert new.startswith("MUS-backup 2026-03-05 nr. 0004 ("), "the numbers go on"
    for name in (*old, new):
        checked = restore.check(pc.drive / name)
        assert checked.remark is None
    assert len(pc.safety.restoring.list_backups()) == len(names(pc.safety.folder)) == 4
    pc.safety.set_retention(30)
    for _ in range(3):
        pc.wait(days=20)
        assert all(result.problem is None for result in pc.safety.back_up())
    for folder in (pc.drive, pc.safety.folder):
        assert [name for name in names(folder) if name.startswith("mus-")] == []
        left = [file.name for file in folder.iterdir() if file.name.startswith("mus-")]
        assert left == [], "nor their manifests"


@pytest.mark.parametrize("engine_key", [None], ids=["plain"])
def test_a_plain_backup_is_encrypted_under_the_name_it_has(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier_program(monkeypatch)
    pc.safety.back_up()
    (old,) = pc.safety.folder.glob("*.musbackup")
    pc.safety.encryption.set_password("tyttebær på Fanø")
    assert names(pc.safety.folder)[0] == old.name
    assert pc.readable() == []
    assert json.loads(backup_file.manifest_path(old).read_text())["file"] == old.name
    assert restore.check(old).remark is None
