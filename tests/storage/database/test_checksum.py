"""The checksum beside a closed plain database: what it reports, what it does not, and that it is never out of date.

An encrypted database gets none, for each of its pages is authenticated.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.storage.database import checksum, opening
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.engine import Connection
from mus_desktop.storage.records.settings import Settings
from tests.systems import has_mode, make_link

FULL = os.environ.get("MUS_FAULTS") == "full"
KEY = b"k" * 32
# A program that is killed at a certain line of checksum.py or of the closing: it opens, writes, and closes.
KILLED = """
import os, signal, sys
from pathlib import Path
from mus_desktop.storage.database import checksum, connection, opening, file_freeze
from mus_desktop.storage.records.settings import Settings
path, after, reached = Path(sys.argv[1]), int(sys.argv[2]), 0
import hashlib
def traced(frame, event, _):
    global reached
    if frame.f_code.co_filename != checksum.__file__ and frame.f_code.co_name not in ("_finish", "_shut"):
        return None
    reached += event == "line"
    if reached == after:
        os.kill(os.getpid(), signal.SIGKILL)
    return traced
sys.settrace(traced)
opened = connection.Database.open(path)
Settings(opened).store("noget", "nyt " * 2000 + str(after))
opened.rows("PRAGMA wal_checkpoint(TRUNCATE)")
opened.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plain database."""
    made = tmp_path / "data" / "mus.sqlite"
    with Database.open(made) as database:
        for number in range(40):
            Settings(database).store(f"nøgle {number}", "Vi talte om opgaver. " * 20)
    return made


def flip(path: Path, place: int) -> None:
    """Change one bit at ``place``, counted from the start of the file, or from its end if it is negative."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def flip_text(path: Path) -> None:
    flip(path, path.read_bytes().rindex(b"opgaver"))


def changed_while_closed(path: Path, key: bytes | None = None) -> bool:
    with Database.open(path, key=key) as database:
        return database.changed_while_closed


def test_a_changed_letter_is_reported_until_the_user_keeps_it(path: Path) -> None:
    flip_text(path)
    for _ in range(3):
        with Database.open(path) as database:
            assert database.changed_while_closed
            (finding,) = database.health()
            assert "ændret uden om programmet" in finding
            Settings(database).store("noget", "nyt")
    with Database.open(path) as database:
        database.accept_changes()
        assert database.health() == []
    assert not changed_while_closed(path)
    flip_text(path)
    assert changed_while_closed(path)


def test_another_program_that_wrote_in_it_is_reported(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE setting SET value = 'y' WHERE key = 'nøgle 7'")
    connection.commit()
    connection.close()
    assert changed_while_closed(path)


def test_an_ordinary_life_is_no_alarm(path: Path) -> None:
    assert not changed_while_closed(path)
    with Database.open(path) as database:
        assert not checksum.checksum_file(path).exists()
        Settings(database).store("noget", "nyt")
        database.exchange(lambda: None, None)
        assert not database.changed_while_closed
    assert has_mode(checksum.checksum_file(path), 0o600)
    elsewhere = path.with_name("andet sted")
    shutil.copytree(path.parent, elsewhere)
    assert not changed_while_closed(elsewhere / path.name)


def test_where_nothing_is_known_there_is_no_alarm(path: Path) -> None:
    beside = checksum.checksum_file(path)
    content = beside.read_bytes()
    for wrong in (b"", content[:-1], content[:9], b"\x00" * len(content), b"closed 2 7 a b 00000000\n"):
        beside.write_bytes(wrong)
        assert not changed_while_closed(path), wrong
    for place in range(len(content)):
        beside.write_bytes(content)
        flip(beside, place)
        assert not changed_while_closed(path), place
        flip_text(path)
        assert changed_while_closed(path), "the damaged one made room for another"
        with Database.open(path) as database:
            database.accept_changes()
    beside.unlink()
    flip_text(path)
    assert not changed_while_closed(path), "as after a crash"


def test_a_part_that_the_disk_cannot_read_does_not_keep_the_program_from_starting(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(checksum, "_size_and_digest", broken)
        assert not changed_while_closed(path)
    assert not changed_while_closed(path)


@pytest.mark.parametrize("content", [b"Husk at hente summen hos Bo", b"0" * 64 + b"  mus.sqlite\n", b"closed\n"])
def test_foreign_file_is_not_touched(path: Path, content: bytes) -> None:
    beside = checksum.checksum_file(path)
    beside.unlink()
    for linked in (False, True):
        beside.write_bytes(content)
        if linked:
            beside.rename(path.with_name("notat.txt"))
            if not make_link(beside, path.with_name("notat.txt")):
                return
        for _ in range(2):
            assert not changed_while_closed(path)
            assert beside.read_bytes() == content
            assert beside.is_symlink() is linked


def test_a_new_database_does_not_inherit_the_checksum_of_one_that_is_gone(path: Path) -> None:
    path.unlink()
    assert not changed_while_closed(path)


def test_a_checksum_of_somebody_who_was_in_between_is_no_alarm(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = opening._connect

    def meanwhile(*given: Any, **options: Any) -> Connection:
        monkeypatch.undo()
        with Database.open(path) as other:
            Settings(other).store("noget", "nyt")
        return real(*given, **options)

    flip_text(path)
    monkeypatch.setattr(opening, "_connect", meanwhile)
    with Database.open(path) as database:
        assert database.changed_while_closed, "the other found it"
        database.accept_changes()
    shutil.copyfile(checksum.checksum_file(path), path.with_name("before"))
    monkeypatch.setattr(opening, "_connect", meanwhile)
    monkeypatch.setattr(checksum, "_size_and_digest", lambda _: (0, "read while the other wrote"))
    assert not changed_while_closed(path)


@pytest.mark.parametrize("what", ["_size_and_digest", "os.fsync", "os.open"])
def test_disk_that_refuses_the_write_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    database = Database.open(path)
    Settings(database).store("noget", "nyt")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(f"mus_desktop.storage.database.checksum.{what}", full)
        database.close()
    assert [file.name for file in path.parent.iterdir()] == ["mus.sqlite"]
    with Database.open(path) as again:
        assert not again.changed_while_closed
        assert Settings(again).get("noget") == "nyt"


def test_file_that_cannot_be_removed_is_not_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.unlink

    def held(file: Path, **options: Any) -> None:
        if file.suffix == ".sum":
            raise PermissionError(errno.EACCES, "somebody is reading it")
        real(file, **options)

    monkeypatch.setattr(Path, "unlink", held)
    with Database.open(path) as database:
        Settings(database).store("noget", "nyt")
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(path.parent, path.parent.with_name("som efter strømsvigt"))
    assert not changed_while_closed(path.parent.with_name("som efter strømsvigt") / path.name)


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_change_in_a_side_file_only_is_reported(path: Path, tmp_path: Path, suffix: str) -> None:
    """Another program wrote in it and was killed; SQLite would take the change in without a word."""
    whole, beside = path.read_bytes(), checksum.checksum_file(path).read_bytes()
    copy = Path(shutil.copytree(path.parent, tmp_path / "kopi")) / path.name
    other = sqlite3.connect(copy, isolation_level=None)
    if suffix == "-wal":
        other.execute("UPDATE setting SET value = 'fremmed'")
        path.with_name(f"{path.name}-wal").write_bytes(copy.with_name(f"{copy.name}-wal").read_bytes())
    else:
        other.execute("PRAGMA journal_mode = PERSIST")
        other.execute("UPDATE setting SET value = 'fremmed'")
        path.with_name(f"{path.name}-journal").write_bytes(copy.with_name(f"{copy.name}-journal").read_bytes())
    other.close()
    assert path.with_name(f"{path.name}{suffix}").stat().st_size
    assert (path.read_bytes(), checksum.checksum_file(path).read_bytes()) == (whole, beside)
    assert changed_while_closed(path)
    assert changed_while_closed(path), "until the user keeps it"


def test_alarm_with_one_wrong_bit_is_still_an_alarm(path: Path) -> None:
    beside = checksum.checksum_file(path)
    rest = beside.read_bytes()[8:]
    for bit in range(8 * 8):
        alarm = bytearray(b"changed\n")
        alarm[bit // 8] ^= 1 << bit % 8
        for content in (bytes(alarm), bytes(alarm) + rest):
            beside.write_bytes(content)
            assert checksum.has_alarm(path)
            assert checksum.exists(path)
    for _ in range(2):
        assert changed_while_closed(path), "a start and a close leave it"
    checksum.remove(path)
    assert not beside.exists()


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("changed", [False, True], ids=["whole", "changed"])
def test_killed_at_any_line_there_is_no_false_alarm_and_none_is_lost(path: Path, changed: bool) -> None:
    if changed:
        flip_text(path)
    kept = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    killed = 0
    for after in range(1, 400, 1 if FULL else 9):
        for file in path.parent.iterdir():
            file.unlink()
        for name, content in kept.items():
            path.with_name(name).write_bytes(content)
        ran = subprocess.run([sys.executable, "-c", KILLED, str(path), str(after)], cwd=Path.cwd(), check=False)
        assert changed_while_closed(path) is changed, f"killed at line {after}"
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL
        killed += 1
    assert killed > (40 if FULL else 3)
