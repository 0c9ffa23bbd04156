"""Run the project's own tests on Python for Windows under wine.

``python -m tests.windows.unit_tests [--full] [TESTS]`` leaves its results in ``build/windows-test/output``; its exit
code is pytest's.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from installer.windows.inputs import TEST_LOCKS, python_pin, unpack_python, windows_wheels
from tests.windows.wine import CHECKOUT, FONTS, OUTPUT, PLACE, Wine, new_wine, windows_path

_WINDOWS = ("start", "second_start", "lock", "desktop_shell", "platform_fonts")
# Without those that take days of backups (four minutes), and those of passwords alone.
_SAFETY = (
    *("cut_off", "encryption", "key_guard", "overwritten", "password_mishaps", "policy_on_safety", "private_folders"),
    *("restoring", "second_start", "unreadable_backups"),
)
SHORT = (
    *(f"tests/storage/{part}" for part in ("database", "keys", "backup", "policy")),
    *(f"tests/ui/window/test_{part}.py" for part in _WINDOWS),
    *(f"tests/services/safety/test_{part}.py" for part in _SAFETY),
    *("tests/cli", "tests/windows", "tests/test_file_changes.py"),
    *("tests/services/writing", "tests/ui/conversation/writing"),
)
"""What meets the system: files, locks, subprocesses, secrets, the dictionary, and the windows' place on the desktop."""
FULL = ("tests",)
SECONDS_OF_A_TEST = 600
SHORT_MINUTES, FULL_MINUTES = 20, 180
_PYTHON = PLACE / "python"
_LIBRARIES_OF_A_WHEEL = re.compile(r"^[^/]+\.data/(?:purelib|platlib)/")


def make_python() -> Path:
    """Unpack the complete Python for Windows and what the tests import, unless it is there; return its program."""
    program = _PYTHON / "python.exe"
    done = _PYTHON / ".complete"
    wheels = windows_wheels(TEST_LOCKS)
    names = "\n".join(wheel.name for wheel in wheels)
    if done.is_file() and done.read_text("utf-8") == names:
        return program
    unpack_python(python_pin("python_for_tests"), _PYTHON)
    libraries = _PYTHON / "Lib" / "site-packages"
    for wheel in wheels:
        _unpack(wheel, libraries)
    # Without a screen Qt looks for fonts here.
    shutil.copytree(FONTS, libraries / "PySide6" / "lib" / "fonts")
    done.write_text(names, "utf-8")
    return program


def _unpack(wheel: Path, libraries: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            inside = _LIBRARIES_OF_A_WHEEL.sub("", name)
            if not name.endswith("/") and ".data/" not in inside:
                path = libraries / inside
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(packed.read(name))


def run(wine: Wine, python: Path, tests: Sequence[str], minutes: int) -> int:
    """Run ``tests`` and show their output while they run; return pytest's exit code."""
    words = ["-X", "faulthandler", "-m", "pytest", "-m", "not bench", "-p", "no:cacheprovider", "--tb=short"]
    limits = ["--timeout", str(SECONDS_OF_A_TEST), "--timeout-method=thread"]
    report = ["--durations=15", "--junitxml", windows_path(OUTPUT / "unit-tests.xml")]
    env = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": windows_path(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*words, *limits, *report, *(str(Path(test)).replace("/", "\\") for test in tests)]
    process = wine.start(python, *command, env=env, folder=CHECKOUT, show=True)
    return process.wait(minutes * 60)


def main() -> int:
    """Run what the command line names, by default the short half."""
    parser = argparse.ArgumentParser(prog="python -m tests.windows.unit_tests", description=__doc__)
    parser.add_argument("--full", action="store_true", help="all tests and not only the short half")
    parser.add_argument("tests", nargs="*", help="these tests only")
    options = parser.parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    python = make_python()
    tests = options.tests or (FULL if options.full else SHORT)
    with new_wine("prefix-of-unit-tests") as wine:
        return run(wine, python, tests, FULL_MINUTES if options.full else SHORT_MINUTES)


if __name__ == "__main__":
    sys.exit(main())
