"""A short message at the bottom of the main window after an action, with *Fortryd* where the action can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from shiboken6 import isValid

from mus_desktop.errors import KnownError
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import breakable
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import set_style_kind

SHOWN_MS = 6_000
SHOWN_WITH_UNDO_MS = 20_000
"""How long a message stays; longer with a button, which must be read, decided about and reached."""
_ROUNDING = 2  # pixels: Qt rounds the width of a text down
_KEY = "F6"
_UNDONE = "Det er fortrudt."


class NoticeArea(QFrame):
    """The place of the message; empty and hidden without one. A new message replaces the previous one.

    The message goes by itself after a while, but not while the mouse or the keyboard is in it, a dialog is open above
    it, or the window is hidden. F6 goes to it, Esc closes it from there. Nothing is shown while the employee sees the
    screen; an undo that is offered then, or was before, is shown afterwards.

    ``undone`` carries whether pages must be loaded again; ``refused`` the reason that an action cannot be undone.
    ``may_undo`` is asked first, so that everything typed is saved and is seen by the action.
    """

    undone = Signal(bool)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.may_undo: Callable[[], bool] = lambda: True
        self._undo: Callable[[], None] | None = None
        self._within: QWidget | None = None
        self._turned = False
        self._focus_before: QWidget | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time_passed)
        set_style_kind(self, "notice")
        self._parts = _Parts(self)
        self._parts.undo.clicked.connect(self._on_undo)
        self._parts.close.clicked.connect(self.dismiss)
        QShortcut(QKeySequence(_KEY), self).activated.connect(self._go_here)
        self.hide()

    def text(self) -> str:
        """Return the message that is shown, or waits to be shown; empty if there is none."""
        return self._parts.text.text()

    @property
    def buttons(self) -> tuple[QPushButton, IconToolButton]:
        """Return *Fortryd* and the button that closes the message; for code that drives the window."""
        return self._parts.undo, self._parts.close

    def show_notice(self, text: str, undo: Callable[[], None] | None = None, within: QWidget | None = None) -> None:
        """Show ``text``, with *Fortryd* if there is an ``undo``; see the function :func:`show_notice`."""
        if self._turned and undo is None:
            return  # the employee sees the screen, and afterwards it would be old news
        parts = self._parts
        self._undo, self._within = undo, within
        parts.text.setText(breakable(text))
        parts.undo.setVisible(undo is not None)
        self._timer.setInterval(SHOWN_WITH_UNDO_MS if undo else SHOWN_MS)
        if not self._turned:
            self.show()
            self._timer.start()
            announce(self, f"{text} Tryk {_KEY} for at fortryde." if undo else text)

    def set_turned(self, turned: bool) -> None:
        """Hide the message while the employee sees the screen; show it again afterwards if it can be undone."""
        self._turned = turned
        if turned and self._undo is None:
            self.dismiss()
        self.setVisible(not turned and bool(self.text()))

    def dismiss(self) -> None:
        """Remove the message, and give the focus back."""
        had_focus = self._has_focus()
        self._timer.stop()
        self._undo = None
        self._parts.text.setText("")
        self.hide()
        if had_focus and self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()  # again from the beginning after Samtale and after the screen lock

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _on_time_passed(self) -> None:
        if self.isVisible() and not self._is_in_use():
            self.dismiss()
        else:
            self._timer.start()

    def _is_in_use(self) -> bool:
        return self.underMouse() or self._has_focus() or QApplication.activeModalWidget() is not None

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _go_here(self) -> None:
        parts, focused = self._parts, QApplication.focusWidget()
        if not self._has_focus():
            self._focus_before = focused
        target: QWidget = parts.close if parts.undo.isHidden() else parts.undo
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_undo(self) -> None:
        undo = self._undo
        if undo is None or not self.may_undo():
            return
        self.dismiss()
        try:
            undo()
        except KnownError as error:
            self.refused.emit(error.message)
        else:
            self.undone.emit(self._within is None or not isValid(self._within))
            self.show_notice(_UNDONE)


class _Parts:
    """The text and the buttons of a notice area, side by side in its middle."""

    def __init__(self, area: NoticeArea) -> None:
        self.text = _Text()
        self.undo = QPushButton("Fortryd")
        self.undo.setToolTip(f"Fortryd det, du lige har gjort ({_KEY} går hertil)")
        set_style_kind(self.undo, "link")
        self.close = IconToolButton("remove", "Luk beskeden (Esc)", muted=True)
        for button in (self.undo, self.close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where the work is
        row = QHBoxLayout(area)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.text)
        row.addWidget(self.undo)
        row.addWidget(self.close)
        row.addStretch(1)


class _Text(QLabel):
    """A text that asks for the width of one line, and wraps if there is less; Qt's own label wraps much earlier."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True, textFormat=Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + _ROUNDING, metrics.lineSpacing())


def show_notice(
    widget: QWidget, text: str, undo: Callable[[], None] | None = None, *, within: QWidget | None = None
) -> None:
    """Show ``text`` in the notice area of the window that ``widget`` is in; a dialog has none, and shows nothing.

    :param undo: what *Fortryd* does, any time later. It raises :class:`KnownError`, and changes nothing, if that is not
        safe any more.
    :param within: as long as this widget exists, ``undo`` changes nothing else, and no page need be loaded again.
    """
    window = widget.window()
    while window.windowType() is Qt.WindowType.Popup and (owner := window.parentWidget()) is not None:
        window = owner.window()  # a menu belongs to the window it was opened from
    area = getattr(window, "notices", None)
    if isinstance(area, NoticeArea):
        area.show_notice(text, undo, within)
