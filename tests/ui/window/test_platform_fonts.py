"""The program's own font and text size hold for menus, lists, tooltips and message boxes, as on any platform."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from shutil import copy
from typing import Any

import pytest

from mus_desktop.ui.theme.offscreen_fonts import _folder_of_qt, name_font_folder
from tests.systems import WINDOWS, windows_only

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "mus_desktop"
SMALL = "DejaVu Sans,7,-1,5,50,0,0,0,0,0"
KDE = f"[General]\nfont=DejaVu Sans,10,-1,5,50,0,0,0,0,0\nmenuFont={SMALL}\ntoolBarFont={SMALL}\n"
"""A desktop with small fonts of its own for menus and tool buttons, as Windows has for these, lists and messages."""


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The fonts under the Windows plugin; on Linux under one that follows KDE's settings and needs no screen."""
    settings = tmp_path_factory.mktemp("settings")
    (settings / "kdeglobals").write_text(KDE, "utf-8")
    kde = {"XDG_CONFIG_HOME": str(settings), "KDE_SESSION_VERSION": "5", "QT_QPA_PLATFORMTHEME": "kde"}
    platform = {"QT_QPA_PLATFORM": "windows"} if WINDOWS else {"QT_QPA_PLATFORM": "vkkhrdisplay", **kde}
    script = str(Path(__file__).with_name("platform_fonts.py"))
    run = subprocess.run(
        [sys.executable, script], env={**os.environ, **platform, "PYTHONPATH": str(ROOT)},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    found: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return found


def test_the_platform_has_small_fonts_for_some(fonts: dict[str, dict[str, Any]]) -> None:
    assert fonts["platform"]["QMenu"][1] < 9


@pytest.mark.parametrize(("when", "points"), [("started", 14), ("enlarged", 20), ("dark", 20)])
def test_nothing_keeps_a_font_of_the_platform(fonts: dict[str, dict[str, Any]], when: str, points: int) -> None:
    shown = fonts[when]
    assert shown["the program"][1] == points
    assert {name: font for name, font in shown.items() if font != shown["the program"]} == {}


@pytest.mark.parametrize(
    ("system", "environ", "folder"),
    [
        ("nt", {"QT_QPA_PLATFORM": "offscreen:configfile=x", "WINDIR": r"D:\Win"}, r"D:\Win\Fonts"),
        ("nt", {"QT_QPA_PLATFORM": "offscreen"}, r"C:\Windows\Fonts"),
        ("nt", {"QT_QPA_PLATFORM": "offscreen", "QT_QPA_FONTDIR": r"E:\own"}, r"E:\own"),
        ("nt", {"QT_QPA_PLATFORM": "windows"}, None),
        ("nt", {}, None),
        ("posix", {"QT_QPA_PLATFORM": "offscreen"}, None),
    ],
)
def test_only_offscreen_on_windows_needs_a_font_folder(
    system: str, environ: dict[str, str], folder: str | None, tmp_path: Path
) -> None:
    before = dict(environ)
    name_font_folder(environ, system, tmp_path / "fonts")
    assert environ.get("QT_QPA_FONTDIR") == folder
    (tmp_path / "fonts").mkdir()
    environ = dict(before)
    name_font_folder(environ, system, tmp_path / "fonts")
    assert environ == before, "Qt has fonts of its own"


@windows_only("elsewhere Qt finds the fonts of the desktop by itself")
def test_offscreen_has_the_fonts_of_windows(tmp_path: Path) -> None:
    folder = tmp_path / "Fonts"
    folder.mkdir()
    copy(next(Path(os.environ.get("QT_QPA_FONTDIR", _folder_of_qt())).glob("*.[ot]tf")), folder)
    show = "from mus_desktop.ui.shell.application import get_application as app; app()\n"
    show += "from PySide6.QtGui import QFontDatabase; print(len(QFontDatabase.families()))"
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "WINDIR": str(PureWindowsPath(tmp_path))}
    env.pop("QT_QPA_FONTDIR", None)
    run = subprocess.run([sys.executable, "-c", show], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert int(run.stdout) >= 1
    assert "font" not in run.stderr.lower()


def test_no_width_depends_on_the_platforms_idea_of_an_average_character() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if path.name != "text_width.py"]
    assert [path.name for path in modules if "averageCharWidth" in path.read_text("utf-8")] == []
