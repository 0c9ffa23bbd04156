"""Detection of a held key's release, wherever the focus has moved meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent


class KeyReleaseWatcher(QObject):
    """Emits ``released`` once after each :meth:`watch`, also when a list or a calendar has taken the focus."""

    released = Signal()

    def __init__(self, key: Qt.Key, parent: QObject) -> None:
        super().__init__(parent)
        self._key = key

    def watch(self) -> None:
        """Watch every window of the program until the key is released."""
        if (app := QCoreApplication.instance()) is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._is_release(event):
            if (app := QCoreApplication.instance()) is not None:
                app.removeEventFilter(self)
            self.released.emit()
        return super().eventFilter(watched, event)

    def _is_release(self, event: QKeyEvent) -> bool:
        return event.type() is QEvent.Type.KeyRelease and event.key() == self._key and not event.isAutoRepeat()
