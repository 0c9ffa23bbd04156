"""The installed program in a prefix, and a leader who uses it on a real screen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mus_desktop.app import build
from mus_desktop.services.workplace import Workplace
from tests.real_screen import Screen
from tests.windows.wine import OUTPUT, Wine, WineProcess, wait_until

TITLE = "MUS Desktop"
SECONDS_TO_INSTALL = 180.0


def setup() -> Path:
    """Return the installer that ``make windows`` built."""
    return Path(os.environ["MUS_SETUP"])


class Installed:
    """The program where its installer put it, for the user of the prefix."""

    def __init__(self, wine: Wine) -> None:
        self.wine = wine
        local = wine.home / "AppData" / "Local"
        self.folder = local / "Programs" / "MUS Desktop"
        self.window, self.console = self.folder / "MUS Desktop.exe", self.folder / "mus-desktop.exe"
        self.uninstaller = self.folder / "Afinstaller.exe"
        self.data = local / "MUS Desktop"
        self.documents = wine.home / "Documents" / "MUS"

    def install(self, installer: Path | None = None, expected: int = 0) -> None:
        """Run the installer silently."""
        self.wine.run(installer or setup(), "/S", expected=expected, seconds=SECONDS_TO_INSTALL)

    def uninstall(self, expected: int = 0) -> None:
        """Uninstall silently; ``_?=`` makes the uninstaller itself wait, and leave its own file."""
        folder = self.wine.on_windows(self.folder)
        self.wine.run(self.uninstaller, "/S", f"_?={folder}", expected=expected)

    def command(self, *words: str | Path, expected: int = 0) -> str:
        """Run a command of the program, and return what it wrote."""
        return self.wine.run(self.console, *words, expected=expected)

    def stored(self) -> Workplace:
        """Open the data of the closed program with the Python of Debian."""
        return build(self.data)


@dataclass
class Leader:
    """A person in front of the installed program."""

    installed: Installed
    screen: Screen
    program: WineProcess | None = None

    def start(self, title: str = TITLE) -> None:
        """Start the program from the start menu, and wait until its window has the keyboard."""
        self.program = self.start_another()
        assert self.screen.wait_window(title), f"no window {title!r}; {self.program.output}"

    def start_another(self) -> WineProcess:
        """Start the program, whether it is open already or not."""
        return self.installed.wine.start(self.installed.window, env={"DISPLAY": self.screen.env["DISPLAY"]})

    def quit(self) -> None:
        """Close the window with the keyboard; the program must end without an error."""
        assert self.program is not None
        self.screen.press("ctrl+q")
        assert self.program.wait(60) == 0, self.program.output

    def wait_stored(self, text: str) -> None:
        """Wait until ``text`` is on the disk, in a database without a password."""
        files = [self.installed.data / name for name in ("mus.sqlite", "mus.sqlite-wal")]
        wait_until(
            lambda: any(text.encode() in file.read_bytes() for file in files if file.exists()),
            f"{text!r} is not stored",
        )

    def picture(self, name: str) -> None:
        """Keep a picture of the screen."""
        self.screen.picture(OUTPUT / "pictures" / f"{name}.png")
