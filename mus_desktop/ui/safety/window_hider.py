"""Hide all windows but one, and show them again in the same state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
_FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A hidden window with its geometry, focused widget and scroll positions."""

    window: QWidget
    place: QPoint
    size: QSize
    focus: QWidget | None
    scrolled: tuple[tuple[QAbstractScrollArea, int, int], ...]


class WindowHider(QObject):
    """Hide all windows behind one; windows that open meanwhile stay hidden too.

    Open menus, drop-down lists and native system dialogs are closed; they are not reopened.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._front: QWidget | None = None
        self._hidden: list[_Hidden] = []
        self._late: list[QWidget] = []
        self._active: QWidget | None = None

    def draw(self, front: QWidget) -> None:
        """Show ``front`` and hide all other windows; while they are hidden already, only replace ``front``."""
        if self._front is None:
            _close_what_hangs_open()
            self._active = QApplication.activeWindow()
            _application().installEventFilter(self)
        self._front = front
        front.show()  # first, or the system would activate another program
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible() and not self._before(window)]
        self._hide(shown)

    def open(self) -> None:
        """Show the hidden windows again."""
        _application().removeEventFilter(self)
        self._take_late()
        hidden, self._hidden, self._front = self._hidden, [], None
        for one in sorted((one for one in hidden if isValid(one.window)), key=lambda one: _depth(one.window)):
            _show(one)
        if self._active is not None and isValid(self._active) and self._active.isVisible():
            self._active.activateWindow()
        self._active = None

    def close_windows(self) -> bool:
        """Close the hidden windows as their own close buttons would; return whether all of them closed."""
        whole = [one.window for one in self._hidden if isValid(one.window) and one.window.parentWidget() is None]
        return all(window.close() for window in whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._keep_behind(watched)
        return False

    def _keep_behind(self, window: QWidget) -> None:
        if self._before(window):
            return
        # A window that is being shown can only be hidden after that event; it must not be painted until then.
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._late.append(window)
        QTimer.singleShot(0, self, self._take_late)

    def _take_late(self) -> None:
        late, self._late = [window for window in self._late if isValid(window)], []
        self._hide(late)
        for window in late:
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)

    def _hide(self, windows: list[QWidget]) -> None:
        # Children first: hiding a parent would hide its dialogs too, and they would not be recorded.
        for window in sorted(windows, key=_depth, reverse=True):
            if window.windowType() not in _PASSING:
                self._hidden.append(_seen(window))
            window.hide()

    def _before(self, window: QWidget) -> bool:
        """Return whether ``window`` is the front window or a dialog that belongs to it."""
        return self._front is not None and isValid(self._front) and self._front in (window, *_above(window))


def _seen(window: QWidget) -> _Hidden:
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.isVisible()]
    scrolled = tuple((a, a.horizontalScrollBar().value(), a.verticalScrollBar().value()) for a in areas)
    return _Hidden(window, window.pos(), window.size(), window.focusWidget(), scrolled)


def _show(one: _Hidden) -> None:
    one.window.show()
    if not one.window.windowState() & _FILLING:
        one.window.resize(one.size)
        one.window.move(one.place)
    if one.focus is not None and isValid(one.focus):
        one.focus.setFocus(Qt.FocusReason.OtherFocusReason)
    for area, across, down in one.scrolled:
        if isValid(area):
            area.horizontalScrollBar().setValue(across)
            area.verticalScrollBar().setValue(down)


def _close_what_hangs_open() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if QApplication.activePopupWidget() is popup:
            popup.hide()
            return


def _above(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _depth(widget: QWidget) -> int:
    return sum(1 for _ in _above(widget))


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is a window
    return app
