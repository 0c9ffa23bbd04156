"""The text cell of an agreement, with a due date and a responsible person below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.model.form import PlanColumn, Role
from mus_desktop.model.plan import Agreement
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.holder import Holder
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.plan.additions import Additions
from mus_desktop.ui.fields.plan.plan_offers import Offer, offered_date, offered_person
from mus_desktop.ui.fields.rows.row_keys import is_act

LINES = 3
_DUE = "Senest …"
_RESPONSIBLE = "Ansvarlig"


class PlanCell(Holder):
    """Base of the cells: one column of one agreement, stored as text. ``target`` is the widget that takes the focus.

    ``additions`` exists if the column may be added to after signature; the row shows it when the plan is signed.
    """

    edited = Signal()
    target: QWidget
    due: DateInput | None = None
    responsible: LineEdit | None = None

    def __init__(self, column: PlanColumn, today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self.additions = Additions(column.title, today, self) if column.later else None
        self.stack = QVBoxLayout(self)
        self.stack.setContentsMargins(0, 0, 0, 0)
        self.stack.setSpacing(4)

    def text(self) -> str:
        """Return the current text, as it is stored."""
        raise NotImplementedError

    def show_agreement(self, agreement: Agreement) -> None:
        """Show this column of ``agreement`` without emitting that it was edited."""
        raise NotImplementedError

    def set_closed(self, closed: bool) -> None:
        """Make the cell read-only, or editable again."""
        raise NotImplementedError

    def set_name(self, name: str) -> None:
        """Set the accessible name of the cell's inputs."""
        self.target.setAccessibleName(name)
        if self.additions:
            self.additions.set_name(name)

    def set_lines(self, lines: int) -> None:
        """Set the height of the empty cell in lines, if its input can grow."""

    def offer(self) -> Offer | None:
        """Return a due date or responsible person found in the text, if that value is still empty."""
        return None

    def accept(self, offer: Offer) -> None:
        """Use the offered value."""

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus, in reading order."""
        return [self.target, *(self.additions.inputs() if self.additions else [])]


class PlanTextCell(PlanCell):
    """Free text, with the structured values of the column's roles; without such roles only the text."""

    def __init__(self, column: PlanColumn, people: Sequence[str], today: Today, parent: QWidget) -> None:
        super().__init__(column, today, parent)
        self._people, self._today = people, today
        self.note = NoteEdit(LINES, self)
        self.note.passes = is_act
        self.note.textChanged.connect(self.edited)
        self.target = self.note
        self.stack.addWidget(self.note, 1)
        self.due = self._due_input() if Role.DUE in column.roles else None
        self.responsible = self._responsible_input() if Role.RESPONSIBLE in column.roles else None
        if self.additions:
            self.stack.addWidget(self.additions)
        self.inner = self.note

    def text(self) -> str:
        return self.note.text()

    def show_agreement(self, agreement: Agreement) -> None:
        self.note.set_text(agreement.cells.get(self.column.key, ""))
        if self.due:
            self.due.show_day(agreement.due_on)
        if self.responsible:
            was_blocked = self.responsible.blockSignals(True)
            self.responsible.show_text(agreement.responsible)
            self.responsible.blockSignals(was_blocked)

    def set_lines(self, lines: int) -> None:
        self.note.set_lines(lines)

    def offer(self) -> Offer | None:
        if not (self.due or self.responsible) or self.note.isReadOnly():
            return None
        text = self.note.text()
        offered = None
        if self.due and not self.due.line.text().strip():
            offered = offered_date(text, self._today())
        if offered is None and self.responsible and not self.responsible.text().strip():
            offered = offered_person(text, self._people)
        return offered

    def accept(self, offer: Offer) -> None:
        if offer.due_on is not None and self.due:
            self.due.pick(offer.due_on)
        if offer.responsible and self.responsible:
            self.responsible.show_text(offer.responsible)

    def set_name(self, name: str) -> None:
        super().set_name(name)
        if self.due:
            self.due.set_name(f"{name}: frist")
        if self.responsible:
            self.responsible.setAccessibleName(f"{name}: ansvarlig")

    def set_closed(self, closed: bool) -> None:
        self.note.set_read_only(closed)
        if self.due:
            self.due.set_read_only(closed)
            self.due.line.setPlaceholderText("" if closed else _DUE)
        if self.responsible:
            self.responsible.set_read_only(closed)
            self.responsible.setPlaceholderText("" if closed else _RESPONSIBLE)

    def inputs(self) -> list[QWidget]:
        found: list[QWidget] = [self.note]
        if self.due:
            found.append(self.due.line)
        if self.responsible:
            found.append(self.responsible)
        return found + (self.additions.inputs() if self.additions else [])

    def _due_input(self) -> DateInput:
        due = DateInput(self._today, _DUE, self)
        due.set_compact()
        due.line.passes = is_act
        due.edited.connect(self.edited)
        self.stack.addWidget(due)
        return due

    def _responsible_input(self) -> LineEdit:
        line = LineEdit(self)
        line.setPlaceholderText(_RESPONSIBLE)
        line.setProperty("kind", "compact")
        line.passes = is_act
        line.textChanged.connect(self.edited)
        completer = QCompleter(list(self._people), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        self.stack.addWidget(line)
        return line
