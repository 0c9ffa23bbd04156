"""The save status in the header, and the red bar with the way out while something cannot be saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import AnswersRefused, StorageError
from mus_desktop.model.answers import Changes, changed_fields
from mus_desktop.services.conversation.state.field_content import Content
from mus_desktop.ui.conversation.conversation_header import ConversationHeader
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.refused_dialog import RefusedChangeDialog
from mus_desktop.ui.conversation.rescue_file_dialog import save_copy_elsewhere
from mus_desktop.ui.conversation.save_failure_bar import SaveFailureBar


class SaveStatus(QObject):
    """Shows whether everything is saved. The header shows the time, and ``failure_bar`` is shown while saving fails."""

    def __init__(self, live: LiveConversation, pages: Pages, header: ConversationHeader, window: QWidget) -> None:
        super().__init__(window)
        self._live, self._pages, self._header, self._window = live, pages, header, window
        self._kept_elsewhere: Content | None = None
        self.failure_bar = SaveFailureBar()
        live.typed.connect(header.show_saving)
        live.saved.connect(self._on_saved)
        live.unchanged.connect(self._on_unchanged)
        live.failed.connect(self._on_failed)
        live.refused.connect(self._on_refused)
        self.failure_bar.retry_wanted.connect(live.save)
        self.failure_bar.copy_wanted.connect(self._on_copy_wanted)

    def is_saved_elsewhere(self) -> bool:
        """Return whether the current content was saved to a copy elsewhere."""
        return self._live.state.content is self._kept_elsewhere

    def _on_saved(self, at: datetime) -> None:
        self.failure_bar.hide()
        self._header.show_saved(at)

    def _on_unchanged(self) -> None:
        self.failure_bar.hide()
        self._header.show_unchanged()

    def _on_failed(self, error: StorageError) -> None:
        self._header.show_not_saved()
        if self.is_saved_elsewhere():
            self.failure_bar.show_copy_saved()
        elif isinstance(error, AnswersRefused):
            self.failure_bar.show_answer_problem(error.message)
        else:
            self.failure_bar.show_message(error.message)

    def _on_refused(self, changes: Changes) -> None:
        """Show what is stored, and the text that a closed plan does not allow in a message."""
        state = self._live.state
        self._pages.show_closed()
        self._pages.load_fields(changed_fields(changes), plan=bool(changes.addenda), past=bool(changes.reviews))
        RefusedChangeDialog(state.text_of(changes), state.opened.plans, self._window.window()).open()

    def _on_copy_wanted(self) -> None:
        self._live.save()  # the copy must include the last keystrokes
        if save_copy_elsewhere(self._live.state, self._window):
            self._kept_elsewhere = self._live.state.content
            self.failure_bar.show_copy_saved()
