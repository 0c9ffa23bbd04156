"""The board: cards laid by keyboard and mouse, taken off again, and marked when somebody picked them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import BoardField, ChoiceField, PartyRole
from mus_desktop.ui.fields.board.board_card import BoardCard
from mus_desktop.ui.fields.board.board_field import BoardWidget
from mus_desktop.ui.fields.field_widget import Content

EMPLOYEE, LEADER, SHARED = PartyRole
MANY = (
    *(f"Stikord nummer {number}" for number in range(27)),
    "Mod",
    "Møder",
    "Nærvær",
    "Helhed",
    "Hvordan bliver vi endnu bedre rustet til at lykkes og skabe værdi for borgerne og for hinanden?",
    "Work-life balance",
)
CARDS = ChoiceField(key="stikord", title="Stikord", options=MANY, pick=(3, 3), cards=True, by=(EMPLOYEE, LEADER))
FIELD = BoardField(key="f", title="Puslespil", cards="stikord", areas=("Adfærd", "Struktur", "Sager"), by=(SHARED,))
LAID = [["Adfærd", "Mod"], ["Struktur", "Møder"]]


@pytest.fixture
def make(context_for: Any, stored: Any, qtbot: Any) -> Any:
    def make_(laid: Any = None, cards: ChoiceField = CARDS, picks: dict[PartyRole, Any] | None = None) -> BoardWidget:
        widget = BoardWidget(FIELD, context_for(FIELD, cards))
        qtbot.addWidget(widget)
        widget.load(_content(stored, laid, cards, picks or {}))
        return widget

    return make_


def _content(stored: Any, laid: Any, cards: ChoiceField, picks: dict[PartyRole, Any]) -> Content:
    picked = stored(cards, picks)
    return Content({**picked.answers, **stored(FIELD, {SHARED: laid} if laid else {}).answers}, picked.plan)


def _board(widget: BoardWidget) -> Any:
    return widget.input_of(SHARED)


def _answer(widget: BoardWidget) -> Any:
    return widget.collect().answers.get(AnswerKey(3, "f"), "unchanged")


def test_a_card_is_taken_up_and_laid_with_the_keyboard(make: Any, show: Any, press: Any, type_text: Any) -> None:
    widget = make(LAID)
    show(widget)
    board = _board(widget)
    board.cards["Helhed"].setFocus()
    press(Qt.Key.Key_Return)
    assert "Adfærd" in board._hint_label.text()
    press(Qt.Key.Key_Right)
    assert "Struktur" in board._hint_label.text()
    press(Qt.Key.Key_Return)
    assert _answer(widget) == [*LAID, ["Struktur", "Helhed"]]
    assert QApplication.focusWidget() is board.cards["Helhed"]
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _answer(widget) == LAID
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert _answer(widget) == [*LAID, ["Struktur", "Helhed"]]
    press(Qt.Key.Key_Delete)
    assert _answer(widget) == LAID, "Del takes the card off again"


def test_letters_and_digits_choose_the_area(make: Any, show: Any, press: Any, type_text: Any) -> None:
    widget = make()
    show(widget)
    card = _board(widget).cards["Mod"]
    card.setFocus()
    press(Qt.Key.Key_Return)
    type_text(card, "s")
    type_text(card, "s")
    press(Qt.Key.Key_Return)
    assert _answer(widget) == [["Sager", "Mod"]], "s is Struktur first, and then Sager"
    press(Qt.Key.Key_Return)
    type_text(card, "1")
    press(Qt.Key.Key_Return)
    assert _answer(widget) == [["Adfærd", "Mod"]]
    press(Qt.Key.Key_Return)
    type_text(card, "2")
    press(Qt.Key.Key_Escape)
    assert _answer(widget) == "unchanged", "Esc puts the card back"


def test_the_tray_is_an_area_to_the_left_of_the_first(make: Any, show: Any, press: Any) -> None:
    widget = make(LAID)
    show(widget)
    _board(widget).cards["Mod"].setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert _answer(widget) == [["Struktur", "Møder"]]


def test_arrows_reach_every_card(make: Any, show: Any, press: Any) -> None:
    widget = make(LAID)
    show(widget)
    board = _board(widget)
    assert len(widget.inputs()) == 1, "Tab passes the board as one"
    widget.inputs()[0].setFocus()
    seen = set()
    for _ in MANY:
        focused = QApplication.focusWidget()
        assert isinstance(focused, BoardCard)
        seen.add(focused.card)
        press(Qt.Key.Key_Right)
    assert seen == set(MANY)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is not board.cards[MANY[-1]]


def test_a_card_is_dragged_with_the_mouse(make: Any, show: Any) -> None:
    widget = make()
    show(widget, 980)
    board = _board(widget)
    _drag(board.cards["Mod"], board.areas[1])
    assert _answer(widget) == [["Struktur", "Mod"]]
    _drag(board.cards["Mod"], board.areas[2])
    assert _answer(widget) == [["Sager", "Mod"]]
    _drag(board.cards["Mod"], board.tray)
    assert _answer(widget) is None
    _drag(board.cards["Mod"], widget.window(), QPoint(2, 2))
    assert _answer(widget) == "unchanged", "dropped outside the board it goes back"


def test_a_drag_ends_when_the_window_is_hidden_in_the_middle_of_it(make: Any, show: Any) -> None:
    widget = make()
    window = show(widget, 980)
    board = _board(widget)
    _drag(board.cards["Mod"], board.areas[1], let_go=False)
    window.hide()  # as the screen lock does
    window.show()
    assert board._lift.card is None
    assert board._lift._drag_image is None
    _drag(board.cards["Mod"], board.areas[1], let_go=True, press=False)
    assert _answer(widget) == "unchanged", "the button was released over the lock screen"
    _drag(board.cards["Mod"], board.areas[1])
    assert _answer(widget) == [["Struktur", "Mod"]]


def _drag(card: Any, onto: Any, spot: QPoint | None = None, *, press: bool = True, let_go: bool = True) -> None:
    start = card.mapToGlobal(card.rect().center())
    end = onto.mapToGlobal(spot or onto.rect().center())
    steps = [
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, start + QPoint(9, 9)),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ]
    for kind, at in steps[0 if press else 1 : 4 if let_go else 3]:
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        local = QPointF(card.mapFromGlobal(at))
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        QApplication.sendEvent(
            card, QMouseEvent(kind, local, QPointF(at), button, held, Qt.KeyboardModifier.NoModifier)
        )


def test_picked_cards_are_marked_and_first(make: Any, stored: Any) -> None:
    widget = make(None, CARDS, {EMPLOYEE: ["Nærvær", "Mod"], LEADER: ["Mod"]})
    board = _board(widget)
    assert [card.card for card in board.tray.cards][:2] == ["Mod", "Nærvær"]
    assert board.cards["Mod"].picked_by == "valgt af medarbejderen, valgt af lederen"
    assert "valgt af lederen" in board.cards["Mod"].accessibleDescription()
    widget.update_from(_content(stored, None, CARDS, {EMPLOYEE: ["Helhed"]}))
    assert board.tray.cards[0].card == "Helhed"
    assert not board.cards["Mod"].picked_by
    assert not widget.collect()


def test_picks_that_are_not_told_beforehand_are_not_marked(make: Any) -> None:
    alone = ChoiceField(key="stikord", title="Stikord", options=MANY, pick=(3, 3), by=(EMPLOYEE, LEADER))
    widget = make(None, alone, {EMPLOYEE: ["Nærvær"], LEADER: ["Mod"]})
    assert not any(card.picked_by for card in _board(widget).cards.values())


def test_a_closed_board_does_not_move(make: Any, show: Any, press: Any) -> None:
    widget = make(LAID)
    show(widget, 980)
    widget.set_closed(closed=True)
    board = _board(widget)
    _drag(board.cards["Mod"], board.areas[1])
    board.cards["Mod"].setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Delete):
        press(key, widget=board.cards["Mod"])
    assert widget.collect() == Changes()


@pytest.mark.parametrize(("width", "points"), [(690, 8), (980, 10), (690, 20)])
def test_every_card_shows_whole(width: int, points: int, make: Any, show: Any, look: Any, qapp: QApplication) -> None:
    look.use_point_size(points)
    widget = make(LAID)
    show(widget, width)
    qapp.processEvents()
    for card in _board(widget).cards.values():
        place = card.parentWidget()
        assert place.rect().contains(card.geometry()), card.card
        assert card.height() >= card.sizeHint().height()


def test_33_cards_fit_on_the_smallest_screen(make: Any, show: Any, qapp: QApplication) -> None:
    widget = make()
    show(widget, 980)
    qapp.processEvents()
    assert widget.height() <= 560, "header, title and footer take the rest of 720"
