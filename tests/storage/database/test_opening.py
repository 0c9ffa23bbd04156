from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.storage.database import migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings
from tests.systems import WINDOWS, has_mode, links

Contents = Callable[[], dict[str, bytes]]

LEFT_BY_A_NEWER_PROGRAM = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("PRAGMA user_version = 99")
os._exit(0)
"""

LEFT_BY_ANOTHER = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE t (x)")
os._exit(0)
"""


def sqlite_file(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def make_ours(path: Path, key: bytes | None = None) -> None:
    with Database.open(path, key=key) as database:
        Settings(database).store("leder", "Karen Dahl")


def after_closing(key: bytes | None) -> list[str]:
    """The files in the folder of a closed database."""
    return ["mus.sqlite"] if key else ["mus.sqlite", "mus.sqlite.sum"]


def another_program(path: Path) -> None:
    sqlite_file(path, "PRAGMA application_id = 99", "PRAGMA user_version = 1", "CREATE TABLE t (x)")


def another_program_in_wal(path: Path) -> None:
    sqlite_file(path, "PRAGMA journal_mode = WAL", "CREATE TABLE t (x)", "INSERT INTO t VALUES (1)")


def without_application_id(path: Path) -> None:
    sqlite_file(path, "CREATE TABLE t (x)")


def newer(path: Path) -> None:
    make_ours(path)
    sqlite_file(path, "PRAGMA user_version = 99")


def newer_only_in_the_wal(path: Path) -> None:
    make_ours(path)
    subprocess.run([sys.executable, "-c", LEFT_BY_A_NEWER_PROGRAM, str(path)], check=True)
    assert path.with_name("mus.sqlite-wal").stat().st_size


def without_schema(path: Path) -> None:
    make_ours(path)
    sqlite_file(path, "PRAGMA user_version = 0")


def empty(path: Path) -> None:
    path.touch()


def text_file(path: Path) -> None:
    path.write_text("Kære Mette. " * 50, encoding="utf-8")


def cut_short(path: Path) -> None:
    make_ours(path)
    with path.open("rb+") as file:
        file.truncate(4096 * 3)


def cut_in_the_header(path: Path) -> None:
    make_ours(path)
    with path.open("rb+") as file:
        file.truncate(60)


def gone_but_for_its_wal(path: Path) -> None:
    newer_only_in_the_wal(path)
    path.unlink()


def times(folder: Path) -> dict[str, int]:
    """When each file was last written, to the nanosecond."""
    return {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}


def another_program_killed(path: Path) -> None:
    """With all it had in the -wal file, and the -shm file beside it."""
    subprocess.run([sys.executable, "-c", LEFT_BY_ANOTHER, str(path)], check=True)
    assert {"mus.sqlite-wal", "mus.sqlite-shm"} < {file.name for file in path.parent.iterdir()}


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (another_program_killed, "hører til et andet program og er ikke rørt"),
        (another_program, "hører til et andet program og er ikke rørt"),
        (another_program_in_wal, "hører til et andet program og er ikke rørt"),
        (without_application_id, "hører til et andet program og er ikke rørt"),
        (newer, "lavet af en nyere udgave af MUS Desktop og er ikke rørt"),
        (newer_only_in_the_wal, "lavet af en nyere udgave af MUS Desktop og er ikke rørt"),
        (without_schema, "beskadiget og er ikke rørt"),
        (empty, "er tom"),
        (text_file, "er beskadiget, eller dens nøglefil mus.key mangler"),
        (cut_short, "mangler en del af sit indhold"),
        (cut_in_the_header, "er beskadiget, eller dens nøglefil mus.key mangler"),
        (gone_but_for_its_wal, r"mangler i .*, men mus.sqlite-wal ligger der endnu"),
    ],
)
def test_a_file_that_is_refused_is_left_as_it_was(
    prepare: Callable[[Path], None], sentence: str, path: Path, contents: Contents
) -> None:
    prepare(path)
    before, written = contents(), times(path.parent)
    for _ in range(2):
        with pytest.raises(StorageError, match=sentence):
            Database.open(path)
        assert contents() == before
        assert times(path.parent) == written


def test_a_folder_in_the_place_of_the_database_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StorageError, match="kan ikke læses"):
        Database.open(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_would_be_waited_for_is_refused(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(StorageError, match="kan ikke læses"):
        Database.open(path)


@pytest.mark.parametrize("note", [b"", b"{}", b"[1]", b"\xff", b'{"draft": 1}'])
def test_a_note_of_an_exchange_that_cannot_be_read_touches_nothing(path: Path, note: bytes, contents: Contents) -> None:
    make_ours(path)
    path.with_name("mus.sqlite.exchange").write_bytes(note)
    before = contents()
    with pytest.raises(StorageError, match=r"Flyt mus\.sqlite\.exchange et andet sted hen"):
        Database.open(path)
    assert {name: content for name, content in contents().items() if not name.endswith("-lock")} == before


def test_random_damage_is_a_known_error_or_found_by_health(path: Path, engine_key: bytes | None) -> None:
    make_ours(path, engine_key)
    whole = path.read_bytes()
    for page in range(len(whole) // 4096):
        broken = bytearray(whole)
        broken[max(page * 4096, 100) : page * 4096 + 4096] = b"\xa5" * (4096 - (100 if page == 0 else 0))
        path.write_bytes(broken)
        try:
            with Database.open(path, key=engine_key) as database:
                assert database.health() != []
        except StorageError as error:
            assert "beskadiget" in str(error)  # noqa: PT017 - either way is right


def test_what_a_killed_program_saved_is_there(path: Path) -> None:
    left = f"import os; {LEFT_BY_A_NEWER_PROGRAM}".replace(
        "user_version = 99", f"user_version = {migrator.shipped_migrations()[-1].version}"
    )
    make_ours(path)
    subprocess.run([sys.executable, "-c", left, str(path)], check=True)
    with Database.open(path) as database:
        assert Settings(database).get("leder") == "Karen Dahl"


@links
def test_a_link_is_followed_to_what_a_newer_program_left_beside_the_real_file(path: Path, contents: Contents) -> None:
    newer_only_in_the_wal(path)
    link = path.with_name("genvej.sqlite")
    link.symlink_to(path)
    before = contents()
    with pytest.raises(StorageError, match="nyere udgave"):
        Database.open(link)
    assert contents() == before


def test_a_new_database_and_its_folder_are_private(tmp_path: Path, engine_key: bytes | None) -> None:
    path = tmp_path / "Data for Åse 100%" / ("mus #1.sqlite" if WINDOWS else "mus #1?.sqlite")
    with Database.open(path, key=engine_key) as database:
        Settings(database).store("a", "1")
        assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}-wal"}
        assert all(has_mode(file, 0o600) for file in path.parent.iterdir())
    assert has_mode(path.parent, 0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mask")
def test_whatever_is_made_is_private_where_nothing_is_masked(tmp_path: Path, engine_key: bytes | None) -> None:
    before = os.umask(0)
    try:
        make_ours(tmp_path / "ny" / "mappe" / "data" / "mus.sqlite", engine_key)
    finally:
        os.umask(before)
    found = {str(file.relative_to(tmp_path)): stat.S_IMODE(file.stat().st_mode) for file in tmp_path.rglob("*")}
    assert found == {"ny": 0o700, "ny/mappe": 0o700, "ny/mappe/data": 0o700} | {
        f"ny/mappe/data/{name}": 0o600 for name in after_closing(engine_key)
    }


def test_a_new_database_appears_whole_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch, engine_key: bytes | None
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mus_desktop.storage.database.opening.publish", power_cut)
    with pytest.raises(KeyboardInterrupt):
        Database.open(path, key=engine_key)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_database_that_somebody_else_made_meanwhile_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool, engine_key: bytes | None, contents: Contents
) -> None:
    make_ours(path, engine_key)
    there = iter([False])
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: next(there, True) if self == path else real(self))
    if not hard_links:
        monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr("mus_desktop.storage.database.connection.is_open_here", lambda _: False)
    with Database.open(path, key=engine_key) as database:
        assert Settings(database).get("leder") == "Karen Dahl"
    assert sorted(contents()) == after_closing(engine_key)


def no_links(*_: object) -> None:
    raise PermissionError(1, "no hard links here")


def test_a_file_system_without_hard_links_will_do(
    path: Path, monkeypatch: pytest.MonkeyPatch, engine_key: bytes | None, contents: Contents
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    make_ours(path, engine_key)
    assert sorted(contents()) == after_closing(engine_key)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's read-only mark means nothing on Windows")
@pytest.mark.parametrize("prepare", [None, make_ours, newer])
def test_a_read_only_folder_is_named(ordinary_user: Path, prepare: Callable[[Path], None] | None) -> None:
    path = ordinary_user / "mus.sqlite"
    if prepare:
        prepare(path)
    ordinary_user.chmod(0o500)
    sentence = "nyere udgave" if prepare is newer else f"må ikke skrive i mappen {ordinary_user}"
    with pytest.raises(StorageError, match=sentence):
        Database.open(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file rights")
@pytest.mark.parametrize(("rights", "sentence"), [(0o400, "ikke er skrivebeskyttede"), (0o000, "kan ikke læses")])
def test_a_file_without_the_rights_is_named(
    ordinary_user: Path, rights: int, sentence: str, engine_key: bytes | None
) -> None:
    path = ordinary_user / "mus.sqlite"
    make_ours(path, engine_key)
    path.chmod(rights)
    if engine_key:
        path.with_suffix(".key").touch()
        with pytest.raises(StorageError, match="Dine data er beskyttet" if rights else sentence):
            Database.open(path)
    with pytest.raises(StorageError, match=sentence):
        Database.open(path, key=engine_key)
