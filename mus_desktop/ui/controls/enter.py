"""Enter presses the button that has the keyboard, as in every dialog; outside them Qt lets only the space bar do so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed_by_enter(event: QKeyEvent, widget: QWidget | None) -> bool:
    """Press ``widget`` if it is a button and ``event`` is Enter alone; whether it was so."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in _ENTER or not plain or not isinstance(widget, QAbstractButton):
        return False
    if not event.isAutoRepeat():  # held down, it must not press what comes next in the same place
        widget.click()
    return True
