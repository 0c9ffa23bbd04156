"""Alt with a letter is a command, also where no command has that letter: it never types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_MODIFIER = Qt.KeyboardModifier
_COMPOSED = (0, Qt.Key.Key_unknown)
"""The key of a character composed by the system, such as Alt+0230 on the number pad of Windows: it is text."""


def is_alt_letter(event: QKeyEvent) -> bool:
    """Return whether Qt would type the character of a key that is held with Alt.

    AltGr is text: Windows reports it as Ctrl+Alt, Linux without Alt. Shortcuts and underlined letters have been
    handled when a control receives a key.
    """
    modifiers = event.modifiers()
    is_alt = bool(modifiers & _MODIFIER.AltModifier) and not modifiers & _MODIFIER.ControlModifier
    return is_alt and event.key() not in _COMPOSED and bool(event.text()) and event.text().isprintable()
