"""The program as a screen reader on Linux finds it: over AT-SPI, from another process.

This proves that Qt hands out what ``tests/ui/accessibility`` finds in process. It does not prove how NVDA or Narrator
read the program on Windows: ``installer/README.md`` has a list to try on a real PC.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from tests.real_screen import PATIENCE, Screen, missing_tools, real_screen, running
from tests.systems import posix_only

PERIOD = PeriodRule().period_of(date.today())  # noqa: DTZ011 - the program's clock is the clock on the wall
SECRET, NOTE = "HEMMELIGT om Åse", "laeringsmaal"
CLIENT = Path(__file__).parents[1] / "at_spi_reader.py"
DEBIANS_PYTHON = "/usr/bin/python3"
QUIET = {"stderr": subprocess.DEVNULL}

pytestmark = [pytest.mark.xvfb, posix_only("AT-SPI is the accessibility of Linux")]


class ScreenReader:
    """A client of AT-SPI in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        assert self._answer() == "ready"

    def tree(self) -> list[Any]:
        """Return everything there is: depth, role, name, description, text, whether it shows and has the focus."""
        found: list[Any] = self._ask("tree")
        return found

    def names(self, role: str) -> list[str]:
        """Return the names of everything with a role that shows."""
        return [name for _, found, name, _, _, shows, _ in self.tree() if found == role and shows]

    def focused(self) -> str:
        """Return the name of what has the focus; empty if nothing has. Qt calls a list's current line focused too."""
        found = (name for _, role, name, *_, focused in self.tree() if focused and role != "list item")
        return next(found, "")

    def wait_heard(self, text: str) -> list[str]:
        """Return all announcements when one contains ``text``."""
        heard: list[str] = self._ask(f"announced {text}")
        assert [one for one in heard if text in one], f"{text!r} was not announced, only {heard}"
        return heard

    def _ask(self, command: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    has_gi = subprocess.run([DEBIANS_PYTHON, "-c", "import gi"], check=False, **QUIET).returncode == 0
    missing = [*missing_tools("dbus-daemon"), *([] if has_gi else ["python3-gi"])]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    with real_screen(tmp_path / "hjem") as made:
        yield made


@pytest.fixture
def reader(screen: Screen, tmp_path: Path) -> Iterator[ScreenReader]:
    """A screen reader that runs before the program starts, on a bus of its own."""
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    env = screen.env
    env["XDG_RUNTIME_DIR"] = str(runtime)
    daemon = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with ExitStack() as stack:
        bus = stack.enter_context(running(daemon, env, stdout=subprocess.PIPE, **QUIET))
        assert bus.stdout is not None
        stack.callback(bus.stdout.close)
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        client = stack.enter_context(running([DEBIANS_PYTHON, str(CLIENT)], env, **pipes))
        for pipe in (client.stdin, client.stdout):
            assert pipe is not None
            stack.callback(pipe.close)
        yield ScreenReader(client)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two employees, and the leader's preparation for a conversation with one of them."""
    folder = tmp_path / "data"
    workplace = build(folder)
    workplace.preferences.set_leader(Leader("Mette Højgård"))
    key = workplace.staff.add(Employee("Åse Nørgård")).id
    workplace.staff.add(Employee("Bo Ømø"))
    workplace.preferences.set_default_form("kobenhavn-buf")
    conversation = workplace.conversations.plan_new(key, Meeting("kobenhavn-buf", PERIOD))
    leader = workplace.conversations.open(conversation).party(PartyRole.LEADER).id
    workplace.writing.save(Changes({AnswerKey(leader, NOTE): SECRET}))
    workplace.close()
    return folder


def wait_until(condition: Callable[[], bool]) -> None:
    latest = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < latest, "it never came"


def everything(reader: ScreenReader) -> str:
    """Return all that can be read in the program, also what is marked as hidden."""
    return "\n".join(text for _, _, *texts, _, _ in reader.tree() for text in texts)


def tab_to(screen: Screen, reader: ScreenReader, name: str) -> None:
    """Press Tab until the focus is on something whose name begins with ``name``."""
    seen = [reader.focused()]
    while not seen[-1].startswith(name):
        assert len(seen) < 40, f"Tab never came to {name!r}, only to {seen}"
        screen.press("Tab")
        seen.append(reader.focused())


def test_a_screen_reader_finds_headings_roles_and_messages_and_nothing_private_in_samtale(
    screen: Screen, reader: ScreenReader, data: Path
) -> None:
    with running([sys.executable, "-m", "mus_desktop", "--data", str(data)], screen.env):
        assert screen.wait_window("MUS Desktop")
        wait_until(lambda: "De næste samtaler" in reader.names("heading"))
        assert any(name.startswith("Bo Ømø") for name in reader.names("list item"))
        screen.press("ctrl+f")
        screen.type("xq")
        reader.wait_heard("Ingen medarbejdere passer")
        screen.press("Escape")
        screen.press_until("ctrl+k", "Gå til")
        screen.type("aase")
        reader.wait_heard("1 fundet. Åse Nørgård")
        screen.press_until("Return", "MUS Desktop")
        wait_until(lambda: "Åse Nørgård" in reader.names("heading"))
        tab_to(screen, reader, "Fortsæt MUS")
        screen.press("space")
        wait_until(lambda: bool(reader.names("radio button")))
        assert reader.names("radio button") == ["Forberedelse", "Samtale"]
        screen.press("alt+6")
        wait_until(lambda: "Aftaler" in reader.names("table"))
        assert "Hvilke tiltag skal sættes i værk?" in reader.names("column header")
        screen.press("alt+5")
        wait_until(lambda: "Frem mod Udviklingsplanen" in reader.names("heading"))
        assert SECRET in everything(reader)
        screen.press_until("F11", "MUS")
        screen.press_until("ctrl+k", "Gå til")
        heard = everything(reader)
        assert "Tema i samtalen" in heard
        assert "Frem mod Udviklingsplanen" in heard
        assert SECRET not in heard
        assert "Bo Ømø" not in heard
