"""Last year's agreements from paper, the mini-MUS, another form, and what comes after signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.meeting.form_dialog import FormDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.other_answers_dialog import OtherAnswersDialog
from mus_desktop.ui.paper.paper_dialog import PaperDialog
from mus_desktop.ui.shell.main_window import MainWindow

_DAY = date(2026, 5, 12)
_TABLE = (
    "Mål\tMetode\tTidsplan\tAnsvarlig\n"
    "Lede anlægsprojekter\tKursus\t1. juni 2025\tÅgot\n"
    "Bruge GIS\tMakkerskab\tløbende\tMette\n"
)
Find = Callable[[type[QDialog]], Any]


@pytest.fixture
def begin(window: MainWindow, place: Workplace, person: Callable[[str], Employee]) -> Callable[..., Any]:
    """Plan a conversation on a form and open it; gives its view."""

    def begin_(form_id: str) -> Any:
        meeting = Meeting(form_id, PeriodRule().period_of(_DAY), _DAY)
        key = place.conversations.plan_new(person("Ågot").id, meeting)
        window.show_employee(person("Ågot").id)
        window.open_conversation(key)
        return window.page_stack.conversation

    return begin_


def _bring_up(view: Any, field: str) -> Any:
    form = view.live.state.form
    view.themes.setCurrentRow(form.tabs.index(form.tab_of(field)))
    finish_layouts(view.window())
    return view.pages.currentWidget().field_widget(field)


def _add_paper(view: Any, dialog: Find) -> Any:
    past = _bring_up(view, "sidste_plan")
    past.add.click()
    asked = dialog(PaperDialog)
    QApplication.clipboard().setText(_TABLE)
    asked.paste.click()
    asked.primary.click()
    return past


def test_from_paper_through_the_wizard_into_the_new_plan_and_back(
    begin: Any, place: Workplace, dialog: Find, qapp: QApplication
) -> None:
    view = begin("aalborg-tm")
    past = _add_paper(view, dialog)
    assert [card.review() for card in past.cards] == [None, None]
    plan = _bring_up(view, "plan")
    past = _bring_up(view, "sidste_plan")
    past.cards[0].comment.insertPlainText("Næsten i mål")
    past.cards[0].status.buttons[AgreementStatus.CARRIED_ON].click()
    opened = place.conversations.open(view.conversation_id)
    (row,) = opened.plan.agreements
    assert (row.cells["maal"], row.due_on, row.responsible) == ("Lede anlægsprojekter", date(2025, 6, 1), "Ågot")
    assert opened.past[0].review is not None
    assert opened.past[0].review.comment == "Næsten i mål"
    assert row.id in [shown.id for shown in plan.rows]

    past.cards[0].go.click()
    finish_layouts(view.window())
    assert plan.isVisible()
    plan.grid.undo_stack.undo()
    assert view.save_now()
    assert not place.conversations.open(view.conversation_id).plan.agreements
    past = _bring_up(view, "sidste_plan")
    assert past.cards[0].go.text() == "Sæt den ind"
    past.cards[0].go.click()
    assert len(place.conversations.open(view.conversation_id).plan.agreements) == 1
    past.cards[0].status.buttons[AgreementStatus.REACHED].click()
    assert not place.conversations.open(view.conversation_id).plan.agreements
    assert view.leave()


def test_a_file_is_kept_and_nothing_is_refused_with_a_reason(
    begin: Any, place: Workplace, person: Callable[[str], Employee], dialog: Find, tmp_path: Path
) -> None:
    view = begin("kobenhavn-buf")
    view._carry_over._on_paper_wanted()
    asked = dialog(PaperDialog)
    asked.primary.click()
    assert "ingen aftaler" in asked.problem.text()
    file = tmp_path / "plan.docx"
    file.write_bytes(b"PK")
    asked.set_attachment(file)
    asked.primary.click()
    assert [kept.name for kept in place.paper.attachments(person("Ågot").id)] == ["plan.docx"]


def _open_menu(window: MainWindow, place: Workplace, person: Callable[[str], Employee], deed: CardAction) -> None:
    window.page_stack.show_employee(person("Ågot").id)
    page = window.page_stack.currentWidget()
    assert isinstance(page, EmployeePage)
    card = page.cards[-1]
    card.menu.aboutToShow.emit()
    action = card._actions[deed]
    assert action.isVisible()
    action.trigger()


def test_a_mini_mus_is_planned_from_the_card_and_opens_on_one_screen(
    begin: Any, window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    view = begin("kobenhavn-buf")
    key = view.conversation_id
    page = window.page_stack
    assert view.leave()
    page.show_employee(person("Ågot").id)
    card = page.currentWidget().cards[0]
    assert not card._actions[CardAction.FOLLOW_UP].isVisible()
    assert card._actions[CardAction.FORM].isVisible()
    place.conversations.finish(key, _DAY)
    _open_menu(window, place, person, CardAction.FOLLOW_UP)
    asked = dialog(MeetingDialog)
    assert asked.on_date.day() == date(2026, 11, 12)
    assert asked.minutes.currentData() == 15
    asked.primary.click()
    finish_layouts(window)
    mini = window.page_stack.conversation
    kept = place.conversations.open(mini.conversation_id).conversation
    assert (kept.purpose, kept.origin, kept.minutes) == (Purpose.FOLLOW_UP, key, 15)
    assert not mini.themes.isVisible()
    assert not [b for b in mini.findChildren(QPushButton) if b.isVisible() and "tema" in b.text()]
    assert mini.pages.currentWidget().isVisible()
    assert mini.leave()


def test_another_form_says_what_is_kept_and_the_kept_can_be_read(
    begin: Any, window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    view = begin("kobenhavn-buf")
    opened = place.conversations.open(view.conversation_id)
    field = next(f for f in opened.form.fields() if f.kind == "notes" and f.key != "andet")
    answers = {AnswerKey(opened.party(PartyRole.SHARED).id, field.key): "Godt år"}
    place.writing.save(Changes(answers))
    assert view.leave()
    _open_menu(window, place, person, CardAction.FORM)
    asked = dialog(FormDialog)
    offered = [asked.form.itemData(number) for number in range(asked.form.count())]
    assert "albertslund" in offered
    assert "mini-mus" not in offered
    assert "kobenhavn-buf" not in offered
    asked.form.setCurrentIndex(offered.index("albertslund"))
    assert field.title in asked.consequences.text()
    asked.primary.click()
    assert place.conversations.open(opened.conversation.id).form.id == "albertslund"
    _open_menu(window, place, person, CardAction.ANSWERS_OF_ANOTHER_FORM)
    told = dialog(OtherAnswersDialog)
    assert "Godt år" in [label.text() for label in told.findChildren(QLabel)]
    told.primary.click()


def test_what_comes_after_signature_saves_itself_with_its_day(begin: Any, place: Workplace, dialog: Find) -> None:
    view = begin("aalborg-tm")
    plan = _bring_up(view, "plan")
    plan.rows[0].cells[0].note.insertPlainText("Lede projekter")
    assert view.save_now()
    view.live.record_step(StepChange(PlanStep.SIGNED, _DAY))
    assert place.conversations.open(view.conversation_id).plan.closed
    training = next(cell for cell in plan.rows[0].cells if cell.column.key == "traening")
    assert plan.rows[0].cells[0].note.isReadOnly()
    training.additions.button.click()
    training.additions.note.insertPlainText("Hver fredag")
    assert view.save_now()
    (added,) = place.conversations.open(view.conversation_id).addenda
    assert (added.body, added.column, added.agreement, added.added_on) == (
        "Hver fredag", "traening", plan.rows[0].id, _DAY,
    )  # fmt: skip
    assert view.leave()


def test_what_was_on_paper_is_corrected_in_its_plan_alone(
    begin: Any, window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    view = begin("kobenhavn-buf")
    view._carry_over._on_paper_wanted()
    asked = dialog(PaperDialog)
    asked.add_pasted_text("Lede projekter")
    asked.primary.click()
    assert view.leave()
    window.page_stack.show_employee(person("Ågot").id)
    card = window.page_stack.currentWidget().cards[-1]
    assert card.open.accessibleName() == "Ret Tidligere aftaler: MUS 2025"
    card.open.click()
    finish_layouts(window)
    paper = window.page_stack.conversation
    assert [field.field.kind for field in paper.pages.currentWidget().fields] == ["plan"]
    paper.pages.currentWidget().fields[0].rows[0].cells[0].note.insertPlainText(" selv")
    assert paper.leave()
    past = place.conversations.open(view.conversation_id).past
    assert [one.agreement.cells["maal"] for one in past] == ["Lede projekter selv"]


def test_a_mini_mus_is_offered_on_the_latest_mus_until_one_is_planned(
    begin: Any, window: MainWindow, place: Workplace, person: Callable[[str], Employee], dialog: Find
) -> None:
    view = begin("kobenhavn-buf")
    key = view.conversation_id
    assert view.leave()
    place.conversations.finish(key, _DAY)
    window.page_stack.show_employee(person("Ågot").id)
    (card,) = window.page_stack.currentWidget().cards
    finish_layouts(window)
    assert card.follow_up.isVisible()
    card.follow_up.click()
    asked = dialog(MeetingDialog)
    asked.on_date.show_day(None)
    next(b for b in asked.findChildren(QPushButton) if "uden at" in b.text()).click()
    assert [line.conversation.purpose for line in place.conversations.of_employee(person("Ågot").id)].count(
        Purpose.FOLLOW_UP
    ) == 1
    finish_layouts(window)
    assert not any(card.follow_up.isVisible() for card in window.page_stack.currentWidget().cards)
