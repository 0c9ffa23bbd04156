from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mus_desktop import drafts
from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee
from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.migrator import Migration
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.settings import Settings
from tests.systems import has_mode

# What a later schema may have to do: a column, a table rebuilt that others refer to, a trigger with several statements.
SECOND = """
ALTER TABLE setting ADD COLUMN changed_at TEXT;
CREATE TABLE employee_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, title TEXT, workplace TEXT,
  email TEXT, left_on TEXT, phone TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO employee_new (id, name) SELECT id, name FROM employee;
DROP TABLE employee;
ALTER TABLE employee_new RENAME TO employee;
CREATE TRIGGER phone_is_kept AFTER UPDATE ON employee BEGIN
  UPDATE setting SET changed_at = 'nu';
  DELETE FROM setting WHERE key = 'x'; -- one; two
END;
"""
NEWEST = migrator.shipped_migrations()[-1].version
COPY = f"mus-inden-opgradering-{NEWEST}.sqlite"

KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.connection import Database
after = int(sys.argv[2])
cut = engine.statements
def until_killed(script):
    for number, statement in enumerate(cut(script)):
        if number == after:
            os.kill(os.getpid(), signal.SIGKILL)
        yield statement
    os.kill(os.getpid(), signal.SIGKILL)
engine.statements = until_killed
scripts = list(migrator.shipped_migrations())
if len(sys.argv) > 4:
    scripts.append(migrator.Migration(scripts[-1].version + 1, Path(sys.argv[4]).read_text(encoding="utf-8")))
Database.open(Path(sys.argv[1]), scripts, key=bytes.fromhex(sys.argv[3]) or None)
"""


KILLED_WHILE_COPYING = """
import os, signal, sys
from pathlib import Path
from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.connection import Database
limit, seen = int(sys.argv[2]), 0
def reached(*_):
    global seen
    seen += 1
    if seen == limit:
        os.kill(os.getpid(), signal.SIGKILL)
def copy(source, target):
    source.backup(target, pages=5, progress=reached)
def around(real):
    def call(*words):
        reached()
        given = real(*words)
        reached()
        return given
    return call
engine.copy = around(copy)
for name in ("make_private_draft", "_verify", "flush_to_disk", "flush_folder"):
    setattr(migrator, name, around(getattr(migrator, name)))
newest = migrator.shipped_migrations()[-1].version
second = migrator.Migration(newest + 1, Path(sys.argv[4]).read_text(encoding="utf-8"))
Database.open(Path(sys.argv[1]), [*migrator.shipped_migrations(), second], key=bytes.fromhex(sys.argv[3]) or None)
"""


def with_second(script: str = SECOND) -> list[Migration]:
    return [*migrator.shipped_migrations(), Migration(NEWEST + 1, script)]


def dump(path: Path, key: bytes | None) -> list[tuple[object, ...]]:
    """Everything in the file but its bytes: schema, rows and version."""
    with closing(engine.connect(path, key=key)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
        tables = [name for kind, name, _ in schema if kind == "table"]
        rows = [connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in tables]
        return [*schema, *itertools.chain(*rows), connection.execute("PRAGMA user_version").fetchone()]


def in_hex(key: bytes | None) -> str:
    return (key or b"").hex()


@pytest.fixture
def old(path: Path, beginning: Callable[..., object], database: Database) -> Path:
    """A closed database of the newest schema with a conversation in it."""
    beginning("Mette Holm")
    Settings(database).store("leder", "Karen Dahl")
    database.close()
    return path


@pytest.fixture
def database(path: Path, engine_key: bytes | None) -> Database:
    return Database.open(path, key=engine_key)


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.version for migration in migrator.shipped_migrations()] == list(
        range(1, len(migrator.shipped_migrations()) + 1)
    )


def test_upgrading_keeps_everything_and_a_verified_copy_of_the_old(old: Path, engine_key: bytes | None) -> None:
    before = dump(old, engine_key)
    with Database.open(old, with_second(), key=engine_key) as database:
        assert database.health() == []
        assert database.row("PRAGMA user_version") == (NEWEST + 1,)
        assert database.rows("SELECT name, phone FROM employee") == [("Mette Holm", "")]
        assert database.row("SELECT count(*) FROM party") == (3,), "rebuilding a table must not cascade"
        assert Settings(database).get("leder") == "Karen Dahl"
    assert sorted(file.name for file in old.parent.glob("*.sqlite")) == [COPY, "mus.sqlite"]
    assert dump(old.with_name(COPY), engine_key) == before
    assert has_mode(old.with_name(COPY), 0o600)
    with Database.open(old.with_name(COPY), key=engine_key) as copy:
        assert Employees(copy).all() == [Employee("Mette Holm", id=1)]


def test_the_copy_of_an_earlier_upgrade_is_overwritten(
    old: Path, engine_key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database.open(old.with_name(COPY), migrator.shipped_migrations(), key=engine_key).close()
    earlier, wiped = old.with_name(COPY).read_bytes(), list[bytes]()
    wipe = drafts.wipe

    def watched(file: Path) -> None:
        assert drafts.is_marked(file.parent), "cleared at the next start if it is killed before"
        wiped.append(file.read_bytes())
        wipe(file)

    monkeypatch.setattr(drafts, "wipe", watched)
    Database.open(old, with_second(), key=engine_key).close()
    assert earlier in wiped
    assert {file.name for file in old.parent.glob("*.sqlite")} == {COPY, "mus.sqlite"}
    assert not list(old.parent.glob(".mus-*"))


def test_a_new_database_is_not_copied(path: Path, engine_key: bytes | None) -> None:
    Database.open(path, with_second(), key=engine_key).close()
    assert [file.name for file in path.parent.glob("*.sqlite")] == ["mus.sqlite"]


@pytest.mark.parametrize(
    "content",
    [b"Mit eget", b"Mit eget".ljust(512), "Bærplukning på Ærø".encode("latin-1").ljust(2048), os.urandom(4096)],
    ids=["short", "text", "latin-1", "random"],
)
def test_a_file_of_the_leaders_is_not_overwritten_by_the_copy(
    old: Path, engine_key: bytes | None, content: bytes
) -> None:
    """Nothing tells random bytes from a database encrypted with another key."""
    own = old.with_name(COPY)
    own.write_bytes(content)
    before = dump(old, engine_key)
    Database.open(old, with_second(), key=engine_key).close()
    assert own.read_bytes() == content
    assert dump(old.with_name(COPY.replace(".sqlite", "-2.sqlite")), engine_key) == before


@pytest.mark.parametrize(
    "broken",
    ["CREATE TABL nonsense (x);", "INSERT INTO setting (key) VALUES ('a');", "DELETE FROM conversation WHERE 1 = ;"],
)
def test_a_failing_statement_leaves_the_old_schema(old: Path, broken: str, engine_key: bytes | None) -> None:
    before = dump(old, engine_key)
    with pytest.raises(StorageError, match="er uændret"):
        Database.open(old, with_second(SECOND + broken), key=engine_key)
    assert dump(old, engine_key) == before
    with Database.open(old, key=engine_key) as database:
        assert database.health() == []


def test_migration_that_breaks_a_foreign_key_is_rolled_back(old: Path, engine_key: bytes | None) -> None:
    before = dump(old, engine_key)
    with pytest.raises(StorageError, match="er uændret") as caught:
        Database.open(old, with_second("DELETE FROM form_version;"), key=engine_key)
    assert isinstance(caught.value.__cause__, RuntimeError), "not an error of its own statements"
    assert dump(old, engine_key) == before


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_program_killed_at_any_statement_leaves_the_old_schema(
    old: Path, tmp_path: Path, engine_key: bytes | None
) -> None:
    before, script = dump(old, engine_key), tmp_path / "0002.txt"
    script.write_text(SECOND, encoding="utf-8")
    for after in range(len(list(engine.statements(SECOND))) + 1):
        killed = [sys.executable, "-c", KILLED_HALF_WAY, str(old), str(after), in_hex(engine_key), str(script)]
        assert subprocess.run(killed, cwd=Path.cwd(), check=False).returncode == -signal.SIGKILL
        with Database.open(old, key=engine_key) as database:
            assert database.health() == []
        assert dump(old, engine_key) == before
    Database.open(old, with_second(), key=engine_key).close()


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_program_killed_at_any_moment_of_the_copy_changes_nothing(
    old: Path, tmp_path: Path, engine_key: bytes | None
) -> None:
    before, script = dump(old, engine_key), tmp_path / "0002.txt"
    script.write_text(SECOND, encoding="utf-8")
    for limit in range(1, 100):
        words = [str(old), str(limit), in_hex(engine_key), str(script)]
        ran = subprocess.run([sys.executable, "-c", KILLED_WHILE_COPYING, *words], cwd=Path.cwd(), check=False)
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL
        Database.open(old, key=engine_key).close()
        assert dump(old, engine_key) == before
    assert limit > 10
    assert sorted(file.name for file in old.parent.glob("mus*")) == [COPY, "mus.sqlite"]
    assert dump(old.with_name(COPY), engine_key) == before


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("after", [0, 5, 999])
def test_a_program_killed_while_making_the_database_leaves_none(
    path: Path, after: int, engine_key: bytes | None
) -> None:
    killed = [sys.executable, "-c", KILLED_HALF_WAY, str(path), str(after), in_hex(engine_key)]
    assert subprocess.run(killed, cwd=Path.cwd(), check=False).returncode == -signal.SIGKILL
    assert not path.exists()
    with Database.open(path, key=engine_key) as database:
        assert database.health() == []


@pytest.mark.parametrize("loss", ["DELETE FROM setting", "UPDATE employee SET name = 'Mette Holn'"])
def test_a_copy_that_is_not_true_stops_the_upgrade(
    old: Path, monkeypatch: pytest.MonkeyPatch, loss: str, engine_key: bytes | None
) -> None:
    before = dump(old, engine_key)

    def lossy(source: engine.Connection, target: engine.Connection) -> None:
        source.backup(target)
        target.execute(loss)

    monkeypatch.setattr(engine, "copy", lossy)
    with pytest.raises(StorageError, match=r"Backuppen .* databasen er ikke ændret"):
        Database.open(old, with_second(), key=engine_key)
    assert dump(old, engine_key) == before
    assert [file.name for file in old.parent.iterdir()] == ["mus.sqlite"]


def test_a_copy_there_is_no_room_for_stops_the_upgrade(
    old: Path, monkeypatch: pytest.MonkeyPatch, engine_key: bytes | None
) -> None:
    before = dump(old, engine_key)

    def too_small(source: engine.Connection, target: engine.Connection) -> None:
        target.execute("PRAGMA max_page_count = 3")
        target.execute("CREATE TABLE fill (x)")
        target.execute("INSERT INTO fill VALUES (zeroblob(100000))")

    monkeypatch.setattr(engine, "copy", too_small)
    with pytest.raises(StorageError, match="Disken er fuld"):
        Database.open(old, with_second(), key=engine_key)
    assert dump(old, engine_key) == before
    assert [file.name for file in old.parent.iterdir()] == ["mus.sqlite"]


def test_a_script_is_cut_into_whole_statements() -> None:
    found = [statement.strip() for statement in engine.statements(f"-- a; b\n{SECOND}\nSELECT ';'")]
    assert len(found) == 7
    assert found[0].startswith("-- a; b\n\nALTER")
    assert found[5].startswith("CREATE TRIGGER")
    assert found[5].endswith("END;")
    assert found[6] == "SELECT ';'"
