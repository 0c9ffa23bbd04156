"""The dialog *Gendan fra en backup*: pick a backup by its date, size and contents, and restore it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QProgressBar, QWidget
from shiboken6 import isValid

from mus_desktop.errors import KnownError, WrongPassword
from mus_desktop.services.safety.restoring import RestoreResult, RestoreService
from mus_desktop.services.safety.target_backups import ListedBackup
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import breakable, labelled, text_label
from mus_desktop.ui.controls.line_edit import TextLine
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.messages import Choice, ask
from mus_desktop.ui.safety.restore_text import (
    INTACT_DATABASE,
    KEY_ONLY,
    ONLY_KEY_MISSING,
    PasswordHint,
    Wording,
    confirmation_text,
    contents,
    lines_of,
    outcome_sentences,
)
from mus_desktop.ui.safety.time_text import time_in_words
from mus_desktop.ui.theme.look import set_style_kind

_KEY, _ALL = "key", "yes"
_DONE = "Dine data er gendannet"


class RestoreDialog(InputDialog):
    """Pick a backup and restore it.

    ``restored``: the backup is in place, and everything shown must be reloaded; :attr:`outcome` describes the outcome.

    :param wording: the texts of the dialog; by default those for an intact database.
    """

    restored = Signal()

    def __init__(
        self,
        restoring: RestoreService,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        wording: Wording = INTACT_DATABASE,
    ) -> None:
        super().__init__(wording.title, "&Gendan fra backuppen …", parent, text=wording.text, characters=84)
        self._restoring, self._now, self._wording = restoring, now, wording
        self._task: BackgroundWork | None = None
        self.outcome: RestoreResult | None = None
        self.list = QListWidget()
        self.place = ComboBox()
        self.secret = TextLine()
        self.nothing = text_label(wording.nothing, "muted", wrap=True)
        self.outcome_labels: list[QLabel] = []
        self.bar = QProgressBar()
        self.other = self.add_button("&Vælg en anden fil …")
        self.cancel.setText(wording.cancel)
        self._lay_out()
        self.place.currentIndexChanged.connect(self.list_backups)
        self.other.clicked.connect(self._on_other)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        self.list_backups()

    def list_backups(self) -> None:
        """List the backups in the chosen folder."""
        self.list.clear()
        self.show_problem("")
        place = self.place.currentData()
        self._run(lambda stop: self._restoring.list_backups(place, stop), self._show_listed)

    def choose_file(self, file: Path) -> None:
        """Add and select a file that is not in the list."""
        self._show_whether_any(found_any=True)
        self.list.setCurrentItem(self._add(file, breakable(str(file))))
        self.primary.setFocus()

    def submit(self) -> None:
        """Verify the chosen backup on a background thread; it is restored once the leader confirms."""
        if self.outcome is not None:
            self._finish()
            return
        item = self.list.currentItem()
        if item is None:
            raise KnownError("Vælg den backup, du vil gendanne fra.")
        self.show_problem("")
        file: Path = item.data(Qt.ItemDataRole.UserRole)
        secret = self.secret.text() or None
        self._run(lambda stop: self._restoring.open_backup(file, secret, stop), self._on_opened)

    def accept(self) -> None:
        """Ignore the default accept: only a completed restore closes the dialog."""

    def reject(self) -> None:
        """Cancel a running read or close the dialog; a completed restore cannot be undone."""
        if self._task is not None:
            self._task.stop.set()
        elif self.outcome is not None:
            self._finish()
        else:
            super().reject()

    def _lay_out(self) -> None:
        self.list.setSpacing(4)
        self.list.setMinimumHeight(self.fontMetrics().height() * 11)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_style_kind(self.list, "boxed")
        self.place.addItem("Denne pc", None)
        for folder in self._restoring.target_folders:
            self.place.addItem(str(folder), folder)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(256)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Backuppen kontrolleres")
        self._folder_row = labelled("Gendan &fra", self.place)
        self._folder_row.setVisible(self.place.count() > 1)
        self._list_row = labelled("&Backupper", self.list)
        self._password_row = labelled("&Adgangskode eller gendannelseskode", self.secret)
        for widget in (self._folder_row, self._list_row, self.nothing, self._password_row, self.bar):
            self.body.addWidget(widget)
        for widget in (self._list_row, self.nothing, self._password_row, self.bar):
            widget.hide()

    def _show_listed(self, found: Sequence[ListedBackup]) -> None:
        shown = [one for one in found if not (self._wording.only_filled and one.is_empty)]
        for one, line in zip(shown, lines_of(shown, self._now().astimezone()), strict=True):
            self._add(one.path, line)
        self._show_whether_any(found_any=bool(shown))
        self.list.setCurrentRow(0 if shown else -1)

    def _show_whether_any(self, *, found_any: bool) -> None:
        self._list_row.setVisible(found_any)
        self.nothing.setVisible(not found_any)
        self.primary.setEnabled(found_any)
        self.other.setText("&Vælg en anden fil …" if found_any else "&Vælg en fil …")
        (self.list if found_any else self.other).setFocus()
        self.grow_to_content()

    def _add(self, path: Path, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, path)
        return item

    def _on_other(self) -> None:
        dialog = QFileDialog(self, "Vælg en backup", "", "Backup (*.musbackup);;Alle filer (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.choose_file(Path(chosen)))
        dialog.open()

    def _on_chosen(self) -> None:
        self.secret.clear()
        self._password_row.hide()
        self.show_problem("")

    def _on_opened(self, draft: Any) -> None:
        taken_at = time_in_words(draft.label.name.made_at, self._now().astimezone())
        description = f"{taken_at}, {contents(draft.label.counts)}"
        password_hint = PasswordHint(
            typed=bool(self.secret.text()) and draft.key is not None,
            only_copy_encrypted=draft.label.only_copy_encrypted,
        )
        answer = self._answer(confirmation_text(self._wording, description, password_hint, draft.remark))
        if not answer:
            draft.discard()
            return
        try:
            self.outcome = (self._restoring.restore_key if answer == _KEY else self._restoring.restore)(draft)
        except KnownError as error:
            self.show_problem(error.message)
            return
        self._show_outcome(
            KEY_ONLY
            if answer == _KEY
            else outcome_sentences(description, password_hint, self.outcome.quarantine_folder)
        )

    def _answer(self, text: str) -> str:
        """Ask whether to restore the verified backup; return the choice, or an empty string for none."""
        if self._restoring.only_key_is_missing:
            choices = (Choice(_KEY, "&Behold mine data", primary=True), Choice(_ALL, "&Gendan hele backuppen"))
            return ask(self, "Dine data er hele", ONLY_KEY_MISSING, choices)
        return ask(self, "Vil du gendanne fra backuppen?", text, (Choice(_ALL, "&Gendan fra backuppen", primary=True),))

    def _show_outcome(self, sentences: Sequence[str]) -> None:
        """Show the outcome of the restore, after which only closing is left."""
        for widget in (
            self._folder_row,
            self._list_row,
            self._password_row,
            self.nothing,
            self.other,
            self.cancel,
            self.intro,
        ):
            widget.hide()
        self.heading.setText(_DONE)
        self.setWindowTitle(_DONE)
        self.outcome_labels = [text_label(text, wrap=True) for text in sentences]
        for label in self.outcome_labels:
            self.body.addWidget(label)
            label.show()  # before the size is measured
        self.primary.setText("&Fortsæt")
        self.primary.setFocus()
        self._fit()

    def _finish(self) -> None:
        super().accept()
        self.restored.emit()

    def _run(self, work: Callable[[Event], Any], done: Callable[[Any], None]) -> None:
        self._task = BackgroundWork(lambda _report, stop: work(stop), awaited=True)
        self._task.done.connect(partial(self._on_worked, done))
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def _on_worked(self, done: Callable[[Any], None], result: Any) -> None:
        if isValid(self):  # unlike a method, a partial stays connected when the dialog is deleted
            self._show_busy(busy=False)
            done(result)

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        if not isinstance(error, KnownError):
            raise error  # a programming error: reported like any other
        if isinstance(error, WrongPassword):
            self._password_row.show()
            self.secret.selectAll()
            self.secret.setFocus()
        elif not self.list.count():
            self._show_whether_any(found_any=False)
        self.show_problem(error.message)

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.bar.setVisible(busy)
        for widget in (self.primary, self.other, self.place, self.list, self.secret):
            widget.setEnabled(not busy)
