"""The installed program in a prefix, and a leader who uses it on a real screen."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from installer.windows.settings import BuildSettings
from mus_desktop.app import build
from mus_desktop.model.people import Employee
from mus_desktop.model.people import Leader as LeaderRecord
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.workplace import Workplace
from tests.real_screen import Screen
from tests.windows.wine import OUTPUT, Wine, WineProcess, wait_until

TITLE = "MUS Desktop"
NAME = "Åse Nørgård"
FORM = "kobenhavn-buf"
SHARE = "server"
"""The folder in the prefix that is the drive H."""


class Installed:
    """The program where its installer puts it, for the user of the prefix."""

    def __init__(self, wine: Wine) -> None:
        self.wine = wine
        local = wine.home / "AppData" / "Local"
        self.folder = local / "Programs" / "MUS Desktop"
        self.window, self.console = self.folder / "MUS Desktop.exe", self.folder / "mus-desktop.exe"
        self.uninstaller = self.folder / "Afinstaller.exe"
        self.data = local / "MUS Desktop"
        self.share = wine.folder / SHARE
        self.documents = wine.home / "Documents" / "MUS"

    @property
    def complete(self) -> bool:
        """Return whether the program is there."""
        return self.window.exists() and (self.folder / "python").is_dir()

    def install(self, installer: Path | None = None, expected: int = 0) -> None:
        """Run an installer silently, by default the one that ``make windows`` built."""
        self.wine.run(installer or BuildSettings().installer, "/S", expected=expected)

    def uninstall(self, expected: int = 0) -> None:
        """Uninstall silently; with ``_?=`` the uninstaller does not copy itself away first, so it can be awaited.

        It cannot remove its own file then. Nothing else may be left.
        """
        # NSIS takes the rest of the line as the folder, without quotes, so the words go one by one.
        folder = f"_?={self.wine.on_windows(self.folder)}".split(" ")
        self.wine.run(self.uninstaller, "/S", *folder, expected=expected)
        if not expected:
            self.uninstaller.unlink(missing_ok=True)
            assert list(self.folder.rglob("*")) == []
            self.folder.rmdir()

    def command(self, *words: str | Path, expected: int = 0, env: Mapping[str, str] | None = None) -> str:
        """Run a command of the program, and return what it wrote."""
        return self.wine.run(self.console, *words, expected=expected, env=env)

    def stored(self, password: str = "") -> Workplace:
        """Open the data of the closed program with Debian's Python."""
        return build(self.data, key=unlock(self.data, password) if password else None)

    def prepare(self) -> Workplace:
        """Return new data with a leader and an employee, to be closed before the program is started."""
        workplace = build(self.data)
        workplace.preferences.set_leader(LeaderRecord("Mette Højgård", "Skoleleder", "Ærøskolen"))
        workplace.preferences.set_default_form(FORM)
        workplace.staff.add(Employee(NAME))
        return workplace


@dataclass
class Leader:
    """A person in front of the installed program."""

    installed: Installed
    screen: Screen
    program: WineProcess | None = None

    def start(self, password: str = "") -> None:
        """Start the program as the start menu does, and wait until its window answers keys."""
        self.program = self.start_another()
        assert self.screen.wait_window(TITLE), f"no window has come; {self.program.output}"
        if password:
            self.unlock(password)
        # Keys are lost until wine has followed the window manager, so wait until one is answered.
        self.screen.press_until("ctrl+F1", "Genveje")
        self.screen.press_until("Escape", TITLE)

    def unlock(self, password: str) -> None:
        """Type the password until the dialog makes way for the window, which is wider."""
        for _ in range(5):
            self.screen.press("ctrl+a")
            self.screen.type(password)
            self.screen.press("Return")
            with suppress(AssertionError):
                wait_until(self.window_is_open, "the password dialog is there still", 10)
                return
        raise AssertionError("the password is not taken")

    def window_is_open(self) -> bool:
        """Return whether the main window has the keyboard, and no dialog."""
        return self.screen.active_width() > 1000

    def start_another(self) -> WineProcess:
        """Start the program, whether it is open already or not."""
        return self.installed.wine.start(self.installed.window)

    def quit(self) -> None:
        """Close the window with the keyboard; the program must end without an error."""
        assert self.program is not None
        self.screen.press("ctrl+q")
        assert self.program.wait(60) == 0, self.program.output

    def choose_employee(self) -> None:
        """Find the employee of :meth:`Installed.prepare`."""
        self.screen.press("ctrl+f")
        self.screen.type("åse")
        self.screen.press("Return")

    def plan_conversation(self) -> None:
        """Plan a conversation with the employee, and open it on the theme about learning goals."""
        self.screen.press_until("ctrl+shift+n", "Ny samtale")
        self.picture("ny samtale")
        self.close_dialog()
        self.screen.press_until("F11", "MUS")
        self.screen.press_until("F11", TITLE)
        self.screen.press("alt+5")

    def close_dialog(self) -> None:
        """Answer the dialog in front with its main button, and wait for the window behind it."""
        self.screen.press("Return")
        assert self.screen.wait_window(TITLE)

    def wait_stored(self, text: str) -> None:
        """Wait until ``text`` is on the disk, in a database without a password."""
        files = [self.installed.data / name for name in ("mus.sqlite", "mus.sqlite-wal")]

        def there() -> bool:
            return any(text.encode() in file.read_bytes() for file in files if file.exists())

        wait_until(there, f"{text!r} is not stored")

    def picture(self, name: str) -> None:
        """Keep a picture of the screen."""
        self.screen.picture(OUTPUT / "pictures" / f"{name}.png")
