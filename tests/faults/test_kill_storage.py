"""Killed at any moment, the database opens, is whole, and holds every save that was acknowledged.

``MUS_FAULTS=full`` kills 600 times; otherwise a tenth, always at the same drawn moments.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import pytest

from mus_desktop.model.conversation import Conversation
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from tests.killing import KILLED, kill

KILLS = 600 if os.environ.get("MUS_FAULTS") == "full" else 60
KILLS_OF_ONE_DATABASE = 20
SEED = 2026
LONGEST_WAIT = 0.12
"""Seconds from the first acknowledged save to the kill; long enough to come past a checkpoint or two."""

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))

pytestmark = pytest.mark.faults

# Saves as the program does: answers, agreements and a document in one transaction, then says so. Every tenth time it
# closes and opens again, so that the kill also meets checkpoints and openings.
CHILD = """
import os, sys
from datetime import datetime
from pathlib import Path
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.plan import Agreement
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.stored_documents import StoredDocuments
from mus_desktop.storage.records.plans import Plans
path, number, key = Path(sys.argv[1]), int(sys.argv[2]), bytes.fromhex(sys.argv[3]) or None
now = datetime.now().astimezone()
database = Database.open(path, key=key)
while True:
    number += 1
    text = f"{number} " + "Vi talte om opgaver og trivsel. " * (number * 37 % 400)
    with database.transaction():
        StoredAnswers(database).save({AnswerKey(2, "leder"): text, AnswerKey(3, f"note_{number % 9}"): text}, now)
        rows = [Agreement(str(key), "plan", cells={"maal": text}) for key in range(number % 5, 6)]
        Plans(database).save_rows(1, "plan", rows)
        StoredDocuments(database).add(1, None, DocumentKind.PLAN, str(number), text.encode(), now)
    os.write(1, b"%d\\n" % number)
    if number % 10 == 0:
        database.close()
        database = Database.open(path, key=key)
"""
FIRST_OPENING = """
import sys, threading
from pathlib import Path
from mus_desktop.storage.database.connection import Database
print("on my way", flush=True)
Database.open(Path(sys.argv[1])).close()
print("made", flush=True)
threading.Event().wait()
"""


def child(source: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


def killed_after(seconds: float, started: subprocess.Popen[bytes]) -> list[bytes]:
    """Everything the child said until it was killed ``seconds`` after its first word."""
    out: IO[bytes] = started.stdout  # type: ignore[assignment]  # it was asked for
    with started:
        said = out.readline()
        with suppress(subprocess.TimeoutExpired):
            started.wait(seconds)  # less only if the child dies by itself
        kill(started)
        said += out.read()
    assert started.returncode == KILLED
    return said.splitlines()


@pytest.fixture
def new_database(tmp_path: Path) -> Callable[[int, bytes | None], Path]:
    """A fresh database that holds one conversation and no saves yet."""

    def make(number: int, key: bytes | None) -> Path:
        path = tmp_path / f"mus-{number}.sqlite"
        with Database.open(path, key=key) as database:
            form = FormVersions(database).store("kobenhavn-buf", 1, sha256(b"{}").hexdigest(), "{}")
            employee = Employees(database).add(Employee("Mette Holm"))
            Conversations(database).add(Conversation(0, form, PERIOD), [employee.id])
        return path

    return make


def last_save(database: Database) -> int:
    """The number of the last save; every part of the database must be of that same save."""

    def one(sql: str) -> Any:
        return (database.row(sql) or (None,))[0]

    number = one("SELECT max(number) FROM document") or 0
    assert one("SELECT count(*) FROM document") == number, "a save in the middle is missing"
    if number:
        assert one("SELECT name FROM document ORDER BY number DESC") == str(number)
        assert one("SELECT value FROM answer WHERE field = 'leder'").startswith(f'"{number} ')
        assert one(f"SELECT value FROM answer WHERE field = 'note_{number % 9}'").startswith(f'"{number} ')
        assert one("SELECT min(cells) FROM agreement").startswith(f'{{"maal":"{number} ')
        assert one("SELECT count(*) FROM agreement WHERE cells LIKE ?".replace("?", f"'%\"{number} %'")) == (
            6 - number % 5
        )
    return int(number)


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_no_acknowledged_save_is_lost_and_none_is_half(
    new_database: Callable[[int, bytes | None], Path], key: bytes | None
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments to kill at, not a secret
    acknowledged_in_all = 0
    for series in range(KILLS // KILLS_OF_ONE_DATABASE):
        path, saved = new_database(series, key), 0
        for _ in range(KILLS_OF_ONE_DATABASE):
            said = killed_after(chance.random() ** 2 * LONGEST_WAIT, child(CHILD, path, saved, (key or b"").hex()))
            acknowledged = int(said[-1])
            with Database.open(path, key=key) as database:
                assert database.health() == []
                found = last_save(database)
            assert found in {acknowledged, acknowledged + 1}, "lost, or more than the one under way"
            acknowledged_in_all += acknowledged - saved
            saved = found
    assert acknowledged_in_all >= KILLS, "the children must have been saving when they were killed"


def test_a_first_start_that_is_killed_leaves_no_half_database(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments to kill at, not a secret
    for number in range(KILLS // 4):
        path = tmp_path / str(number) / "mus.sqlite"
        killed_after(chance.random() * 0.03, child(FIRST_OPENING, path))
        with Database.open(path) as database:
            assert database.health() == []
