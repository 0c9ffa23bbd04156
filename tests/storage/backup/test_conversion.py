from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.errors import PasswordNeeded, StorageError, WrongPassword
from mus_desktop.storage.backup import backup_messages, conversion, quarantine, restore, snapshot
from mus_desktop.storage.database import engine, file_swap, migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.migrator import Migration
from mus_desktop.storage.keys import database_key

if TYPE_CHECKING:
    from tests.storage.safety.conftest import Kept

Locks = Callable[..., tuple[database_key.Lock, ...]]
Found = Callable[[Path], list[str]]
HEADER = ("application_id", "user_version", "integrity_check")
SECOND_START = """
import sys
from pathlib import Path
from mus_desktop.errors import StorageError
from mus_desktop.storage.database.connection import Database
try:
    Database.open(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None)
except StorageError as error:
    print(type(error).__name__)
"""
only_encrypted = pytest.mark.parametrize("kept", ["encrypted"], indirect=True)
only_plain = pytest.mark.parametrize("kept", ["plain"], indirect=True)


def test_there_and_back_is_row_for_row_the_same(kept: Kept, locks_for: Locks) -> None:
    before = conversion._digest(kept.database._connection)
    header = [kept.database.rows(f"PRAGMA {name}") for name in HEADER]
    for key in (database_key.new_key(), None):
        conversion.convert(kept.database, key, locks_for(key, kept.code) if key else ())
        assert conversion._digest(kept.database._connection) == before
        assert [kept.database.rows(f"PRAGMA {name}") for name in HEADER] == header
        assert kept.database.health() == []
        assert (kept.path.with_name("mus.key").exists(), kept.database.key) == (key is not None, key)


@only_plain
def test_after_conversion_the_sentence_is_nowhere(kept: Kept, locks_for: Locks, found_in: Found) -> None:
    taken = [kept.take_backup(), kept.take_backup()]
    restore_aside = restore.prepare(restore.check(taken[0].path), kept.path, None)
    kept.database.exchange(lambda: restore.replace_database(restore_aside, kept.now), restore_aside.key)
    kept.path.with_name("mus-inden-opgradering-1.sqlite").write_bytes(kept.path.read_bytes())
    assert len(found_in(kept.path.parent)) >= 5, "the search must be able to find it"
    key = database_key.new_key()
    locks = locks_for(key, kept.code)
    quarantine.end_retention(kept.path.parent)
    conversion.convert(kept.database, key, locks)
    conversion.encrypt_backups(kept.folder, key, locks)
    quarantine.wipe_unencrypted(kept.path.parent)
    assert found_in(kept.path.parent) == []
    for one in taken:
        checked = restore.check(one.path)
        assert checked.remark is None, "the manifest was made anew"
        restore.prepare(checked, kept.path, restore.open_key(checked, kept.password)).discard()
    kept.database.close()
    with pytest.raises(PasswordNeeded):
        Database.open(kept.path)
    kept.database.exchange(lambda: None, key)


@only_encrypted
def test_a_new_password_rewrites_only_the_key_file(kept: Kept, locks_for: Locks) -> None:
    old = kept.take_backup()
    kept.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    content = kept.path.read_bytes()
    database_key.write_locks(kept.path, locks_for(kept.key, kept.code, "en ny adgangskode"))
    assert kept.path.read_bytes() == content
    assert database_key.open_any_lock(database_key.read_locks(kept.path), "en ny adgangskode") == kept.key
    with pytest.raises(WrongPassword):
        database_key.open_any_lock(database_key.read_locks(kept.path), kept.password)
    assert restore.open_key(restore.check(old.path), kept.password) == kept.key, "an old backup keeps its password"


def test_nobody_saves_in_the_old_database_while_the_new_one_takes_its_place(
    kept: Kept, locks_for: Locks, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, swap, old = [], file_swap.replace_database, (kept.key or b"").hex()

    def meanwhile(*arguments: Any, **named: Any) -> None:
        command = [sys.executable, "-c", SECOND_START, str(kept.path), old]
        said.append(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
        swap(*arguments, **named)

    monkeypatch.setattr(file_swap, "replace_database", meanwhile)
    key = database_key.new_key()
    conversion.convert(kept.database, key, locks_for(key, kept.code))
    assert said == ["AlreadyOpen\n"]
    assert kept.text() == kept.sentence


def test_a_conversion_that_is_not_the_same_is_given_up(
    kept: Kept, locks_for: Locks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(source: Path, target: Path, *, old_key: bytes | None, new_key: bytes | None) -> None:
        real(source, target, old_key=old_key, new_key=new_key)
        connection = engine.connect(target, key=new_key)
        connection.execute("DELETE FROM setting")
        connection.close()

    real = engine.convert
    monkeypatch.setattr(engine, "convert", lossy)
    key = database_key.new_key()
    with pytest.raises(StorageError, match=backup_messages.CONVERSION_NOT_IDENTICAL):
        conversion.convert(kept.database, key, locks_for(key, kept.code))
    assert kept.text() == kept.sentence
    assert kept.database.key == kept.key
    assert list(kept.path.parent.glob(".mus-*")) == []


@only_encrypted
def test_an_encrypted_database_is_upgraded_and_its_copy_is_encrypted(kept: Kept, found_in: Found) -> None:
    kept.database.close()
    scripts = (
        *migrator.shipped_migrations(),
        Migration(migrator.shipped_migrations()[-1].version + 1, "CREATE TABLE ny (x);"),
    )
    with Database.open(kept.path, scripts, key=kept.key) as upgraded:
        assert upgraded.health() == []
    assert list(kept.path.parent.glob("mus-inden-opgradering-*"))
    assert found_in(kept.path.parent) == []
    before = {file: file.read_bytes() for file in kept.path.parent.iterdir() if file.is_file()}
    with pytest.raises(StorageError, match="nyere udgave"):
        Database.open(kept.path, key=kept.key)
    assert {file: file.read_bytes() for file in kept.path.parent.iterdir() if file.is_file()} == before
    kept.database = Database.open(kept.path, scripts, key=kept.key)


def test_a_wrong_key_touches_nothing(kept: Kept) -> None:
    kept.database.close()
    before = kept.path.read_bytes()
    if kept.key:
        with pytest.raises(StorageError, match="Nøglen passer ikke"):
            Database.open(kept.path, key=database_key.new_key())
        assert kept.path.read_bytes() == before
    kept.database.exchange(lambda: None, kept.key)


def test_backups_of_other_databases_have_other_names(kept: Kept, tmp_path: Path) -> None:
    with Database.open(tmp_path / "anden" / "mus.sqlite") as other:
        assert snapshot.database_identity(other) != snapshot.database_identity(kept.database)
