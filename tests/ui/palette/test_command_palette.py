"""The command palette in the real window: what it knows, how it is used by keyboard, and what it never shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.palette.command_palette import CommandPalette
from tests.ui.accessibility.accessible_tree import faults_of

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

PERIOD = PeriodRule().period_of(date(2026, 11, 18))
PEOPLE = ("Åse Ærø", "Jørgen Kjær", "José Maria Krog", "Kirsten Aagaard")


@pytest.fixture
def window(program: Program) -> Any:
    window = program.start()
    place = program.workplace
    place.preferences.set_leader(Leader("Mette Højgård"))
    place.preferences.set_default_form("kobenhavn-buf")
    for name in PEOPLE:
        place.staff.add(Employee(name, "Lærer"))
    window.page_stack.refresh()
    return window


@pytest.fixture
def conversation(window: Any, program: Program) -> Any:
    key = program.workplace.staff.everyone()[0].id
    window.open_conversation(program.workplace.conversations.plan_new(key, Meeting("kobenhavn-buf", PERIOD)))
    return program.view


@pytest.fixture
def open_palette(hands: Hands) -> Any:
    def open_() -> CommandPalette:
        hands.press("Ctrl+K")
        palette: Any = hands.wait_dialog("Gå til")
        return palette

    return open_


def _titles(palette: CommandPalette) -> list[str]:
    model = palette.list.entries
    return [str(model.index(row).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kjaer", "Jørgen Kjær"),
        ("jorgen", ""),
        ("joergen", "Jørgen Kjær"),
        ("jose krog", "José Maria Krog"),
        ("ærø å", "Åse Ærø"),
        ("aeroe aase", "Åse Ærø"),
        ("ågård", "Kirsten Aagaard"),
        ("krog laerer", "José Maria Krog"),
    ],
)
def test_words_are_found_in_any_order_and_danish_spelling(
    window: Any, open_palette: Any, hands: Hands, typed: str, found: str
) -> None:
    palette = open_palette()
    hands.type(typed)
    shown = _titles(palette)
    assert (found in shown) if found else not [title for title in shown if title in PEOPLE]
    palette.reject()


def test_enter_goes_there_and_what_was_used_last_comes_first(window: Any, open_palette: Any, hands: Hands) -> None:
    open_palette()
    hands.type("joergen")
    hands.press("Return")
    assert window.page_stack.currentWidget()._name.text() == "Jørgen Kjær"
    palette = open_palette()
    assert _titles(palette)[0] == "Jørgen Kjær"
    hands.type("overblik")
    hands.press("Return")
    assert window.page_stack.employee_id is None or window.page_stack.currentWidget() is window.page_stack._start
    palette = open_palette()
    assert _titles(palette)[:2] == ["Overblik", "Jørgen Kjær"]
    hands.press("Down")
    assert palette.list.current().title == "Jørgen Kjær"
    hands.press("Up", times=3)
    assert palette.list.current().title == "Overblik"
    hands.press("PgDown", times=20)
    assert palette.list.currentIndex().row() == palette.list.entries.rowCount() - 1
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None


def test_every_command_of_the_menus_is_there_with_its_shortcut_and_none_other(window: Any, open_palette: Any) -> None:
    window.show_employee(window._staff_overview.everyone[0].id)
    in_menus = {
        (
            action.text().replace("&", "").removesuffix(" …"),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        )
        for menu in window.menuBar().findChildren(QMenu)
        if menu.title()  # the one of menus that do not fit has none
        for action in menu.actions()
        if action.isEnabled() and action.isVisible() and not action.isSeparator() and action is not window.menus.palette
    }
    palette = open_palette()
    model = palette.list.entries
    entries = [model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]
    assert {(one.title, one.keys) for one in entries if one.key.startswith("action ")} == in_menus
    assert ("Overblik", "Alt+Home") in in_menus
    palette.reject()


def test_a_theme_and_a_form_lead_there(window: Any, conversation: Any, open_palette: Any, hands: Hands) -> None:
    open_palette()
    hands.type("frem mod")
    hands.press("Return")
    assert conversation.pages.currentWidget().tab.title == "Frem mod Udviklingsplanen"
    assert conversation.pages.currentWidget().isAncestorOf(hands.focused())
    hands.press("Alt+Left")
    open_palette()
    hands.type("ny samtale aalborg")
    hands.press("Return")
    dialog: Any = hands.wait_dialog("Ny samtale")
    assert dialog.form.currentData() == "aalborg-tm"
    dialog.reject()


def test_in_samtale_it_knows_no_people_forms_or_private_commands(
    window: Any, conversation: Any, open_palette: Any, hands: Hands, announced: list[str]
) -> None:
    open_palette()
    hands.type("kjaer")
    hands.press("Return")  # so that a person is the last used
    window.open_conversation(conversation.conversation_id) if window.page_stack.conversation is None else None
    hands.press("F11")
    announced.clear()
    palette = open_palette()
    view = window.page_stack.conversation
    assert set(_titles(palette)) == {title for _, title, _ in view.themes.lines()} | {
        "Samtale – vendt mod medarbejderen", "Lyst", "Mørkt", "Som computeren", "Større tekst", "Mindre tekst",
        "Normal tekst", "Luk MUS Desktop",
    }  # fmt: skip
    for search in ("kjaer", "ny", "aalborg", "indstillinger"):
        palette.search.setText(search)
        assert not [title for title in _titles(palette) if title in PEOPLE or "Ny" in title or "Aalborg" in title]
    assert not [text for text in announced if any(name in text for name in PEOPLE)]
    palette.reject()


def test_it_is_named_and_announces_how_many_match(
    window: Any, open_palette: Any, hands: Hands, announced: list[str]
) -> None:
    palette = open_palette()
    finish_layouts(palette)
    assert faults_of(palette) == []
    hands.type("kjær")
    assert announced[-1] == "1 fundet. Jørgen Kjær, Lærer"
    hands.type("xx")
    assert announced[-1] == palette.count.text() == "Intet passer på det, du søger efter."
    hands.press("Return")
    assert palette.isVisible(), "there is nothing to go to"
    hands.press("Ctrl+A")
    hands.type("l")
    announced.clear()
    hands.press("Down")
    assert announced == [palette.list.current().spoken]
    palette.reject()


@pytest.mark.parametrize("where", ["note", "search"])
def test_the_key_deletes_nothing_where_text_is_written(
    window: Any, conversation: Any, open_palette: Any, hands: Hands, where: str
) -> None:
    """On Linux, Qt's inputs delete to the end of the line with Ctrl+K."""
    if where == "note":
        hands.press("Alt+5")
        hands.click(next(w for w in conversation.pages.currentWidget().inputs() if "Fælles" in w.accessibleName()))
    else:
        hands.press("Ctrl+F")
    field: Any = hands.focused()
    hands.type("Blåbær")
    hands.press("Home")
    palette = open_palette()
    assert field.text() == "Blåbær"
    palette.reject()
