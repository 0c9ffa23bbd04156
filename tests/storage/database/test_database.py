from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from mus_desktop.errors import SaveFailed, StorageError
from mus_desktop.storage.database import engine, migrator, pragmas
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.stored_answers import StoredAnswers
from tests.systems import make_link

OPEN_ELSEWHERE = """
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from mus_desktop.errors import StorageError
from mus_desktop.storage.database.connection import Database
try:
    Database.open(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None).close()
except StorageError as error:
    sys.exit(str(error))
"""


def opened_elsewhere(path: Path, key: bytes | None = None) -> str:
    """What another process is told when it opens the database; empty when it could."""
    command = [sys.executable, "-c", OPEN_ELSEWHERE, str(path), (key or b"").hex()]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path.cwd(), check=False).stderr.strip()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("recursive_triggers", 1),
        ("application_id", 0x4D555364),
        ("user_version", migrator.shipped_migrations()[-1].version),
    ],
)
def test_the_engine_behaves_as_decided(database: Database, pragma: str, value: object) -> None:
    assert database.row(f"PRAGMA {pragma}") == (value,)


def test_a_database_that_cannot_be_set_as_decided_is_not_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch, engine_key: bytes | None
) -> None:
    monkeypatch.setattr(pragmas, "_PRAGMAS", (*pragmas._PRAGMAS, ("cache_size", "7", 8)))
    with pytest.raises(StorageError, match=r"indstilles, som den skal \(cache_size\)"):
        Database.open(path, key=engine_key)
    monkeypatch.undo()
    Database.open(path, key=engine_key).close()


def test_no_file_is_shared_with_other_programs(database: Database, held: object) -> None:
    assert {file.name for file in database.path.parent.iterdir()} == {"mus.sqlite", "mus.sqlite-wal"}


def test_second_program_reports_that_it_is_open_already(database: Database) -> None:
    assert opened_elsewhere(database.path, database.key).startswith("MUS Desktop er allerede åben")


def test_a_second_opening_here_is_refused_and_does_not_loosen_the_lock(database: Database) -> None:
    link = database.path.with_name("samme.sqlite")
    for path in (database.path, link) if make_link(link, database.path) else (database.path,):
        with pytest.raises(StorageError, match="MUS Desktop er allerede åben"):
            Database.open(path)
    assert opened_elsewhere(database.path, database.key).startswith("MUS Desktop er allerede åben")


def test_closing_leaves_one_file_and_may_be_repeated(
    path: Path, engine_key: bytes | None, contents: Callable[[], dict[str, bytes]]
) -> None:
    database = Database.open(path, key=engine_key)
    Settings(database).store("leder", "Karen Dahl")
    database.close()
    database.close()
    assert sorted(contents()) == ["mus.sqlite"] + ["mus.sqlite.sum"] * (engine_key is None)
    assert opened_elsewhere(path, engine_key) == ""
    with Database.open(path, key=engine_key) as again:
        assert Settings(again).get("leder") == "Karen Dahl"


def test_what_was_deleted_is_not_in_the_file_any_more(path: Path) -> None:
    secret = "Fortroligt om Mette Holm " * 400
    with Database.open(path) as database:
        Settings(database).store("note", secret)
    with Database.open(path) as database:
        Settings(database).store("note", "")
    assert b"Fortroligt om" not in path.read_bytes()


def fail() -> None:
    raise ZeroDivisionError


def test_an_error_rolls_everything_back(database: Database) -> None:
    settings = Settings(database)

    def save() -> None:
        with database.transaction():
            settings.store("a", "1")
            fail()

    with pytest.raises(ZeroDivisionError):
        save()
    assert settings.all() == {}
    settings.store("b", "2")
    assert settings.all() == {"b": "2"}


def test_a_transaction_inside_another_is_saved_with_it_or_not_at_all(database: Database) -> None:
    settings = Settings(database)

    def save() -> None:
        with database.transaction():
            settings.store("a", "1")
            with database.transaction():
                settings.store("b", "2")
            fail()

    with pytest.raises(ZeroDivisionError):
        save()
    assert settings.all() == {}


def test_failed_part_rolls_back_the_whole_even_if_its_error_is_swallowed(database: Database) -> None:
    settings = Settings(database)

    def save() -> None:
        with database.transaction():
            settings.store("a", "1")
            with suppress(ZeroDivisionError), database.transaction():
                settings.store("b", "2")
                fail()

    with pytest.raises(RuntimeError, match="must not be saved alone"):
        save()
    assert settings.all() == {}
    settings.store("c", "3")
    assert settings.all() == {"c": "3"}


def test_writing_outside_a_transaction_is_a_mistake(database: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        database.write("INSERT INTO setting VALUES ('a', 'b')")
    assert Settings(database).all() == {}


def test_programming_mistakes_are_not_raised_as_known_errors(database: Database, run: Callable[..., int]) -> None:
    with pytest.raises(engine.errors(), match="no such table"):
        database.rows("SELECT * FROM nowhere")
    with pytest.raises(engine.errors(), match="no such table"):
        run("DELETE FROM nowhere")
    with pytest.raises(engine.errors(), match="FOREIGN KEY"):
        run("INSERT INTO answer VALUES (999, 'felt', '1', '2026-01-01')")


def test_read_only_database_is_reported_and_saving_resumes(database: Database) -> None:
    settings = Settings(database)
    database.rows("PRAGMA query_only = ON")
    with pytest.raises(SaveFailed, match=r"Der må ikke længere skrives .* ikke gemt"):
        settings.store("a", "1")
    database.rows("PRAGMA query_only = OFF")
    settings.store("a", "2")
    assert settings.all() == {"a": "2"}


def test_health_finds_damaged_pages(path: Path, engine_key: bytes | None) -> None:
    with Database.open(path, key=engine_key) as database:
        for number in range(300):
            Settings(database).store(f"nøgle {number}", "tekst " * 60)
    with Database.open(path, key=engine_key) as database:  # closing the first time has moved the pages
        (root,) = database.row("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_setting_1'") or (0,)
    damaged = bytearray(path.read_bytes())
    damaged[(root - 1) * 4096 + 8 : root * 4096] = b"\x7f" * 4088
    path.write_bytes(damaged)
    with Database.open(path, key=engine_key) as database:
        findings = database.health()
        assert len(findings) == 1
        assert findings[0].startswith("Databasen er beskadiget (")
        with pytest.raises(StorageError, match="beskadiget"):
            Settings(database).get("nøgle 7")


def test_health_finds_rows_without_their_owner_and_pragmas_that_have_changed(
    path: Path, engine_key: bytes | None
) -> None:
    with Database.open(path, key=engine_key) as database:
        database.rows("PRAGMA foreign_keys = OFF")
        with database.transaction():
            database.write("INSERT INTO answer VALUES (999, 'felt', '1', '2026-01-01')")
        assert [finding.partition("(")[2].partition(")")[0] for finding in database.health()] == [
            "answer",
            "foreign_keys",
        ]


def test_saves_join_one_transaction(database: Database, held: object) -> None:
    statements: list[str] = []
    database._connection.set_trace_callback(statements.append)
    with database.transaction():
        Settings(database).store("a", "1")
        StoredAnswers(database).save({}, datetime.now().astimezone())
        Settings(database).store("b", "2")
    assert [line for line in statements if line.split()[0] in {"BEGIN", "COMMIT", "ROLLBACK"}] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
    ]
