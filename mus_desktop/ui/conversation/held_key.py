"""A key that is held: noticed when it is let go of, wherever the keyboard has gone meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent


class HeldKey(QObject):
    """``let_go`` comes once after each :meth:`hold`, also when a list or a calendar has taken the keyboard."""

    let_go = Signal()

    def __init__(self, key: Qt.Key, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key

    def hold(self) -> None:
        """The key is down; from now on every window of the program is watched until it is up."""
        if (app := QCoreApplication.instance()) is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._is_let_go(event):
            if (app := QCoreApplication.instance()) is not None:
                app.removeEventFilter(self)
            self.let_go.emit()
        return super().eventFilter(watched, event)

    def _is_let_go(self, event: QKeyEvent) -> bool:
        return event.type() is QEvent.Type.KeyRelease and event.key() == self._key and not event.isAutoRepeat()
