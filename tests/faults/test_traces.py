"""What a day with the program leaves on the PC after a kill and the next start: nothing to read, nothing of others'.

Killed before random changes to files (a seeded few of forty). Everything below home, temp and data is looked through.
"""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from tests.killing import KILLED
from tests.systems import WINDOWS

PROGRAM = Path(__file__).with_name("working_day.py")
KILLS = 40 if os.environ.get("MUS_FAULTS") == "full" else 3
SEED = 2026
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."
NAME = "Åse Nørgård"
FOUND = [word.encode(how) for word in (SENTENCE, NAME) for how in ("utf-8", "utf-16-le", "latin-1")]
PATIENCE = 90.0

pytestmark = pytest.mark.faults


@dataclass
class Pc:
    """A PC with a home, a temp folder and the program's data, which lie in the home as usual."""

    home: Path
    temp: Path
    data: Path
    key: bytes | None = None

    def prepare(self, *, encrypted: bool) -> None:
        for folder in (self.home, self.temp, self.home / "drev", self.home / ".run"):
            folder.mkdir(mode=0o700)
        with pytest.MonkeyPatch.context() as patch:
            # The same installation as at the starts, so that the data do not count as moved here.
            patch.setenv("XDG_DATA_HOME", str(self.home / ".local" / "share"))
            self._fill(encrypted=encrypted)

    def _fill(self, *, encrypted: bool) -> None:
        workplace = build(self.data)
        workplace.preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))
        workplace.preferences.set_document_folder(self.home / "Dokumenter")
        employee = workplace.staff.add(Employee(NAME))
        period = PeriodRule().period_of(date(2026, 11, 18))
        workplace.conversations.plan_new(employee.id, Meeting("kobenhavn-buf", period))
        if encrypted:
            workplace.safety.encryption.set_password("Blåbærgrød på Ærø 7")
            self.key = workplace.database.key
        workplace.close()

    def start(self, how: str) -> subprocess.CompletedProcess[str]:
        there = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MUS_"))}
        there |= {"HOME": str(self.home), "TMPDIR": str(self.temp), "XDG_RUNTIME_DIR": str(self.home / ".run")}
        there |= {"USERPROFILE": str(self.home), "TEMP": str(self.temp), "TMP": str(self.temp)}  # the same on Windows
        there |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROGRAM.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
        words = [str(self.data), (self.key or b"").hex(), how, SENTENCE]
        return subprocess.run(
            [sys.executable, PROGRAM, *words],
            check=False,
            capture_output=True,
            encoding="utf-8",
            env=there,
            timeout=PATIENCE,
        )

    def files(self) -> Iterator[Path]:
        for folder in (self.home, self.temp):
            yield from folder.rglob("*")

    def named(self, file: Path) -> str:
        return file.relative_to(self.home.parent).as_posix()

    def readable(self) -> set[str]:
        """Where the sentence or the name can be read, packed or not."""
        there = [file for file in self.files() if file.is_file() and not file.is_symlink()]
        return {self.named(file) for file in there if any(word in unpacked(file.read_bytes()) for word in FOUND)}

    def named_after_people(self) -> set[str]:
        return {self.named(file) for file in self.files() if "Nørgård" in file.name}

    def open_to_others(self) -> set[str]:
        if WINDOWS:  # the profile's own rights keep others out; tests/storage queries them
            return set()
        private = [
            file for file in self.files() if not file.is_symlink() and stat.S_IMODE(file.lstat().st_mode) & 0o077
        ]
        return {self.named(file) for file in private}


def unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


@pytest.fixture(params=["plain", "encrypted"])
def make_pc(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Pc]:
    def make(name: str) -> Pc:
        home = tmp_path / name / "hjem"
        home.parent.mkdir()
        pc = Pc(home, home.parent / "temp", home / ".local" / "share" / "MUS Desktop")
        pc.prepare(encrypted=request.param == "encrypted")
        return pc

    return make


def look_through(pc: Pc) -> None:
    """After the next start there is nothing but data, backups, and what was made on request."""
    asked_for = {name for name in map(pc.named, pc.files()) if name.startswith(("hjem/Dokumenter", "hjem/kopi.txt"))}
    ours = {"hjem/.local/share/MUS Desktop/mus.sqlite"}
    ours |= {pc.named(file) for file in (pc.data / "backup").glob("*.musbackup")}
    assert pc.readable() - asked_for == (ours if pc.key is None else set())
    assert {
        name for name in pc.named_after_people() if not name.startswith("hjem/Dokumenter/Personlig udviklingsplan")
    } == set()
    data = {file.name for file in pc.data.iterdir()}
    known = {
        "mus.sqlite",
        "backup",
        "backup-state.json",
        "backup-state.previous.json",
        "backup.key",
        "mus.key" if pc.key else "mus.sqlite.sum",
        "window.json",
    }
    if WINDOWS:  # it keeps the key of the backups, so that a start without a password transfers one, and leaves no file
        known |= {"backup-key.dpapi", "spool"}
        assert not (pc.data / "spool").exists() or list((pc.data / "spool").iterdir()) == []
    assert data <= known
    assert {file.suffix for file in (pc.data / "backup").glob("*")} <= {".musbackup", ".json"}
    assert list(pc.temp.iterdir()) == []
    others = tuple(
        f"hjem/{name}" for name in ("Dokumenter", "drev/", ".config", ".cache")
    )  # a leader's choice, and Qt's
    assert {name for name in pc.open_to_others() if not name.startswith(others)} == set()


def test_a_whole_day_then_a_kill(make_pc: Callable[[str], Pc]) -> None:
    pc = make_pc("hel dag")
    ran = pc.start("0")
    assert ran.returncode == KILLED, ran.stderr
    assert ran.stdout.startswith("steps "), ran.stderr
    again = pc.start("again")
    assert (again.returncode, again.stderr) == (0, "")
    look_through(pc)
    assert {"hjem/kopi.txt"} < pc.readable(), "the search finds what is there"
    assert [name for name in pc.readable() if name.startswith("hjem/Dokumenter/Personlig udviklingsplan")]
    assert list((pc.home / "drev").glob("*.musbackup"))


def test_killed_before_any_change(make_pc: Callable[[str], Pc]) -> None:
    steps = int(make_pc("prøve").start("0").stdout.split()[1])
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    for limit in sorted(chance.sample(range(1, steps + 1), min(KILLS, steps))):
        pc = make_pc(f"dræbt {limit}")
        assert pc.start(str(limit)).returncode == KILLED
        again = pc.start("again")
        assert (again.returncode, again.stderr) == (0, ""), limit
        look_through(pc)
        with build(pc.data, key=pc.key).database as database:
            assert database.health() == []
