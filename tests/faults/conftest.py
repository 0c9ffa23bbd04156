"""Ways to take the disk away from the program while its window is open, and to give it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.conftest import Program


@dataclass(frozen=True)
class Fault:
    """What goes wrong, how it is put right again, and a word the leader must be told."""

    begin: Callable[[], None]
    end: Callable[[], None]
    told: str


class Failing:
    """A connection on which every commit fails with an error of the disk."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        if sql == "COMMIT":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error
        return self._connection.execute(sql, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for a few megabytes; a plain folder where none can be mounted."""
    folder = tmp_path / "lille disk"
    folder.mkdir()
    mounted = (
        os.name == "posix"
        and os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    )
    yield folder
    if mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def program_on_small_disk(program: Program, small_disk: Path) -> Iterator[Program]:
    program.folder = small_disk / "data"
    yield program
    program.abandon()


_OPEN_FILE = posix_only("Windows neither moves nor renames an open file")


@pytest.fixture(
    params=["full", "read-only", "broken", *(pytest.param(name, marks=_OPEN_FILE) for name in ("moved", "exchanged"))]
)
def fault(request: pytest.FixtureRequest, program_on_small_disk: Program) -> Fault:
    program = program_on_small_disk
    faults = {"full": full, "read-only": read_only, "broken": broken, "moved": moved, "exchanged": exchanged}
    return faults[request.param](program)


def full(program: Program) -> Fault:
    """The disk fills up: really, where it is a disk of its own; else the database may not grow."""
    ballast = program.folder.parent / "ballast"
    if os.path.ismount(program.folder.parent):  # pathlib has none of it on Windows
        return Fault(lambda: fill(ballast), ballast.unlink, "Disken er fuld")

    def limit(pages: str) -> None:
        connection = program.workplace.database._connection
        connection.execute(f"PRAGMA max_page_count = {pages}")

    return Fault(lambda: limit("1"), lambda: limit("1073741823"), "Disken er fuld")


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def read_only(program: Program) -> Fault:
    def only(word: str) -> None:
        program.workplace.database._connection.execute(f"PRAGMA query_only = {word}")

    return Fault(lambda: only("ON"), lambda: only("OFF"), "skrivebeskyttet")


def broken(program: Program) -> Fault:
    def begin() -> None:
        program.workplace.database._connection = Failing(program.workplace.database._connection)

    def end() -> None:
        program.workplace.database._connection = program.workplace.database._connection._connection

    return Fault(begin, end, "Disken svarer med en fejl")


def moved(program: Program) -> Fault:
    """Somebody moves the data away while the program is open."""
    away = program.folder.with_name("flyttet")
    return Fault(lambda: move(program.folder, away), lambda: move(away, program.folder), "ligger ikke længere i")


def exchanged(program: Program) -> Fault:
    """Somebody puts an older copy in the place of the open database."""
    there, away = program.folder / "mus.sqlite", program.folder / "gammel.sqlite"

    def begin() -> None:
        there.rename(away)
        shutil.copyfile(away, there)

    return Fault(begin, lambda: move(away, there), "ligger ikke længere i")


def move(what: Path, where: Path) -> None:
    what.replace(where)


@pytest.fixture
def start_talk() -> Callable[[Program], Any]:
    """Start a program with one conversation open; gives its view."""

    def start(program: Program) -> Any:
        program.start()
        workplace = program.workplace
        workplace.preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))
        employee = workplace.staff.add(Employee("Åse Nørgård"))
        period = PeriodRule().period_of(date(2026, 11, 18))
        number = workplace.conversations.plan_new(employee.id, Meeting("kobenhavn-buf", period))
        program.window.open_conversation(number)
        return program.view

    return start


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that writes down what a program asks of the disk."""
    library = tmp_path_factory.mktemp("recorder") / "disk_recorder.so"
    source = Path(__file__).with_name("disk_recorder.c")
    options = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *options, "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library
