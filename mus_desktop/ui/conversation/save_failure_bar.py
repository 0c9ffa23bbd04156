"""The red bar that is shown while something typed is not on disk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.theme.look import set_style_kind

_NOT_SAVED = "Det, du har skrevet, er ikke gemt endnu."
_RETRYING = "Det bliver stående her, og programmet prøver igen."
_MISFIT = "Noget af det, du har skrevet, er ikke gemt. Det bliver stående her, til det er rettet."
_COPY_SAVED = (
    "Kopien er gemt. Du kan lukke programmet nu; alt, hvad der står her, står i kopien. "
    "I programmet er det seneste stadig ikke gemt."
)


class SaveFailureBar(QFrame):
    """A warning that saving fails, with the action to take. It never covers the typed text or disappears by itself."""

    retry_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "alarm")
        self._text = QLabel(wordWrap=True)
        set_style_kind(self._text, "danger")
        retry = QPushButton("&Prøv igen")
        copy = QPushButton("Gem en &kopi et andet sted …")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(retry)
        layout.addWidget(copy)
        retry.clicked.connect(self.retry_wanted)
        copy.clicked.connect(self.copy_wanted)
        self._reason = self._turned_why = ""
        self._turned = False
        self.hide()

    def show_message(self, message: str) -> None:
        """Show that saving fails, and the reason, until :meth:`hide` is called."""
        self._tell(f"{_NOT_SAVED} {message}", f"{_NOT_SAVED} {_RETRYING}")

    def show_answer_problem(self, message: str) -> None:
        """Show ``message``, that an answer does not fit the form and must be edited; everything else is saved."""
        self._tell(message, _MISFIT)

    def set_turned(self, turned: bool) -> None:
        """Hide the details, which name folders or the leader's own questions, while the employee sees the screen."""
        self._turned = turned
        self._update_text()

    def show_copy_saved(self) -> None:
        """Show that everything is in a copy elsewhere, so that the program can be closed without loss."""
        self._reason = ""
        if self._text.text() != _COPY_SAVED:
            self._text.setText(_COPY_SAVED)
            announce(self, _COPY_SAVED)

    def _update_text(self) -> None:
        if self._reason:
            self._text.setText(self._turned_why if self._turned else self._reason)

    def _tell(self, why: str, turned_why: str) -> None:
        before = "" if self.isHidden() else self.text()
        self._reason, self._turned_why = why, turned_why
        self._update_text()
        self.show()
        if self.text() != before:  # not at every attempt to save again
            announce(self, self.text(), urgent=True)

    def text(self) -> str:
        """Return the text of the bar."""
        return self._text.text()
