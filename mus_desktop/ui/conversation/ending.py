"""Finishing a conversation (*Afslut*), and opening its documents in Word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.advice import advice_for
from mus_desktop.services.conversation.group_view import talk_with
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.dialogs.messages import tell, wait_for
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.documents.open_in_word import OpenInWord


class Ending(QObject):
    """Finish, reopen and make documents. Everything typed must be saved before any method is called.

    ``finished`` carries the day the conversation was held, ``None`` when it is reopened; ``jump`` carries the advice
    that the leader wants to act on.
    """

    finished = Signal(object)
    jump = Signal(object)

    def __init__(self, workplace: Workplace, conversation_id: int, today: Callable[[], date], window: QWidget) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._id = conversation_id
        self._today = today
        self._window = window
        self.word = OpenInWord(workplace.documents, window)

    def open_in_word(self, participant: int | None = None) -> None:
        """Make the plan and open it in Word; for a follow-up, its status document.

        :param participant: the party whose plan is meant; ``None`` for the common one.
        """
        self.word.make_and_open(self._id, self._workplace.documents.usual(self._id, participant))

    def offer_documents(self, button: QWidget, save: Callable[[], bool]) -> None:
        """Show the menu of documents below ``button``; ``save`` is called before a document is made."""
        menu = DocumentsMenu(self._workplace, self._id, self._window, save)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def finish_or_reopen(self) -> None:
        """Finish after showing advice, or reopen a finished conversation."""
        opened = self._workplace.conversations.open(self._id)
        if opened.conversation.held_on is not None:
            self._store(lambda: self._workplace.conversations.reopen(self._id), lambda: self.finished.emit(None))
            return
        dialog = FinishDialog(advice_for(opened), talk_with(opened), self._window)
        if wait_for(dialog) == QDialog.DialogCode.Accepted:
            held_on = opened.conversation.on_date or self._today()
            # A conversation planned for a later day may be held early, never in the future.
            day = min(held_on, self._today())
            self._store(lambda: self._workplace.conversations.finish(self._id, day), lambda: self.finished.emit(day))
        elif dialog.jump_to:
            self.jump.emit(dialog.jump_to)
        dialog.deleteLater()

    def _store(self, action: Callable[[], None], afterwards: Callable[[], None]) -> None:
        try:
            action()
        except KnownError as error:
            tell(self._window, "Det lykkedes ikke", error.message)
        else:
            afterwards()
