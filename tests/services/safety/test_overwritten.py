"""What is removed because a password protects it is overwritten: the disk blocks of the old files hold nothing.

A handle that was opened before shows what became of a file after its name has gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop import drafts
from mus_desktop.storage.backup import snapshot
from mus_desktop.storage.database.private_files import make_private_file
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD = "blåbærgrød på Ærø"  # noqa: S105 - of a test
pytestmark = [
    pytest.mark.parametrize("engine_key", [None], ids=["plain"]),  # a password is set by each test
    posix_only("Windows removes no file that is open"),
]


class Watched:
    """Files by handles that stay; what is in them after their names have gone."""

    def __init__(self) -> None:
        self._handles: list[int] = []

    def watch(self, file: Path) -> None:
        self._handles.append(os.open(file, os.O_RDONLY))

    def contents(self) -> list[bytes]:
        return [os.pread(handle, os.fstat(handle).st_size, 0) for handle in self._handles]

    def close(self) -> None:
        for handle in self._handles:
            os.close(handle)


@contextmanager
def watching() -> Iterator[Watched]:
    watched = Watched()
    try:
        yield watched
    finally:
        watched.close()  # only now: closing drops the locks of the process on a file


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The numbers of the files that were flushed."""
    numbers, fsync = set[int](), os.fsync

    def flush(handle: int) -> None:
        numbers.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", flush)
    return numbers


def test_a_password_overwrites_the_database_and_its_plain_backups(pc: Pc, flushed: set[int]) -> None:
    pc.safety.back_up()
    pc.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    plain = [pc.database.path, *(pc.data / "backup").glob("*.musbackup")]
    numbers = {file.stat().st_ino for file in plain}
    with watching() as watched:
        for file in plain:
            watched.watch(file)
        assert all(pc.sentence.encode() in content for content in watched.contents())
        flushed.clear()
        pc.safety.encryption.set_password(PASSWORD)
        assert len(watched.contents()) == 2
        assert all(content.strip(b"\0") == b"" for content in watched.contents())
    assert numbers <= flushed, "zeros in memory protect nothing"


def test_the_plain_database_extracted_to_be_encrypted_is_overwritten(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a target, and for the local backups when a password is set."""
    with watching() as watched:
        extracted = snapshot.extract

        def extract(file: Path, label: snapshot.BackupLabel, target: Path) -> None:
            extracted(file, label, target)
            watched.watch(target)

        monkeypatch.setattr(snapshot, "extract", extract)
        pc.safety.back_up()
        pc.safety.encryption.set_password(PASSWORD)
        assert watched.contents()
        assert all(content.strip(b"\0") == b"" for content in watched.contents())


def test_a_plain_restore_that_is_given_up_is_overwritten(pc: Pc) -> None:
    pc.safety.back_up()
    (listed,) = pc.safety.restoring.list_backups()
    draft = pc.safety.restoring.open_backup(listed.path)
    with watching() as watched:
        watched.watch(draft.draft)
        assert pc.sentence.encode() in watched.contents()[0]
        draft.discard()
        assert not draft.draft.exists()
        assert watched.contents()[0].strip(b"\0") == b""


def test_a_file_that_has_another_name_is_not_overwritten(pc: Pc, tmp_path: Path) -> None:
    """It may be a file of the user's own."""
    mine = tmp_path / "min egen fil"
    make_private_file(mine)
    mine.write_bytes(b"vigtigt")
    os.link(mine, tmp_path / "andet navn")
    drafts.wipe(tmp_path / "andet navn")
    assert mine.read_bytes() == b"vigtigt"
