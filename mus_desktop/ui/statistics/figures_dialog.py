"""The dialog *Opsamling på runden*: what goes in, a preview of what is hidden and why, and the files to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.statistics.round_report import LONGEST_OWN_WORDS, ReportPart, RoundReport
from mus_desktop.services.statistics.figure_files import FigureFile, figure_writing
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_TO_EMPLOYEES = (FigureFile.REPORT, FigureFile.MEETING_PAGE)
_Choice = TypeVar("_Choice", ReportPart, FigureFile)
_NONE_YET = "Der er endnu ingen samtaler at samle op på. Afhold en MUS først."


class FiguresDialog(InputDialog):
    """Write the chosen files to the folder for documents, and open it with ``opener``."""

    def __init__(self, workplace: Workplace, opener: Callable[[Path], bool], parent: QWidget) -> None:
        folder = workplace.preferences.folder_for_writing()
        text = f"Vis medarbejderne, hvad runden har lært jer, og giv MED-udvalget tal. Filerne lægges i {folder}."
        super().__init__("Opsamling på runden", "&Lav filerne", parent, text=text, characters=72)
        self._workplace, self._opener, self._folder = workplace, opener, folder
        self.period, self.own_words = ComboBox(), NoteEdit(3)
        self.parts = {part: _ticked(part.danish, self) for part in ReportPart}
        self.files = {one: _ticked(one.danish, self) for one in FigureFile}
        self.preview = text_label("", "muted", wrap=True)
        for period in workplace.period_figures.periods():
            self.period.addItem(period.title, period)
        self.body.addWidget(labelled("&Periode", self.period))
        self.add_card("Med i opsamlingen", *self.parts.values(), self.preview)
        self.body.addWidget(labelled("&Dine egne ord om det, du ser i svarene", self.own_words))
        self.add_card("Filer", *self.files.values())
        self.period.currentIndexChanged.connect(self._show_preview)
        for box in self.parts.values():
            box.box.toggled.connect(self._show_preview)
        self._show_preview()

    def current_input(self) -> object:
        return self.own_words.toPlainText()

    def close_after(self, save: Callable[[], object]) -> None:
        """Close when the files are written, which may be later."""
        try:
            save()
        except KnownError as error:
            self.show_problem(error.message)

    def submit(self) -> None:
        """Write the files; a problem is shown in the dialog, which stays open."""
        wanted = _chosen(self.files)
        words = self.own_words.toPlainText().strip()
        if not wanted:
            raise KnownError("Vælg mindst én fil.")
        if len(words) > LONGEST_OWN_WORDS:
            self.own_words.setFocus()
            raise KnownError(f"Dine egne ord er for lange. Der er plads til {LONGEST_OWN_WORDS} tegn.")
        sources = self._workplace.period_figures.sources(self.period.currentData(), _chosen(self.parts), words)
        make_parents = self._workplace.documents.may_make_parents()
        writing = figure_writing(self._folder, wanted, sources, make_parents=make_parents)
        work_on_files(self, self._folder, writing.run, self._on_written, lambda error: self.show_problem(error.message))

    def _on_written(self, _paths: Sequence[Path]) -> None:
        if self._opener(self._folder):
            self.show_problem("")
            self.accept()
        else:
            self.show_problem(f"Filerne er lavet, men mappen kunne ikke åbnes. Find dem i {self._folder}.")

    def _show_preview(self) -> None:
        period = self.period.currentData()
        self.primary.setEnabled(period is not None)
        if period is None:
            self.preview.setText(_NONE_YET)
            return
        try:
            report = self._workplace.period_figures.sources(period, _chosen(self.parts)).report
        except KnownError as error:  # for example a disk that is full: the lots are stored the first time
            self.show_problem(error.message)
            return
        self.preview.setText(_preview(report))
        for one in _TO_EMPLOYEES:
            # What was chosen before comes back with a period in which enough took part.
            self.files[one].set_closed(report.refused)
            self.files[one].box.setChecked(not report.refused)
        self.grow_to_content()


def _ticked(text: str, parent: QWidget) -> WrappingCheckBox:
    box = WrappingCheckBox(text, parent)
    box.box.setChecked(True)
    return box


def _chosen(boxes: Mapping[_Choice, WrappingCheckBox]) -> list[_Choice]:
    return [one for one, box in boxes.items() if box.box.isChecked()]


def _preview(report: RoundReport) -> str:
    if report.refused:
        return report.explanation
    shown = "1 svar vises" if len(report.rows) == 1 else f"{len(report.rows)} svar vises"
    return f"{shown}. {report.explanation}" if report.rows else f"Ingen svar kan vises. {report.explanation}"
