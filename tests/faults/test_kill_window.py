"""kill -9 while somebody types: the database stays whole, what was called saved is there, little is lost.

The window runs in a process of its own (``typing_window.py``) and gets real key events. The parent knows when it sent
every letter, what the window has said about it and when it killed it. Seeded: a tenth of 200 by default.
"""

from __future__ import annotations

import os
import queue
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from time import monotonic

import pytest

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from tests.killing import kill

KILLS = 200 if os.environ.get("MUS_FAULTS") == "full" else 20
AT_ONCE = 2
MOST_LOST = 2.5
"""Seconds of typing."""
LONGEST = 4.0
AIMED = 0.3
"""The share of kills aimed at the moment when a pause has just made the program save ..."""
SAVING = (0.38, 0.44)
"""... which is so many seconds after the last key."""
PATIENCE = 60.0
NOTE = "Opfølgning på sidste års personlige udviklingsplan"
FIELDS = (
    f"Medarbejderens forberedelse: {NOTE}",
    f"Lederens forberedelse: {NOTE}",
    f"Fælles noter: {NOTE}",
    "Aftale 1, Hvad vil du gerne opnå? (læringsmål)",
)
LETTERS = "Blåbærgrød på Ærø, 1. årgang <& {{x}} é ÆØÅ "

pytestmark = pytest.mark.faults


@dataclass
class Window:
    """The window's process, and what it has said so far."""

    process: subprocess.Popen[bytes]
    ready: bool = False
    arrived: int = 0
    saved: int = 0
    _rest: bytes = b""
    _heard: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._hear, daemon=True).start()

    def listen(self, until: float) -> None:
        """Take in what the window says until then."""
        while (left := until - monotonic()) > 0 or not left:
            try:
                said = self._heard.get(timeout=left)
            except queue.Empty:
                return
            self.take(said)

    def take(self, said: bytes) -> None:
        """Understand what the window said."""
        if not said:
            self._heard.put(said)
            raise AssertionError(f"the window went away by itself: {self.process.wait()}")
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            word, _, number = line.decode().partition(" ")
            self.ready |= word == "ready"
            self.arrived = int(number) if word == "key" else self.arrived
            self.saved = int(number) if word == "saved" else self.saved

    def wait_ready(self) -> None:
        """Wait until the keyboard is in the note."""
        latest = monotonic() + PATIENCE
        while not self.ready and monotonic() < latest:
            self.listen(monotonic() + 0.02)
        assert self.ready, "the window never got ready"

    def kill(self) -> float:
        """Kill it, hear what it said last, and give the moment."""
        at = monotonic()
        kill(self.process)
        self.process.wait()
        while rest := self._heard.get(timeout=PATIENCE):
            self.take(rest)
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()  # type: ignore[union-attr]
        return at

    def _hear(self) -> None:
        """Read what the window says until it is gone; Windows can wait for a pipe on a thread only."""
        while said := os.read(self.process.stdout.fileno(), 65536):  # type: ignore[union-attr]
            self._heard.put(said)
        self._heard.put(b"")


@dataclass
class Typing:
    """What was sent, and when."""

    letters: list[str] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)

    def send(self, window: Window, letter: str) -> None:
        self.letters.append(letter)
        self.sent_at.append(monotonic())
        window.process.stdin.write(f"{letter}\n".encode())  # type: ignore[union-attr]


def pauses(chance: random.Random) -> Iterator[float]:
    """Seconds between keys: on and on without a pause, in bursts, or now and then."""
    way = chance.choice(("on and on", "bursts", "now and then"))
    for number in count(1):
        thinks = {"on and on": False, "bursts": number % 12 == 0, "now and then": True}[way]
        yield chance.uniform(0.38, 0.9) if thinks else chance.uniform(0.01, 0.09)


def type_and_kill(folder: Path, field_name: str, chance: random.Random) -> tuple[Window, Typing, float]:
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("typing_window.py"), folder, field_name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    window, typing = Window(process), Typing()
    try:
        window.wait_ready()
        killed_at = monotonic() + chance.uniform(0, LONGEST)
        stops_after = chance.randint(1, 30) if chance.random() < AIMED else None
        for letter, pause in zip(endless(chance), pauses(chance), strict=False):
            next_at = monotonic() + pause
            if len(typing.letters) == stops_after:
                killed_at = min(killed_at, typing.sent_at[-1] + chance.uniform(*SAVING))
                next_at = killed_at
            window.listen(min(next_at, killed_at))
            if next_at >= killed_at:
                break
            typing.send(window, letter)
    finally:
        at = window.kill()
    return window, typing, at


def endless(chance: random.Random) -> Iterator[str]:
    start = chance.randrange(len(LETTERS))
    return (LETTERS[(start + number) % len(LETTERS)] for number in count())


def new_conversation(folder: Path) -> None:
    workplace = build(folder)
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    workplace.conversations.plan_new(employee.id, Meeting("kobenhavn-buf", PeriodRule().period_of(date(2026, 3, 1))))
    workplace.close()


def stored(folder: Path) -> dict[str, str]:
    """What stands in each field, from a database that opens and is sound."""
    workplace = build(folder)
    assert workplace.health() == []
    opened = workplace.conversations.open(1)
    texts = [opened.answers.get(AnswerKey(opened.party(role).id, "siden_sidst"), "") for role in PartyRole]
    plan = opened.plan.rows("plan")
    workplace.close()
    return dict(zip(FIELDS, [*map(str, texts), plan[0].cells["maal"] if plan else ""], strict=True))


def kills(folder: Path, seeds: list[int]) -> tuple[int, float]:
    """Kill the window once for each seed; gives how many letters were typed, and the most seconds lost."""
    new_conversation(folder)
    before, typed, most_lost = stored(folder), 0, 0.0
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - when to type and to kill, not a secret
        name = chance.choice(FIELDS)
        window, typing, killed_at = type_and_kill(folder, name, chance)
        after = stored(folder)
        assert {k: v for k, v in after.items() if k != name} == {k: v for k, v in before.items() if k != name}
        kept = after[name].removeprefix(before[name])
        said = f"seed {seed}: {len(typing.letters)} sent, {window.saved} called saved, {len(kept)} kept"
        assert after[name].startswith(before[name]), said
        assert "".join(typing.letters).startswith(kept), said
        assert len(kept) >= window.saved, f"called saved and lost; {said}"
        lost = max((killed_at - at for at in typing.sent_at[len(kept) :]), default=0.0)
        assert lost <= MOST_LOST, f"{lost:.2f} seconds of typing lost; {said}"
        typed, most_lost, before = typed + len(typing.letters), max(most_lost, lost), after
    return typed, most_lost


def test_a_killed_window_loses_nothing_that_was_called_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [list(range(part, KILLS, AT_ONCE)) for part in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(kills, [tmp_path / str(part) for part in range(AT_ONCE)], parts))
    typed, lost = sum(letters for letters, _ in done), max(seconds for _, seconds in done)
    with capsys.disabled():
        print(f"\n{KILLS} kills while {typed} letters were typed: at most {lost:.2f} s of typing lost")  # noqa: T201
    assert typed > KILLS * 5
