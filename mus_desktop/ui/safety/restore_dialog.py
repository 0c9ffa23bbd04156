"""*Hent en backup*: pick one by its date, size and contents, and put it in place of what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QProgressBar, QWidget

from mus_desktop.errors import KnownError, WrongPassword
from mus_desktop.model.dates import written
from mus_desktop.services.restoring import Listed
from mus_desktop.services.safety import Safety
from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.dialogs import Choice, ask
from mus_desktop.ui.labels import labelled
from mus_desktop.ui.safety.ages import size_words, when
from mus_desktop.ui.sheets import Sheet
from mus_desktop.ui.tasks import Task
from mus_desktop.ui.theme.look import dress

_TEXT = (
    "Backuppen efterses helt, før noget ændres. Det, du har nu, bliver først gemt som en backup, så du kan komme "
    "tilbage til det."
)
_COUNTED = {
    "employees": ("medarbejder", "medarbejdere"),
    "conversations": ("samtale", "samtaler"),
    "plans": ("plan", "planer"),
    "documents": ("dokument", "dokumenter"),
}


class RestoreDialog(Sheet):
    """``restored``: the backup is in place, and all that is shown must be read anew."""

    restored = Signal()

    def __init__(self, safety: Safety, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("Hent en backup", "&Hent backuppen …", parent, text=_TEXT, characters=84)
        self._safety, self._now = safety, now
        self._restoring = safety.restoring
        self._task: Task | None = None
        self.place = ComboBox()
        self.place.addItem("Denne pc", None)
        for target in safety.glance().targets:
            self.place.addItem(str(target.folder), target.folder)
        self.list = QListWidget()
        dress(self.list, "boxed")
        self.list.setSpacing(4)
        self.list.setMinimumHeight(self.fontMetrics().height() * 11)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._asked = labelled("&Adgangskode eller gendannelseskode", self.secret)
        self._asked.hide()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Backuppen efterses")
        self.bar.hide()
        self.other = self.add_button("&En anden fil …")
        self._lay_out()
        self.place.currentIndexChanged.connect(self.read_place)
        self.other.clicked.connect(self._on_other)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        self.read_place()

    def read_place(self) -> None:
        """Show the backups of the chosen place."""
        self.list.clear()
        self.tell_problem("")
        self._work(partial(self._restoring.listed, self.place.currentData()), self._show_listed)

    def store(self) -> None:
        """Ask, look the backup through beside the main thread, and only then put it in place."""
        item = self.list.currentItem()
        if item is None:
            raise KnownError("Vælg den backup, du vil hente.")
        file: Path = item.data(Qt.ItemDataRole.UserRole)
        if self._confirmed(item.text().partition("\n")[0]):
            self._work(partial(self._restoring.opened, file, self.secret.text() or None), self._on_opened)

    def accept(self) -> None:
        """Only a restored backup closes the dialog."""

    def reject(self) -> None:
        if self._task is None:
            super().reject()

    def _lay_out(self) -> None:
        self.body.addWidget(labelled("Hent &fra", self.place))
        self.body.addWidget(labelled("&Backupper", self.list))
        self.body.addWidget(self._asked)
        self.body.addWidget(self.bar)

    def _show_listed(self, found: Sequence[Listed]) -> None:
        for one in found:
            self._add(one.path, _line(one, self._now().astimezone()))
        if not found:
            self.tell_problem("Der er ingen backupper her. Vælg et andet sted eller en anden fil.")
        self.list.setCurrentRow(0 if found else -1)

    def _add(self, path: Path, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, path)
        return item

    def _on_other(self) -> None:
        dialog = QFileDialog(self, "Vælg en backup", "", "Backup (*.musbackup);;Alle filer (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.list.setCurrentItem(self._add(Path(chosen), chosen)))
        dialog.open()

    def _on_chosen(self) -> None:
        self.secret.clear()
        self._asked.hide()
        self.tell_problem("")

    def _confirmed(self, what: str) -> bool:
        text = (
            f"Alt i programmet bliver, som det var i backuppen: {what}. Det, du har skrevet siden, er derefter ikke at "
            "se, men det ligger i den backup, der tages nu."
        )
        return ask(self, "Vil du hente backuppen?", text, (Choice("yes", "&Hent backuppen", primary=True),)) == "yes"

    def _on_opened(self, draft: Any) -> None:
        try:
            self._restoring.restore(draft)
        except KnownError as error:
            self.tell_problem(error.message)
            return
        super().accept()
        self.restored.emit()

    def _work(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._task = Task(lambda *_: work(), self)
        self._task.done.connect(partial(self._on_done_with, done))
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def _on_done_with(self, done: Callable[[Any], None], given: Any) -> None:
        self._show_busy(busy=False)
        done(given)

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        if not isinstance(error, KnownError):
            raise error  # a mistake of the program's own: told as every other
        if isinstance(error, WrongPassword):
            self._asked.show()
            self.secret.setFocus()
        self.tell_problem(error.message)

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.bar.setVisible(busy)
        for widget in (self.primary, self.other, self.place, self.cancel):
            widget.setEnabled(not busy)


def _line(one: Listed, now: datetime) -> str:
    first = when(one.made_at, now)
    told = [size_words(one.size), _protected(one)]
    if one.counts is not None:
        told.append(_contents(one.counts))
    if not one.ours:
        told.append("fra en anden pc eller en tidligere installation")
    return f"{first[:1].upper()}{first[1:]}\n{' · '.join(filter(None, told))}"


def _protected(one: Listed) -> str:
    if one.password_from is not None:
        return f"kræver adgangskoden fra {written(one.password_from)}"
    return "krypteret" if one.encrypted else ""


def _contents(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[key]} {one if counts[key] == 1 else many}" for key, (one, many) in _COUNTED.items())
