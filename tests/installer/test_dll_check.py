"""A library that the slimmed folder lacks is noticed while it is built, not when the program is started."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from installer.windows.dll_check import check_libraries
from installer.windows.failure import BuildFailed
from tests.systems import posix_only

pytestmark = [
    posix_only("the installers are built on Debian"),
    pytest.mark.skipif(not shutil.which("x86_64-w64-mingw32-gcc"), reason="needs what `make windows` installs"),
]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that loads a library of its own and those of Windows."""
    folder = tmp_path / "program"
    (folder / "lib").mkdir(parents=True)
    (tmp_path / "own.c").write_text("__declspec(dllexport) int own(void) { return 1; }\n")
    (tmp_path / "main.c").write_text("int own(void);\nint main(void) { return own(); }\n")
    compiler = "x86_64-w64-mingw32-gcc"
    subprocess.run([compiler, "-shared", "own.c", "-o", "program/lib/own.dll"], cwd=tmp_path, check=True)
    subprocess.run([compiler, "main.c", "program/lib/own.dll", "-o", "program/main.exe"], cwd=tmp_path, check=True)
    return folder


def test_a_missing_library_stops_the_build(program: Path) -> None:
    assert check_libraries(program) == 2
    (program / "lib" / "own.dll").unlink()
    with pytest.raises(BuildFailed, match=r"main\.exe loads own\.dll"):
        check_libraries(program)


def test_the_stand_in_of_the_tests_is_never_shipped(program: Path) -> None:
    (program / "lib" / "own.dll").rename(program / "lib" / "icuuc.dll")
    with pytest.raises(BuildFailed, match=r"must not be shipped: icuuc\.dll"):
        check_libraries(program)
