"""One follow-up date of a plan."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.model.form import FollowUpField
from mus_desktop.model.review import FollowUp
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rows.row_keys import is_row_action
from mus_desktop.ui.fields.rows.row_section import ColumnTitle
from mus_desktop.ui.fields.rows.stacked_row import StackedRow
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn

MIN_CHARS = 16
_DATE, _NOTE, _DONE = "Dato", "Bemærkning", "Fulgt op"
_DATE_WEIGHT, _NOTE_WEIGHT, _DONE_WEIGHT = 1.1, 1.6, 1.5


class FollowUpRow(StackedRow):
    """Date, note, and a tick that records the day the follow-up was done.

    ``place`` is the index among the rows of its field under which it is stored; ``None`` before it is stored.
    """

    noun = "opfølgning"

    def __init__(self, stored: FollowUp, title: str, field: FollowUpField, today: Today, parent: QWidget) -> None:
        super().__init__("", parent, fixed=bool(field.rows))
        self._field, self._title, self._today = field, title, today
        self._added_on = stored.added_on
        self._signed = self._on_paper = False
        self.place: int | None = None
        self.due = DateInput(today, _DATE, self)
        self.due.show_weekday()
        self.note = NoteEdit(1, self)
        self.done = QWidget(self)
        self.tick = QCheckBox(_DONE, self.done)
        self.done_on = DateInput(today, _DATE, self.done)
        self.done_on.expect_past()
        self._lay_out()
        self._show(stored)
        self._connect()

    def follow_up(self) -> FollowUp:
        """Return the current row. If it is ticked without any date, the date is today."""
        note = self.note.text() if not self.note.is_blank() else ""
        done_on = (self.done_on.day_or_kept() or self._today()) if self.tick.isChecked() else None
        return FollowUp(self.due.day_or_kept(), note, done_on, self._added_on)

    def is_blank(self) -> bool:
        return self.follow_up().blank

    def cells(self) -> list[QWidget]:
        inputs: list[QWidget] = [self.due.line, self.note, self.tick]
        return [*inputs, *([] if self.done_on.isHidden() else [self.done_on.line])]

    def set_cell_names(self) -> None:
        name = f"{self._field.title}, {self._title or f'opfølgning {self.number}'}"
        self.due.set_accessible_name(f"{name}, dato")
        self.note.setAccessibleName(f"{name}, bemærkning")
        self.tick.setAccessibleName(f"{name}, fulgt op")
        self.done_on.set_accessible_name(f"{name}, fulgt op den")

    def name_suffix(self) -> str:
        return f": {self._field.title}"

    def set_signed(self, signed: bool) -> None:
        """Set whether the plan is signed: a row that existed at the signature is printed and cannot change."""
        if signed is not self._signed:
            self._signed = signed
            self._on_paper = signed and not self.is_blank() and self._added_on is None

    def set_closed(self, closed: bool) -> None:
        super().set_closed(closed)
        written = closed and (self._on_paper or not self._signed)
        self.due.set_read_only(written)
        self.note.set_read_only(written)
        self.tick.setEnabled(not closed or self._signed)
        self.done_on.set_read_only(closed and not self._signed)

    def _show(self, stored: FollowUp) -> None:
        self.due.show_day(stored.due_on)
        self.note.set_text(stored.note)
        self.tick.setChecked(stored.done_on is not None)
        self.done_on.show_day(stored.done_on)
        self.done_on.setVisible(stored.done_on is not None)

    def _connect(self) -> None:
        self.due.edited.connect(self.edited)
        self.note.textChanged.connect(self.edited)
        self.done_on.edited.connect(self.edited)
        self.tick.toggled.connect(self._on_ticked)
        self.note.leaves_to_parent = self.due.line.leaves_to_parent = self.done_on.line.leaves_to_parent = is_row_action

    def _on_ticked(self, ticked: bool) -> None:
        self.done_on.show_day(self._today() if ticked else None)
        self.done_on.setVisible(ticked)
        lay_out_now(self)
        self.edited.emit()
        self.inputs_changed.emit()

    def _lay_out(self) -> None:
        policy = self.done_on.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that ticking does not move the other columns
        self.done_on.setSizePolicy(policy)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.tick)
        line.addWidget(self.done_on, 1)
        done_column = QVBoxLayout(self.done)
        done_column.setContentsMargins(0, 0, 0, 0)
        done_column.addLayout(line)
        done_column.addStretch(1)
        columns = ColumnLayout(MIN_CHARS, captions_when_wrapped=not self._field.rows)
        columns.set_columns(
            [
                InputColumn((InputCell(self.due, label(_DATE, "caption", self)),), _DATE_WEIGHT),
                InputColumn((InputCell(self.note, label(_NOTE, "caption", self)),), _NOTE_WEIGHT),
                InputColumn((InputCell(self.done),), _DONE_WEIGHT),
            ]
        )
        column = QVBoxLayout()
        column.setSpacing(2)
        if self._title:
            column.addWidget(label(self._title, "strong", self))
        column.addLayout(columns)
        self.lay_out_row(column)


def titles(field: FollowUpField) -> tuple[ColumnTitle, ...]:
    """Return the column titles; empty if each row has its own title."""
    if field.rows:
        return ()
    return (
        ColumnTitle(_DATE, weight=_DATE_WEIGHT),
        ColumnTitle(_NOTE, weight=_NOTE_WEIGHT),
        ColumnTitle("", weight=_DONE_WEIGHT),
    )
