"""The leader's note on the current page, shown while a key is held during the conversation."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.conversation.key_release import KeyReleaseWatcher
from mus_desktop.ui.conversation.pages import Pages

_KEY = Qt.Key.Key_F9


class LeaderNote(QObject):
    """Show the note on ``pages`` while F9 is held down."""

    def __init__(self, pages: Pages, window: QWidget) -> None:
        super().__init__(window)
        self._pages = pages
        self._key = KeyReleaseWatcher(_KEY, self)
        self._key.released.connect(self.hide)

    def handle_key(self, event: QKeyEvent, *, allowed: bool) -> bool:
        """Handle the key; return whether ``event`` is it and must not be handled elsewhere.

        :param allowed: show the note; otherwise the key does nothing.
        """
        if event.key() != _KEY:
            return False
        if allowed and not event.isAutoRepeat():
            self._key.watch()
            self._pages.show_leader_note(shown=True)
        return True

    def hide(self) -> None:
        """Hide the note on every page."""
        self._pages.show_leader_note(shown=False)
