"""Half an hour of random use with kill -9 in between, as ``python -m tests.faults.random_actions``; not a test of CI.

Every 100 s, more or less, the window (``random_window.py``) that is open then is killed. After that, and after each
time the random user has closed it, the database must be sound and open, what the program called saved must be in it,
every field must hold something that was in the window since then, and no other conversation may have changed. A
traceback, a crash, an unexpected error shown to the user, or a dialog that cannot be left ends the run. The folder then
stays, with the data from before that window, and with a script that repeats it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import PySide6

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.errors import PasswordNeeded
from mus_desktop.services.demo.story import read_story
from mus_desktop.services.demo.story_import import import_story
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from tests.conftest import ENGINE_KEY, ENGINE_PASSWORD

ROOT = Path(__file__).resolve().parents[2]
KILL_AFTER = 100.0
"""Seconds between two kills, on average. They are counted over the whole run, not from when a window opens: a random
user seldom leaves one open that long."""
_WITHOUT_A_SCREEN = b"QPainter::begin(): Returned false\n"
"""Qt's warning when a window without a place on the screen is painted: one behind the lock, without a screen."""
START = datetime.now().replace(microsecond=0).isoformat()  # noqa: DTZ005 - the clock on the wall
"""Not earlier than the real clock: the database itself refuses to change an addition to a signed plan that is dated
before it."""


@dataclass
class Told:
    """What the window said in one run: its steps, and the contents of each conversation since it was last saved."""

    steps: int = 0
    clock: str = START
    stuck: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    contents: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    certain: dict[str, Any] = field(default_factory=dict)
    restored: bool = False
    """Whether a backup may have been restored: the database is then that of another day."""

    def take(self, line: dict[str, Any]) -> None:
        """Take in one line of ``random_window.py``."""
        self.clock = line.get("clock", self.clock)
        if "stuck" in line:
            self.stuck.append(f"{line['stuck']}: {line['text']}")
        if "step" not in line:
            return
        self.steps += not line["did"].startswith("(")
        self.last = [*self.last[-80:], line["did"]]
        self.restored |= "Gendan" in line["did"]
        self.certain = {}
        if "conversation" not in line:
            return
        since = self.contents.setdefault(line["conversation"], [])
        if line["saved"]:
            since.clear()
            self.certain = line
        since.append(line["content"])


class RandomUse:
    """One data folder, used and killed again and again."""

    def __init__(self, folder: Path, key: bytes | None, seed: int) -> None:
        self._whole, self._before, self._fault = folder / "use", folder / "before", folder / "fault.txt"
        self._folder, self._key, self._seed = self._whole / "data", key, seed
        self._clock, self._text = START, ""
        self._chance = random.Random(seed)  # noqa: S311 - when to kill, not a secret
        self._kill_at = monotonic() + self._until_kill()
        self.kills = self.steps = self.ends = 0
        self._fault.touch()  # a kill may come before the window does it
        self._whole.mkdir()
        for name in ("filer", "drev"):
            (self._whole / name).mkdir()
        (self._whole / "filer" / "liste.csv").write_text('Navn;Stilling\n"Åse ""Å"" Dam";lærer\n', encoding="utf-8")
        (self._whole / "filer" / "plan.pdf").write_bytes(b"%PDF-1.4\n" + bytes(2000))
        self._new_data()

    def _until_kill(self) -> float:
        return KILL_AFTER * self._chance.uniform(0.5, 1.5)

    def _new_data(self) -> None:
        self._folder.mkdir()
        path = self._folder / paths.DATABASE_NAME
        if self._key:
            cost = database_key.Cost(n=2**4)
            lock = database_key.lock(self._key, database_key.Opener.PASSWORD, ENGINE_PASSWORD, "2026-03-02", cost)
            database_key.write_locks(path, [lock])
        workplace = build(self._folder, key=self._key)
        import_story(read_story(paths.resources() / "demo"), workplace)
        workplace.close()

    def _open(self) -> Workplace:
        """Open the data; the random user may have set the password, or removed it."""
        self._key = None
        try:
            return build(self._folder)
        except PasswordNeeded:
            self._key = unlock(self._folder, ENGINE_PASSWORD)
            return build(self._folder, key=self._key)

    def stored(self) -> dict[int, dict[str, Any]]:
        """Return what is stored, by conversation, from a database that opens and is sound."""
        workplace = self._open()
        try:
            assert workplace.health() == [], workplace.health()
            execute = workplace.database._connection.execute
            found: dict[int, dict[str, Any]] = {number: {} for (number,) in execute("SELECT id FROM conversation")}
            for number, party, name, value in execute(
                "SELECT party.conversation, party, field, value FROM answer JOIN party ON party.id = answer.party"
            ):
                found[number][f"{party} {name}"] = json.loads(value)
            for number, row, cells in execute(
                "SELECT party.conversation, agreement.id, cells FROM agreement"
                " JOIN plan ON plan.id = agreement.plan JOIN party ON party.id = plan.party"
            ):
                found[number][f"agreement {row}"] = json.loads(cells)
            tables = [name for (name,) in execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            self._text = str([row for name in tables for row in execute(f'SELECT * FROM "{name}"')])
            return found
        finally:
            workplace.close()

    def run(self) -> None:
        """Use the window until it is killed or closed by its user, and compare what is stored with what it said."""
        before = self.stored()
        shutil.rmtree(self._before, ignore_errors=True)
        shutil.copytree(self._whole, self._before)
        self._seed += 1
        told, errors, ended = self._use()
        self.steps += told.steps
        self._clock = told.clock
        about = f"seed {self._seed}, {told.steps} steps, the last: {told.last}"
        assert not told.stuck, f"a dialog cannot be left: {told.stuck}; {about}"
        assert not errors, f"written on stderr: {errors}; {about}"
        crash = self._fault.read_text(encoding="utf-8")
        assert ended in (0, -signal.SIGKILL), f"ended with {ended}; {about}\n{crash}"
        self._compare(before, self.stored(), told, about)

    def _use(self) -> tuple[Told, str, int]:
        command = self._command(self._folder)
        self._write_script()
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._whole.parent,  # where a core file goes
            env={**os.environ, **self._environment(self._whole)},
        )
        told, errors = Told(), bytearray()
        readers = [
            Thread(target=lambda: [told.take(json.loads(line)) for line in process.stdout]),  # type: ignore[union-attr]
            Thread(target=_read_errors, args=(process, errors)),
        ]
        for reader in readers:
            reader.start()
        self._wait_or_kill(process)
        for reader in readers:
            reader.join()
        return told, errors.decode(errors="replace"), process.wait()

    def _wait_or_kill(self, process: subprocess.Popen[bytes]) -> None:
        # A kill that fell due between two windows waits until this one has begun.
        remaining = max(self._kill_at - monotonic(), self._chance.uniform(1, 5))
        try:
            process.wait(remaining)
            self.ends += 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
            self._kill_at = monotonic() + self._until_kill()

    def _command(self, folder: Path) -> list[str]:
        values = (str(folder), (self._key or b"").hex(), str(self._seed), self._clock, str(self._fault))
        return [sys.executable, "-m", "tests.faults.random_window", *values]

    def _environment(self, whole: Path) -> dict[str, str]:
        # Sets of words have the same order each time.
        return {
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(whole),
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
        }

    def _write_script(self) -> None:
        """Write what repeats this window, on a copy of the data as they are now."""
        again = self._whole.parent / "again"
        variables = [f"{name}={shlex.quote(value)}" for name, value in self._environment(again).items()]
        lines = [
            f"# Python {platform.python_version()}, PySide {PySide6.__version__}, {platform.platform()}",
            f"rm -rf {again} && cp -r {self._before} {again}",
            f"{' '.join(variables)} {shlex.join(self._command(again / 'data'))}",
        ]
        (self._whole.parent / "repeat.sh").write_text("\n".join([*lines, ""]), encoding="utf-8")

    def _compare(self, before: dict[int, Any], after: dict[int, Any], told: Told, about: str) -> None:
        if told.restored:
            return
        for number, values in before.items():
            if number not in told.contents and number in after:
                assert after[number] == values, f"conversation {number} was not open and has changed; {about}"
        for number, contents in told.contents.items():
            for name, value in after.get(number, {}).items():
                seen = [before.get(number, {}).get(name), *(content.get(name) for content in contents)]
                assert value in seen, f"{number}, {name}: stored {value!r}, shown {seen[-3:]}; {about}"
        line = told.certain
        if line and line["conversation"] in after:
            lost = [word for word in line["shown"] if word not in self._text]
            assert not lost, f"called saved and lost: {lost}; {about}"


def _read_errors(process: subprocess.Popen[bytes], errors: bytearray) -> None:
    """Collect what the process writes on stderr. The first error ends it: the last steps are then those before it."""
    for line in process.stderr:  # type: ignore[union-attr]
        errors.extend(line if line != _WITHOUT_A_SCREEN else b"")
        if len(errors) > 1500:
            process.send_signal(signal.SIGKILL)


def main() -> None:
    """Use the program at random for so many minutes, and print what was done."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--encrypted", action="store_true")
    chosen = options.parse_args()
    engine = "encrypted" if chosen.encrypted else "plain"
    print(f"{engine}, seed {chosen.seed}, Python {platform.python_version()}, PySide {PySide6.__version__}")  # noqa: T201
    end = monotonic() + chosen.minutes * 60
    folder = Path(tempfile.mkdtemp(prefix="random-actions-"))
    use = RandomUse(folder, ENGINE_KEY if chosen.encrypted else None, chosen.seed * 1000)
    try:
        while monotonic() < end:
            use.run()
            print(f"{use.steps} steps, {use.kills} kills, closed {use.ends} times", flush=True)  # noqa: T201
    except BaseException:
        print(f"Repeat with: sh {folder / 'repeat.sh'}", flush=True)  # noqa: T201
        raise
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
