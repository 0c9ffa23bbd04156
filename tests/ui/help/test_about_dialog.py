"""The licences named in the dialog about the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel

from mus_desktop.ui.help.about_dialog import LICENCES, AboutDialog

_PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_licence_of_each_dependency_is_named(qtbot: Any) -> None:
    needed = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["dependencies"]
    assert {re.split("[=><~!; ]", one)[0] for one in needed} == set(LICENCES)
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert all(f"{name}: {licence}" in shown for name, licence in LICENCES.values())
