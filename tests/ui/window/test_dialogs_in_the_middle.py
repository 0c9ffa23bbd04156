"""A dialog opens in the middle of the window, with its real size: otherwise a large one hangs at the lower edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from tests.conftest import Hands

_TOLERANCE = 20
"""The frame of a window, of which Qt must guess the size before there is one."""


@pytest.mark.parametrize("dialog", ["Ny samtale", "Ny gruppesamtale", "Redigér medarbejder"])
def test_a_dialog_opens_in_the_middle(program: Any, demo_copy: Path, hands: Hands, dialog: str) -> None:
    program.folder = demo_copy
    window = program.start()
    window.show_employee(program.workplace.staff.everyone()[0].id)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.setGeometry(screen)
    if dialog == "Ny gruppesamtale":
        window.page_stack.plan_group()
    else:
        hands.click_on("Ny samtale" if dialog == "Ny samtale" else "Redigér medarbejderens oplysninger")
    opened = hands.wait_dialog(dialog)
    wanted = QRect(opened.geometry())
    wanted.moveCenter(screen.center())
    assert abs(opened.geometry().top() - wanted.top()) <= _TOLERANCE
    assert abs(opened.geometry().left() - wanted.left()) <= _TOLERANCE
    opened.reject()
