from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.drafts import MARKER
from mus_desktop.errors import StorageError, WrongPassword
from mus_desktop.storage.backup import backup_file, restore, snapshot
from mus_desktop.storage.database import engine, file_swap
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings

if TYPE_CHECKING:
    from tests.storage.safety.conftest import Kept

LATER = datetime(2026, 3, 3, 9, 0)  # noqa: DTZ001 - the clock on the leader's wall
only_encrypted = pytest.mark.parametrize("kept", ["encrypted"], indirect=True)


def restored(kept: Kept, file: Path, secret: str) -> None:
    checked = restore.check(file)
    draft = restore.prepare(checked, kept.path, restore.open_key(checked, secret))
    kept.database.exchange(lambda: restore.replace_database(draft, LATER), draft.key)


def test_the_database_is_as_it_was(kept: Kept) -> None:
    taken = kept.take_backup()
    kept.write("noget andet")
    restored(kept, taken.path, kept.password)
    assert kept.text() == kept.sentence
    aside = kept.path.with_name("inden-gendannelse-2026-03-03-090000")
    names = {"mus.sqlite", "mus.key"} if kept.key else {"mus.sqlite"}
    assert {file.name for file in aside.iterdir()} == {*names, "læs mig.txt", MARKER}
    assert "3.3.2026 kl. 09.00" in (aside / "læs mig.txt").read_text("utf-8")
    assert {file.name for file in kept.path.parent.iterdir()} <= {
        *names,
        "mus.sqlite-wal",
        "mus.sqlite.exchange-lock",
        "backup",
        aside.name,
    }
    with Database.open(aside / "mus.sqlite", key=kept.key) as old:
        assert Settings(old).get("sætning") == "noget andet"


def test_on_an_empty_pc_one_file_and_one_secret_are_enough(kept: Kept, tmp_path: Path) -> None:
    taken = kept.take_backup()
    for secret in (kept.password, kept.code.lower()):
        usb = tmp_path / "usb" / "backup fra Åse.musbackup"
        usb.parent.mkdir(exist_ok=True)
        shutil.copyfile(taken.path, usb)
        path = tmp_path / "ny pc" / secret[:4] / "mus.sqlite"
        checked = restore.check(usb)
        assert "Oplysningsfilen" in (checked.remark or "")
        draft = restore.prepare(checked, path, restore.open_key(checked, secret))
        key = restore.replace_database(draft, LATER)
        with Database.open(path, key=key) as database:
            assert Settings(database).get("sætning") == kept.sentence
        if kept.key:
            assert database_key.open_any_lock(database_key.read_locks(path), kept.password) == kept.key


@only_encrypted
def test_another_password_is_refused_and_named(kept: Kept) -> None:
    checked = restore.check(kept.take_backup().path)
    with pytest.raises(WrongPassword, match=r"adgangskoden fra 2\.3\.2026"):
        restore.open_key(checked, "den nye adgangskode")


def a_folder(taken: snapshot.Backup, tmp_path: Path) -> Path:
    return tmp_path


def gone(taken: snapshot.Backup, tmp_path: Path) -> Path:
    taken.path.unlink()
    return taken.path


def empty(taken: snapshot.Backup, tmp_path: Path) -> Path:
    taken.path.write_bytes(b"")
    return taken.path


def a_letter(taken: snapshot.Backup, tmp_path: Path) -> Path:
    letter = tmp_path / "brev.docx"
    letter.write_text("Kære Mette. " * 500)
    return letter


def short(taken: snapshot.Backup, tmp_path: Path) -> Path:
    taken.path.write_bytes(taken.path.read_bytes()[:-5000])
    return taken.path


def short_without_manifest(taken: snapshot.Backup, tmp_path: Path) -> Path:
    backup_file.manifest_path(taken.path).unlink()
    return short(taken, tmp_path)


def changed(taken: snapshot.Backup, tmp_path: Path) -> Path:
    content = bytearray(taken.path.read_bytes())
    content[9000] ^= 4
    taken.path.write_bytes(content)
    return taken.path


def another_manifest(taken: snapshot.Backup, tmp_path: Path) -> Path:
    manifest = backup_file.manifest_path(taken.path)
    manifest.write_text(manifest.read_text().replace(taken.sha256, "0" * 64))
    return taken.path


def the_database_itself(taken: snapshot.Backup, tmp_path: Path) -> Path:
    path = tmp_path / "kopi.sqlite"
    with Database.open(path):
        pass
    return path


def of_a_newer_schema(taken: snapshot.Backup, tmp_path: Path) -> Path:
    return _relabelled(taken, tmp_path, replace(taken.label, schema=99))


def of_a_newer_format(taken: snapshot.Backup, tmp_path: Path) -> Path:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(backup_file, "FORMAT", 2)
        return _relabelled(taken, tmp_path, taken.label)


def _relabelled(taken: snapshot.Backup, tmp_path: Path, label: backup_file.BackupLabel) -> Path:
    other = tmp_path / "anden.musbackup"
    other.write_bytes(taken.path.read_bytes()[: taken.label.size])
    backup_file.append_label(other, label, backup_file.running_digest(backup_file.chunks(other)))
    return other


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (gone, "findes ikke"),
        (a_folder, "er en mappe"),
        (empty, "er tom"),
        (a_letter, "ikke en backup fra MUS Desktop"),
        (the_database_itself, "er en database og ikke en backup"),
        (short, "slutningen mangler"),
        (short_without_manifest, "slutningen mangler"),
        (changed, "er beskadiget"),
        (another_manifest, "er beskadiget"),
        (of_a_newer_schema, "nyere udgave"),
        (of_a_newer_format, "nyere udgave"),
    ],
)
def test_each_bad_file_has_its_own_sentence(
    kept: Kept, tmp_path: Path, spoil: Callable[[snapshot.Backup, Path], Path], sentence: str
) -> None:
    file = spoil(kept.take_backup(), tmp_path)
    with pytest.raises(StorageError, match=sentence):
        restore.check(file)
    assert kept.text() == kept.sentence


def test_label_that_does_not_match_the_content_is_refused(kept: Kept, tmp_path: Path) -> None:
    taken = kept.take_backup()
    lying = _relabelled(taken, tmp_path, replace(taken.label, counts={**taken.label.counts, "employees": 7}))
    with pytest.raises(StorageError, match="beskadiget"):
        restore.prepare(restore.check(lying), kept.path, kept.key)
    assert list(kept.path.parent.glob(".mus-*")) == []


def test_lack_of_space_is_reported_and_nothing_changes(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "")

    checked = restore.check(kept.take_backup().path)
    monkeypatch.setattr(snapshot, "extract", full)
    with pytest.raises(StorageError, match="ikke plads"):
        restore.prepare(checked, kept.path, kept.key)
    assert list(kept.path.parent.glob(".mus-*")) == []


def test_what_surely_does_not_fit_is_not_begun(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = restore.check(kept.take_backup().path)
    begun: list[object] = []
    monkeypatch.setattr(snapshot, "extract", lambda *words: begun.append(words))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 5000, 5000))
    with pytest.raises(StorageError, match="plads"):
        restore.prepare(checked, kept.path, kept.key)
    assert not begun
    assert list(kept.path.parent.glob(".mus-*")) == []


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_one_flipped_bit_is_found_without_a_manifest_too(kept: Kept, place: float) -> None:
    """By the backup's own checksum: the manifest is a file of its own, which is easily left behind."""
    file = kept.take_backup().path
    backup_file.manifest_path(file).unlink()
    content = bytearray(file.read_bytes())
    database = backup_file.read_label(file).size
    content[int(place * database)] ^= 0x10
    file.write_bytes(content)
    assert not backup_file.is_intact(file)
    with pytest.raises(StorageError):
        restore.check(file)
    content[int(place * database)] ^= 0x10
    file.write_bytes(content)
    assert restore.check(file).remark


@pytest.mark.parametrize("change", [lambda old: old[1:], lambda old: b"x" + old, lambda old: old + old])
def test_a_file_of_another_size_than_its_label_says_is_no_backup(kept: Kept, change: Callable[[bytes], bytes]) -> None:
    file = kept.take_backup().path
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(backup_file.NoReadableLabel):
        backup_file.read_label(file)


def test_what_a_killed_program_left_in_the_wal_file_is_not_in_the_restored_database(kept: Kept, tmp_path: Path) -> None:
    checked = restore.check(kept.take_backup().path)
    kept.write("kun i wal-filen")
    (tmp_path / "dræbt").mkdir()
    for file in (one for one in kept.path.parent.iterdir() if one.is_file()):  # as a kill would leave them now
        shutil.copy(file, tmp_path / "dræbt")
    path = tmp_path / "dræbt" / kept.path.name
    assert path.with_name("mus.sqlite-wal").stat().st_size
    draft = restore.prepare(checked, path, restore.open_key(checked, kept.password))
    with file_swap.hold_exchange_lock(path):
        restore.replace_database(draft, LATER)
    with Database.open(path, key=draft.key) as database:
        assert database.health() == []
        assert Settings(database).get("sætning") == kept.sentence
    with Database.open(path.parent / "inden-gendannelse-2026-03-03-090000" / path.name, key=kept.key) as old:
        assert Settings(old).get("sætning") == "kun i wal-filen"


def test_two_never_exchange_at_once(kept: Kept) -> None:
    taken = kept.take_backup()
    checked = restore.check(taken.path)
    draft = restore.prepare(checked, kept.path, kept.key)
    with file_swap.hold_exchange_lock(kept.path), pytest.raises(engine.errors()):
        kept.database.exchange(lambda: restore.replace_database(draft, LATER), draft.key)
    assert kept.text() == kept.sentence
    kept.database.exchange(lambda: restore.replace_database(draft, LATER), draft.key)
    assert not draft.draft.exists()
