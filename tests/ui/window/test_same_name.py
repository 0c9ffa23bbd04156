"""Two people of one name in the real window: told apart wherever they are named, and never taken for each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation import finishing
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.conversation.participants import SplitOutDialog
from mus_desktop.ui.documents import open_in_word as word_module
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.documents.open_in_word import WordOpener
from mus_desktop.ui.employees import actions, employee_delegate
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.meeting.group_dialog import GroupDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.look import Look

_Dialogs = Callable[[type[QDialog]], Any]
_PERIOD = PeriodRule().period_of(date(2026, 6, 3))
TEACHER, CARETAKER = "Anne Hansen (Lærer)", "Anne Hansen (Pedel)"


@pytest.fixture
def annes(place: Workplace) -> tuple[int, int]:
    staff = place.staff
    return staff.add(Employee("Anne Hansen", "Lærer")).id, staff.add(Employee("Anne Hansen", "Pedel")).id


@pytest.fixture
def group(place: Workplace, annes: tuple[int, int], person: Callable[[str], Employee]) -> int:
    people = (*annes, person("Ågot").id, person("Øjvind").id)
    return place.conversations.plan_group(people, Meeting("albertslund", _PERIOD, date(2026, 6, 3)))


def texts_in(widget: QWidget) -> str:
    shown: list[Any] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return " | ".join(one.text() for one in shown if not one.isHidden())


class TestNamedApart:
    def test_in_the_list(self, window: MainWindow, annes: tuple[int, int]) -> None:
        window.sidebar.refresh()
        model = window.sidebar.list.employees
        rows = {row.employee.id: row for row in model.rows()}
        assert [rows[anne].below for anne in annes] == ["Lærer", "Pedel"]
        told = [model.data(model.index_of(anne), Qt.ItemDataRole.AccessibleTextRole) for anne in annes]
        assert told == ["Anne Hansen, Lærer, uden samtale", "Anne Hansen, Pedel, uden samtale"]

    def test_in_the_list_where_even_the_titles_are_the_same(self, window: MainWindow, place: Workplace) -> None:
        people = [place.staff.add(Employee("Anne Hansen", "Lærer")).id for _ in range(2)]
        window.sidebar.refresh()
        rows = {row.employee.id: row for row in window.sidebar.list.employees.rows()}
        assert [rows[anne].below for anne in people] == ["Lærer, nr. 1", "Lærer, nr. 2"]
        window.sidebar.search.setText("anne nr. 2")
        assert [row.employee.id for row in window.sidebar.list.employees.rows()] == people[1:]

    def test_on_the_page_and_when_a_conversation_is_planned(
        self, window: MainWindow, annes: tuple[int, int], dialog: _Dialogs
    ) -> None:
        window.show_employee(annes[1])
        assert CARETAKER in texts_in(window.page_stack.currentWidget())
        window.menus.new_conversation.trigger()
        asked = dialog(MeetingDialog)
        assert f"Med {CARETAKER}" in texts_in(asked)
        asked.reject()

    def test_on_the_overview(
        self, window: MainWindow, plan: Callable[..., int], place: Workplace, annes: tuple[int, int]
    ) -> None:
        for anne in annes:
            plan(place.staff.get(anne))
        window.sidebar.refresh()
        window.page_stack.show_start()
        said = texts_in(window.page_stack.currentWidget())
        assert TEACHER in said
        assert CARETAKER in said

    def test_among_those_to_choose_for_a_group(
        self, window: MainWindow, annes: tuple[int, int], dialog: _Dialogs
    ) -> None:
        window.menus.new_group.trigger()
        asked = dialog(GroupDialog)
        names = [asked.people.list.item(row).text() for row in range(asked.people.list.count())]
        assert {TEACHER, CARETAKER} <= set(names)
        asked.reject()

    def test_before_a_conversation_is_deleted(
        self,
        window: MainWindow,
        place: Workplace,
        plan: Callable[..., int],
        annes: tuple[int, int],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        plan(place.staff.get(annes[1]))
        window.show_employee(annes[1])
        asked: list[str] = []
        monkeypatch.setattr(actions, "confirm", lambda _over, _title, text, _action: bool(asked.append(text)))
        card = window.page_stack.currentWidget().cards[0]
        card.action_wanted.emit(CardAction.DELETE, card.line)
        assert f"med {CARETAKER} fra MUS 2026 (3. juni 2026) slettes" in asked[0], (
            "which person, and which conversation"
        )

    def test_in_the_heading_the_picker_and_the_documents_of_a_group(
        self, window: MainWindow, place: Workplace, group: int
    ) -> None:
        window.open_conversation(group)
        view = window.page_stack.conversation
        assert view is not None
        assert f"{TEACHER}, {CARETAKER} og 2 andre" in texts_in(view.header)
        picker = view.header.picker
        assert [picker.box.itemText(row) for row in range(1, 5)] == [TEACHER, CARETAKER, "Ågot", "Øjvind"]
        for party in [one.id for one in place.conversations.open(group).participants[:2]]:
            place.groups.own_plan(group, party)
        menu = DocumentsMenu(place, group, window)
        menu.fill()
        titles = [action.text() for action in menu.actions()]
        assert len(titles) == len(set(titles))
        menu.deleteLater()

    def test_on_the_cards_of_a_group(self, window: MainWindow, group: int, annes: tuple[int, int]) -> None:
        window.show_employee(annes[0])
        assert f"Gruppesamtale: {TEACHER}, {CARETAKER} og 2 andre" in texts_in(window.page_stack.currentWidget())


def test_finishing_a_groups_conversation_names_everybody_whoever_is_shown(
    window: MainWindow, place: Workplace, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_conversation(group)
    view = window.page_stack.conversation
    assert view is not None
    told: list[str] = []

    def look(dialog: QDialog) -> int:
        assert isinstance(dialog, FinishDialog)
        told.append(texts_in(dialog))
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(finishing, "show_and_wait", look)
    for party in (None, *(one.id for one in place.conversations.open(group).participants)):
        assert view.show_participant(party)
        view.header.finish_wanted.emit()
    assert len(told) == 5
    assert all(f"Markér gruppesamtalen med {TEACHER}, {CARETAKER}, Ågot og Øjvind som afholdt" in text for text in told)


def test_the_second_ones_plan_is_not_the_first_ones_changed_in_word(
    window: MainWindow,
    place: Workplace,
    plan: Callable[..., int],
    annes: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two whose files have one name, as before titles came into it: Enter keeps nothing of another's."""
    monkeypatch.setattr(
        "mus_desktop.services.documents.prepared_document.participants_text", lambda opened: opened.employee.name
    )
    place.preferences.set_document_folder(tmp_path)
    first, second = (plan(place.staff.get(anne)) for anne in annes)
    opened: list[Path] = []
    word = WordOpener(place.documents, window, lambda path: opened.append(path) is None)
    word.make_and_open(first)
    opened[0].write_bytes(b"rettet i Word")
    asked: list[str] = []
    monkeypatch.setattr(word_module, "ask", lambda _window, _title, text, choices: asked.append(text) or choices[0].key)
    word.make_and_open(second)
    assert not asked, "Enter takes the first choice"
    assert opened[1].name == f"{opened[0].stem} (2).docx"
    assert opened[0].read_bytes() == b"rettet i Word"
    stored_copy = place.documents.stored_copy(second)
    assert stored_copy is not None
    assert stored_copy.name == opened[1].name


class TestASecondMus:
    @pytest.fixture
    def anne(self, place: Workplace, plan: Callable[..., int], annes: tuple[int, int]) -> int:
        plan(place.staff.get(annes[0]))
        return annes[0]

    def test_is_pointed_out_when_it_is_planned(
        self, window: MainWindow, place: Workplace, anne: int, dialog: _Dialogs
    ) -> None:
        window.show_employee(anne)
        window.menus.new_conversation.trigger()
        asked = dialog(MeetingDialog)
        said = (
            f"{TEACHER} har allerede en MUS i 2026 (planlagt, onsdag 3. juni 2026). "
            "Opret kun en til, hvis I skal holde to."
        )
        assert asked.second_notice.isVisible()
        assert asked.second_notice.text() == said
        asked.on_date.pick(date(2027, 1, 12))
        assert not asked.second_notice.isVisible(), "next year's is another"
        asked.on_date.pick(date(2026, 9, 1))
        assert asked.second_notice.isVisible()
        asked.primary.click()
        assert len(place.conversations.of_employee(anne)) == 2, "it is no hindrance"

    def test_is_pointed_out_for_the_first_one_planned_on_a_new_machine(
        self, empty_place: Workplace, open_window: Callable[[Workplace], MainWindow], dialog: _Dialogs
    ) -> None:
        empty_place.preferences.set_leader(empty_place.preferences.leader())
        window = open_window(empty_place)
        anne = empty_place.staff.add(Employee("Anne Hansen")).id
        for shown in (False, True):
            window.show_employee(anne)
            window.menus.new_conversation.trigger()
            asked = dialog(MeetingDialog)
            assert asked.second_notice.isVisible() is shown
            asked.primary.click()

    def test_is_pointed_out_for_a_group(
        self, window: MainWindow, anne: int, annes: tuple[int, int], dialog: _Dialogs
    ) -> None:
        window.menus.new_group.trigger()
        asked = dialog(GroupDialog)
        assert not asked.second_notice.isVisible()
        items = {item.data(Qt.ItemDataRole.UserRole): item for item in asked.people._items()}
        items[annes[1]].setCheckState(Qt.CheckState.Checked)
        assert not asked.second_notice.isVisible(), "she is another one"
        items[anne].setCheckState(Qt.CheckState.Checked)
        assert f"{TEACHER} har allerede en MUS i 2026" in asked.second_notice.text()
        items[anne].setCheckState(Qt.CheckState.Unchecked)
        assert not asked.second_notice.isVisible()
        asked.people.list.clearSelection()
        items[annes[1]].setCheckState(Qt.CheckState.Unchecked)
        asked.reject()

    def test_is_pointed_out_when_one_is_moved_into_the_period(
        self, window: MainWindow, place: Workplace, plan: Callable[..., int], anne: int, dialog: _Dialogs
    ) -> None:
        plan(place.staff.get(anne), date(2027, 2, 1))
        window.show_employee(anne)
        card = window.page_stack.currentWidget().cards[0]
        card.action_wanted.emit(CardAction.MEETING, card.line)
        asked = dialog(MeetingDialog)
        assert not asked.second_notice.isVisible(), "it is itself no second one"
        asked.period.setCurrentIndex(asked.period.findText("MUS 2026", Qt.MatchFlag.MatchStartsWith))
        assert asked.second_notice.text() == f"{TEACHER} har også en anden MUS i 2026 (planlagt, onsdag 3. juni 2026)."
        asked.primary.click()

    def test_is_pointed_out_to_whoever_leaves_a_group(
        self, window: MainWindow, place: Workplace, anne: int, group: int, dialog: _Dialogs
    ) -> None:
        window.open_conversation(group)
        view = window.page_stack.conversation
        assert view is not None
        parties = {one.employee: one.id for one in place.conversations.open(group).participants}
        for employee, party in parties.items():
            assert view.show_participant(party)
            view.header.individual_wanted.emit()
            asked = dialog(SplitOutDialog)
            assert asked.second_notice.isVisible() is (employee == anne)
            asked.reject()

    def test_the_list_shows_the_one_that_has_come_furthest(
        self, window: MainWindow, place: Workplace, plan: Callable[..., int], anne: int
    ) -> None:
        first = place.conversations.of_employee(anne)[0].conversation.id
        place.conversations.finish(first, date(2026, 5, 4))
        plan(place.staff.get(anne), date(2026, 10, 1))
        window.sidebar.refresh()
        rows = {row.employee.id: row for row in window.sidebar.list.employees.rows()}
        assert rows[anne].word == "afholdt"


@pytest.mark.parametrize("points", [10, 20])
def test_a_long_status_does_not_hide_what_tells_them_apart(
    window: MainWindow, place: Workplace, look: Look, monkeypatch: pytest.MonkeyPatch, points: int
) -> None:
    """What is painted on the second line of each. Only at the largest text does what differs lose its middle."""
    form = place.catalogue.available()[0].id
    late = Meeting(form, _PERIOD, date(2026, 5, 1))
    for title, workplace in (
        ("Pædagogmedhjælper", "Solsorten"),
        ("Pædagogisk assistent", "Solsorten"),
        ("Pædagogisk assistent", "Muldvarpen"),
    ):
        place.conversations.plan_new(place.staff.add(Employee("Mette Holm", title, workplace)).id, late)
    look.use_point_size(points)
    window.sidebar.refresh()
    painted: list[str] = []
    write = employee_delegate._draw_text

    def record(painter: QPainter, area: QRect, font: QFont, colour: QColor, text: str) -> None:
        painted.append(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
        write(painter, area, font, colour, text)

    monkeypatch.setattr(employee_delegate, "_draw_text", record)
    listed = window.sidebar.list
    for row in listed.employees.rows():
        if row.employee.name == "Mette Holm":
            listed.scrollTo(listed.employees.index_of(row.employee.id))
            listed.viewport().grab()
    shown = [" ".join(painted[at + 1 : at + 3]) for at, text in enumerate(painted) if text == "Mette Holm"]
    assert len(set(shown)) == 3, shown
    mettes = [row for row in listed.employees.rows() if row.employee.name == "Mette Holm"]
    if points == 10:
        assert [row.detail for row in mettes if not any(row.detail in text for text in shown)] == []
    assert all("overskredet" in row.tip for row in mettes), "where the status is cut, the tip says it"
