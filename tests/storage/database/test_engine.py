"""Errors of either engine mean the same to the user, and a mistake in the program is none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.engine import Connection, Fault

_SCHEMA = """
CREATE TABLE owner (id INTEGER PRIMARY KEY, age NOT NULL CHECK (age > 0), name UNIQUE);
CREATE TABLE owned (owner REFERENCES owner (id));
CREATE TRIGGER kept BEFORE DELETE ON owner BEGIN SELECT RAISE(ABORT, 'the plan is signed'); END;
CREATE TRIGGER other BEFORE UPDATE ON owner BEGIN SELECT RAISE(ABORT, 'some other refusal'); END;
INSERT INTO owner VALUES (1, 1, 'Åse');
"""


@pytest.fixture
def connection(tmp_path: Path, engine_key: bytes | None) -> Iterator[Connection]:
    path = tmp_path / "any.sqlite"
    path.touch()
    with closing(engine.connect(path, key=engine_key)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        for statement in engine.statements(_SCHEMA):
            opened.execute(statement)
        yield opened


def fault(run: Callable[[], object]) -> Fault | None:
    with pytest.raises(engine.errors()) as caught:
        run()
    return engine.fault_of(caught.value)


def test_refusal_by_a_trigger_differs_from_a_broken_constraint(connection: Connection) -> None:
    assert fault(lambda: connection.execute("DELETE FROM owner")) is Fault.SIGNED
    for mistake in (
        "UPDATE owner SET age = 2",  # refused in words that mean nothing to a user
        "INSERT INTO owner VALUES (2, 0, 'Bo')",
        "INSERT INTO owner VALUES (2, NULL, 'Bo')",
        "INSERT INTO owner VALUES (1, 1, 'Bo')",
        "INSERT INTO owner VALUES (2, 1, 'Åse')",
        "INSERT INTO owned VALUES (7)",
        "SELECT * FROM nothing",
        "SELEC",
    ):
        assert fault(lambda sql=mistake: connection.execute(sql)) is None, mistake


def test_what_the_disk_does_is_known_on_both_engines(
    tmp_path: Path, engine_key: bytes | None, connection: Connection
) -> None:
    path, insert = tmp_path / "any.sqlite", "INSERT INTO owner SELECT NULL, 1, randomblob(9000)"
    with closing(engine.connect(path, key=engine_key, writable=False)) as reading:
        assert fault(lambda: reading.execute(insert)) is Fault.READ_ONLY
        connection.execute("BEGIN EXCLUSIVE")
        assert fault(lambda: reading.execute("SELECT * FROM owner")) is Fault.LOCKED
        connection.execute("COMMIT")
    connection.execute("PRAGMA max_page_count = 1")
    assert fault(lambda: [connection.execute(insert) for _ in range(9)]) is Fault.FULL
    connection.close()
    assert fault(lambda: engine.connect(tmp_path / "nothing.sqlite", key=engine_key)) is Fault.READ_ONLY
    path.write_bytes(path.read_bytes()[:5000])
    with closing(engine.connect(path, key=engine_key)) as cut_off:
        assert fault(lambda: cut_off.execute("PRAGMA integrity_check").fetchall()) is Fault.DAMAGED
    path.write_bytes(b"something else altogether" * 999)
    with closing(engine.connect(path, key=engine_key)) as other:
        expected = Fault.WRONG_KEY if engine_key else Fault.DAMAGED
        assert fault(lambda: other.execute("SELECT * FROM owner")) is expected


def test_every_refusal_in_the_migrations_has_a_meaning() -> None:
    raised = {
        found for one in migrator.shipped_migrations() for found in re.findall(r"RAISE\s*\(([^)]*)\)", one.script)
    }
    assert raised == {f"ABORT, '{message}'" for message in engine.REFUSALS}
