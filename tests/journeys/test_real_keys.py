"""Real keys on a real keyboard layout: the program under Xvfb with a window manager, typed into by xdotool.

Nothing of the program runs in this process: it is started as a leader starts it, and what was typed is read from its
database when it has been closed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader

TEXT = "Blåbærgrød på Ærø, 1. årgang – ÆØÅæøå é"
PRESSED = {
    "Æ": ("shift+ae",),
    "Ø": ("shift+oslash",),
    "Å": ("shift+aring",),
    "é": ("dead_acute", "e"),
    "–": ("endash",),
}
"""How these are pressed on a Danish keyboard: with Shift, which xdotool forgets beyond ASCII, and with a dead key."""
EN_DASH = " key <FK13> { [ endash ] };"
"""A key more than the layout has, or xdotool would change the layout while it types."""
PATIENCE = 60.0
TOOLS = ("Xvfb", "openbox", "setxkbmap", "xkbcomp", "xdotool")

pytestmark = pytest.mark.xvfb


@contextmanager
def running(command: list[str], env: dict[str, str], **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is gone afterwards."""
    process = subprocess.Popen(command, env=env, **more)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Screen:
    """A screen with a keyboard and a window manager, and a person in front of it."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.env, check=True, capture_output=True, timeout=PATIENCE, text=True
        )
        return done.stdout.strip()

    def wait_window(self, title: str, patience: float = PATIENCE) -> bool:
        """Wait until the window called ``title`` has the keyboard; whether it came."""
        latest = monotonic() + patience
        while (active := self._active()) != title and monotonic() < latest:
            continue
        return active == title

    def press_until(self, key: str, title: str) -> None:
        """Press ``key``, again if it got lost while windows changed places, until the window is called ``title``."""
        came = False
        for _ in range(5):
            self.press(key)
            if came := self.wait_window(title, 3):
                break
        assert came, f"{key} never brought up {title!r}"

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type ``text`` at the speed of a person."""
        special = "".join(PRESSED)
        for part in re.findall(f"[{special}]|[^{special}]+", text):
            if part in PRESSED:
                self.press(*PRESSED[part])
            else:
                self.xdotool("type", "--delay", "60", part)

    def _active(self) -> str:
        asked = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname"], env=self.env, check=False, capture_output=True, text=True
        )
        return asked.stdout.strip()


def use_danish_keyboard(env: dict[str, str]) -> None:
    layout = subprocess.run(["setxkbmap", "dk", "-print"], env=env, check=True, capture_output=True, text=True).stdout
    with_dash = re.sub(r'(xkb_symbols\s*{\s*include\s*"[^"]*")', rf"\1{EN_DASH}", layout)
    assert EN_DASH in with_dash
    subprocess.run(
        ["xkbcomp", "-w", "0", "-", env["DISPLAY"]],
        env=env,
        check=True,
        input=with_dash,
        text=True,
        capture_output=True,
    )


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    reading, writing = os.pipe()
    with ExitStack() as stack:
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        stack.enter_context(running(command, dict(os.environ), pass_fds=(writing,), **quiet))
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"  # a free number, told when the screen is ready
        home = tmp_path / "hjem"
        home.mkdir()
        env = {**os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        stack.enter_context(running(["openbox", "--sm-disable"], env, **quiet))
        use_danish_keyboard(env)
        yield Screen(env)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a leader and one employee."""
    folder = tmp_path / "data på Ærø"
    workplace = build(folder)
    workplace.preferences.set_leader(Leader("Mette Højgård"))
    workplace.staff.add(Employee("Åse Nørgård"))
    workplace.preferences.set_default_form("kobenhavn-buf")
    workplace.close()
    return folder


def typed(folder: Path) -> dict[PartyRole, str]:
    workplace = build(folder)
    opened = workplace.conversations.open(1)
    found = {role: opened.answers.get(AnswerKey(opened.party(role).id, "laeringsmaal")) for role in PartyRole}
    assert workplace.health() == []
    workplace.close()
    return {role: str(text) for role, text in found.items() if text is not None}


def test_danish_letters_typed_on_a_real_keyboard_are_in_the_database(screen: Screen, data: Path) -> None:
    program = [sys.executable, "-m", "mus_desktop", "--data", str(data)]
    with running(program, screen.env) as process:
        assert screen.wait_window("MUS Desktop")
        screen.press("ctrl+f")
        screen.type("åse")
        screen.press("Return")
        screen.press_until("ctrl+shift+n", "Ny samtale")
        screen.press_until("Return", "MUS Desktop")
        screen.press_until("F11", "MUS")
        screen.press_until("F11", "MUS Desktop")
        screen.press("alt+5")
        screen.type(TEXT)
        screen.press_until("F11", "MUS")
        screen.type("Fælles")
        screen.press("ctrl+q")
        process.wait(PATIENCE)
        assert process.returncode == 0
    assert typed(data) == {PartyRole.EMPLOYEE: TEXT, PartyRole.SHARED: "Fælles"}
