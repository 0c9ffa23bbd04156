"""The fonts of windows without a screen, as in the demo: on Windows, Qt's offscreen platform loads none by itself."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path, PureWindowsPath

from PySide6.QtCore import QLibraryInfo

_FOLDER = "QT_QPA_FONTDIR"


def name_font_folder(
    environ: MutableMapping[str, str] = os.environ, system: str = os.name, qt_fonts: Path | None = None
) -> None:
    """Name the folder of Windows' fonts for the offscreen platform, unless ``environ`` names another.

    Must be called before the application is created. Elsewhere than on Windows, Qt finds the fonts of the desktop.

    :param qt_fonts: the folder in which Qt looks by itself, and which PySide does not bring; it is preferred.
    """
    if system != "nt" or not environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return
    if not (qt_fonts or _folder_of_qt()).is_dir():
        environ.setdefault(_FOLDER, str(PureWindowsPath(environ.get("WINDIR", r"C:\Windows")) / "Fonts"))


def _folder_of_qt() -> Path:
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath)) / "fonts"
