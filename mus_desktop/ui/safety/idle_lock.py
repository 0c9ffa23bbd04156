"""The screen lock: after a period without use, when the desktop is locked, or on request."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.safety.window_hider import WindowHider

_NOT_CLOSED = "Programmet kan ikke lukkes, for noget er ikke gemt. Lås op, og se efter."
_ACTIVITY_EVENTS = frozenset(
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
    """Hide every window until the password is entered.

    ``opened``: the password was entered, and the windows are shown again.
    """

    opened = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        may_lock: Callable[[], bool],
        save: Callable[[], object],
        unlock: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._may_lock, self._save, self._unlock = minutes, may_lock, save, unlock
        self._window_hider = WindowHider(self)
        self.dialog: UnlockDialog | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_idle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is a window
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(QGuiApplication.focusWindow())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY_EVENTS:
            self.restart_timer()
        return False

    def restart_timer(self) -> None:
        """Restart the idle timer, because the program is in use."""
        minutes = self._minutes()
        if minutes and self.dialog is None:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def lock(self) -> None:
        """Save what is typed, hide all windows, and ask for the password."""
        if self.dialog is not None:
            return
        try:
            self._save()
        finally:
            self._ask()

    def _ask(self, problem: str = "") -> None:
        self.dialog = UnlockDialog(self._unlock, title="MUS Desktop er låst")
        self.dialog.show_problem(problem)
        # The program keeps running behind this dialog, so closing it must not count as closing the last window.
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.dialog.opened.connect(self._on_opened)
        self.dialog.rejected.connect(self._on_dialog_rejected)
        self._window_hider.hide_behind(self.dialog)
        self.dialog.activateWindow()

    def _on_idle(self) -> None:
        if self._may_lock():
            self.lock()
        else:
            self.restart_timer()

    def _on_window(self, window: QWindow | None) -> None:
        # Only top-level windows are watched, because all user input arrives in one.
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
        self.restart_timer()

    def _on_opened(self) -> None:
        self.dialog = None
        self._window_hider.show_windows()
        self.restart_timer()
        self.opened.emit()

    def _on_dialog_rejected(self) -> None:
        """Close the program as if by its window; if something cannot be saved, it stays open and locked."""
        self.dialog = None
        if self._window_hider.close_windows():
            QApplication.exit()
        else:
            self._ask(_NOT_CLOSED)
