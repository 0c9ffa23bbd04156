"""The third step of an import: who is new, changed, gone or unchanged, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.staff_list.import_text import cpr_sentence
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffChange, StaffComparison
from mus_desktop.services.staff_import.staff_import import OpenedList
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import breakable, text_label
from mus_desktop.ui.dialogs.typed_day import required_day
from mus_desktop.ui.staff_import.change_tree import ChangeTree

_UNDO = "Importen kan fortrydes samlet, indtil der er skrevet noget om en af medarbejderne."


class ImportReviewStep(QWidget):
    """The changes with their ticks, and the day on which those who are gone have left."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = ChangeTree()
        self.whole = text_label("", wrap=True)
        self.whole.hide()
        self.remarks = text_label("", "muted", wrap=True)
        self.left_on = DateInput(today)
        self.left_on.show_day(today())
        self.left_on.set_accessible_name("Fratrådt den, dato")
        self._left_row = QWidget()
        self._lay_out()
        self.tree.ticked.connect(self._on_ticked)
        self.tree.currentItemChanged.connect(self._show_whole)

    def show_changes(self, found: StaffComparison, opened: OpenedList) -> None:
        """Show what importing the list would do."""
        self.tree.show_changes(found)
        remarks = list(opened.remarks)
        if opened.table.cpr_numbers:
            remarks.append(cpr_sentence(opened.table.cpr_numbers))
        self.remarks.setText(" ".join([*remarks, _UNDO]))
        self._left_row.setVisible(bool(found.of_kind(ChangeKind.GONE)))
        self._on_ticked()

    def chosen(self) -> Sequence[StaffChange]:
        """Return the ticked changes. :raises KnownError: there are none."""
        chosen = self.tree.chosen()
        if not chosen:
            self.tree.setFocus()
            raise KnownError("Der er ikke sat hak ved nogen, så der er intet at gemme.")
        return chosen

    def gone_on(self) -> date | None:
        """Return the day on which the ticked people who are gone have left; ``None`` without any.

        :raises KnownError: it cannot be read.
        """
        return required_day(self.left_on) if self._has_gone() else None

    def _show_whole(self) -> None:
        """Show the current row below the list if it is cut off there; with large text, most are."""
        text = self.tree.cut_text()
        self.whole.setText(breakable(text))
        self.whole.setVisible(bool(text))

    def _has_gone(self) -> bool:
        return any(change.kind is ChangeKind.GONE for change in self.tree.chosen())

    def _on_ticked(self) -> None:
        self.left_on.setEnabled(self._has_gone())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tree, 1)
        column.addWidget(self.whole)
        row = QHBoxLayout(self._left_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        label = text_label("Fratrådt &den")
        label.setBuddy(self.left_on.line)
        row.addWidget(label)
        row.addWidget(self.left_on)
        row.addStretch(1)
        column.addWidget(self._left_row)
        column.addWidget(self.remarks)
