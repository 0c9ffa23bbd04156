"""The fonts of windows without a screen, as in the demo: on Windows, Qt's offscreen platform loads none by itself."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import PureWindowsPath

_FOLDER = "QT_QPA_FONTDIR"


def name_font_folder(environ: MutableMapping[str, str] = os.environ, system: str = os.name) -> None:
    """Name the folder of Windows' fonts for the offscreen platform, unless ``environ`` names another.

    Must be called before the application is created. Elsewhere than on Windows, Qt finds the fonts of the desktop.
    """
    if system == "nt" and environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        environ.setdefault(_FOLDER, str(PureWindowsPath(environ.get("WINDIR", r"C:\Windows")) / "Fonts"))
