"""The frame around the chosen entry of a list takes no room from its text: a line that no longer fits is cut."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QListWidget

from mus_desktop.ui.theme.look import Look, set_style_kind


def _has_text(shown: QListWidget, row: int) -> bool:
    """Return whether there is text in the lowest quarter of an entry, inside its frame."""
    whole = shown.visualItemRect(shown.item(row))
    image = shown.viewport().grab().toImage()
    lowest = QRect(whole.left() + 4, whole.top() + whole.height() * 3 // 4, 60, whole.height() // 4 - 3)
    colours = {
        image.pixel(x, y) for x in range(lowest.left(), lowest.right()) for y in range(lowest.top(), lowest.bottom())
    }
    return len(colours) > 1


def test_the_second_line_of_the_chosen_entry_is_shown(qapp: QApplication, qtbot: Any) -> None:
    Look(qapp)
    shown = QListWidget()
    qtbot.addWidget(shown)
    set_style_kind(shown, "boxed")
    shown.setWordWrap(True)
    shown.addItems(["I dag kl. 14.06\nMed 14 medarbejdere"] * 2)
    shown.resize(400, 200)
    shown.show()
    shown.setCurrentRow(0)
    qtbot.waitUntil(lambda: shown.visualItemRect(shown.item(0)).height() > 0)
    assert [_has_text(shown, row) for row in range(2)] == [True, True]
