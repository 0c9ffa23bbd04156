"""A virtual screen (Xvfb) with a keyboard and a window manager, and a person in front of it (xdotool).

The program runs in a process of its own, as a leader starts it, under X or under wine.
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
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
assert app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""
TOOLS = ("Xvfb", "openbox", "setxkbmap", "xkbcomp", "xdotool")


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

    def picture(self, file: Path) -> None:
        """Save what the screen shows as a PNG."""
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-c", _GRAB, file], env=self.env, check=True, timeout=PATIENCE)

    def active_width(self) -> int:
        """Return the width of the window that has the keyboard in pixels, 0 if there is none."""
        asked = self._ask("getwindowgeometry", "--shell")
        return int(dict(line.split("=") for line in asked.splitlines()).get("WIDTH", 0))

    def _active(self) -> str:
        return self._ask("getwindowname")

    def _ask(self, *words: str) -> str:
        """Return what xdotool says about the active window, nothing if there is none."""
        command = ["xdotool", "getactivewindow", *words]
        asked = subprocess.run(command, env=self.env, check=False, capture_output=True, text=True)
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


@contextmanager
def real_screen(home: Path, size: str = "1280x800") -> Iterator[Screen]:
    """A screen of ``size`` with a Danish keyboard; ``home`` is the home folder of what is started on it."""
    reading, writing = os.pipe()
    with ExitStack() as stack:
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        stack.enter_context(running(command, dict(os.environ), pass_fds=(writing,), **quiet))
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"  # a free number, told when the screen is ready
        home.mkdir(exist_ok=True)
        env = {**os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        stack.enter_context(running(["openbox", "--sm-disable"], env, **quiet))
        use_danish_keyboard(env)
        yield Screen(env)


def missing_tools(*more: str) -> list[str]:
    """Return the programs a real screen needs, and those in ``more``, that are not on this machine."""
    return [tool for tool in (*TOOLS, *more) if shutil.which(tool) is None]
