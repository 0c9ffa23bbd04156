"""The settings of one build: version, date, folders and how hard it compresses."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.inputs import CACHE, CHECKOUT

PROGRAM_NAME = "MUS Desktop"
WINDOW_LAUNCHER = "MUS Desktop.exe"
COMMAND_LAUNCHER = "mus-desktop.exe"
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_THREE_NUMBERS = re.compile(r"(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,3})")


def program_version(checkout: Path = CHECKOUT) -> str:
    """Return the version that the program in the checkout states."""
    found = _VERSION.search((checkout / "mus_desktop" / "__init__.py").read_text("utf-8"))
    if not found:
        raise BuildFailed("mus_desktop/__init__.py states no version.")
    return found[1]


def commit_time(checkout: Path = CHECKOUT) -> int:
    """Return ``SOURCE_DATE_EPOCH``, or else the time of the last commit: the date of every file in the build."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "log", "-1", "--format=%ct"]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BuildFailed("Outside a git checkout, set SOURCE_DATE_EPOCH to the date that the built files shall have.")
    return int(result.stdout)


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How one build is made, and where."""

    version: str = field(default_factory=program_version)
    epoch: int = field(default_factory=commit_time)
    quick: bool = False
    """Compress little, for tests that install what they build."""
    work: Path = CHECKOUT / "build" / "windows"
    output: Path = CHECKOUT / "dist" / "windows"
    cache: Path = CACHE

    def __post_init__(self) -> None:
        # Windows Installer compares three numbers, and a ZIP file knows no date before 1980.
        if not _THREE_NUMBERS.fullmatch(self.version):
            raise BuildFailed(f"The version {self.version!r} is not three numbers such as 1.2.3.")
        if self.epoch < 315_619_200:
            raise BuildFailed("The date of the build is before 1980.")

    @property
    def program(self) -> Path:
        """Return the folder with the program as it will be installed."""
        return self.work / "program"

    @property
    def installer(self) -> Path:
        """Return the installer for one user."""
        return self.output / f"MUS-Desktop-{self.version}-setup.exe"

    @property
    def msi(self) -> Path:
        """Return the package with which IT installs for all users of a PC."""
        return self.output / f"MUS-Desktop-{self.version}.msi"

    @property
    def portable(self) -> Path:
        """Return the ZIP file that is unpacked and used without installing."""
        return self.output / f"MUS-Desktop-{self.version}-portable.zip"


def run_tool(command: list[str], cwd: Path | None = None, environment: dict[str, str] | None = None) -> str:
    """Run one of Debian's tools and return what it printed.

    :raises BuildFailed: when it is not installed or fails, with its output.
    """
    try:
        result = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise BuildFailed(f"{command[0]} is not installed; see installer/debian-packages.sh.") from None
    if result.returncode:
        raise BuildFailed(f"{Path(command[0]).name} failed:\n{result.stdout.strip()}")
    return result.stdout
