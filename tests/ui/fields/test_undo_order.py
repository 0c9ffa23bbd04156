"""Ctrl+Z undoes what was done last, be it text or rows, and Ctrl+Y does it again in the same order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.model.form import PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement
from mus_desktop.ui.fields.plan.plan_field import PlanWidget

_CTRL, _ALT, _NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
_FIELD = PlanField(
    key="plan",
    title="Udviklingsplan",
    min_rows=3,
    columns=(
        PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL})),
        PlanColumn("tid", "Tid", roles=frozenset({Role.DUE, Role.RESPONSIBLE})),
    ),
)
_ROWS = tuple(Agreement(key, "plan", cells={"maal": f"Mål {key}"}) for key in "abc")


def _press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, text: str = "") -> None:
    QApplication.sendEvent(widget, QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text))


def _state(widget: PlanWidget) -> tuple[tuple[str, str], ...]:
    return tuple((row.id, row.cells[0].text() + row.cells[1].responsible.text()) for row in widget.rows)


@pytest.mark.parametrize("where", ["note", "line"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(st.sampled_from(["type", "up", "down"]), min_size=1, max_size=12))
def test_the_last_thing_done_is_undone_first(
    where: str, done: list[str], context_for: Any, stored: Any, show: Any, look: Any
) -> None:
    if where == "line":  # a line of text undoes all that was typed in it at once
        done = ["up" if act == "type" and "type" in done[:n] else act for n, act in enumerate(done)]
    widget = PlanWidget(_FIELD, context_for(_FIELD))
    widget.load(stored(_FIELD, rows=_ROWS))
    show(widget)
    row = widget.rows[1]
    cell = row.cells[0].note if where == "note" else row.cells[1].responsible
    cell.setFocus()
    states, typed = [_state(widget)], False
    for act in done:
        if act == "type":
            _press(cell, Qt.Key.Key_X, text="x")
            states = [*(states[:-1] if typed else states), _state(widget)]  # letters in a row are one step
            typed = True
        else:
            _press(cell, Qt.Key.Key_Up if act == "up" else Qt.Key.Key_Down, _ALT)
            if _state(widget) != states[-1]:  # the first row moves no further up
                states.append(_state(widget))
                typed = False
    for expected in reversed(states[:-1]):
        _press(cell, Qt.Key.Key_Z, _CTRL)
        assert _state(widget) == expected
    for expected in states[1:]:
        _press(cell, Qt.Key.Key_Y, _CTRL)
        assert _state(widget) == expected
    widget.window().close()


def test_a_removed_row_comes_back_before_older_text_goes(
    context_for: Any, stored: Any, show: Any, type_text: Any
) -> None:
    widget = PlanWidget(_FIELD, context_for(_FIELD))
    widget.load(stored(_FIELD, rows=_ROWS))
    show(widget)
    note = widget.rows[1].cells[0].note
    note.setFocus()
    type_text(note, "!")
    before = _state(widget)
    widget.rows[0].cells[0].note.setFocus()
    _press(widget.rows[0].cells[0].note, Qt.Key.Key_Delete, _CTRL)
    assert QApplication.focusWidget() is note
    _press(note, Qt.Key.Key_Z, _CTRL)
    assert _state(widget) == before
