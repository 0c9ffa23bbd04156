from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.model.form import NotesField, PartyRole, Prompt
from mus_desktop.model.plan import Plan
from mus_desktop.ui.fields.field_widget import Arrangement, Content
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget

E, L, S = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED
_FIELD = NotesField(
    key="trivsel",
    title="Hvordan trives du på dit arbejde?",
    text="Spørgsmål til refleksion:",
    by=(E, L, S),
    prompts=(
        Prompt("Hvordan trives du generelt med dit arbejde?"),
        Prompt("Hvad kan du selv gøre?", 1),
        Prompt("Hvad skal der ellers til?", 1, opens_group=True),
    ),
)
_SECRET = "HEMMELIGT FORBEHOLD"  # noqa: S105  # what the leader has written


@pytest.fixture
def make(context_for: Any, stored: Any, show: Any) -> Any:
    def make_(width: int = 730, field: NotesField = _FIELD, **answers: str) -> NotesWidget:
        context = context_for(field)
        widget = NotesWidget(field, context)
        widget.load(stored(field, {PartyRole(role): text for role, text in answers.items()}))
        show(widget, width)
        return widget

    return make_


def _everything_said(interface: QAccessibleInterface) -> str:
    """All text that a screen reader can get at from ``interface`` down."""
    texts = [
        interface.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    ]
    below = (interface.child(number) for number in range(interface.childCount()))
    return "\n".join([*texts, *(_everything_said(child) for child in below if child is not None)])


def test_the_questions_stand_to_the_letter_and_fold(make: Any, press: Any) -> None:
    widget = make()
    fold = widget.questions
    assert fold.button.text() == "Spørgsmål til refleksion (3)"
    assert [(line.text, line.level, line.gap) for line in fold.content.lines()] == [
        (prompt.text, prompt.level, prompt.opens_group) for prompt in _FIELD.prompts
    ]
    assert fold.content.isVisible()
    fold.button.setFocus()
    press(Qt.Key.Key_Return)
    assert not fold.content.isVisible()
    press(Qt.Key.Key_Space)
    assert fold.content.isVisible()


def test_names_say_whose_note_it_is_and_are_unique(make: Any) -> None:
    widget = make()
    names = [target.accessibleName() for target in widget.inputs()]
    assert "Fælles noter: Hvordan trives du på dit arbejde?" in names
    assert "Lederens forberedelse: Hvordan trives du på dit arbejde?" in names
    assert len(set(names)) == len(names) == 6


def test_three_side_by_side_as_long_as_there_is_room(make: Any, qapp: QApplication) -> None:
    widget = make(width=680)
    assert len({widget.note(role).mapTo(widget, widget.note(role).rect().topLeft()).y() for role in (E, L, S)}) == 1
    widget.window().resize(420, 900)
    qapp.processEvents()
    assert len({widget.note(role).y() for role in (E, L, S)}) > 1
    for role in (E, L, S):
        assert widget.note(role).geometry().right() <= widget.width()


def test_in_a_conversation_the_common_note_is_large_and_the_employees_own_is_beside_it(make: Any) -> None:
    widget = make(employee="Jeg trives")
    widget.set_arrangement(Arrangement.CONVERSATION)
    widget.grab()
    common, own = widget.note(S), widget.note(E)
    assert common.x() < own.x()
    assert common.width() == pytest.approx(2 * own.width(), rel=0.02)
    assert own.fontInfo().pointSizeF() < common.fontInfo().pointSizeF()
    assert own.isReadOnly()
    assert widget.inputs()[1] is common
    assert not widget.note(L).isVisible()


def test_an_employee_who_wrote_nothing_takes_no_room(make: Any) -> None:
    widget = make()
    widget.set_arrangement(Arrangement.CONVERSATION)
    widget.grab()
    assert not widget.note(E).isVisible()
    assert widget.note(S).width() == widget.width()


def test_nothing_of_the_leaders_preparation_can_be_reached_in_a_conversation(make: Any) -> None:
    widget = make(leader=_SECRET, employee="Jeg trives", shared="Vi aftaler")
    window = widget.window()
    assert _SECRET in _everything_said(QAccessible.queryAccessibleInterface(window))
    widget.set_arrangement(Arrangement.CONVERSATION)
    said = _everything_said(QAccessible.queryAccessibleInterface(window))
    assert "Vi aftaler" in said
    assert _SECRET not in said
    hidden = window.grab().toImage()
    widget.show_leader_note(shown=True)
    assert _SECRET in _everything_said(QAccessible.queryAccessibleInterface(window))
    assert window.grab().toImage() != hidden
    widget.show_leader_note(shown=False)
    assert _SECRET not in _everything_said(QAccessible.queryAccessibleInterface(window))
    assert not widget.collect()


def test_the_leaders_note_never_shows_by_itself_in_a_conversation(make: Any, stored: Any) -> None:
    widget = make()
    widget.set_arrangement(Arrangement.CONVERSATION)
    widget.load(stored(_FIELD, {L: _SECRET}))
    assert not widget.note(L).isVisible()
    assert _SECRET not in _everything_said(QAccessible.queryAccessibleInterface(widget.window()))
    widget.show_leader_note(shown=True)
    widget.set_arrangement(Arrangement.PREPARATION)
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert not widget.note(L).isVisible()


def test_text_cursor_and_undo_survive_the_switch(make: Any, type_text: Any, press: Any) -> None:
    widget = make()
    for role in (E, L, S):
        note = widget.note(role)
        note.setFocus()
        type_text(note, f"Skrevet af {role}")
        cursor = note.textCursor()
        cursor.setPosition(4)
        note.setTextCursor(cursor)
    before = [widget.note(role) for role in (E, L, S)]
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert {key.party for key in widget.collect().answers} == {1, 2, 3}
    widget.set_arrangement(Arrangement.PREPARATION)
    assert [widget.note(role) for role in (E, L, S)] == before
    for note in before:
        assert note.textCursor().position() == 4
        note.setFocus()
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert note.text() == ""


def test_the_form_may_call_the_parties_something_else(context_for: Any, qtbot: Any) -> None:
    widget = NotesWidget(_FIELD, context_for(_FIELD, party_names={L: "Nærmeste leder"}))
    qtbot.addWidget(widget)
    assert widget.caption(L) == "Forberedelse, nærmeste leder"
    assert widget.caption(E) == "Medarbejderens forberedelse"


def test_a_party_of_one_word_has_a_caption_like_the_others(context_for: Any, qtbot: Any) -> None:
    widget = NotesWidget(_FIELD, context_for(_FIELD, party_names={E: "Deltager", L: "Leder"}))
    qtbot.addWidget(widget)
    assert (widget.caption(E), widget.caption(L)) == ("Deltagerens forberedelse", "Lederens forberedelse")


@pytest.mark.parametrize("text", ["Et helt afsnit, der skal læses.", "", "Husk:\n- at lytte"])
def test_text_that_is_no_label_for_the_questions_stands_above(text: str, make: Any) -> None:
    widget = make(field=NotesField(key="f", title="Noter", text=text, by=(S,), prompts=_FIELD.prompts))
    assert widget.questions.button.text() == "Spørgsmål (3)"
    said = _everything_said(QAccessible.queryAccessibleInterface(widget))
    assert all(line.removeprefix("- ") in said for line in text.splitlines())


def test_nothing_is_pulled_out_of_a_note_while_typing(make: Any, type_text: Any, monkeypatch: Any) -> None:
    widget = make()
    edits: list[bool] = []
    widget.edited.connect(lambda: edits.append(True))
    monkeypatch.setattr(type(widget.note(S)), "text", lambda _self: pytest.fail("text pulled on a key"))
    type_text(widget.note(S), "abc")
    assert len(edits) == 3


def test_only_inputs_that_show_are_in_the_tab_order(make: Any) -> None:
    widget = make(field=NotesField(key="f", title="Noter", by=(E, L, S)))
    assert widget.inputs() == [widget.note(E), widget.note(L), widget.note(S), widget.wish(E), widget.wish(L)]
    assert widget.first_input() is widget.note(E)
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert widget.inputs() == [widget.note(S)]
    shown: list[QWidget] = widget.inputs()
    assert all(target.isVisible() for target in shown)


def test_a_party_marks_what_it_wants_to_talk_about(make: Any) -> None:
    widget = make(field=NotesField(key="f", title="Noter", by=(E, L, S)))
    marked: list[tuple[int, str, bool]] = []
    widget.wish_marked.connect(lambda *wish: marked.append(wish))
    widget.load(Content({}, Plan(9, 3), wishes={1: ("f",)}))
    assert (widget.wish(E).isChecked(), widget.wish(L).isChecked()) == (True, False)
    widget.wish(L).click()
    widget.wish(E).click()
    assert marked == [(2, "f", True), (1, "f", False)]
    widget.set_arrangement(Arrangement.CONVERSATION)
    assert not widget.wish(E).isVisible()
    assert not widget.wish(L).isVisible()
