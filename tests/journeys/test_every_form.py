"""Every form there is, and two that only tests know, in the real window: each page shown, typed in, kept, reopened."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTextEdit, QWidget

from mus_desktop import paths
from mus_desktop.model.agenda import is_for_leader_only
from mus_desktop.model.form import PartyRole, SignaturesField
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.controls.date_input import DateLine
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.note_ticks import NoteTicks

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

OF_THE_TESTS = Path(__file__).parents[1] / "data" / "forms"
SHIPPED = sorted(file.parent.name for file in paths.forms().glob("*/form.toml"))
OWN = ("evaluation", "every-kind", "every-kind-2")
FORMS = [*SHIPPED, *OWN]
PERIOD = PeriodRule().period_of(date(2026, 11, 18))
LEFT_ALONE = {"FoldLine", "IconPushButton", "IconToolButton", "PlanLine"}
"""What stands among the inputs and takes no answer."""


@pytest.fixture
def open_form(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Start the program with a conversation on a form open, nothing written in it yet; gives its view."""
    forms = tmp_path / "forms"
    shutil.copytree(paths.forms(), forms)
    for name in OWN:
        shutil.copytree(OF_THE_TESTS / name, forms / name)
    monkeypatch.setattr(paths, "forms", lambda: forms)

    def open_(form_id: str) -> Any:
        program.start()
        workplace = program.workplace
        people = [workplace.staff.add(Employee(name)).id for name in ("Åse Ærø", "Bo Ømø")]
        meeting = Meeting(form_id, PERIOD, date(2026, 11, 18))
        if INDIVIDUAL in workplace.catalogue.form(form_id).held:
            conversation = workplace.conversations.plan_new(people[0], meeting)
        else:
            conversation = workplace.conversations.plan_group(people, meeting)
        program.window.open_conversation(conversation)
        return program.view

    return open_


def pages(view: Any) -> Iterator[Any]:
    """Every page that can be come to, each with its layout settled."""
    for number in range(view.themes.count()):
        view.themes.go_to(number)
        if view.themes.current_tab() == number:
            finish_layouts(view.window())
            yield view.pages.currentWidget()


@pytest.mark.parametrize("form_id", FORMS)
def test_every_page_opens_in_both_arrangements(
    form_id: str, open_form: Callable[[str], Any], name_of: Callable[[QWidget], str]
) -> None:
    view = open_form(form_id)
    form = view.live.state.form
    for arrangement in Arrangement:
        view.set_arrangement(arrangement)
        talking = arrangement is Arrangement.CONVERSATION
        shown = [page.tab.key for page in pages(view)]
        assert shown == [tab.key for tab in form.tabs if not (talking and is_for_leader_only(tab))]
        for page in pages(view):
            assert [widget.field for widget in page.fields] == [
                field for field in page.tab.fields if not field.by or set(field.by) & _present(view)
            ]
            hidden = [widget.field.key for widget in page.fields if not widget.isVisible()]
            assert hidden == [w.field.key for w in page.fields if talking and w.field.by == (PartyRole.LEADER,)]
            names = [name_of(entry) for entry in page.inputs()]
            assert [name_of(entry) for entry in _entries(page) if not entry.isVisible()] == []
            twice = [name for name, count in Counter(names).items() if count > 1 or not name.strip()]
            assert not twice, f"{form_id}, {page.tab.key}"


def _present(view: Any) -> set[PartyRole]:
    return set(view.pages._context.parties)


@pytest.mark.parametrize("form_id", FORMS)
def test_what_is_typed_in_every_input_is_kept_and_stands_there_again(
    form_id: str, open_form: Callable[[str], Any], program: Program, hands: Hands
) -> None:
    view = open_form(form_id)
    conversation, typed = view.conversation_id, {}
    for page in pages(view):
        for number, entry in enumerate(_entries(page)):
            fill(hands, entry, number)
        typed[page.tab.key] = states(page)
    assert view.save_now()
    stored = written(program.workplace, conversation)
    assert stored[0] or stored[1]
    program.stop()

    program.start()
    program.window.open_conversation(conversation)
    for page in pages(program.view):
        assert states(page) == typed[page.tab.key], page.tab.key
    assert not any(field.collect() for field in program.view.pages.fields()), (
        "showing it again must not count as typing"
    )
    assert written(program.workplace, conversation) == stored
    answered = {field.kind for field in program.view.live.state.form.fields() if field.by}
    kept = {program.view.live.state.form.field_with(key.field).kind for key in stored[0]}
    assert kept == answered, "every kind that is answered must have been answered"


def _entries(page: Any) -> list[QWidget]:
    """Where one types or picks, but for the signatures, which would close the plan."""
    widgets = (widget for widget in page.fields if not isinstance(widget.field, SignaturesField))
    inputs = (entry for widget in widgets for entry in widget.inputs() if type(entry).__name__ not in LEFT_ALONE)
    # The ticks below a note appear when it has text.
    return [entry for entry in inputs if not isinstance(entry.parentWidget().parentWidget(), NoteTicks)]


def fill(hands: Hands, entry: QWidget, number: int) -> None:
    """Type or pick something in ``entry``, with the keys a person would use."""
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    kind = type(entry).__name__
    if kind == "DateLine":
        hands.type(f"{number % 28 + 1}. marts 2027")
        hands.press("Tab")
    elif kind == "StepBar":
        hands.press("Right")
    elif kind == "Chip":
        for keys in ("Space", "Right", "Space", "Right", "Space"):
            hands.press(keys)
    elif kind == "BoardCard":
        for keys in ("Return", "Right", "Return"):
            hands.press(keys)
    elif isinstance(entry, QComboBox):
        hands.press("Down", times=2)
    elif isinstance(entry, QAbstractButton):
        hands.press("Space")
    else:
        hands.type(str(number + 100) if isinstance(entry, QLineEdit) else f"Æ{number}")  # some lines take numbers only


def states(page: Any) -> list[Any]:
    """What stands in every input of a page, and what every field says its parties answer."""
    answers = [
        {role: widget.input_of(role).value() for role in widget.field.by if role in widget._inputs}
        for widget in page.fields
        if isinstance(widget, AnsweredWidget)
    ]
    return [*answers, *(_state(entry) for entry in _entries(page))]


def _state(entry: QWidget) -> Any:
    if isinstance(entry, QTextEdit):
        return entry.toPlainText()
    if isinstance(entry, DateLine):
        return entry.day  # written out where there is room, shortened where there is not
    if isinstance(entry, QLineEdit):
        return entry.text()
    if isinstance(entry, QComboBox):
        return entry.currentText()
    if isinstance(entry, QAbstractButton):
        return entry.isChecked()
    return entry.value() if hasattr(entry, "value") else None


def written(workplace: Any, conversation: int) -> tuple[Any, Any, Any]:
    """Everything that is stored of the conversation."""
    opened = workplace.conversations.open(conversation)
    return opened.answers, opened.plan.agreements, opened.follow_ups
