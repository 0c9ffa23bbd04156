"""The dialog that makes invitations or reminders: who gets one, the text, and the progress; it can be stopped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_date_short, format_planned_date_short, format_time
from mus_desktop.services.invitation.invitation_job import InvitationResult
from mus_desktop.services.invitation.invitation_service import Message, Recipient
from mus_desktop.services.invitation.message_text import DEFAULT_TEXTS, MessageKind, MessageText
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.labels import keep_dates_together, labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.invitation.message_editor import MessageEditor
from mus_desktop.ui.invitation.tick_list import TickList

_TITLES = {MessageKind.INVITATION: "Inviter til samtale", MessageKind.REMINDER: "Send påmindelse"}
_BUTTONS = {MessageKind.INVITATION: "&Lav invitationen", MessageKind.REMINDER: "&Lav påmindelsen"}
_SEVERAL = {MessageKind.INVITATION: "&Lav invitationerne", MessageKind.REMINDER: "&Lav påmindelserne"}
_TEXTS = {
    MessageKind.INVITATION: "Hver medarbejder får en mappe med invitationen, forberedelsesark, samtaleguide, "
    "kalenderfil og en mailkladde med det hele. Du sender selv mailen.",
    MessageKind.REMINDER: "Hver medarbejder får en mailkladde om det, der mangler. Du sender selv mailen.",
}


class InvitationDialog(InputDialog):
    """Makes the mails of the ticked recipients; with only one of them, without a list.

    ``written`` carries the results when the dialog has closed.
    """

    written = Signal(object)

    def __init__(
        self, workplace: Workplace, kind: MessageKind, recipients: Sequence[Recipient], parent: QWidget
    ) -> None:
        several = len(recipients) > 1
        button = (_SEVERAL if several else _BUTTONS)[kind]
        super().__init__(_TITLES[kind], button, parent, text=_TEXTS[kind], characters=116 if several else 76)
        self._workplace, self._kind, self._recipients = workplace, kind, recipients
        self._task: BackgroundWork | None = None
        self._results: Sequence[InvitationResult] | None = None
        new = [not several or kind is MessageKind.REMINDER or not one.conversation.invited_on for one in recipients]
        self.list = TickList([_line_of(one, kind) for one in recipients], new)
        self.editor = MessageEditor(workplace.message_texts.text(kind), DEFAULT_TEXTS[kind], self._filled)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Hvor langt der er skrevet")
        self.bar.setTextVisible(False)
        self.status = text_label("", "muted", wrap=True)
        self._lay_out(several=several)
        self.list.currentRowChanged.connect(lambda _row: self.editor.update_preview())
        self.editor.resized.connect(self._on_preview)

    def submit(self) -> None:
        """Store the text and start writing; the dialog stays open and shows the progress."""
        ticked = [self._recipients[number] for number in self.list.ticked()]
        if not ticked:
            self.list.setFocus()
            raise KnownError("Sæt hak ved mindst én medarbejder.")
        try:
            text = self._workplace.message_texts.store(self._kind, self.editor.text())
        except KnownError:
            self.editor.body.setFocus()
            raise
        run = self._workplace.invitations.run(ticked, Message(self._kind, text))
        self._task = BackgroundWork(run.write, awaited=True)
        self._task.progressed.connect(self._on_progressed)
        self._task.done.connect(self._on_written)
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def current_input(self) -> object:
        """Return the text and who is ticked."""
        return self.editor.text(), self.list.ticked()

    def has_unsaved_input(self) -> bool:
        """Return whether something was changed, or files are being written."""
        return self._task is not None or super().has_unsaved_input()

    def accept(self) -> None:
        """Close the dialog, unless files are being written."""
        if self._task is None:
            super().accept()

    def reject(self) -> None:
        """Stop before the next employee (*Annullér*), or close if nothing is being written. Finished folders stay."""
        if self._task is None:
            super().reject()
        else:
            self._task.stop.set()
            self.status.setText("Stopper efter den medarbejder, der er i gang …")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._results is not None:  # written while the screen was locked, where no other dialog may open
            QTimer.singleShot(0, self, self._close_written)

    def _lay_out(self, *, several: bool) -> None:
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self.editor)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(28)
        people = labelled("&Medarbejdere", self.list)
        row.addWidget(people, 4)
        people.setVisible(several)
        row.addLayout(right, 5)
        self.body.addLayout(row)
        for part in (self.bar, self.status):
            self.body.addWidget(part)
            part.hide()
        (self.list if several else self.editor.subject).setFocus()

    def _filled(self, text: MessageText) -> MessageText:
        recipient = self._recipients[max(0, self.list.currentRow())]
        return self._workplace.invitations.filled(recipient, Message(self._kind, text))

    def _on_preview(self) -> None:
        self.grow_to_content()
        if self.editor.show_preview.hasFocus():  # not while typing, which must stay in sight
            self._page.ensureWidgetVisible(self.editor.preview)

    def _on_progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.status.setText(f"{done} af {total} er lavet.")

    def _on_written(self, results: Sequence[InvitationResult]) -> None:
        self._show_busy(busy=False)
        try:
            self._workplace.invitations.store(results)
        except KnownError as error:
            self.show_problem(error.message)
            return
        self._results = results
        if self.isVisible():
            self._close_written()

    def _close_written(self) -> None:
        results, self._results = self._results, None
        if results is not None:
            self.accept()
            self.written.emit(results)

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        raise error  # a programming error: reported like any other

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        for widget in (self.primary, self.list, self.editor):
            widget.setEnabled(not busy)
        for part in (self.bar, self.status):
            part.setVisible(busy)
        self.grow_to_content()


def _line_of(recipient: Recipient, kind: MessageKind) -> str:
    conversation = recipient.conversation
    if kind is MessageKind.REMINDER:
        return f"{recipient.name}\nmangler {recipient.lacking.removeprefix('din ')}"
    day, at = conversation.on_date, conversation.at_time
    parts = [format_planned_date_short(day) if day else "uden dato", f"kl. {format_time(at)}" if day and at else ""]
    if conversation.invited_on is not None:
        parts.append(f"– inviteret {format_date_short(conversation.invited_on)}")
    return keep_dates_together(f"{recipient.name}\n{' '.join(part for part in parts if part)}")
