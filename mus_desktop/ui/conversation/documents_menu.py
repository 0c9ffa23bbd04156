"""The documents of a conversation as a menu; made when it is opened, so that it always fits the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs import tell

if TYPE_CHECKING:
    from mus_desktop.services.document_kinds import Wanted
    from mus_desktop.ui.conversation.word import WordPlan


class DocumentsMenu(QMenu):
    """Offers what the form of a conversation has; choosing writes it and opens it in Word.

    :param ready: called first; false when what is typed could not be saved, and then nothing is made.
    """

    def __init__(
        self, workplace: Workplace, conversation_id: int, parent: QWidget, ready: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__("&Dokumenter", parent)
        self._workplace, self._id, self._ready = workplace, conversation_id, ready
        self._owner = parent
        self.word: WordPlan | None = None
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self.clear()
        try:
            offered = self._workplace.documents.choices(self._id)
        except KnownError as error:
            tell(self._owner, "Dokumenterne kan ikke vises", error.message)
            return
        for wanted, title in offered:
            action = self.addAction(title.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, w=wanted: self._make(w))

    def _make(self, wanted: Wanted) -> None:
        from mus_desktop.ui.conversation.word import WordPlan  # noqa: PLC0415 - lists of cards do not wait for Word

        if not self._ready():
            return
        self.word = self.word or WordPlan(self._workplace.documents, self._owner)
        self.word.make_and_open(self._id, wanted)
