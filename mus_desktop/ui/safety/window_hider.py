"""Hide all windows but one, and show them again in the same state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget
from shiboken6 import isValid

_TRANSIENT = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Windows that are closed and not shown again."""
_SPECIAL_STATES = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized
"""States that decide the geometry of a window, so that it must not be restored."""

_DESTROY_DELAY_MS = 100


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A hidden window with its geometry, focused widget and scroll positions."""

    window: QWidget
    position: QPoint
    size: QSize
    state: Qt.WindowState
    normal: QRect
    """The geometry to return to from a maximized or full-screen state."""
    focus: QWidget | None
    scrolled: tuple[tuple[QAbstractScrollArea, int, int], ...]


class WindowHider(QObject):
    """Hide all windows behind one; windows that open meanwhile stay hidden too.

    Open menus, drop-down lists, tool tips and native system dialogs are closed, and a drag is cancelled; they are not
    reopened. The hidden windows leave the accessibility tree, in which Qt keeps a hidden window with all its text: they
    lose their system window, as when Qt changes the kind of a window, and get another one when they are shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._front: QWidget | None = None
        self._hidden: list[_Hidden] = []
        self._opened_later: list[QWidget] = []
        self._active: QWidget | None = None

    def hide_behind(self, front: QWidget) -> None:
        """Show ``front`` and hide all other windows; while they are hidden already, only replace ``front``."""
        if self._front is None:
            _close_popups()
            if QGuiApplication.mouseButtons():  # only then can anything be dragged
                QDrag.cancel()
            self._active = QApplication.activeWindow()
            _application().installEventFilter(self)
        self._front = front
        front.show()  # first, or the system would activate another program
        shown = [
            window
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and not self._belongs_to_front(window)
        ]
        self._hide(shown)
        # Not at once: an event of one of the windows may have locked, and its key is released there afterwards.
        QTimer.singleShot(_DESTROY_DELAY_MS, self, self._destroy_system_windows)

    def show_windows(self) -> None:
        """Show the hidden windows again."""
        _application().removeEventFilter(self)
        self._hide_opened_later()
        hidden, self._hidden, self._front = self._hidden, [], None
        for one in sorted((one for one in hidden if isValid(one.window)), key=lambda one: _depth(one.window)):
            _show(one)
        if self._active is not None and isValid(self._active) and self._active.isVisible():
            self._active.activateWindow()
        self._active = None

    def hidden_windows(self) -> list[QWidget]:
        """Return the hidden windows."""
        return [one.window for one in self._hidden if isValid(one.window)]

    def close_windows(self) -> bool:
        """Close the hidden windows as their own close buttons would; return whether all of them closed."""
        top_level = [window for window in self.hidden_windows() if window.parentWidget() is None]
        return all(window.close() for window in top_level)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._hide_new_window(watched)
        return False

    def _hide_new_window(self, window: QWidget) -> None:
        if self._belongs_to_front(window):
            return
        # A window that is being shown can only be hidden after that event; it must not be painted until then.
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._opened_later.append(window)
        QTimer.singleShot(0, self, self._hide_opened_later)

    def _hide_opened_later(self) -> None:
        opened_later, self._opened_later = [window for window in self._opened_later if isValid(window)], []
        self._hide(opened_later)
        QTimer.singleShot(_DESTROY_DELAY_MS, self, self._destroy_system_windows)
        for window in opened_later:
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)

    def _destroy_system_windows(self) -> None:
        """Remove every hidden window from the accessibility tree: dialogs closed earlier, too, are still in it."""
        hidden = [
            window
            for window in QApplication.topLevelWidgets()
            if self._front is not None and window.isHidden() and not self._belongs_to_front(window)
        ]
        for window in sorted(hidden, key=_depth, reverse=True):
            if window.windowHandle() is not None:
                window.destroy()

    def _hide(self, windows: list[QWidget]) -> None:
        # Children first: hiding a parent would hide its dialogs too, and they would not be recorded.
        for window in sorted(windows, key=_depth, reverse=True):
            if window.windowType() not in _TRANSIENT:
                self._hidden.append(_snapshot(window))
            window.hide()

    def _belongs_to_front(self, window: QWidget) -> bool:
        """Return whether ``window`` is the front window or a dialog that belongs to it."""
        return self._front is not None and isValid(self._front) and self._front in (window, *_ancestors(window))


def _snapshot(window: QWidget) -> _Hidden:
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.isVisible()]
    scrolled = tuple((a, a.horizontalScrollBar().value(), a.verticalScrollBar().value()) for a in areas)
    state, normal = window.windowState(), window.normalGeometry()
    return _Hidden(window, window.pos(), window.size(), state, normal, window.focusWidget(), scrolled)


def _show(one: _Hidden) -> None:
    is_special = bool(one.state & _SPECIAL_STATES)
    if is_special:  # set again: the new system window does not have it, although Qt believes so
        one.window.setWindowState(Qt.WindowState.WindowNoState)
        if one.normal.isValid():
            one.window.setGeometry(one.normal)
        one.window.setWindowState(one.state)
    one.window.show()
    if not is_special:
        one.window.resize(one.size)
        one.window.move(one.position)
    if one.focus is not None and isValid(one.focus):
        one.focus.setFocus(Qt.FocusReason.OtherFocusReason)
    for area, horizontal, vertical in one.scrolled:
        if isValid(area):
            area.horizontalScrollBar().setValue(horizontal)
            area.verticalScrollBar().setValue(vertical)


def _close_popups() -> None:
    QToolTip.hideText()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if QApplication.activePopupWidget() is popup:
            popup.hide()
            return


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _depth(widget: QWidget) -> int:
    return sum(1 for _ in _ancestors(widget))


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is a window
    return app
