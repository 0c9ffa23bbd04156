"""Backups that cannot be read: neither a start, nor the command ``backup``, nor a password destroys one."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.services.safety.quarantined import QuarantineKind
from mus_desktop.storage.backup import backup_file, conversion, restore, snapshot
from mus_desktop.storage.keys.database_key import Opener, lock, locks_to_json, new_key
from tests.services.safety.conftest import CHEAP, PASSWORD
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

NEW = "blåbærgrød på Ærø"


def flip_label(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.rindex(b'"program"')] ^= 1
    file.write_bytes(content)


def flip_lock(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.rindex(b'"sealed":"') + 40] ^= 1
    file.write_bytes(content)


def reseal(file: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change what the label says, and let it vouch for itself again."""
    label = backup_file.read_label(file)
    plain = backup_file._label_to_json(label)
    change(plain)
    written = json.dumps(plain).encode()
    digest = backup_file.running_digest(iter([file.read_bytes()[: label.size]]))
    content = file.read_bytes()[: label.size] + written + len(written).to_bytes(8, "big")
    digest.update(content[label.size :])
    file.write_bytes(content + digest.digest() + backup_file.END_MARK)


def make_newer(file: Path) -> None:
    reseal(file, lambda plain: plain.update(format=2))


def write_text(file: Path) -> None:
    file.write_text("Mine egne noter om bærplukning.\n", "utf-8")


def write_other_database(file: Path) -> None:
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE bær (navn)")
    other.close()


SPOILT = (flip_label, flip_lock, make_newer, write_text, write_other_database)


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_start_leaves_what_it_cannot_read(pc: Pc, spoil: Callable[[Path], None]) -> None:
    taken = pc.safety.backup_job().run()
    (flip_label if spoil is flip_lock and not taken.label.locks else spoil)(taken.path)
    before = {file.name: file.read_bytes() for file in taken.path.parent.iterdir()}
    pc.stop()
    pc.start()
    pc.safety.back_up()
    after = {file.name: file.read_bytes() for file in taken.path.parent.iterdir()}
    assert {name: after.get(name) for name in before} == before
    assert not pc.safety.protection().has_unencrypted_files


@pytest.mark.parametrize("engine_key", [None], ids=["plain"])
def test_a_password_encrypts_readable_backups_and_quarantines_the_rest(pc: Pc) -> None:
    taken = [pc.safety.backup_job().run().path for _ in range(7)]
    intact, bare, labelled, header, newer, cut, text = taken
    backup_file.manifest_path(bare).unlink()
    flip_label(labelled)
    header.write_bytes(b"X" + header.read_bytes()[1:])
    make_newer(newer)
    cut.write_bytes(cut.read_bytes()[:-10])
    write_text(text)
    moved = {file.name: file.read_bytes() for file in (labelled, header, newer, cut)}
    pc.safety.encryption.set_password(NEW)
    for file in (intact, bare):
        checked = restore.check(file)
        assert checked.label.encrypted
        assert checked.remark is None
        restore.prepare(checked, pc.data / "prøve.sqlite", pc.database.key).discard()
    assert "bærplukning" in text.read_text("utf-8")
    pc.password = NEW
    for again in (False, True):  # neither a start nor another password takes what lies aside
        aside = [one for one in pc.safety.protection().quarantine if one.kind is QuarantineKind.BACKUP]
        assert {f.name: f.read_bytes() for one in aside for f in one.path.glob("*.musbackup")} == moved
        assert len([one for one in pc.safety.findings() if "kunne ikke krypteres" in one]) == len(moved)
        assert set(aside) <= set(pc.safety.protection().unencrypted_items)
        if not again:
            pc.stop()
            pc.start()
            pc.safety.encryption.remove_password(NEW)
            pc.safety.encryption.set_password(NEW)
    for one in aside:
        pc.safety.quarantine.remove(one)
    assert pc.readable() == []


@pytest.mark.parametrize("engine_key", [b"k"], ids=["encrypted"])
def test_a_plain_backup_copied_to_an_encrypted_folder_is_encrypted(pc: Pc) -> None:
    pc.safety.encryption.remove_password(PASSWORD)
    plain = pc.safety.backup_job().run().path.read_bytes()
    pc.safety.encryption.set_password(PASSWORD)
    laid = pc.safety.folder / "mus-0badcafe-000007-20260102T101112Z.musbackup"
    laid.write_bytes(plain)
    pc.stop()
    pc.start()
    assert restore.check(laid).label.encrypted
    assert pc.readable() == []


@pytest.mark.parametrize("engine_key", [None], ids=["plain"])
@pytest.mark.parametrize("reader", ["read_label", "is_intact"])
def test_a_temporary_read_error_removes_nothing(pc: Pc, reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = [pc.safety.backup_job().run().path for _ in range(2)]
    before, real = taken[0].read_bytes(), getattr(backup_file, reader)

    def fails(file: Path) -> object:
        if file == taken[0]:
            raise OSError(errno.EIO, "Input/output error")
        return real(file)

    with monkeypatch.context() as patched:
        patched.setattr(backup_file, reader, fails)
        pc.safety.encryption.set_password(NEW)
        assert taken[0].read_bytes() == before
        assert pc.safety.protection().has_unencrypted_files
        assert snapshot.read_backup(taken[1]).label.encrypted, "the others do not wait for it"
    pc.password = NEW
    pc.stop()
    pc.start()
    assert not pc.safety.protection().has_unencrypted_files
    assert restore.check(taken[0]).label.encrypted


@posix_only("pipes and links; on Windows both are folders or files")
def test_what_only_looks_like_a_backup_is_not_opened(pc: Pc, tmp_path: Path) -> None:
    key, folder = new_key(), tmp_path / "backup"
    folder.mkdir()
    pipe, link, inside = (folder / f"mus-0badcafe-00000{n}-20260102T101112Z.musbackup" for n in (1, 2, 3))
    os.mkfifo(pipe)
    link.symlink_to(pc.database.path)
    inside.mkdir()
    conversion.encrypt_backups(folder, key, (lock(key, Opener.PASSWORD, NEW, "2026-03-02", CHEAP),))
    assert sorted(folder.iterdir()) == [pipe, link, inside]


def test_an_encrypted_backup_that_nothing_in_it_opens_is_not_called_good(pc: Pc) -> None:
    """Somebody took the locks out and let the label vouch for itself again."""
    pc.safety.back_up()
    (file,) = pc.safety.folder.glob("*.musbackup")
    backup_file.manifest_path(file).unlink()
    reseal(file, lambda plain: plain.update(locks=[] if pc.password else plain_locks()))
    with pytest.raises(StorageError, match="nøglen i den er beskadiget"):
        restore.check(file)
    assert any("nøglen i den er beskadiget" in one for one in pc.safety.findings())


def plain_locks() -> object:
    return locks_to_json((lock(new_key(), Opener.PASSWORD, NEW, "2026-03-02", CHEAP),))


def test_a_file_named_like_our_folder_is_reported_and_unchanged(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose("havregrød på Møn")
    pc.safety.back_up()
    spool = pc.data / "spool"
    assert not spool.exists() or spool.rmdir() is None
    spool.write_text("mit eget")
    pc.stop()
    pc.start()
    said = [pc.safety.transfers.test_job(ignore_delays=True).run().problem]  # type: ignore[union-attr]  # there is a backup to test
    if pc.password is None:  # what is encrypted on the way needs the folder
        said += [one.problem for one in pc.safety.back_up()]
    with pytest.raises(StorageError) as caught:
        pc.safety.restoring.open_backup(pc.drive / pc.on_drive()[0])
    assert {*said, caught.value.message} == {
        f"spool i {pc.data} er en fil, men programmet skal bruge en mappe med det navn. Flyt filen, og prøv igen."
    }
    assert spool.read_text() == "mit eget"


@pytest.mark.parametrize("engine_key", [None], ids=["plain"])
def test_without_hard_links_a_kill_loses_no_backup(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = [pc.safety.backup_job().run().path for _ in range(2)]
    before = {file.name: file.read_bytes() for file in taken}

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def cut(after: int) -> Callable[[Path], None]:
        left = [after]

        def flush(_: Path) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        return flush

    monkeypatch.setattr(os, "link", no_links)
    with monkeypatch.context() as patched:
        patched.setattr(conversion, "flush_folder", cut(1))  # the plain one has just lost its name
        with pytest.raises(KeyboardInterrupt):
            pc.safety.encryption.set_password(NEW)
    pc.safety.encryption.wait_until_done()
    pc.password = NEW
    pc.stop()
    pc.start()
    aside = [one for one in pc.safety.protection().quarantine if one.kind is QuarantineKind.BACKUP]
    kept = {file.name: file.read_bytes() for one in aside for file in one.path.glob("*.musbackup")}
    assert kept == {taken[0].name: before[taken[0].name]}
    assert restore.check(taken[1]).label.encrypted
    for one in aside:
        pc.safety.quarantine.remove(one)
    assert pc.readable() == []
