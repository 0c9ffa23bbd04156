"""Inviting or reminding, from the choice of people to the record that the mails were sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.invitation.calendar_entry import DELETE_EARLIER
from mus_desktop.services.invitation.invitation_job import InvitationResult
from mus_desktop.services.invitation.message_text import MessageKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder
from mus_desktop.ui.documents.open_in_word import open_file
from mus_desktop.ui.invitation.invitation_dialog import InvitationDialog
from mus_desktop.ui.invitation.sent_dialog import SentDialog

_NOBODY = {
    MessageKind.INVITATION: (
        "Der er ingen at invitere",
        "Der er ingen planlagte samtaler, som mangler at blive holdt. Planlæg en samtale først.",
    ),
    MessageKind.REMINDER: ("Der er ingen at minde om noget", "Der mangler ingen forberedelse og ingen underskrift."),
}


class InvitationActions(QObject):
    """Opens the dialogs one after the other. ``done`` carries a sentence, and the function that undoes it."""

    done = Signal(str, object)

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._now, self._window = workplace, now, window

    def start(self, kind: MessageKind, conversations: Sequence[int] | None = None) -> None:
        """Ask what to send, to the employees of these conversations or of all current ones."""
        if not confirm_document_folder(self._window, self._workplace.preferences):
            return
        try:
            recipients = self._workplace.invitations.recipients(kind, conversations)
        except KnownError as error:
            show_message(self._window, "Mailen kan ikke laves", error.message)
            return
        if not recipients:
            show_message(self._window, *_NOBODY[kind], icon=QMessageBox.Icon.Information)
            return
        dialog = InvitationDialog(self._workplace, kind, recipients, self._window)
        dialog.written.connect(lambda results: self._show_written(kind, results))
        dialog.open()

    def add_to_calendar(self, conversation: int) -> None:
        """Write the entries of a conversation for the leader's own calendar, and open them."""
        if not confirm_document_folder(self._window, self._workplace.preferences):
            return

        def failed(error: KnownError) -> None:
            show_message(self._window, "Kalenderfilen kan ikke laves", error.message)

        try:
            writing = self._workplace.invitations.own_calendar(conversation)
        except KnownError as error:
            failed(error)
            return

        def written(paths: Sequence[Path]) -> None:
            try:
                self._workplace.invitations.store_own_calendar(writing)
            except KnownError as error:
                failed(error)
                return
            self._open(paths)

        work_on_files(self._window, writing.parent, writing.run, written, failed)

    def _open(self, paths: Sequence[Path]) -> None:
        opened = [open_file(path) for path in paths]
        text = f"Kalenderfilen ligger i mappen {paths[0].parent}. {DELETE_EARLIER}"
        if all(opened):
            show_notice(self._window, text)
        else:
            show_message(self._window, "Kalenderfilen ligger klar", text, icon=QMessageBox.Icon.Information)

    def _show_written(self, kind: MessageKind, results: Sequence[InvitationResult]) -> None:
        if results:
            SentDialog(kind, results, self._confirm, self._window).open()

    def _confirm(self, conversations: Sequence[int]) -> None:
        count, undo = self._workplace.invitations.confirm_sent(conversations, self._now().date())
        if count:
            text = "Noteret: inviteret i dag." if count == 1 else f"Noteret: {count} er inviteret i dag."
            self.done.emit(text, undo)
