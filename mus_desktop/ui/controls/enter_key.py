"""Keys of the whole window: Enter presses the focused button, Ctrl+K opens the palette, and F1 the help."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_palette_key(event: QKeyEvent) -> bool:
    """Return whether ``event`` is Ctrl+K. On Linux, Qt's inputs would delete to the end of the line with it."""
    return event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def is_help_key(event: QKeyEvent) -> bool:
    """Return whether ``event`` is F1 alone."""
    return event.key() == Qt.Key.Key_F1 and event.modifiers() == Qt.KeyboardModifier.NoModifier


def pass_on_help_key(event: QKeyEvent, dialog: QDialog) -> bool:
    """Pass F1 on to the window behind ``dialog``, which opens the help; return whether ``event`` is F1.

    Qt triggers no shortcut of a window behind a modal dialog, and passes a key no further than to the dialog.
    """
    if not is_help_key(event):
        return False
    behind = dialog.parentWidget()
    if behind is not None:
        QApplication.sendEvent(behind, QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers()))
    return True


def press_button_on_enter(event: QKeyEvent, widget: QWidget | None) -> bool:
    """Press ``widget`` if it is a button and ``event`` is Enter without modifiers; return whether it was.

    Dialogs of Qt do so by themselves; elsewhere only the space bar presses a button.
    """
    without_modifiers = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in _ENTER or not without_modifiers or not isinstance(widget, QAbstractButton):
        return False
    if not event.isAutoRepeat():  # a held key must not press the next button in the same place
        widget.click()
    return True
