"""The leader's own observations while preparing: folded, on the leader's themes, and gone in *Samtale*."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.observations.observation_dialog import ObservationDialog
from mus_desktop.ui.observations.observation_fold import ObservationFold

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

_WORDS = "Ledede mødet roligt"


_FIRST_THEME = 1
"""The first theme with a field that the leader answers; before it comes an introduction."""


def _folds(view: Any) -> list[ObservationFold]:
    page: QWidget = view.pages.currentWidget()
    return [fold for fold in page.findChildren(ObservationFold) if fold.isVisible()]


def _words(view: Any) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.text() == _WORDS]


def _open_with_one(start_talk: Callable[..., Any], program: Program) -> Any:
    view = start_talk(others=False)
    program.workplace.observations.add(view.people[0], date(2026, 11, 2), _WORDS)
    program.window.page_stack.reload()
    return program.view


def test_they_are_offered_folded_and_leave_the_window_in_samtale(
    start_talk: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = _open_with_one(start_talk, program)
    view.themes.go_to(_FIRST_THEME)
    (fold,) = _folds(view)
    assert fold.button.text() == "Hvad bygger du det på? Dine iagttagelser (1)"
    assert _words(view) == []
    fold.button.setFocus()
    hands.press("Enter")
    assert _words(view) == [_WORDS]
    view.set_arrangement(Arrangement.CONVERSATION)
    assert _folds(view) == []
    assert _words(view) == []
    for tab in range(len(view.live.state.form.tabs)):
        view.themes.go_to(tab)
        assert _folds(view) == []
    view.set_arrangement(Arrangement.PREPARATION)
    view.themes.go_to(_FIRST_THEME)
    hands.meet(lambda dialog: hands.click_on("Markér alligevel"), "Markér samtalen som afholdt")
    view.header.finish_wanted.emit()
    view.themes.go_to(_FIRST_THEME)
    assert _folds(view) == []


def test_one_is_added_while_preparing_without_leaving_the_page(
    start_talk: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = start_talk(others=False)
    view.themes.go_to(_FIRST_THEME)
    (fold,) = _folds(view)
    assert fold.button.text() == "Hvad bygger du det på? Dine iagttagelser"
    fold.button.click()
    hands.click_on("Tilføj iagttagelse")
    dialog = hands.wait_dialog("Ny iagttagelse")
    assert isinstance(dialog, ObservationDialog)
    hands.type(_WORDS)
    dialog.primary.click()
    assert [one.body for one in program.workplace.observations.of_employee(view.people[0])] == [_WORDS]
    assert _folds(view) == [fold]
    assert _words(view) == [_WORDS]
