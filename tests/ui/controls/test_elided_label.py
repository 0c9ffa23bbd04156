"""A line that is cut shows all of itself as a tip, letter by letter."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt as RichText
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from mus_desktop.ui.controls.elided_label import ElidedLabel


@pytest.mark.parametrize("name", ["Åse <b>Ny</b> O'Nørgård & søn", "Åse O'Nørgård & søn", "Bjørn &lt; Ågård"])
def test_the_tip_of_a_cut_name_is_that_name(qtbot: QtBot, name: str) -> None:
    label = ElidedLabel(name)
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.grab()
    tip, shown = label.toolTip(), QTextDocument()
    if RichText.mightBeRichText(tip):
        shown.setHtml(tip)
    else:
        shown.setPlainText(tip)
    assert shown.toPlainText() == name
