"""A Windows of its own under wine: a folder with drive C and the registry, and the programs that run in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

CHECKOUT = Path(__file__).parents[2]
PLACE = CHECKOUT / "build" / "windows-test"
"""Everything the tests under wine make: the prefixes, Python with the libraries of the tests, logs and pictures."""
OUTPUT = PLACE / "output"
FONTS = Path("/usr/share/fonts/opentype/inter")

_WINE = "/usr/lib/wine/wine64"
_SECONDS = 300.0
_COMPILER = "x86_64-w64-mingw32-gcc"
_STAND_INS = ("icuuc", "bcryptprimitives")
"""The libraries of Windows 10 that wine 8 lacks; each has its source here."""
_NO_DIALOGS = {"WINEDLLOVERRIDES": "mscoree,mshtml="}  # wine would offer to download Mono and Gecko


class WineProcess:
    """A Windows program under way, and what it has written so far."""

    def __init__(self, command: list[str], env: Mapping[str, str], folder: Path, *, show: bool) -> None:
        self._command, self._show = command, show
        # Pipes, because Python for Windows does not start under wine with a file as its input or output.
        self._process = subprocess.Popen(
            [_WINE, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=folder,
        )
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._written: list[bytes] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """Return what it has written so far."""
        return b"".join(self._written).decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def running(self) -> bool:
        """Return whether it has not ended yet."""
        return self._process.poll() is None

    def wait(self, seconds: float = _SECONDS) -> int:
        """Return its exit code when it has ended; after ``seconds`` it is killed and the test fails with its output."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"{self._command} did not end within {seconds} s. Its output:\n{self.output}"
            ) from None
        # Helpers of wine's that it started may keep the pipe open.
        self._reader.join(2)
        return self._process.returncode

    def kill(self) -> None:
        """Kill it without any warning, as by SIGKILL or the Task Manager."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while part := os.read(pipe.fileno(), 65536):
                self._written.append(part)
                if self._show:
                    sys.stdout.buffer.write(part.replace(b"\r\n", b"\n"))
                    sys.stdout.flush()


class Wine:
    """One prefix: ``folder`` is its place on Debian, ``home`` the user's folder in it.

    :param display: the X display of its windows; without one there are none. It is the same from the start on, because
        wine remembers the size of the screen.
    """

    def __init__(self, folder: Path, display: str | None = None) -> None:
        self.folder, self._display = folder, display
        self.drive_c = folder / "drive_c"
        self.home = self.drive_c / "users" / pwd.getpwuid(os.getuid()).pw_name
        self._started: list[WineProcess] = []

    def make(self) -> None:
        """Make the prefix: Windows 10 with a font, folders of its own for documents, and stand-ins for libraries."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.run("wineboot", "--init", env=_NO_DIALOGS)
        self.run("winecfg", "/v", "win10")
        for link in [path for path in self.home.iterdir() if path.is_symlink()]:  # to the home folder on Debian
            link.unlink()
            link.mkdir()
        shutil.copytree(FONTS, self.drive_c / "windows" / "Fonts", dirs_exist_ok=True)
        for name in _STAND_INS:
            library = self.drive_c / "windows" / "system32" / f"{name}.dll"
            source = Path(__file__).with_name(f"{name}.c")
            subprocess.run([_COMPILER, "-shared", "-O1", "-s", "-o", library, source, "-ladvapi32"], check=True)

    def start(
        self,
        program: str | Path,
        *words: str | Path,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
        show: bool = False,
    ) -> WineProcess:
        """Start a Windows program; a :class:`Path` is written as Windows writes it.

        :param show: write what it writes to our own output too.
        """
        command = [windows_path(word) if isinstance(word, Path) else word for word in (program, *words)]
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "LOGNAME") if name in os.environ}
        plain |= {"DISPLAY": self._display} if self._display else {}
        wine = {"WINEPREFIX": str(self.folder), "WINEARCH": "win64", "WINEDEBUG": "-all", "LANG": "C.UTF-8"}
        process = WineProcess(command, plain | wine | dict(env or {}), folder or self.folder, show=show)
        self._started.append(process)
        return process

    def run(
        self,
        program: str | Path,
        *words: str | Path,
        expected: int = 0,
        seconds: float = _SECONDS,
        env: Mapping[str, str] | None = None,
    ) -> str:
        """Run a Windows program until it ends with the code ``expected``, and return what it wrote."""
        process = self.start(program, *words, env=env)
        code = process.wait(seconds)
        assert code == expected, (
            f"{program} {words} ended with {code}, expected {expected}. Its output:\n{process.output}"
        )
        return process.output

    def map_drive(self, letter: str, folder: Path) -> None:
        """Let the drive ``letter`` be ``folder``, as if it were a share; what runs in the prefix ends."""
        folder.mkdir(parents=True, exist_ok=True)
        link = self.folder / "dosdevices" / f"{letter}:"
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
        self.run("reg", "add", r"HKLM\Software\Wine\Drives", "/v", f"{letter}:", "/d", "network", "/f")
        self.end()  # only a new start sees the drive

    def on_windows(self, path: Path) -> str:
        """Return ``path`` as the programs in this prefix name it: on drive C, or on Z, which is Debian's root."""
        return windows_path(path)

    def kill_programs(self) -> None:
        """Kill what was started and is still running."""
        for process in self._started:
            if process.running:
                process.kill()
        self._started.clear()

    def end(self) -> None:
        """End every process of this prefix, also what its programs have started, whatever they are doing."""
        env = {**os.environ, "WINEPREFIX": str(self.folder)}
        subprocess.run(["wineserver", "-k"], env=env, check=False)
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(["wineserver", "-w"], env=env, check=False, timeout=20)
        self.kill_programs()


@contextmanager
def new_wine(name: str, display: str | None = None) -> Iterator[Wine]:
    """A new prefix ``name``, whose processes are gone afterwards."""
    wine = Wine(PLACE / name, display)
    try:
        wine.make()
        yield wine
    finally:
        wine.end()


def windows_path(path: Path) -> str:
    """Return ``path`` as Windows names it: on drive C if it is in a prefix, otherwise on Z, which is Debian's root."""
    text = str(path.absolute())
    _, inside, rest = text.partition("/drive_c/")
    return ("C:\\" + rest if inside else "Z:" + text).replace("/", "\\")


def wait_until(condition: Callable[[], object], about: str, seconds: float = 60.0) -> None:
    """Wait until ``condition()`` is true; fail with ``about`` after ``seconds``."""
    latest = monotonic() + seconds
    while not condition():
        assert monotonic() < latest, about
        threading.Event().wait(0.05)
