"""A statement or competence: its name, the marks of the parties side by side, the gap, and remarks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mus_desktop.formspec.row_values import REMARK
from mus_desktop.model.form import PartyRole
from mus_desktop.model.text import one_line
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rating.gap_cell import Gap, GapCell
from mus_desktop.ui.fields.rating.party_remarks import PartyRemarks
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn, party_name
from mus_desktop.ui.fields.rating.rating_layout import (
    GAP_LEAST,
    GAP_WEIGHT,
    MIN_CHARS,
    NAME_LEAST,
    NAME_WEIGHT,
    REMARK_WEIGHT,
    RatingLayout,
    is_gap_visible,
    mark_least,
    mark_weight,
)
from mus_desktop.ui.fields.rating.step_bar import StepBar, step_name
from mus_desktop.ui.fields.rows.row_keys import is_row_action
from mus_desktop.ui.fields.rows.stacked_row import StackedRow
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn

_FIRST_LINE_DOWN = 0.3
"""The offset of the form's own name below the top of the boxes next to it, in line heights."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RatingRow(StackedRow):
    """A row of a rating. ``form_name`` is the name from the form; ``None`` if users name the row.

    ``marked`` carries the bar and the requested value. ``edited_by`` carries the party whose remark was typed in, or
    ``None`` for the name. ``agreement_wanted``: the gap is to become an agreement. ``known`` holds the parties whose
    answer contains the row.
    """

    marked = Signal(object, object, object)
    edited_by = Signal(object)
    agreement_wanted = Signal()
    noun = "række"

    def __init__(self, layout: RatingLayout, group: str, form_name: str | None, parent: QWidget) -> None:
        super().__init__(group, parent, fixed=form_name is not None)
        self._layout = layout
        self._form_name = form_name
        self.known: set[PartyRole] = set(layout.roles)
        self._shown: set[PartyRole] = set(layout.roles)
        self._remarks_shown: set[PartyRole] = set(layout.roles)
        self._was_shown = False
        self.bars = {column: StepBar(column.scale.steps, self) for column in layout.columns}
        self.gap = GapCell(self, offers_agreement=bool(layout.form.plan_fields())) if layout.gaps else None
        captions = layout.remark_captions()
        self.remarks = PartyRemarks(captions, 1, self, captioned=False) if captions else None
        self.name_note = None if form_name is not None else self._make_name_note()
        self._warning: QLabel | None = None
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the row's name; line breaks in a typed one become spaces."""
        if self.name_note is None:
            return self._form_name or ""
        return one_line(self.name_note.text())

    def show_title(self, title: str) -> None:
        """Show the name of a row that users name."""
        if self.name_note is not None:
            self.name_note.set_text(title)

    def show_cells(self, role: PartyRole, cells: Mapping[str, Any]) -> None:
        """Show a party's marks and remark without emitting a signal."""
        for column, bar in self.bars.items():
            if column.role is role:
                bar.show_value(cells.get(column.key))
        if self.remarks and role in self.remarks.notes:
            self.remarks.show_text(role, cells.get(REMARK, ""))
        self.show_gap()

    def cells_to_store(self, role: PartyRole) -> dict[str, Any]:
        """Return a party's marks and remark; blank ones are left out."""
        found = {column.key: bar.value() for column, bar in self.bars.items() if column.role is role}
        cells: dict[str, Any] = {key: value for key, value in found.items() if value is not None}
        remark = self.remarks.text(role) if self.remarks and role in self.remarks.notes else None
        return cells | ({REMARK: remark} if remark else {})

    def is_blank(self) -> bool:
        return not self.title() and not any(self.cells_to_store(role) for role in self._layout.roles)

    def set_shown(self, roles: Collection[PartyRole], remarks: Collection[PartyRole] | None = None) -> None:
        """Show the marks of ``roles`` and the remarks of ``remarks`` (the same by default); hide the others."""
        remarks = roles if remarks is None else remarks
        # The first call is never skipped: until then nothing was hidden.
        if self._was_shown and (set(roles), set(remarks)) == (self._shown, self._remarks_shown):
            return
        self._shown, self._remarks_shown, self._was_shown = set(roles), set(remarks), True
        for column, bar in self.bars.items():
            bar.set_concealed(column.role not in roles)
        if self.remarks:
            self.remarks.set_shown(remarks)
        if self.gap:
            self.gap.setVisible(any(is_gap_visible(pair, roles) for pair in self._layout.gaps))
        self.show_gap()

    def show_gap(self) -> None:
        """Update the gap."""
        if self.gap:
            pairs = [pair for pair in self._layout.gaps if is_gap_visible(pair, self._shown)]
            self.gap.show_gaps([self._gap(pair, named=len(pairs) > 1) for pair in pairs])

    def gap_level_text(self) -> str:
        """Return the first gap in words, such as ``fra 2 Kan selv til 4 Lærer fra sig``; empty if none has both levels.

        The leader's own preparation is left out.
        """
        # The text ends up in an agreement, which the employee reads.
        open_pairs = [p for p in self._layout.gaps if not {p[0].role, p[1].role} & {PartyRole.LEADER}]
        for required, level in open_pairs:
            names = [_step_name_of(column, self.bars[column].value()) for column in (level, required)]
            if all(names):
                return f"fra {names[0]} til {names[1]}"
        return ""

    def show_warning(self, text: str) -> None:
        """Show a warning about the name; empty removes it."""
        # Built when first needed, because few of the many rows ever have a warning.
        if text and self._warning is None and self.name_note is not None:
            self._warning = label("", "warn", self)
            self._name_column.addWidget(self._warning)
        if self._warning is not None:
            self._warning.setText(text)
            self._warning.setVisible(bool(text))

    def cells(self) -> list[QWidget]:
        found: list[QWidget] = [self.name_note] if self.name_note else []
        found += [bar for column, bar in self.bars.items() if column.role in self._shown]
        if self.gap and self.gap.button and not self.gap.isHidden() and not self.gap.button.isHidden():
            found.append(self.gap.button)
        return found + (self.remarks.inputs() if self.remarks else [])

    def set_cell_names(self) -> None:
        where = f"{self._layout.field.title}, {self.number}"
        if self._form_name is not None:
            where = f"{self._layout.field.title}: {self._form_name}"
        if self.name_note:
            self.name_note.setAccessibleName(f"{where}: navn")
        for column, bar in self.bars.items():
            parts = (where, self.title() if self.name_note else "", column.title)
            bar.setAccessibleName(": ".join(filter(None, parts)))
        if self.gap:
            self.gap.set_accessible_name(f"{where}: {self.title()}" if self.name_note else where)
        if self.remarks:
            self.remarks.set_accessible_name(where)

    def name_suffix(self) -> str:
        return f": {self._layout.field.title}"

    def set_closed(self, closed: bool) -> None:
        super().set_closed(closed)
        for bar in self.bars.values():
            bar.set_closed(closed)
        if self.name_note:
            self.name_note.set_read_only(closed)
        if self.remarks:
            self.remarks.set_closed(closed)
        if self.gap:
            self.gap.set_closed(closed)
            self.show_gap()

    def _gap(self, pair: tuple[MarkColumn, MarkColumn], *, named: bool) -> Gap:
        required, level = pair
        whose = party_name(self._layout.form, level.role) if named else ""
        return Gap(level.scale, self.bars[required].value(), self.bars[level].value(), whose)

    def _make_name_note(self) -> NoteEdit:
        note = NoteEdit(1, self)
        note.setPlaceholderText("Navn")
        note.leaves_to_parent = lambda event: is_row_action(event) or _is_enter(event)
        return note

    def _lay_out(self) -> None:
        name = _NameCell(self)
        self._name_column = QVBoxLayout(name)
        top_margin = 0 if self.name_note else round(self.fontMetrics().height() * _FIRST_LINE_DOWN)
        self._name_column.setContentsMargins(0, top_margin, 0, 0)
        self._name_column.setSpacing(2)
        shown = self.name_note or self._name_label()
        text = self._layout.field.row_texts.get(self._form_name or "", "")
        self._name_column.addWidget(shown, 0 if self.name_note or text else 1)
        if text:
            self._name_column.addWidget(label(text, "caption", self), 1, Qt.AlignmentFlag.AlignTop)
        columns = [InputColumn((InputCell(name),), NAME_WEIGHT, NAME_LEAST)]
        for column, bar in self.bars.items():
            caption = label(column.title, "caption", self) if column.title else None
            columns.append(InputColumn((InputCell(bar, caption),), mark_weight(column), *mark_least(column)))
        if self.gap:
            columns.append(InputColumn((InputCell(self.gap),), GAP_WEIGHT, GAP_LEAST))
        below = None
        # One remark fits beside the marks; those of several parties need a line of their own.
        if self.remarks and len(self._layout.roles) == 1:
            caption = label(self._layout.field.row_remark, "caption", self)
            columns.append(InputColumn((InputCell(self.remarks, caption),), REMARK_WEIGHT))
        elif self.remarks:
            below = QVBoxLayout()
            below.addWidget(self.remarks)
        layout = ColumnLayout(MIN_CHARS, captions_when_wrapped=True)
        layout.set_columns(columns)
        self.lay_out_row(layout, below)

    def _name_label(self) -> QLabel:
        made = label(self._form_name or "", "", self)
        made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return made

    def _connect(self) -> None:
        for column, bar in self.bars.items():
            bar.chosen.connect(lambda value, column=column, bar=bar: self.marked.emit(column, bar, value))
        if self.remarks:
            self.remarks.edited.connect(self.edited_by)
        if self.gap:
            self.gap.agreement_wanted.connect(self.agreement_wanted)
        if self.name_note:
            self.name_note.textChanged.connect(lambda: self.edited_by.emit(None))


class _NameCell(QWidget):
    """A cell with the name, at least as tall as the bars next to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        # The height of a :class:`StepBar`.
        return QSize(0, round(self.fontMetrics().height() * 1.65))


def _step_name_of(column: MarkColumn, value: int | None) -> str:
    step = next((step for step in column.scale.steps if step.value == value), None)
    return step_name(step) if step else ""


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in _ENTER and not event.modifiers()
