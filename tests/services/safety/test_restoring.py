from __future__ import annotations

import errno
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import AlreadyOpen, StorageError, WrongPassword
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, BACKUP_PASSWORD = "blåbærgrød på Ærø", "havregrød på Møn"
begins_plain = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # sets the password itself


HOLDS_OPEN = """
import sys
from pathlib import Path
from mus_desktop.storage.database.connection import Database
with Database.open(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_window_that_opened_while_a_backup_was_chosen_keeps_its_database(pc: Pc) -> None:
    pc.safety.back_up()
    pc.write("det nye")
    (listed,) = pc.safety.restoring.list_backups()
    draft, key = pc.safety.restoring.open_backup(listed.path), pc.database.key
    pc.stop()
    without = RestoreWithoutDatabase(pc.data, lambda: pc.at, key)
    command = [sys.executable, "-c", HOLDS_OPEN, str(pc.data / "mus.sqlite"), (key or b"").hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline().split() == [b"open"]
        with pytest.raises(AlreadyOpen):
            without.restore(draft)
        other.stdin.close()
    assert other.returncode == 0
    pc.start(key)
    assert pc.text() == "det nye"


def test_restore_and_back_again(pc: Pc, engine_key: bytes | None) -> None:
    pc.safety.back_up()
    pc.write("det nye")
    (listed,) = pc.safety.restoring.list_backups()
    assert (listed.encrypted, listed.of_this_database, listed.counts) == (
        engine_key is not None, True, {"employees": 0, "conversations": 0, "plans": 0, "documents": 0},
    )  # fmt: skip
    pc.wait(hours=1)
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(listed.path))
    assert pc.text() == pc.sentence
    newest, *_ = pc.safety.restoring.list_backups()
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(newest.path))
    assert pc.text() == "det nye", "the safety copy"
    assert not list(pc.data.glob("inden-*"))


@begins_plain
@pytest.mark.parametrize("typed", [False, True], ids=["by itself", "typed"])
def test_only_a_typed_backup_password_becomes_the_password(pc: Pc, typed: bool) -> None:
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.back_up()
    pc.write("det nye")
    pc.stop()
    pc.vault.secret = None if typed else pc.vault.secret
    pc.start()
    file = pc.drive / pc.on_drive()[0]
    if typed:
        with pytest.raises(WrongPassword):
            pc.safety.restoring.open_backup(file)
    draft = pc.safety.restoring.open_backup(file, BACKUP_PASSWORD if typed else None)
    assert (draft.label.only_copy_encrypted, draft.key is not None) == (typed, typed)
    pc.safety.restoring.restore(draft)
    assert pc.text() == pc.sentence
    assert pc.safety.protection().uses_backup_password is typed
    assert not list(pc.data.glob("*.new*"))
    pc.stop()
    assert needs_password(pc.data) is typed
    pc.start(unlock(pc.data, BACKUP_PASSWORD) if typed else None)
    assert pc.text() == pc.sentence
    pc.safety.back_up()


@begins_plain
def test_a_backup_that_cannot_be_made_plain_changes_nothing(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.back_up()

    def no_room(*_: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("mus_desktop.storage.backup.conversion._refuse_different", no_room)
        with pytest.raises(StorageError, match="ikke plads"):
            pc.safety.restoring.open_backup(pc.drive / pc.on_drive()[0])
    assert not list(pc.data.glob("*.new*"))
    assert pc.text() == pc.sentence


def test_a_damaged_database_is_quarantined(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.back_up()
    (listed,) = pc.safety.restoring.list_backups()

    def broken(*_: object, **_options: object) -> None:
        raise StorageError("Databasen er beskadiget.")

    draft = pc.safety.restoring.open_backup(listed.path)
    monkeypatch.setattr("mus_desktop.storage.backup.snapshot.take_backup", broken)
    pc.safety.restoring.restore(draft)
    (quarantine_folder,) = pc.data.glob("inden-*")
    assert (quarantine_folder / "mus.sqlite").exists()


@begins_plain
def test_an_empty_pc_needs_the_file_and_the_secret(pc: Pc, tmp_path: Path) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    file = pc.drive / pc.on_drive()[0]
    way = RestoreWithoutDatabase(tmp_path / "ny", lambda: pc.at)
    with pytest.raises(WrongPassword, match=r"krypteret. Skriv adgangskoden fra 2\.3\.2026"):
        way.open_backup(file)
    restored = way.restore(way.open_backup(file, code))
    key = restored.key
    assert restored.quarantine_folder is None
    assert [entry.name for entry in sorted((tmp_path / "ny").iterdir())] == [
        "mus.key",
        "mus.sqlite",
        "mus.sqlite.exchange-lock",
    ]
    with Database.open(tmp_path / "ny" / "mus.sqlite", key=key) as database:
        assert Settings(database).get("sætning") == pc.sentence


@begins_plain
def test_the_list_says_which_password_a_backup_needs(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    assert [one.password_from for one in pc.safety.restoring.list_backups()] == [None], "opened with the key at hand"
    pc.wait(days=1)
    pc.safety.encryption.change_password(PASSWORD, "rabarber på Læsø")
    assert [one.password_from for one in pc.safety.restoring.list_backups(pc.drive)] == [None], "by the code they share"
    pc.safety.encryption.remove_password(code)
    pc.write("uden adgangskode")
    pc.safety.back_up()
    for folder, asked in ((None, [None, date(2026, 3, 2)]), (pc.drive, [None, date(2026, 3, 2)])):
        assert [one.password_from for one in pc.safety.restoring.list_backups(folder)] == asked
    old = pc.safety.restoring.list_backups()[-1].path
    with pytest.raises(WrongPassword, match=r"fra 2\.3\.2026"):
        pc.safety.restoring.open_backup(old)
    pc.safety.restoring.open_backup(old, PASSWORD).discard()


@begins_plain
def test_todays_password_stays_when_a_backup_from_before_it_comes_back(pc: Pc) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    pc.safety.encryption.change_password(PASSWORD, "rabarber på Læsø")
    pc.write("det nye")
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(pc.safety.restoring.list_backups()[0].path))
    pc.stop()
    with pytest.raises(WrongPassword):
        unlock(pc.data, PASSWORD)
    pc.start(unlock(pc.data, "rabarber på Læsø"))
    assert pc.text() == pc.sentence


@begins_plain
def test_a_restore_under_the_backup_password_is_reported(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    assert not pc.safety.protection().uses_backup_password
    (listed,) = pc.safety.restoring.list_backups(pc.drive)
    assert listed.password_from is None
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(listed.path, BACKUP_PASSWORD))
    assert pc.safety.protection().encrypted
    assert pc.safety.protection().uses_backup_password


def test_rotation_does_not_remove_the_backup_being_restored(pc: Pc) -> None:
    """A backup of today's data is taken first, and so old a one would be one too many."""
    old = pc.safety.backup_job().run().path
    content = old.read_bytes()
    for _ in range(40):
        pc.wait(days=1)
        pc.write(f"dag {pc.at:%j}")
        pc.safety.back_up()
    old.write_bytes(content)
    pc.safety.set_retention(30)
    restoring = pc.safety.restoring
    draft = restoring.open_backup(old)
    pc.safety.back_up()  # by itself, while the user makes up their mind
    restoring.restore(draft)
    assert pc.text() == pc.sentence
    assert old.exists()
    pc.stop()
    pc.start()
    pc.safety.back_up()
    assert not old.exists(), "another day it goes as it must"
