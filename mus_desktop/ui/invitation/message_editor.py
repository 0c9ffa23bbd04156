"""The subject and text of a mail, the place holders to insert, and how the mail becomes for one person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.invitation.message_text import PLACEHOLDERS, MessageText
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind

_LINES = 12


class MessageEditor(QWidget):
    """The editor of one text.

    :param default: what *Hent standardteksten* restores.
    :param fill: returns a text as it becomes for the person who is chosen.
    """

    resized = Signal()

    def __init__(
        self,
        text: MessageText,
        default: MessageText,
        fill: Callable[[MessageText], MessageText],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._default, self._fill = default, fill
        self.subject, self.body = OneLineEdit(text.subject), NoteEdit(_LINES)
        self.subject.setCursorPosition(0)  # its beginning is shown where it is too long for the line
        self.body.set_text(text.body)
        self.insert = QPushButton("&Indsæt felt")
        self.reset = QPushButton("&Hent standardteksten")
        self.show_preview = QPushButton("&Vis mailen")
        self.show_preview.setCheckable(True)
        self.preview = text_label("", wrap=True)
        self.preview.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_style_kind(self.preview, "muted")
        self.preview.hide()
        self._lay_out()
        self._connect()

    def text(self) -> MessageText:
        """Return the text as typed."""
        return MessageText(self.subject.text(), self.body.text())

    def update_preview(self) -> None:
        """Show the mail as it becomes, or why it cannot be filled in."""
        if not self.show_preview.isChecked():
            return
        try:
            filled = self._fill(self.text())
            shown = f"{filled.subject}\n\n{filled.body}"
        except KnownError as error:
            shown = error.message
        self.preview.setText(shown)
        self.resized.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(labelled("&Emne", self.subject))
        column.addWidget(labelled("&Tekst", self.body))
        buttons = QWidget()
        row = FlowLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.insert, self.reset, self.show_preview):
            button.setAutoDefault(False)
            row.addWidget(button)
        buttons.setLayout(row)
        column.addWidget(buttons)
        column.addWidget(self.preview)

    def _connect(self) -> None:
        menu = QMenu(self.insert)
        for name, meaning in PLACEHOLDERS.items():
            action = menu.addAction(f"{meaning[0].upper()}{meaning[1:]}")
            action.triggered.connect(lambda _checked=False, n=name: self._insert(n))
        self.insert.setMenu(menu)
        self.menu = menu
        self.reset.clicked.connect(self._on_reset)
        self.show_preview.toggled.connect(self._on_toggled)
        self.subject.textChanged.connect(self.update_preview)
        self.body.textChanged.connect(self.update_preview)

    def _insert(self, name: str) -> None:
        self.body.textCursor().insertText(f"{{{name}}}")
        self.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reset(self) -> None:
        self.subject.setText(self._default.subject)
        self.body.set_text(self._default.body)

    def _on_toggled(self, shown: bool) -> None:
        self.preview.setVisible(shown)
        self.update_preview()
        self.resized.emit()
