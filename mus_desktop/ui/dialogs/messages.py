"""Message boxes: short questions and messages, all of the same appearance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

from mus_desktop.ui.controls.enter_key import pass_on_help_key
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.screen_area import available_area

SCREEN_SHARE = 0.92
"""The share of the screen, in each direction, that a dialog takes at most; the rest is for its frame."""
_TEXT = "qt_msgbox_informativelabel"
_WITHOUT_COMMAND = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: ``key`` is returned by :func:`ask`, ``text`` is shown on the button."""

    key: str
    text: str
    primary: bool = False


class _Question(QMessageBox):
    """A message box that no letter key answers: a user who is still typing has not read it."""

    _is_fitted = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By default Qt presses the button with that mnemonic, even without Alt.
        if event.modifiers() in _WITHOUT_COMMAND and event.text().isprintable() and event.text().strip():
            event.accept()
        elif not pass_on_help_key(event, self):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        available = available_area(self).size() * SCREEN_SHARE
        text, buttons = self.findChild(QLabel, _TEXT), self.findChild(QDialogButtonBox)
        if text is None or buttons is None:
            return
        are_cut = buttons.width() < buttons.sizeHint().width()
        if are_cut or self.width() > available.width() or self.height() > available.height():
            self._fit_into(available, text, buttons)

    def event(self, event: QEvent) -> bool:
        # Qt's message box would compute its size again, without regard to the screen.
        own_size = self._is_fitted and event.type() is QEvent.Type.LayoutRequest
        return QDialog.event(self, event) if own_size else super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_fitted:
            QDialog.resizeEvent(self, event)
        else:
            super().resizeEvent(event)

    def _fit_into(self, available: QSize, text: QLabel, buttons: QDialogButtonBox) -> None:
        """Let a text scroll that is too long for the screen, and stack buttons that are too wide; Qt does neither."""
        layout = self.layout()
        if layout is None:
            return
        self._is_fitted = True
        page = QScrollArea(self, widgetResizable=True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setAccessibleName(text.text())
        layout.replaceWidget(text, page)
        page.setWidget(text)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if buttons.sizeHint().width() > available.width() - 2 * buttons.x():
            buttons.setOrientation(Qt.Orientation.Vertical)
        buttons.setMinimumHeight(buttons.sizeHint().height())
        page.setMinimumHeight(self.fontMetrics().height())
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # the new arrangement of the buttons
        wanted = text.heightForWidth(available.width() - page.x() - layout.contentsMargins().right())
        others = layout.totalHeightForWidth(available.width()) - page.minimumHeight()
        self.setFixedSize(available.width(), min(others + wanted, available.height()))


def ask(parent: QWidget | None, title: str, text: str, choices: Sequence[Choice], cancel: str = "Annullér") -> str:
    """Ask, and return the key of the choice; empty when the user chose ``cancel`` or pressed Esc.

    Enter takes the primary choice, or ``cancel`` if there is none.
    """
    box = _box(parent, title, text, QMessageBox.Icon.NoIcon)
    buttons: dict[QPushButton, str] = {}
    for choice in choices:
        button = box.addButton(choice.text, QMessageBox.ButtonRole.AcceptRole)
        buttons[button] = choice.key
        if choice.primary:
            set_style_kind(button, "primary")
            box.setDefaultButton(button)
    cancel_button = box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel_button)
    if not any(choice.primary for choice in choices):
        set_style_kind(cancel_button, "primary")
        box.setDefaultButton(cancel_button)
    show_and_wait(box)
    if not isValid(box):  # its parent window was closed
        return ""
    box.deleteLater()
    clicked = box.clickedButton()
    return next((key for button, key in buttons.items() if button is clicked), "")


def confirm(parent: QWidget | None, title: str, text: str, action: str) -> bool:
    """Ask whether to do the destructive ``action`` (the button text); Enter and Esc mean no."""
    return ask(parent, title, text, (Choice("yes", action),)) == "yes"


def show_message(
    parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.Warning
) -> None:
    """Show a message, and wait until it is closed."""
    box = _box(parent, title, text, icon)
    box.addButton("OK", QMessageBox.ButtonRole.AcceptRole)
    show_and_wait(box)
    if isValid(box):
        box.deleteLater()


def show_and_wait(dialog: QDialog) -> int:
    """Show ``dialog``, wait until it is closed, and return its result. The windows behind it take no input meanwhile.

    Unlike ``exec()`` it keeps waiting while the dialog is hidden by the screen lock, and leaves the help usable, which
    has no parent: an application-modal dialog would keep the help below all other windows.
    """
    closed = QEventLoop()
    dialog.finished.connect(closed.quit)
    dialog.destroyed.connect(closed.quit)
    modality = Qt.WindowModality.WindowModal if dialog.parentWidget() else Qt.WindowModality.ApplicationModal
    dialog.setWindowModality(modality)
    dialog.show()
    closed.exec()
    return dialog.result() if isValid(dialog) else QDialog.DialogCode.Rejected


def _box(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = _Question(icon, title, title, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(text)
    return box
