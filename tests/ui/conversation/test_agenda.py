from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mus_desktop.model.form import Form, NotesField, PartyRole, Tab
from mus_desktop.ui.conversation.agenda_dialog import AgendaDialog


def _theme(key: str) -> Tab:
    return Tab(key, key.title(), (NotesField(key=f"{key}_noter", title="Noter", by=tuple(PartyRole)),), optional=True)


FORM = Form(
    "f", 1, "F", "O", (Tab("om", "Om", ()), _theme("mestring"), _theme("mening"), _theme("autonomi")), topics=(1, 3)
)
WISHES = {"Katrine": ("mening_noter",), "Du": ("mening", "autonomi_noter")}


@pytest.fixture
def ask(qtbot: QtBot) -> Callable[..., AgendaDialog]:
    def make(agreed: tuple[str, ...] = ()) -> AgendaDialog:
        dialog = AgendaDialog(FORM, agreed, WISHES, lambda _agreed: None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return make


def _said(dialog: AgendaDialog) -> list[str]:
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415

    return [label.text() for row in dialog.rows() for label in row.findChildren(QLabel)]


def test_nothing_agreed_is_every_theme_in_the_forms_order(ask: Any) -> None:
    dialog = ask()
    assert [row.tab.key for row in dialog.rows()] == ["mestring", "mening", "autonomi"]
    assert dialog.agreed() == ()


def test_it_says_who_wants_what(ask: Any) -> None:
    assert _said(ask()) == ["★ Katrine og du vil gerne tale om det", "★ Du vil gerne tale om det"]


def test_order_by_mouse_and_by_key_and_what_is_left_out(ask: Any) -> None:
    dialog = ask()
    dialog.rows()[2].up.click()
    dialog.rows()[0].check_box.setFocus()
    QTest.keyClick(dialog.rows()[0].check_box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [row.tab.key for row in dialog.rows()] == ["autonomi", "mestring", "mening"]
    dialog.rows()[1].check_box.click()
    assert dialog.agreed() == ("autonomi", "mening")


def test_what_was_agreed_stands_first_and_can_be_taken_back(ask: Any) -> None:
    dialog = ask(("autonomi",))
    assert [(row.tab.key, row.check_box.isChecked()) for row in dialog.rows()] == [
        ("autonomi", True),
        ("mestring", False),
        ("mening", False),
    ]
    next(
        button for button in dialog.findChildren(type(dialog.primary)) if button.text() == "Skemaets rækkefølge"
    ).click()
    assert dialog.agreed() == ()
