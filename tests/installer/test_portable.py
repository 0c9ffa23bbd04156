"""The portable ZIP file: one folder, the page about it, and the same bytes in each build."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from installer.windows.portable import README, build_portable
from installer.windows.settings import BuildSettings
from mus_desktop import paths
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")


def _built(folder: Path) -> Path:
    settings = BuildSettings(version="1.2.3", epoch=1_700_000_000, work=folder / "work", output=folder / "output")
    for name in ("MUS Desktop.exe", "lib/a.py"):
        path = settings.program / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    settings.output.mkdir()
    return build_portable(settings)


def test_everything_is_in_one_folder_with_a_page_about_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(_built(tmp_path)) as archive:
        names = [f"MUS Desktop/{name}" for name in (README, "MUS Desktop.exe", "lib/a.py")]
        assert archive.namelist() == names
        page = archive.read(names[0]).decode("utf-8-sig")
    assert "MUS Desktop 1.2.3 uden installation" in page
    assert rf"%LOCALAPPDATA%\{paths.APP_NAME}" in page, "where the data are"
    assert "{" not in page
    assert page.count("\n") == page.count("\r\n")


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    first = _built(tmp_path / "first")
    second = _built(tmp_path / "second")
    os.utime(tmp_path / "second" / "work" / "program" / "lib" / "a.py", (1, 1))
    assert first.read_bytes() == second.read_bytes()
