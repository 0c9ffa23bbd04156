"""The dialog that imports a staff list, in three steps: the list, its columns, and what the import would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffComparison
from mus_desktop.model.text import is_blank
from mus_desktop.services.staff_import.staff_file import StaffSource, read_staff_file, read_staff_text
from mus_desktop.services.staff_import.staff_import import OpenedList
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.dialogs.file_drop import dropped_file
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.messages import confirm
from mus_desktop.ui.staff_import.columns_step import ListColumnsStep
from mus_desktop.ui.staff_import.review_step import ImportReviewStep
from mus_desktop.ui.staff_import.source_step import ListSourceStep, counts_text

_SOURCE, _COLUMNS, _REVIEW = range(3)
_INTROS = (
    "Hent medarbejderne fra en liste, for eksempel fra lønsystemet. Intet gemmes, før du har set, hvad der sker.",
    "Kontrollér, hvad kolonnerne bruges som. Valgene huskes til næste liste.",
    "",
)
_BUTTONS = ("&Videre", "&Videre", "&Gem")
_NOTHING = "Vælg en fil, eller indsæt en liste."


class StaffImportDialog(InputDialog):
    """Import a staff list. ``stored``: employees were added or changed; ``undone``: the latest import was undone."""

    stored = Signal()
    undone = Signal()

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("Importér medarbejdere", _BUTTONS[_SOURCE], parent, text=_INTROS[_SOURCE], characters=92)
        self._service = workplace.staff_import
        self._opened: OpenedList | None = None
        self._step, self._finished = _SOURCE, False
        self._work: BackgroundWork | None = None
        self.source, self.columns = ListSourceStep(), ListColumnsStep()
        self.review = ImportReviewStep(lambda: now().date())
        self.back = self.add_button("&Tilbage")
        for step in self._steps():
            self.body.addWidget(step)
        self.back.clicked.connect(lambda: self._show_step(self._step - 1))
        self.source.file_chosen.connect(self.open_file)
        self.source.undo_wanted.connect(self._on_undo)
        self.setAcceptDrops(True)
        self.source.show_latest(self._service.latest())
        self._show_step(_SOURCE)

    def open_file(self, path: Path | str) -> None:
        """Read the list in the file ``path``, and show its columns; what is wrong with it is shown here instead."""
        file = Path(path)
        self._show_step(_SOURCE)
        self._work = BackgroundWork(lambda _report, _stop: read_staff_file(file))
        self._work.done.connect(self._on_read)
        self._work.failed.connect(self._on_not_read)
        self.source.show_reading(file.name)
        self.primary.setEnabled(False)
        self._work.start()

    def submit(self) -> None:
        if self._step == _SOURCE:
            self._read_pasted()
        elif self._step == _COLUMNS:
            self._compare()
        else:
            self._store()

    def accept(self) -> None:
        """Close the dialog after the last step; the others lead to the next one."""
        if self._finished:
            super().accept()

    def current_input(self) -> object:
        return self.source.paste.toPlainText()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None and self._work is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None and self._work is None:
            event.acceptProposedAction()
            self.open_file(path)

    def _read_pasted(self) -> None:
        text = self.source.paste.toPlainText()
        if is_blank(text):
            self.source.paste.setFocus()
            raise KnownError(_NOTHING)
        self._show_columns(read_staff_text(text))

    def _show_columns(self, source: StaffSource) -> None:
        self._opened = self._service.opened(source)
        self.columns.show_list(self._opened)
        self._show_step(_COLUMNS)

    def _compare(self) -> None:
        if self._opened is None:
            return
        self._opened = self._opened._replace(columns=self.columns.columns())
        found = self._service.compared(self._opened.table, self._opened.columns)
        self.review.show_changes(found, self._opened)
        self._show_step(_REVIEW)
        self.intro.setText(summary_text(found))
        self.intro.show()
        announce(self.intro, self.intro.text())

    def _store(self) -> None:
        self._service.store(self.review.chosen(), self.review.gone_on(), self._opened)
        self._finished = True
        self.stored.emit()

    def _on_read(self, source: StaffSource) -> None:
        self._end_reading()
        self.close_after(lambda: self._show_columns(source))

    def _on_not_read(self, error: Exception) -> None:
        self._end_reading()
        self.source.choose.setFocus()
        if not isinstance(error, KnownError):
            raise error  # a programming error: reported like any other
        self.show_problem(error.message)

    def _end_reading(self) -> None:
        self._work = None
        self.source.show_reading("")
        self.primary.setEnabled(True)

    def _on_undo(self) -> None:
        summary = self._service.latest()
        text = f"Seneste import ({counts_text(summary)}) fortrydes. Resten af listen ændres ikke." if summary else ""
        if summary is None or not confirm(self, "Fortryd importen?", text, "&Fortryd importen"):
            return
        try:
            self._service.undo()
        except KnownError as error:
            self.show_problem(error.message)
        else:
            self.show_problem("")
            self.undone.emit()
            announce(self.source, "Importen er fortrudt.")
        self.source.show_latest(self._service.latest())
        self.source.choose.setFocus()

    def _show_step(self, step: int) -> None:
        self._step = step
        for number, widget in enumerate(self._steps()):
            widget.setVisible(number == step)
        self.intro.setText(_INTROS[step])
        self.intro.setVisible(bool(_INTROS[step]))
        self.primary.setText(_BUTTONS[step])
        self.back.setVisible(step > _SOURCE)
        self.show_problem("")
        (self.source.choose.setFocus, self.columns.focus_first, self.review.tree.setFocus)[step]()
        self.grow_to_content()

    def _steps(self) -> tuple[QWidget, QWidget, QWidget]:
        return self.source, self.columns, self.review


def summary_text(found: StaffComparison) -> str:
    """Return what an import would do, in figures: ``25 nye, 3 ændrede, 20 uændrede, 2 ikke på listen.``."""
    new, changed, gone, unchanged = (
        len(found.of_kind(kind)) for kind in (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.GONE, ChangeKind.UNCHANGED)
    )
    parts = [
        (new, "ny" if new == 1 else "nye"),
        (changed, "ændret" if changed == 1 else "ændrede"),
        (unchanged, "uændret" if unchanged == 1 else "uændrede"),
        (gone, "ikke på listen"),
    ]
    text = ", ".join(f"{count} {word}" for count, word in parts if count)
    text = f"{text}." if text else "Listen har ingen medarbejdere, der kan bruges."
    if found.mistakes:
        rows = "Én række" if len(found.mistakes) == 1 else f"{len(found.mistakes)} rækker"
        text += f" {rows} kan ikke bruges helt og står sidst."
    return text
