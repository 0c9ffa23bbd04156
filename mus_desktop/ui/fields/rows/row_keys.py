"""The keys that act on whole rows while the focus is in one of their cells."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class Act(Enum):
    """An undoable action on a whole row."""

    ADD_BELOW = auto()
    MOVE_UP = auto()
    MOVE_DOWN = auto()
    REMOVE = auto()
    ACCEPT_OFFER = auto()


_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_ACTS = {
    (_CTRL, Qt.Key.Key_Return): Act.ADD_BELOW,
    (_CTRL, Qt.Key.Key_Enter): Act.ADD_BELOW,
    (_CTRL, Qt.Key.Key_Delete): Act.REMOVE,
    (_ALT, Qt.Key.Key_Up): Act.MOVE_UP,
    (_ALT, Qt.Key.Key_Down): Act.MOVE_DOWN,
    (_ALT, Qt.Key.Key_Return): Act.ACCEPT_OFFER,
    (_ALT, Qt.Key.Key_Enter): Act.ACCEPT_OFFER,
}


def act_of(event: QKeyEvent) -> Act | None:
    """Return the action of a key press, ``None`` if it is an ordinary key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _ACTS.get((modifiers, Qt.Key(event.key()))) if modifiers else None


def is_act(event: QKeyEvent) -> bool:
    """Return whether a cell must leave a key to the rows around it."""
    return act_of(event) is not None


def undo_step(event: QKeyEvent) -> int:
    """Return -1 for undo, 1 for redo, 0 for any other key."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return -1
    return 1 if event.matches(QKeySequence.StandardKey.Redo) else 0
