"""The screen locked when nobody has used it for a while, and never while the employee looks along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.ui.safety.unlock import UnlockDialog

_USES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Puts every window away until the password is given.

    :param minutes: how long nobody may have used the program; 0 for never.
    :param may_lock: whether it may be locked now; asked again later when not.
    :param unlock: takes a password beside the main thread; raises ``WrongPassword``.
    """

    def __init__(
        self,
        minutes: Callable[[], int],
        may_lock: Callable[[], bool],
        unlock: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._may_lock, self._unlock = minutes, may_lock, unlock
        self._away: list[QWidget] = []
        self.dialog: UnlockDialog | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_idle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is a window
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(QGuiApplication.focusWindow())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES:
            self.start_over()
        return False

    def start_over(self) -> None:
        """Somebody uses the program."""
        minutes = self._minutes()
        if minutes and self.dialog is None:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def lock(self) -> None:
        """Put every window away and ask for the password."""
        if self.dialog is not None:
            return
        self.dialog = UnlockDialog(self._unlock)
        self.dialog.opened.connect(self._on_opened)
        self.dialog.rejected.connect(self._on_given_up)
        self._away = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow()]
        self.dialog.show()
        for widget in self._away:
            widget.hide()
        self.dialog.activateWindow()

    def _on_idle(self) -> None:
        if self._may_lock():
            self.lock()
        else:
            self.start_over()

    def _on_window(self, window: QWindow | None) -> None:
        # Only whole windows are watched: what comes in there comes from a person.
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
        self.start_over()

    def _on_opened(self) -> None:
        self._come_back()
        self.start_over()

    def _on_given_up(self) -> None:
        """The program is closed as if by its window; what cannot be saved keeps it open, and locked."""
        away = self._away
        self._come_back()
        if not all(window.close() for window in away if window.parentWidget() is None):
            self.lock()

    def _come_back(self) -> None:
        self.dialog = None
        for widget in self._away:
            widget.show()
        self._away = []
