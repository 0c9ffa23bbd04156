"""One party's placement of cards, by mouse or keyboard, with every step undone by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import BoardField
from mus_desktop.ui.controls.arrow_navigation import ARROWS, neighbour, set_tab_stop
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.board.board_area import BoardArea
from mus_desktop.ui.fields.board.board_card import BoardCard
from mus_desktop.ui.fields.board.board_lift import BoardLift
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.inputs.party_input import PartyInput
from mus_desktop.ui.fields.rows.change_command import ChangeCommand
from mus_desktop.ui.fields.rows.row_keys import undo_step
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn

Placements = tuple[tuple[str, str], ...]
"""Pairs of area and card, in the order the cards were placed."""

_AREA_CHARS = 22
_INSTRUCTIONS = (
    "Træk kortene hen på et område, eller tag et kort op med Enter, vælg område med piletasterne og læg det med Enter."
)
_DOT_EXPLANATION = "Kort med prik er valgt på forhånd."
_PICK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Body(QWidget):
    """The board itself; forwards the undo keys."""

    def __init__(self, parent: QWidget, undo: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._undo = undo

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = undo_step(event)
        if step:
            self._undo(step)
        else:
            super().keyPressEvent(event)


class BoardInput(PartyInput):
    """A party's board. Cards that somebody picked beforehand are marked and come first among those not placed."""

    def __init__(
        self, field: BoardField, options: tuple[str, ...], edited: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(edited)
        self._options = options
        self._placements: Placements = ()
        self._closed = False
        self._name = field.title
        self.undo_stack = QUndoStack(parent)
        self.body = _Body(parent, self._undo)
        self.areas = tuple(BoardArea(title, "Læg kort her", self.body) for title in field.areas)
        self.tray = BoardArea("Kort, I ikke har placeret", "Alle kort er placeret.", self.body)
        self.cards = {option: self._card(option) for option in options}
        self._hint_label = label(_INSTRUCTIONS, "caption", self.body)
        self._lift = BoardLift(self.body, self.areas, self.tray, self._hint_label)
        self._tab_stop: BoardCard | None = None
        self._lay_out()
        self._show(())

    def value(self) -> Value | None:
        return [[area, card] for area, card in self._placements] or None

    def show_value(self, value: Value | None) -> None:
        self._release()
        self.undo_stack.clear()
        pairs = [(str(area), str(card)) for area, card in value] if isinstance(value, list) else []
        self._tab_stop = None
        self._show(tuple(pairs))

    def mark_picked(self, picked: Mapping[str, str]) -> None:
        """Mark the cards that somebody picked beforehand; ``picked`` maps a card to the text that names them."""
        if any(card.picked_by != picked.get(option, "") for option, card in self.cards.items()):
            for option, card in self.cards.items():
                card.mark_picked(picked.get(option, ""))
            self._show(self._placements)
            self._hint_label.setText(self._instructions())

    def set_accessible_name(self, name: str) -> None:
        self._name = name
        self._describe()

    def set_closed(self, closed: bool) -> None:
        self._closed = closed
        self._release()
        self._hint_label.setVisible(not closed)
        for card in self.cards.values():
            card.set_fixed(closed)

    def focus_targets(self) -> list[QWidget]:
        return [self._tab_stop] if self._tab_stop else []

    def place_card(self, card: str, area: str) -> None:
        """Place ``card`` last on ``area``; an empty ``area`` removes it from the board."""
        rest = tuple(pair for pair in self._placements if pair[1] != card)
        placements = (*rest, (area, card)) if area else rest
        if not self._closed and (area, card) not in self._placements and placements != self._placements:
            self.undo_stack.push(ChangeCommand("Læg kort", self._placements, placements, self._apply_change))

    # -- building ---------------------------------------------------------------------------------------------------

    def _card(self, option: str) -> BoardCard:
        card = BoardCard(option, self.tray)
        card.key_pressed.connect(partial(self._on_key, card))
        card.focused.connect(partial(self._set_tab_stop, card))
        card.dragged.connect(partial(self._on_dragged, card))
        card.dropped.connect(partial(self._on_dropped, card))
        card.drag_cancelled.connect(self._release)
        return card

    def _lay_out(self) -> None:
        columns = ColumnLayout(_AREA_CHARS)
        columns.set_columns([InputColumn((InputCell(area),)) for area in self.areas])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._hint_label)
        layout.addLayout(columns)
        layout.addWidget(self.tray)

    # -- placement --------------------------------------------------------------------------------------------------

    def _apply_change(self, placements: Placements) -> None:
        focused = QApplication.focusWidget()
        self._show(placements)
        # Moving a card to another area takes the focus from it.
        if isinstance(focused, BoardCard) and self.body.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _show(self, placements: Placements) -> None:
        self._placements = placements
        for area in self.areas:
            area.show_cards(
                [self.cards[card] for title, card in placements if title == area.title and card in self.cards]
            )
        on_board = {card for _, card in placements}
        unplaced = [card for option, card in self.cards.items() if option not in on_board]
        self.tray.show_cards(sorted(unplaced, key=lambda card: not card.picked_by))
        self._describe()
        order = self._cards_in_order()
        self._set_tab_stop(self._tab_stop or (order[0] if order else None))
        lay_out_now(self.body)

    def _describe(self) -> None:
        areas_of_cards = {card: area for area, card in self._placements}
        for option, card in self.cards.items():
            card.setAccessibleName(f"{self._name}: {option}")
            where = f"ligger på {areas_of_cards[option]}" if option in areas_of_cards else "er ikke placeret"
            card.setAccessibleDescription(", ".join(filter(None, (where, card.picked_by))))

    def _cards_in_order(self) -> list[BoardCard]:
        return [card for area in (*self.areas, self.tray) for card in area.cards]

    def _set_tab_stop(self, card: BoardCard | None) -> None:
        self._tab_stop = card
        set_tab_stop(self.cards.values(), card)

    def _undo(self, step: int) -> None:
        if not self._closed:
            self.undo_stack.undo() if step < 0 else self.undo_stack.redo()

    # -- keyboard ---------------------------------------------------------------------------------------------------

    def _on_key(self, card: BoardCard, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return
        if self._lift.card is not None:
            event.setAccepted(self._on_key_while_lifted(key, event.text()))
        elif key in ARROWS:
            target_card = neighbour(self._cards_in_order(), card, key)
            if target_card:
                target_card.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
        elif not self._closed and key in (*_PICK_KEYS, *_REMOVE_KEYS):
            self._lift.lift(card) if key in _PICK_KEYS else self.place_card(card.card, "")
            event.accept()

    def _on_key_while_lifted(self, key: Qt.Key, text: str) -> bool:
        lifted, target = self._lift.card, self._lift.target
        if key in _PICK_KEYS and lifted and target:
            self._release()
            self._place_on(lifted, target)
        elif key == Qt.Key.Key_Escape:
            self._release()
        elif key in _STEPS:
            self._lift.step(_STEPS[key])
        elif text and (chosen_area := self._lift.area_for_key(text)):
            self._lift.set_target(chosen_area)
        else:
            # Consume all other keys, so that nothing else happens while a card is lifted; Tab still leaves the board.
            return key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _place_on(self, card: BoardCard, area: BoardArea) -> None:
        self.place_card(card.card, "" if area is self.tray else area.title)

    def _instructions(self) -> str:
        marked = any(card.picked_by for card in self.cards.values())
        return f"{_INSTRUCTIONS} {_DOT_EXPLANATION}" if marked else _INSTRUCTIONS

    def _release(self) -> None:
        self._lift.release()
        self._hint_label.setText(self._instructions())
        self._describe()

    # -- mouse ------------------------------------------------------------------------------------------------------

    def _on_dragged(self, card: BoardCard, position: QPoint) -> None:
        if self._lift.card is not card:
            self._release()
        self._lift.drag(card, position)

    def _on_dropped(self, card: BoardCard, position: QPoint) -> None:
        area = self._lift.area_at(position)
        self._release()
        if area is not None:
            self._place_on(card, area)
