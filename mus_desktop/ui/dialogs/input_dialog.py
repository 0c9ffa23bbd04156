"""A dialog to fill in: a heading, labelled inputs, one line for errors, and the buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.accessibility.field_error import FieldError
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.enter_key import pass_on_help_key
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.dialogs.messages import SCREEN_SHARE, Choice, ask
from mus_desktop.ui.layouts.button_row import ButtonRowLayout
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.screen_area import available_area
from mus_desktop.ui.theme.text_width import character_width

_SCROLL_MARGIN = 24
_SAVE, _DISCARD = "keep", "drop"
_UNSAVED = "Vil du gemme det, du har skrevet?"
_UNSAVED_TEXT = "Lukker du uden at gemme, bliver det ikke husket."


class InputDialog(QDialog):
    """Base of the dialogs. ``body`` contains the inputs; :meth:`submit` is called by the primary button.

    The dialog closes when :meth:`submit` returns; a :class:`KnownError` from it is shown in the dialog, which stays
    open. So a dialog saves by a direct call: an error raised in a connected slot would not return here, and the input
    would be lost. Open it with ``open()``; it deletes itself when it is closed. ``characters`` is its preferred width.
    """

    def __init__(
        self, title: str, primary_text: str, parent: QWidget | None = None, *, text: str = "", characters: int = 64
    ) -> None:
        super().__init__(parent)
        self._characters = characters
        self._initial_input: object = None
        self._shown_before = False
        self.setWindowTitle(title.replace("…", "").strip())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.problem = text_label("", "danger", wrap=True)
        self.problem.hide()
        self._field_error = FieldError()
        self.primary = _button(primary_text, "primary")
        self.primary.setDefault(True)
        self.cancel = _button("A&nnullér")
        self._foot = QVBoxLayout()
        self._buttons = ButtonRowLayout((self.cancel, self.primary))
        self._build_frame(title, text)
        self.primary.clicked.connect(self._on_primary)
        self.cancel.clicked.connect(self.reject)

    def submit(self) -> None:
        """Do what the primary button names, usually save the input.

        :raises KnownError: something must be corrected first; shown in the dialog, which stays open.
        """

    def current_input(self) -> object:
        """Return the input that closing without :meth:`submit` would lose; ``None`` where nothing can be entered."""
        return None

    def has_unsaved_input(self) -> bool:
        """Return whether :meth:`current_input` has changed since the dialog was first shown."""
        return self._shown_before and self.current_input() != self._initial_input

    def reject(self) -> None:
        """Close without saving; ask first if input would be lost."""
        answer = self._ask_about_unsaved() if self.has_unsaved_input() else _DISCARD
        if answer == _SAVE:
            self.primary.click()
        elif answer == _DISCARD:
            super().reject()

    def _ask_about_unsaved(self) -> str:
        save = Choice(_SAVE, self.primary.text(), primary=True)
        return ask(self, _UNSAVED, _UNSAVED_TEXT, (save, Choice(_DISCARD, "&Luk uden at gemme")))

    def add_button(self, text: str, kind: str = "") -> QPushButton:
        """Add a button on the left and return it."""
        button = _button(text, kind)
        self._buttons.addWidget(button)
        return button

    def add_card(self, title: str, *parts: QWidget) -> QFrame:
        """Add a card with a heading above its parts, below the existing content."""
        card = QFrame()
        set_style_kind(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(14)
        column.addWidget(text_label(title, "heading"))
        for part in parts:
            column.addWidget(part)
        self.body.addWidget(card)
        return card

    def show_problem(self, text: str) -> None:
        """Show what must be corrected. The error belongs to the field with the focus: focus it before raising one."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        focused = self.focusWidget()
        is_field = focused is not None and self._page.content.isAncestorOf(focused)
        self._field_error.show(focused if is_field else None, text)
        announce(self.problem, text, urgent=True)
        self.grow_to_content()

    def grow_to_content(self) -> None:
        """Grow with the content, up to the size of the screen; never shrink while the dialog is in use."""
        if self.isVisible():
            before = self.size()
            self._fit()
            self.resize(self.size().expandedTo(before))
            if self.height() > before.height():
                self._stay_on_screen()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()  # before Qt puts it in the middle of the window, for which it uses the size at that moment
        super().showEvent(event)
        if not self._shown_before:  # the screen lock hides it and shows it again unchanged
            self._initial_input, self._shown_before = self.current_input(), True
            self._select_proposed_day()

    def _select_proposed_day(self) -> None:
        """Select a day that the dialog proposes in its first field, so that typing another one replaces it."""
        focused = self.focusWidget()
        if isinstance(focused, DateInput):
            focused.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The focus is in an input, so these keys do not reach the scroll area by themselves.
        if pass_on_help_key(event, self):
            return
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        bar = self._page.verticalScrollBar()
        bar.setValue(bar.value() + steps * bar.pageStep())

    def _fit(self) -> None:
        """Resize to the size of the content, within the screen."""
        for child in self.findChildren(QWidget):
            # Unpolished widgets report sizes without the stylesheet.
            child.ensurePolished()
        content = self._page.content
        self._page.column.invalidate()
        available = available_area(self).size() * SCREEN_SHARE
        wanted = character_width(self.fontMetrics()) * self._characters
        width = min(max(content.sizeHint().width(), wanted, self._foot.sizeHint().width()), available.width())
        height = self._page.whole_height(width) if content.hasHeightForWidth() else content.sizeHint().height()
        height = max(height, content.minimumSizeHint().height())  # below this height the content scrolls
        self.resize(QSize(width, height + self._foot.totalHeightForWidth(width)).boundedTo(available))

    def _stay_on_screen(self) -> None:
        """Move up when the buttons at the bottom would be below the screen."""
        available, frame = available_area(self), self.frameGeometry()
        if frame.bottom() > available.bottom():
            self.move(frame.left(), max(frame.top() - frame.bottom() + available.bottom(), available.top()))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to a field focused by its mnemonic; never after a click, which must not move its target."""
        if new and self._page.content.isAncestorOf(new) and not QApplication.mouseButtons():
            self._page.ensureWidgetVisible(new, 0, _SCROLL_MARGIN)

    def close_after(self, save: Callable[[], object]) -> None:
        """Close after ``save`` has saved the input; a :class:`KnownError` from it is shown here instead."""
        try:
            save()
        except KnownError as error:
            self.show_problem(error.message)
            return
        self.show_problem("")
        self.accept()

    def _on_primary(self) -> None:
        self.close_after(self.submit)

    def _build_frame(self, title: str, text: str) -> None:
        content = QWidget()
        set_style_kind(content, "page")
        column = QVBoxLayout(content)
        column.setContentsMargins(28, 24, 28, 8)
        column.setSpacing(6)
        self.heading, self.intro = text_label(title, "title", wrap=True), text_label(text, "muted", wrap=True)
        self.intro.setVisible(bool(text))
        column.addWidget(self.heading)
        column.addWidget(self.intro)
        column.addSpacing(10)
        column.addLayout(self.body)
        column.addStretch(1)
        foot = self._foot
        foot.setContentsMargins(28, 8, 28, 24)
        foot.setSpacing(12)
        foot.addWidget(self.problem)
        foot.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._page = ScrollPage(content, column)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        layout.addWidget(self._page, 1)
        layout.addLayout(foot)


def _button(text: str, kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    if kind:
        set_style_kind(button, kind)
    return button
