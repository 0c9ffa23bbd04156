"""The screen lock: after a period without use, after sleep, when the desktop is locked, or on request."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mus_desktop.ui.controls.overrides import reporting_errors
from mus_desktop.ui.safety.clipboard_guard import ClipboardGuard
from mus_desktop.ui.safety.inactivity import Inactivity
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.safety.window_hider import WindowHider

_NOT_CLOSED = "Programmet kan ikke lukkes, for noget er ikke gemt. Lås op, og se efter."
_CHECK_MS = 15_000
_MINUTE = 60
_INPUT_EVENTS = frozenset(
    {
        QEvent.Type.ShortcutOverride,  # the first event of a key that may be a shortcut
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Hide every window until the password is entered.

    ``opened``: the password was entered, and the windows are shown again.

    Whether it is time is asked at each input, when a window or the program is activated, and every few seconds, because
    a timer alone would stand still while the PC sleeps. An input that comes too late locks and is not delivered.

    :param minutes: after how many minutes without use the screen is locked, at least 1; 0 for never.
    :param may_lock: whether the data can be unlocked again at present; otherwise it is asked again.
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
        self.inactivity, self.clipboard = Inactivity(), ClipboardGuard()
        self.may_close: Callable[[], bool] = lambda: True
        """Whether closing the program loses nothing; otherwise it must be unlocked first."""
        self.dialog: UnlockDialog | None = None
        self._has_slept = False
        self._late_target: QObject | None = None
        self._focused: QObject | None = None
        self._timer = QTimer(self, interval=_CHECK_MS)
        self._timer.timeout.connect(self._on_check)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is a window
        app.focusWindowChanged.connect(self._on_activated)
        app.applicationStateChanged.connect(self._on_activated)
        app.focusObjectChanged.connect(self._on_focus)
        self._on_activated()
        self._on_focus(QGuiApplication.focusObject())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _INPUT_EVENTS:
            return False
        if self.dialog is not None:
            return watched is self._late_target  # the rest of the input that came too late
        # What an input method has composed goes to the focused object alone; all other input to its window first.
        if isinstance(watched, QWindow) or event.type() is QEvent.Type.InputMethod:
            return self._on_input(watched)
        return False

    def note_use(self) -> None:
        """Begin to measure again, because the program is in use."""
        self._has_slept = False
        self.inactivity.restart()

    def lock(self) -> None:
        """Save what is typed, hide all windows, and ask for the password."""
        if self.dialog is not None:
            return
        with reporting_errors():  # an error here must neither keep the screen open nor deliver the input that came late
            self._save()
        self.clipboard.clear()
        self._ask()

    def hidden_windows(self) -> list[QWidget]:
        """Return the windows that are hidden now."""
        return self._window_hider.hidden_windows()

    def _lock_if_due(self) -> bool:
        """Lock the screen if it is time; return whether it is. It is locked later while it cannot be unlocked again."""
        if self.dialog is not None or not self._is_due():
            return False
        if self._may_lock():
            self.lock()
        return True

    def _is_due(self) -> bool:
        self._has_slept = self.inactivity.has_slept() or self._has_slept
        unused = self.inactivity.seconds()
        if self._has_slept or unused < _MINUTE:  # usually so, and then the settings need not be read
            return self._has_slept
        minutes = self._minutes()
        return bool(minutes) and unused >= minutes * _MINUTE

    def _on_input(self, watched: QObject) -> bool:
        """Lock if this input comes too late; return whether it must be dropped."""
        if not self._lock_if_due():
            self.inactivity.note_use()
        elif self.dialog is not None:
            self._late_target = watched
            return True
        return False

    def _on_check(self) -> None:
        self._watch_windows()
        self._lock_if_due()

    def _on_activated(self, *_: object) -> None:
        self._watch_windows()
        if not self._lock_if_due():
            self.inactivity.note_use()

    def _watch_windows(self) -> None:
        # Only top-level windows: watching every object would slow down typing. Installing again changes nothing.
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    def _on_focus(self, focused: QObject | None) -> None:
        if self._focused is not None and isValid(self._focused) and not isinstance(self._focused, QWindow):
            self._focused.removeEventFilter(self)
        self._focused = focused
        if focused is not None:
            focused.installEventFilter(self)

    def _ask(self, problem: str = "") -> None:
        self.dialog = UnlockDialog(self._unlock, title="MUS Desktop er låst")
        self.dialog.show_problem(problem)
        # The program keeps running behind this dialog, so closing it must not count as closing the last window.
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.dialog.opened.connect(self._on_opened)
        self.dialog.rejected.connect(self._on_dialog_rejected)
        self._window_hider.hide_behind(self.dialog)
        self.dialog.activateWindow()

    def _on_opened(self) -> None:
        self.note_use()  # first: the windows shown now are activated, and that asks whether to lock
        self.dialog = self._late_target = None
        self._window_hider.show_windows()
        self.clipboard.put_back()
        self.opened.emit()

    def _on_dialog_rejected(self) -> None:
        """Close the program as if by its window; if something cannot be saved, it stays open and locked."""
        self.dialog = None
        if self.may_close() and self._window_hider.close_windows():
            QApplication.exit()
        else:
            self._ask(_NOT_CLOSED)
