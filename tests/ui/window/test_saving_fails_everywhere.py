"""Saving fails in a dialog: it stays with what was written in it, says why, and the same button saves it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import backup_state
from mus_desktop.ui.dialogs import input_dialog, messages
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.fields.field_widget import FieldWidget
from mus_desktop.ui.fields.inputs.info_text import InfoWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.application import stored_look
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.tokens import Scheme
from mus_desktop.ui.welcome.first_start import FirstStartPage

DAY = date(2026, 5, 4)
WRITTEN = "Skrevet på Ærø"
NOT_SAVED = "ikke gemt"


@dataclass
class Room:
    """The window over a workplace with people in it, and what a place needs to be brought up."""

    window: MainWindow
    place: Workplace

    def employee(self, name: str = "Ågot") -> Employee:
        return next(one for one in self.place.staff.everyone(left=True) if one.name.startswith(name))

    def plan(self, form: str = "kobenhavn-buf", name: str = "Ågot", year: int = 2026) -> int:
        meeting = Meeting(form, PeriodRule().period_of(date(year, 6, 3)), date(year, 6, 3))
        return self.place.conversations.plan_new(self.employee(name).id, meeting)

    def talk(self, form: str = "kobenhavn-buf") -> Any:
        self.window.open_conversation(self.plan(form))
        view: Any = self.window.page_stack.conversation
        return view

    def group(self) -> Any:
        people = [self.employee(name).id for name in ("Ågot", "Øjvind", "Anders")]
        meeting = Meeting("abc-faelles", PeriodRule().period_of(date(2026, 6, 3)))
        self.window.open_conversation(self.place.conversations.plan_group(people, meeting))
        view: Any = self.window.page_stack.conversation
        return view

    def deed(self, deed: CardAction) -> None:
        self.window.show_employee(self.employee().id)
        page: Any = self.window.page_stack.currentWidget()
        page.cards[0].action_wanted.emit(deed, page.cards[0].line)

    def field(self, kind: type[FieldWidget]) -> Any:
        view: Any = self.window.page_stack.conversation
        for number in range(view.themes.count()):
            view.themes.go_to(number)
        return next(widget for widget in view.pages.fields() if isinstance(widget, kind))

    def read_only(self, *, on: bool) -> None:
        self.place.database._connection.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")

    def stored(self) -> list[str]:
        """Everything that is stored, but for the page a conversation was left on."""
        return [line for line in self.place.database._connection.iterdump() if "INSERT" in line]


@dataclass(frozen=True)
class Place:
    """A dialog: how it comes up, what a person writes there, how that is read off it, and what is pressed."""

    begin: Callable[[Room], None]
    write: Callable[[Any], object]
    reads: Callable[[Any], object]
    press: Callable[[Any], object] = lambda sheet: sheet.primary.click()


def _edit(room: Room) -> None:
    room.window.show_employee(room.employee().id)
    page: Any = room.window.page_stack.currentWidget()
    page.edit.click()


def _new(room: Room) -> None:
    room.window.show_employee(room.employee().id)
    room.window.menus.new_conversation.trigger()


def _on_card(deed: CardAction, *, noted: bool = False) -> Callable[[Room], None]:
    def begin(room: Room) -> None:
        number = room.plan()
        if noted:
            room.place.conversations.record_invited(number, DAY)
        room.deed(deed)

    return begin


def _follow_up(room: Room) -> None:
    room.place.conversations.finish(room.plan(), DAY)
    room.deed(CardAction.FOLLOW_UP)


def _step(step: ConversationStep) -> Callable[[Room], None]:
    def begin(room: Room) -> None:
        room.plan()
        room.window.show_employee(room.employee().id)
        page: Any = room.window.page_stack.currentWidget()
        page.cards[0].steps.button(step).click()

    return begin


def _paper(room: Room) -> None:
    room.talk()
    room.field(PreviousPlanWidget).paper_wanted.emit()


def _text(room: Room) -> None:
    room.talk("abc-hurtig")
    room.field(InfoWidget)
    view: Any = room.window.page_stack.conversation
    next(w for w in view.pages.fields() if isinstance(w, InfoWidget) and w.edit_button).edit_button.click()


def _agenda(room: Room) -> None:
    room.talk("aarhus-bu")._wizard.agenda_wanted.emit()


def _alone(room: Room) -> None:
    view = room.group()
    view.show_participant(view.live.state.whole.participants[0].id)
    view.header.individual_wanted.emit()


def _tick(sheet: Any) -> None:
    for row in range(2):
        item = sheet.people.list.item(row)
        item.setCheckState(item.checkState().Checked)
    sheet.place.setText(WRITTEN)


def _only(title: str) -> Callable[[Any], None]:
    return lambda sheet: next(b for b in sheet.findChildren(type(sheet.primary)) if b.text() == title).click()


def _line(name: str) -> tuple[Callable[[Any], object], Callable[[Any], object]]:
    return lambda sheet: getattr(sheet, name).setText(WRITTEN), lambda sheet: getattr(sheet, name).text()


_DAY = (lambda sheet: sheet.day.show_day(date(2026, 5, 11)), lambda sheet: sheet.day.line.text())
PLACES = {
    "new employee": Place(lambda room: room.window.menus.new_employee.trigger(), *_line("name")),
    "employee": Place(_edit, *_line("title")),
    "new conversation": Place(_new, *_line("place")),
    "new conversation, not opened": Place(_new, *_line("place"), _only("Opret &uden at åbne")),
    "group": Place(
        lambda room: room.window.menus.new_group.trigger(),
        _tick,
        lambda sheet: (sheet.people.chosen(), sheet.place.text()),
    ),
    "meeting": Place(_on_card(CardAction.MEETING), *_line("place")),
    "mini-MUS": Place(_follow_up, *_line("place"), _only("Opret &uden at åbne")),
    "invited": Place(_on_card(CardAction.INVITED), *_DAY),
    "invited, taken back": Place(_on_card(CardAction.INVITED, noted=True), *_DAY, lambda sheet: sheet.remove.click()),
    "declined": Place(_on_card(CardAction.DECLINED), *_DAY),
    "postponed": Place(_on_card(CardAction.POSTPONED), lambda sheet: sheet.day.show_day(date(2026, 9, 1)), _DAY[1]),
    **{f"step {step.name}": Place(_step(step), *_DAY) for step in ConversationStep if step.plan_step},
    "another form": Place(
        _on_card(CardAction.FORM), lambda sheet: sheet.form.setCurrentIndex(1), lambda sheet: sheet.form.currentText()
    ),
    "settings": Place(
        lambda room: room.window.menus.settings.trigger(),
        lambda sheet: sheet.leader.title.setText(WRITTEN),
        lambda sheet: sheet.leader.title.text(),
    ),
    "own questions": Place(
        lambda room: room.window.menus.questions.trigger(),
        lambda sheet: sheet.fields()[0].add(WRITTEN),
        lambda sheet: sheet.fields()[0].editors()[-1].text(),
    ),
    "paper": Place(
        _paper,
        lambda sheet: sheet.plan.rows[0].cells[0].note.insertPlainText(WRITTEN),
        lambda sheet: sheet.plan.rows[0].cells[0].note.text(),
    ),
    "text of the settings": Place(
        _text, lambda sheet: sheet.note.insertPlainText(WRITTEN), lambda sheet: sheet.note.text()
    ),
    "themes": Place(
        _agenda,
        lambda sheet: sheet.rows()[0].check_box.click(),
        lambda sheet: [r.check_box.isChecked() for r in sheet.rows()],
    ),
    "alone": Place(_alone, lambda _sheet: None, lambda sheet: sheet.form.currentText()),
}


@pytest.fixture
def room(window: MainWindow, place: Workplace) -> Room:
    place.preferences.set_default_form("kobenhavn-buf")
    return Room(window, place)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What boxes of their own say; each is read and closed."""
    said: list[str] = []

    def read(box: QMessageBox) -> int:
        said.append(f"{box.text()}: {box.informativeText()}")
        box.deleteLater()
        return 0

    monkeypatch.setattr(messages, "show_and_wait", read)
    return said


def _sheet() -> Any:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, InputDialog) and w.isVisible()]
    assert len(shown) == 1, shown
    return shown[0]


@pytest.mark.parametrize("name", PLACES)
def test_a_dialog_keeps_what_is_written_until_it_is_saved(
    room: Room, told: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    what, asked = PLACES[name], list[str]()
    monkeypatch.setattr(input_dialog, "ask", lambda _sheet, title, *_: asked.append(title) or "")
    what.begin(room)
    sheet = _sheet()
    what.write(sheet)
    written, before = what.reads(sheet), room.stored()
    room.read_only(on=True)
    for _ in range(2):
        what.press(sheet)
        assert sheet.isVisible()
        assert sheet.problem.isVisible()
        assert NOT_SAVED in sheet.problem.text()
        assert what.reads(sheet) == written
    if "Ærø" in str(written):
        QTest.keyPress(sheet, Qt.Key.Key_Escape)
        assert asked == ["Vil du gemme det, du har skrevet?"]
        assert sheet.isVisible()
    room.read_only(on=False)
    assert room.stored() == before
    assert told == [], "one sentence, in place"

    gone: list[int] = []
    sheet.accepted.connect(lambda: gone.append(1))
    what.press(sheet)
    assert gone
    assert room.stored() != before
    if "Ærø" in str(written):
        assert WRITTEN in str(room.stored())


def test_the_button_pressed_last_decides_whether_a_conversation_is_opened(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    _new(room)
    _sheet().place.setText(WRITTEN)
    room.read_only(on=True)
    _only("Opret &uden at åbne")(_sheet())
    room.read_only(on=False)
    monkeypatch.setattr(input_dialog, "ask", lambda _sheet, _title, _text, choices: choices[0].key)
    QTest.keyPress(_sheet(), Qt.Key.Key_Escape)  # the question names the first button
    assert room.window.page_stack.conversation is not None


def test_the_first_start_stores_all_of_it_or_nothing(
    open_window: Callable[[Workplace], MainWindow], empty_place: Workplace
) -> None:
    window = open_window(empty_place)
    first: Any = window.page_stack.currentWidget()
    assert isinstance(first, FirstStartPage)
    first.leader.name.setText(WRITTEN)
    full = Room(window, empty_place)
    full.read_only(on=True)
    first.go.click()
    assert first.problem.isVisible()
    assert NOT_SAVED in first.problem.text()
    assert first.leader.name.text() == WRITTEN
    assert empty_place.preferences.leader() == Leader()
    full.read_only(on=False)
    first.go.click()
    assert empty_place.preferences.leader().name == WRITTEN
    form: Any = window.page_stack.currentWidget()
    form.period.kind.setCurrentIndex(1)
    form.form.form.setCurrentIndex(1)
    full.read_only(on=True)
    form.go.click()
    assert NOT_SAVED in form.problem.text()
    assert empty_place.preferences.default_form() == ""
    full.read_only(on=False)
    form.go.click()
    assert empty_place.preferences.default_form() == form.form.form.currentData()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be saved is not tried again by itself."""
    monkeypatch.setattr("mus_desktop.ui.conversation.live_conversation.TRY_AGAIN_MS", 3_600_000)


@pytest.fixture
def filed(room: Room, patient: None) -> Any:
    """The line *Journaliseret* of an open conversation, ticked and saved."""
    room.talk()
    row = room.field(SignaturesWidget).card.row(PlanStep.JOURNALISED)
    row.tick.click()
    return row


def _where(row: Any, text: str) -> None:
    row.words.setText(text)
    row.words.editingFinished.emit()


def _plan(room: Room) -> Any:
    view: Any = room.window.page_stack.conversation
    return room.place.conversations.open(view.conversation_id).plan


@pytest.mark.parametrize("again", ["the bar", "the keys", "the clock", "something typed"])
def test_where_the_plan_is_filed_stays_until_it_is_saved(room: Room, filed: Any, told: list[str], again: str) -> None:
    view: Any = room.window.page_stack.conversation
    room.read_only(on=True)
    _where(filed, "Sag 26/114")
    agreed = room.field(SignaturesWidget).card.row(PlanStep.AGREED)
    agreed.tick.click()
    assert NOT_SAVED in view.failure_bar.text()
    assert view.failure_bar.isVisible()
    assert view.header.saved_text() == "Ikke gemt"
    assert (filed.words.text(), agreed.ticked) == ("Sag 26/114", True)
    assert not room.window.page_stack.leave(), "it would be let go of"
    assert "Sag 26/114" in view.live.state.as_text(), "a copy elsewhere holds it"
    filed.words.setText("Sag 26/1145")  # and is not finished yet
    view.save_now()
    assert filed.words.text() == "Sag 26/1145"
    assert (_plan(room).journalised_where, _plan(room).agreed_on) == ("", None)

    room.read_only(on=False)
    if again == "the bar":
        view.failure_bar.retry_wanted.emit()
    elif again == "the keys":
        assert view.save_now()
    elif again == "the clock":
        view.live._try_again.timeout.emit()
    else:
        note = room.field(NotesWidget).first_input()
        note.insertPlainText(WRITTEN)
        view.live.save()
    assert not view.failure_bar.isVisible()
    assert view.header.saved_text() != "Ikke gemt"
    assert (_plan(room).journalised_where, _plan(room).agreed_on) == ("Sag 26/114", DAY.replace(day=12))
    _where(filed, "Sag 26/1145")
    assert _plan(room).journalised_where == "Sag 26/1145"
    assert told == []


def test_a_step_waits_for_what_was_typed_before_it(room: Room, filed: Any, told: list[str]) -> None:
    view: Any = room.window.page_stack.conversation
    note = room.field(NotesWidget).first_input()
    room.read_only(on=True)
    note.insertPlainText(WRITTEN)
    _where(filed, "Sag 26/114")
    assert view.failure_bar.isVisible()
    assert filed.words.text() == "Sag 26/114"
    room.read_only(on=False)
    view.live.save()
    assert not view.failure_bar.isVisible()
    assert _plan(room).journalised_where == "Sag 26/114"
    assert told == []


def test_a_step_that_is_refused_meanwhile_does_not_take_the_others_with_it(
    room: Room, filed: Any, told: list[str]
) -> None:
    view: Any = room.window.page_stack.conversation
    signatures = room.field(SignaturesWidget).card
    signatures.row(PlanStep.SIGNED).tick.click()
    room.read_only(on=True)
    _where(filed, "Sag 26/114")
    taken_back = StepChange(PlanStep.SIGNED, None)
    view.live._state = view.live.state.with_step(taken_back)
    room.read_only(on=False)
    assert view.live.save()
    assert "journaliseret" in told[0]
    assert _plan(room).signed_on
    assert _plan(room).journalised_where == "Sag 26/114"
    assert signatures.row(PlanStep.SIGNED).ticked


def test_a_star_that_is_not_saved_does_not_shine(room: Room, told: list[str]) -> None:
    room.talk()
    notes = room.field(NotesWidget)
    role = next(iter(notes._wishes))
    room.read_only(on=True)
    notes.wish(role).click()
    assert NOT_SAVED in told[0]
    assert not notes.wish(role).isChecked()
    room.read_only(on=False)
    notes.wish(role).click()
    assert notes.wish(role).isChecked()
    assert len(told) == 1


@pytest.mark.parametrize("deed", ["finish", "delete"])
def test_a_deed_that_is_not_saved_is_told_and_not_done(
    room: Room, told: list[str], deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = room.talk()
    key = view.conversation_id
    if deed == "finish":
        room.place.conversations.finish(key, DAY)
        act = view._ending.reopen
    else:
        room.window.show_employee(room.employee().id)
        page: Any = room.window.page_stack.currentWidget()
        monkeypatch.setattr("mus_desktop.ui.employees.actions.confirm", lambda *_: True)
        act = lambda: page.cards[0].action_wanted.emit(CardAction.DELETE, page.cards[0].line)  # noqa: E731 - two ways to act
    before = room.stored()
    room.read_only(on=True)
    act()
    assert len(told) == 1
    assert NOT_SAVED in told[0]
    assert room.stored() == before
    room.read_only(on=False)
    act()
    assert room.stored() != before
    assert len(told) == 1


def test_the_employee_reads_no_folder_when_a_star_or_the_look_is_not_saved(room: Room, told: list[str]) -> None:
    view = room.talk()
    notes, saved = room.field(NotesWidget), view.header._saved
    room.window.page_stack.toggle_turned()
    assert "ikke gemt" not in saved.text()
    room.read_only(on=True)
    notes.wish(next(iter(notes._wishes))).click()
    assert saved.isVisible()
    assert saved.text() == "Ønsket blev ikke gemt"
    room.window._on_look_not_stored("Der må ikke længere skrives i mappen")
    assert saved.text() == "Udseendet blev ikke gemt"
    notes.first_input().insertPlainText(WRITTEN)
    assert not view.save_now()
    assert view.failure_bar.isVisible()
    where = str(room.place.database.path.parent)
    assert where not in view.failure_bar.text()
    with pytest.raises(KnownError, match="ikke gemt") as refused:
        view._requests._agree(view._wizard, view.arrangement, ())
    assert where not in refused.value.message
    room.window.page_stack.toggle_turned()
    assert where in view.failure_bar.text()
    room.window.page_stack.toggle_turned()
    room.read_only(on=False)
    notes.first_input().insertPlainText(WRITTEN)
    view.save_now()
    assert saved.text().startswith("Gemt")
    assert told == []


@pytest.fixture
def kept_look(place: Workplace, qapp: Any) -> Iterator[Any]:
    look = stored_look(place.preferences, qapp)
    yield look
    look.deleteLater()


def test_the_look_that_shows_is_the_one_that_is_stored(
    kept_look: Any, place: Workplace, told: list[str], qtbot: Any
) -> None:
    window = MainWindow(place, kept_look)
    qtbot.addWidget(window)
    window.show()
    room = Room(window, place)
    kept_look.use_point_size(12)
    kept_look.use_scheme(Scheme.LIGHT)
    room.read_only(on=True)
    kept_look.zoom(1)
    qtbot.waitUntil(lambda: bool(told))
    assert NOT_SAVED in told[0]
    assert (kept_look.point_size, place.preferences.point_size()) == (12, 12)

    window.menus.settings.trigger()
    sheet = _sheet()
    sheet.look.scheme.setCurrentIndex(sheet.look.scheme.findData(Scheme.DARK))
    sheet.look.scheme.activated.emit(0)
    qtbot.waitUntil(sheet.problem.isVisible)
    assert NOT_SAVED in sheet.problem.text()
    assert sheet.look.scheme.currentData() == Scheme.LIGHT
    assert (kept_look.scheme, place.preferences.scheme()) == (Scheme.LIGHT, "light")
    room.read_only(on=False)
    sheet.look.scheme.setCurrentIndex(sheet.look.scheme.findData(Scheme.DARK))
    sheet.look.scheme.activated.emit(0)
    assert place.preferences.scheme() == "dark"
    sheet.cancel.click()
    assert place.preferences.scheme() == "light"
    assert len(told) == 1


def test_the_look_is_stored_in_the_database_that_has_come(session: Session, kept_look: Any) -> None:
    session._look = kept_look
    session._rebuild()
    kept_look.use_point_size(14)
    assert session._workplace.preferences.point_size() == 14


def test_what_is_chosen_about_safety_shows_as_it_is_stored(
    opened: SafetyDialog, place: Workplace, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(opened.parentWidget(), place)  # type: ignore[arg-type]  # the window it stands before

    def full(*_: object) -> None:
        raise OSError

    def choose(box: Any, data: object) -> None:
        box.setCurrentIndex(box.findData(data))
        box.activated.emit(box.currentIndex())

    def refused(act: Callable[[], object]) -> None:
        opened.show_problem("")
        act()
        assert NOT_SAVED in opened.problem.text()

    minutes, period, state = opened.password.minutes, opened.retention.period, place.safety.protection
    begun = period.currentData()
    with monkeypatch.context() as broken:
        broken.setattr(backup_state, "write_atomically", full)
        room.read_only(on=True)
        refused(lambda: choose(minutes, 60))
        refused(lambda: choose(period, None))
        refused(lambda: opened.folders.added.emit(usb))
        assert (minutes.currentData(), period.currentData()) == (15, begun)
        assert (place.preferences.lock_after(), state().retention_days, state().targets) == (15, begun, ())
    room.read_only(on=False)
    choose(minutes, 60)
    choose(period, None)
    assert (place.preferences.lock_after(), state().retention_days) == (60, None)
    assert not opened.problem.isVisible()
