"""The dialog *Lav alle planer i Word*: choose a period and follow the progress; it can be stopped at any time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.documents.period_plans import PeriodPlans, PlanResult, write_all
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.documents.open_in_word import open_file


class PeriodPlansDialog(InputDialog):
    """Write the plans of a period to the chosen folder. ``finished_writing`` carries how many were written."""

    finished_writing = Signal(int)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        folder = workplace.preferences.folder_for_writing()
        super().__init__(
            "Lav alle planer i Word",
            "&Lav planerne",
            parent,
            text=f"Planerne lægges i {folder}. En plan, der er rettet i Word, bliver stående, som den er.",
        )
        self._workplace, self._folder = workplace, folder
        self._plans = PeriodPlans(workplace.documents, workplace.conversations)
        self._task: BackgroundWork | None = None
        self.period = ComboBox()
        for period in self._plans.periods():
            self.period.addItem(period.title, period)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Hvor mange planer der er lavet")
        self.bar.setTextVisible(False)
        self.status = text_label("Der laves en Word-fil for hver plan med aftaler.", "muted", wrap=True)
        self.open_folder = self.add_button("Åbn &mappen")
        self.open_folder.hide()
        self.open_folder.clicked.connect(self._on_open_folder)
        self.body.addWidget(labelled("&Periode", self.period))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.status)
        if not self.period.count():
            self.primary.setEnabled(False)
            self._show_status("Der er endnu ingen planer at lave. Skriv aftalerne i en samtale først.")

    def submit(self) -> None:
        """Start writing; the dialog stays open and shows the progress."""
        jobs = self._plans.collect_jobs(self.period.currentData(), self._folder)
        make_parents = self._workplace.documents.may_make_parents()
        self._task = BackgroundWork(
            lambda report, stop: write_all(jobs, report, stop, make_parents=make_parents), awaited=True
        )
        self._task.progressed.connect(self._on_progressed)
        self._task.done.connect(self._on_written)
        self._task.failed.connect(self._on_failed)
        self._show_busy(busy=True)
        self._task.start()

    def has_unsaved_input(self) -> bool:
        """Return whether plans are being written: closing the program would lose which ones were."""
        return self._task is not None

    def accept(self) -> None:
        """Close the dialog, unless plans are being written."""
        if self._task is None:
            super().accept()

    def reject(self) -> None:
        """Stop before the next plan (*Annullér*), or close if none is being written. Plans already written stay."""
        if self._task is None:
            super().reject()
        else:
            self._task.stop.set()
            self._show_status("Stopper efter den plan, der er i gang …")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def _on_progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self._show_status(f"{done} af {total} planer er lavet.")

    def _on_written(self, written: Sequence[PlanResult]) -> None:
        self._show_busy(busy=False)
        try:
            self._plans.store(written)
        except KnownError as error:
            self.show_problem(error.message)
        self._show_status(_summary(written))
        announce(self.status, self.status.text())
        count = sum(bool(each.content) for each in written)
        self.open_folder.setVisible(count > 0)
        self.finished_writing.emit(count)

    def _on_open_folder(self) -> None:
        if not open_file(self._folder):
            self.show_problem(f"Mappen kunne ikke åbnes. Find den som {self._folder}.")

    def _on_failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        raise error  # a programming error: reported like any other

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        self.primary.setEnabled(not busy)
        self.period.setEnabled(not busy)
        self.cancel.setText("A&nnullér" if busy else "&Luk")

    def _show_status(self, text: str) -> None:
        self.status.setText(text)


def _summary(written: Sequence[PlanResult]) -> str:
    fine, edited = sum(bool(each.content) for each in written), sum(each.edited for each in written)
    problems = [each.problem for each in written if each.problem and not each.edited]
    parts = [f"{_plans(fine)} er lavet."]
    if edited:
        parts.append(f"{_plans(edited)} er rettet i Word og er ikke lavet igen.")
    if problems:
        parts.append(f"{_plans(len(problems))} kunne ikke laves. {problems[0]}")
    return " ".join(parts)


def _plans(count: int) -> str:
    return "1 plan" if count == 1 else f"{count} planer"
