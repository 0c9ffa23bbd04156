"""The text cell of an agreement, with a due date and a responsible person below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.model.form import ColumnType, Form, PlanColumn, Role
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank, searched_spellings
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.inputs.typed_text import TypedText
from mus_desktop.ui.fields.plan.plan_cell import PlanCell
from mus_desktop.ui.fields.plan.plan_offers import OfferedValue, offered_date, offered_person
from mus_desktop.ui.fields.rows.row_keys import is_row_action

_DUE, _RESPONSIBLE = "Senest", "Ansvarlig"
_SPELLINGS = Qt.ItemDataRole.UserRole


def make_cell(column: PlanColumn, form: Form, people: Sequence[str], today: Today, parent: QWidget) -> PlanCell:
    """Return a cell for ``column``."""
    if column.type is ColumnType.TEXT:
        return PlanTextCell(column, form, people, today, parent)
    return PlanCell(column, form, today, parent)


class NameCompleter(QCompleter):
    """Offers the ``people`` whose name contains what is typed, however it is spelled."""

    def __init__(self, people: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        model = QStandardItemModel(self)
        for person in people:
            item = QStandardItem(person)
            item.setData(searched_spellings(person), _SPELLINGS)
            model.appendRow(item)
        self.setModel(model)
        self.setCompletionRole(_SPELLINGS)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt name
        """Return the name itself, which is what the line then holds."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class PlanTextCell(PlanCell):
    """Free text, with the structured values of the column's roles; without such roles only the text."""

    input: TypedText

    def __init__(self, column: PlanColumn, form: Form, people: Sequence[str], today: Today, parent: QWidget) -> None:
        super().__init__(column, form, today, parent)
        self._people, self._today = people, today
        self.note = self.input.note
        self.due = self._due_input() if Role.DUE in column.roles else None
        self.responsible = self._responsible_input() if Role.RESPONSIBLE in column.roles else None
        place = 1  # between the text and what is added after signature
        for title, value in ((_DUE, self.due), (_RESPONSIBLE, self.responsible)):
            if value is not None:
                self._stack.insertLayout(place, _captioned(title, value, self))
                place += 1

    def show_agreement(self, agreement: Agreement) -> None:
        super().show_agreement(agreement)
        # Loading is not editing: ``edited`` would save what was just read.
        with QSignalBlocker(self):
            if self.due:
                self.due.show_day(agreement.due_on)
            if self.responsible:
                self.responsible.show_text(agreement.responsible)

    def has_unparsed_input(self) -> bool:
        """Return whether there is a due date that cannot be read, so that it is on screen only."""
        return self.due is not None and bool(self.due.unparsed_text())

    def offer(self) -> OfferedValue | None:
        """Return a due date or responsible person found in the text, if that value is still empty."""
        if not (self.due or self.responsible) or self.note.isReadOnly():
            return None
        text = self.note.text()
        offered = None
        if self.due and is_blank(self.due.line.text()):
            offered = offered_date(text, self._today())
        if offered is None and self.responsible and is_blank(self.responsible.text()):
            offered = offered_person(text, self._people)
        return offered

    def accept_offer(self, offer: OfferedValue) -> None:
        """Use the offered value."""
        if offer.due_on is not None and self.due:
            self.due.pick(offer.due_on)
        if offer.responsible and self.responsible:
            self.responsible.show_text(offer.responsible)

    def set_accessible_name(self, name: str) -> None:
        super().set_accessible_name(name)
        if self.due:
            self.due.set_accessible_name(f"{name}: frist")
        if self.responsible:
            self.responsible.setAccessibleName(f"{name}: ansvarlig")

    def set_closed(self, closed: bool) -> None:
        super().set_closed(closed)
        if self.due:
            self.due.set_read_only(closed)
        if self.responsible:
            self.responsible.set_read_only(closed)

    def inputs(self) -> list[QWidget]:
        # In reading order: the values are between the text and what is added after signature.
        text, *added = super().inputs()
        values = [self.due.line if self.due else None, self.responsible]
        return [text, *(value for value in values if value is not None), *added]

    def _due_input(self) -> DateInput:
        due = DateInput(self._today, parent=self)
        due.set_compact()
        due.show_weekday()
        due.line.leaves_to_parent = is_row_action
        due.edited.connect(self.edited)
        return due

    def _responsible_input(self) -> LineEdit:
        line = LineEdit(self)
        line.setProperty("kind", "compact")
        line.leaves_to_parent = is_row_action
        line.textChanged.connect(self.edited)
        line.setCompleter(NameCompleter(self._people, line))
        return line


def _captioned(title: str, value: QWidget, parent: QWidget) -> QVBoxLayout:
    """Return ``value`` below its title, which stays when something has been typed."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(title, "caption", parent))
    column.addWidget(value)
    return column
