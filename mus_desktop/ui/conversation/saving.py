"""The path of typed text: from the pages to the record, from there to disk, and the save status shown."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes, fields_of
from mus_desktop.services.conversation.rescue_copy import changes_text
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.alarm import SaveAlarm
from mus_desktop.ui.conversation.autosave import Autosave
from mus_desktop.ui.conversation.carry_over import CarryingOn
from mus_desktop.ui.conversation.copy_elsewhere import keep_copy_elsewhere
from mus_desktop.ui.conversation.header import ConversationHeader
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.record import Record
from mus_desktop.ui.conversation.refused_dialog import RefusedDialog
from mus_desktop.ui.fields.field_widget import Content


class Saving(QObject):
    """Save automatically. The header shows the time, and ``alarm`` is shown while saving fails.

    ``saved``: everything typed is on disk.
    """

    saved = Signal()

    def __init__(
        self,
        workplace: Workplace,
        conversation_id: int,
        record: Record,
        pages: Pages,
        carrying: CarryingOn,
        header: ConversationHeader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._id, self._window = workplace, conversation_id, window
        self._record, self._pages, self._carrying, self._header = record, pages, carrying, header
        self._kept_elsewhere: Content | None = None
        self.alarm = SaveAlarm()
        self.autosave = autosave = Autosave(self._collect, self._save, self)
        pages.edited.connect(autosave.touch)
        autosave.typed.connect(header.tell_saving)
        autosave.unchanged.connect(header.tell_unchanged)
        autosave.saved.connect(self._on_saved)
        autosave.failed.connect(self.tell_failed)
        autosave.refused.connect(self._on_refused)
        self.alarm.again.connect(autosave.flush)
        self.alarm.copy_wanted.connect(self._on_copy_wanted)

    def is_kept_elsewhere(self) -> bool:
        """Return whether the current content is kept in a copy elsewhere."""
        return self._record.content is self._kept_elsewhere

    def tell_failed(self, message: str) -> None:
        """Show that something is not on disk, and the reason."""
        self._header.tell_not_saved()
        if self.is_kept_elsewhere():
            self.alarm.tell_copy_kept()
        else:
            self.alarm.tell(message)

    def tell_done(self) -> None:
        """Show that the other content that could not be stored is stored after all."""
        if not self.autosave.failing:
            self.alarm.hide()
            self._header.tell_unchanged()

    def _collect(self) -> Changes:
        changes = self._pages.collect().then(self._carrying.take_aside())
        if changes:
            self._record.take(changes)
            # A review of an earlier agreement may add a row to the plan; both are saved together.
            follows = self._carrying.follows(changes)
            self._record.take(follows)
            changes = changes.then(follows)
            self._pages.see(self._record.content)
        return changes

    def _save(self, changes: Changes) -> datetime:
        return self._workplace.writing.save(changes, self._id)

    def _on_saved(self, at: datetime) -> None:
        self.alarm.hide()
        self._header.tell_saved(at)
        self.saved.emit()

    def _on_refused(self, changes: Changes) -> None:
        """Reload the stored content, and show the text that a signed plan refuses in a message."""
        text = changes_text(self._record.opened, changes)
        self.alarm.hide()
        self._record.reload()
        self._pages.set_closed(closed=self._record.content.plan.closed)
        self._pages.load_fields(fields_of(changes), plan=bool(changes.addenda), past=bool(changes.reviews))
        self._header.tell_unchanged()
        RefusedDialog(text, self._record.opened.plans, self._window.window()).open()

    def _on_copy_wanted(self) -> None:
        self.autosave.flush()  # the copy must include the last keystrokes
        if keep_copy_elsewhere(self._record, self._window):
            self._kept_elsewhere = self._record.content
            self.alarm.tell_copy_kept()
