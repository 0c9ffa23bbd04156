"""The keys that act on whole rows while the focus is in one of their cells."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class RowAction(Enum):
    """An undoable action on a whole row."""

    ADD_BELOW = auto()
    MOVE_UP = auto()
    MOVE_DOWN = auto()
    REMOVE = auto()
    ACCEPT_OFFER = auto()


_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_ROW_ACTIONS = {
    (_CTRL, Qt.Key.Key_Return): RowAction.ADD_BELOW,
    (_CTRL, Qt.Key.Key_Enter): RowAction.ADD_BELOW,
    (_CTRL, Qt.Key.Key_Delete): RowAction.REMOVE,
    (_ALT, Qt.Key.Key_Up): RowAction.MOVE_UP,
    (_ALT, Qt.Key.Key_Down): RowAction.MOVE_DOWN,
    (_ALT, Qt.Key.Key_Return): RowAction.ACCEPT_OFFER,
    (_ALT, Qt.Key.Key_Enter): RowAction.ACCEPT_OFFER,
}


def row_action_of(event: QKeyEvent) -> RowAction | None:
    """Return the action of a key press, ``None`` if it is an ordinary key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _ROW_ACTIONS.get((modifiers, Qt.Key(event.key()))) if modifiers else None


def is_row_action(event: QKeyEvent) -> bool:
    """Return whether a cell must leave a key to the rows around it."""
    return row_action_of(event) is not None


def undo_step(event: QKeyEvent) -> int:
    """Return -1 for undo, 1 for redo, 0 for any other key."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return -1
    return 1 if event.matches(QKeySequence.StandardKey.Redo) else 0
