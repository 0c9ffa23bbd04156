"""The documents of a conversation as a menu; built each time it is opened, so that it always fits the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.documents.open_in_word import WordOpener

if TYPE_CHECKING:
    from mus_desktop.services.documents.document_kinds import DocumentRequest


class DocumentsMenu(QMenu):
    """The documents that the form offers, and those made before; choosing one writes it and opens it in Word.

    :param save_first: called first; returns False when typed text could not be saved, and then no document is made.
    """

    def __init__(
        self, workplace: Workplace, conversation_id: int, parent: QWidget, save_first: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__("&Dokumenter", parent)
        self._workplace, self._id, self._save_first = workplace, conversation_id, save_first
        self._owner = parent
        self.word: WordOpener | None = None
        self.earlier = QMenu("&Tidligere udgaver", self)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Fill the menu with the documents available now."""
        self.clear()
        self.earlier.clear()
        try:
            available = self._workplace.documents.choices(self._id)
            earlier_documents = self._workplace.documents.earlier(self._id)
        except KnownError as error:
            show_message(self._owner, "Dokumenterne kan ikke vises", error.message)
            return
        for request, title in available:
            action = self.addAction(title.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, w=request: self._make(w))
        for document, title in earlier_documents:
            action = self.earlier.addAction(title.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, d=document: self._word().open_earlier(self._id, d))
        if earlier_documents:
            self.addSeparator()
            self.addMenu(self.earlier)

    def _make(self, request: DocumentRequest) -> None:
        if self._save_first():
            self._word().make_and_open(self._id, request)

    def _word(self) -> WordOpener:
        self.word = self.word or WordOpener(self._workplace.documents, self._owner)
        return self.word
