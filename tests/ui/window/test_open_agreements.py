"""The page of open agreements in the real window: filters, order, status noted in place, and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.follow_up.agreement_table_model import AgreementColumn
from mus_desktop.ui.follow_up.open_agreements_page import OpenAgreementsPage
from mus_desktop.ui.follow_up.status_dialog import AgreementStatusDialog
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.look import POINT_SIZES, Look
from mus_desktop.ui.welcome.overview import OverviewPage
from tests.ui.window.conftest import NOW

_LATE, _SOON, _FAR = date(2026, 4, 1), date(2026, 5, 20), date(2026, 11, 1)


@pytest.fixture
def agreements(place: Workplace, plan: Callable[..., int], person: Callable[[str], Employee]) -> list[str]:
    """Hold a conversation with Anders and Ågot, and return the ids of their agreements."""
    rows = [("Anders", [(_LATE, "Mette"), (_FAR, "Anders")]), ("Ågot", [(_SOON, ""), (None, "Ågot Bæk")])]
    made = []
    for name, wanted in rows:
        talk = plan(person(name), date(2026, 3, 2))
        opened = place.conversations.open(talk)
        field = opened.form.plan_fields()[0]
        column = field.columns[0].key
        stored = tuple(
            Agreement(f"{name}{number}", field.key, "", {column: f"Mål {number}"}, due_on=due, responsible=who)
            for number, (due, who) in enumerate(wanted, 1)
        )
        place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): stored}))
        place.conversations.finish(talk, date(2026, 3, 2))
        made += [row.id for row in stored]
    return made


@pytest.fixture
def page(agreements: list[str], window: MainWindow) -> OpenAgreementsPage:
    assert agreements
    window.page_stack.refresh()
    window.menus.agreements.trigger()
    shown = window.page_stack.currentWidget()
    assert isinstance(shown, OpenAgreementsPage)
    finish_layouts(window)
    return shown


def ids(page: OpenAgreementsPage) -> list[str]:
    return [line.id for line in page.model.lines]


def dialog_of(page: OpenAgreementsPage) -> AgreementStatusDialog:
    (dialog,) = page.findChildren(AgreementStatusDialog)
    return dialog


def test_the_list_has_everybodys_agreements_and_filters_them(page: OpenAgreementsPage) -> None:
    assert ids(page) == ["Anders1", "Ågot1", "Anders2", "Ågot2"]
    counts = [button.text() for button in page.filters.buttons.values()]
    assert counts == [
        "Alle (4)", "Denne måned (1)", "Over fristen (1)", "Uden frist (1)", "Mine (1)", "Medarbejdernes (2)"
    ]  # fmt: skip
    expected = {"THIS_MONTH": ["Ågot1"], "OVERDUE": ["Anders1"], "NO_DATE": ["Ågot2"], "MINE": ["Anders1"]}
    for name, wanted in expected.items():
        page.filters.buttons[name].click()
        assert ids(page) == wanted
    page.filters.buttons["MINE"].click()  # cleared
    assert len(ids(page)) == 4


def test_it_is_sorted_by_heading_and_by_keyboard_and_keeps_the_selection(page: OpenAgreementsPage) -> None:
    page.table.select(["Ågot2"])
    page.table.horizontalHeader().setSortIndicator(AgreementColumn.PEOPLE, Qt.SortOrder.DescendingOrder)
    assert ids(page) == ["Ågot1", "Ågot2", "Anders1", "Anders2"]
    assert [line.id for line in page.table.selected_lines()] == ["Ågot2"]
    page.order.setFocus()
    QTest.keyClick(page.order, Qt.Key.Key_Down)
    assert ids(page) == ["Anders1", "Ågot1", "Anders2", "Ågot2"], "by the text; of one text the earliest comes first"
    for order in Qt.SortOrder:
        page.table.horizontalHeader().setSortIndicator(AgreementColumn.DUE, order)
        assert ids(page)[-1] == "Ågot2", "what has no date is last either way"


def test_a_status_is_noted_by_keyboard_for_several_and_undone(
    page: OpenAgreementsPage, place: Workplace, window: MainWindow
) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Home)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [line.id for line in page.table.selected_lines()] == ["Anders1", "Ågot1"]
    assert not page.show_employee.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    dialog.status.show_key("")
    dialog.primary.click()
    assert "mangler en status" in dialog.problem.text()
    dialog.status.buttons[AgreementStatus.REACHED].click()
    dialog.comment.set_text("Kurset er taget")
    dialog.primary.click()
    assert ids(page) == ["Anders2", "Ågot2"]
    assert window.notices.text() == "Noteret på 2 aftaler: nået."
    (note,) = place.follow_up_list.notes("Ågot1")
    assert (note.on_date, note.comment) == (NOW.date(), "Kurset er taget")
    next(one for one in window.notices.findChildren(QPushButton) if one.text() == "Fortryd").click()
    assert window.page_stack.currentWidget() is page
    assert ids(page) == ["Anders1", "Ågot1", "Anders2", "Ågot2"]
    assert place.follow_up_list.notes("Ågot1") == ()


def test_the_whole_agreement_and_its_notes_stand_below_and_lead_to_the_employee(
    page: OpenAgreementsPage, place: Workplace, window: MainWindow, person: Callable[[str], Employee]
) -> None:
    place.follow_up_list.note_status(["Anders1"], AgreementStatus.IN_PROGRESS, NOW.date(), "Er tilmeldt")
    page.reload()
    assert not page.note.isEnabled()
    page.table.select(["Anders1"])
    assert "Anders Holm · Mål 1 · Mette · senest 1.\u00a0april 2026" in page.details.text()
    assert "12.\u00a0maj 2026: i gang – Er tilmeldt" in page.notes.text()
    page.show_employee.click()
    assert window.page_stack.people == (person("Anders").id,)
    window.menus.agreements.trigger()
    assert window.page_stack.currentWidget() is page
    window.page_stack.refresh()
    assert window.page_stack.currentWidget() is page, "a reload stays here"
    window.page_stack.page_restorer()()
    assert window.page_stack.currentWidget() is page


def test_the_overview_tells_of_the_next_14_days_and_leads_to_the_list(
    agreements: list[str], window: MainWindow, plan: Callable[..., int], person: Callable[[str], Employee]
) -> None:
    assert agreements
    plan(person("Øjvind"), date(2026, 5, 26))
    plan(person("Øjvind"), date(2026, 5, 27))
    window.page_stack.refresh()
    start = window.page_stack.currentWidget()
    assert isinstance(start, OverviewPage)
    assert "De næste 14 dage: 1 samtale og 1 aftale med frist." in [one.text() for one in start.findChildren(QLabel)]
    link = next(one for one in start.findChildren(QPushButton) if one.accessibleName() == "Åbne aftaler")
    link.click()
    assert isinstance(window.page_stack.currentWidget(), OpenAgreementsPage)


def test_a_screen_reader_finds_a_table_with_headings_and_words_for_what_colour_shows(page: OpenAgreementsPage) -> None:
    table = QAccessible.queryAccessibleInterface(page.table)
    assert table.role() is QAccessible.Role.Table
    assert table.text(QAccessible.Text.Name) == "Åbne aftaler"
    parts = [table.child(number) for number in range(table.childCount())]
    names = [(part.role(), part.text(QAccessible.Text.Name)) for part in parts if part is not None]
    assert (QAccessible.Role.ColumnHeader, "Senest") in names
    spoken = page.model.data(page.model.index(0, AgreementColumn.DUE), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1. april 2026, fristen er overskredet"
    assert (QAccessible.Role.Cell, spoken) in names


@pytest.mark.parametrize("size", [(1280, 720), (911, 512)])
@pytest.mark.parametrize("points", [POINT_SIZES[0], 10, POINT_SIZES[-1]])
def test_nothing_moves_sideways_at_any_size(
    page: OpenAgreementsPage, window: MainWindow, look: Look, size: tuple[int, int], points: int
) -> None:
    look.use_point_size(points)
    window.resize(*size)
    finish_layouts(window)
    table = page.table
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert not table.isColumnHidden(AgreementColumn.TEXT)
    assert table.viewport().height() >= 3 * table.rowHeight(0)
    # Without a screen Windows has no fonts, and Qt draws every letter as a wide box.
    if points <= 10 and size[0] == 1280 and QFontDatabase.families():
        assert not any(table.isColumnHidden(column) for column in AgreementColumn)


def test_without_agreements_the_page_says_so(window: MainWindow, place: Workplace) -> None:
    assert place
    window.menus.agreements.trigger()
    page = window.page_stack.currentWidget()
    assert isinstance(page, OpenAgreementsPage)
    assert page.table.isHidden()
    assert page.empty.text().startswith("Der er ingen åbne aftaler")
    assert not page.note.isEnabled()
    assert QApplication.activeModalWidget() is None
