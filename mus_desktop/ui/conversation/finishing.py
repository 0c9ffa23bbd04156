"""Finishing a conversation (*Markér som afholdt*), and opening its documents in Word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.group_view import conversation_phrase
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.state.conversation_state import loaded
from mus_desktop.services.hints.advice import Advice, advice_for
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hints import hints_before_finishing
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.conversation_header import ConversationHeader
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.dialogs.messages import show_and_wait, show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.documents.open_in_word import WordOpener


class ConversationFinishing(QObject):
    """Finish, reopen and make documents, each after everything entered is saved.

    ``finished``: it was finished, or reopened; ``jump_wanted`` carries the advice that the leader wants to act on,
    ``hint_unwanted`` a kind of hints to switch off. ``afterwards_wanted``: the page after the conversation is wanted,
    or the themes again.
    """

    finished = Signal()
    afterwards_wanted = Signal()
    jump_wanted = Signal(object)
    hint_unwanted = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        header: ConversationHeader,
        today: Callable[[], date],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._live, self._header = workplace, live, header
        self._today, self._window = today, window
        self.word = WordOpener(workplace.documents, window)
        header.word_wanted.connect(self.open_in_word)
        header.documents_wanted.connect(self.offer_documents)
        header.finish_wanted.connect(self.finish_or_show_afterwards)

    def open_in_word(self) -> None:
        """Make the plan and open it in Word; for a follow-up, its status document.

        A participant of a group gets the individual plan, which is created first.
        """
        live = self._live
        live.set_own_plan_wanted(wanted=live.state.needs_own_plan())
        if live.save() and not live.state.needs_own_plan():
            conversation = live.conversation_id
            self.word.make_and_open(
                conversation, self._workplace.documents.main_document(conversation, live.state.party)
            )

    def offer_documents(self, button: QWidget) -> None:
        """Show the menu of documents below ``button``."""
        menu = DocumentsMenu(self._workplace, self._live.conversation_id, self._window, self._live.save)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def finish_or_show_afterwards(self) -> None:
        """Finish after showing advice; of a finished conversation, show the page after it."""
        if not self._live.save():
            return
        conversations, key = self._workplace.conversations, self._live.conversation_id
        opened = conversations.open(key)
        if opened.conversation.held_on is not None:
            self.afterwards_wanted.emit()
            return
        planned, today = opened.conversation.on_date, self._today()
        dialog = FinishDialog(self._advice(opened), conversation_phrase(opened), planned, today, self._window)
        dialog.hint_unwanted.connect(self.hint_unwanted)
        if show_and_wait(dialog) == QDialog.DialogCode.Accepted:
            self._store(lambda: conversations.finish(key, dialog.held_on))
        elif dialog.jump_to:
            self.jump_wanted.emit(dialog.jump_to)
        dialog.deleteLater()

    def reopen(self) -> None:
        """Undo that the conversation was finished."""
        if self._live.save() and self._store(lambda: self._workplace.conversations.reopen(self._live.conversation_id)):
            show_notice(self._window, "Samtalen er ikke længere markeret som afholdt.")

    def _advice(self, opened: OpenConversation) -> tuple[Advice, ...]:
        """Return what is missing, and the hints; of a group on the common part, whoever is shown."""
        state = loaded(opened, None, self._live.state.wishes)
        planned = self._workplace.follow_up_conversations.is_planned(opened.conversation.id)
        talk = Discussed(state.opened, state.form, state.content, self._today(), follow_up_planned=planned)
        return (*advice_for(opened), *hints_before_finishing(talk, self._workplace.hint_switches.off()))

    def _store(self, action: Callable[[], None]) -> bool:
        """Store with ``action``, and show the change; return whether that succeeded."""
        try:
            action()
        except KnownError as error:
            show_message(self._window, "Det lykkedes ikke", error.message)
            return False
        self._live.reload()  # its pages depend on whether it was held
        self.finished.emit()
        return True
