"""The cells of an agreement, side by side or as a card, with the folded columns and the extras below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mus_desktop.formspec.agreement_mapping import lines_without_column
from mus_desktop.model.form import PlanColumn, PlanField
from mus_desktop.model.involvement import involves_others
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan.additions import Additions
from mus_desktop.ui.fields.plan.plan_cell import LINES, PlanCell
from mus_desktop.ui.fields.plan.plan_columns import MIN_CHARS, MIN_CHARS_IN_CARD, folded_columns, weight_of
from mus_desktop.ui.fields.plan.plan_extras import RowExtras
from mus_desktop.ui.fields.plan.plan_offers import OfferedValue
from mus_desktop.ui.fields.plan.plan_text_cell import PlanTextCell, make_cell
from mus_desktop.ui.fields.rows.row_handle import BUTTONS_WIDTH, FixedWidthColumn
from mus_desktop.ui.fields.rows.row_section import column_title
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn


class PlanBody(QWidget):
    """The editable parts of one agreement.

    ``edited`` is emitted for a change of a cell, ``added`` for a change of an addition after signature, and
    ``accept_wanted`` when the offered value is accepted.

    :param handle: the widget before the cells in a grid; ``None`` makes a card.
    :param buttons: the widget after the cells in a grid.
    """

    edited = Signal()
    added = Signal()
    accept_wanted = Signal()
    inputs_changed = Signal()

    def __init__(
        self,
        agreement: Agreement,
        field: PlanField,
        context: FieldContext,
        parent: QWidget,
        *,
        handle: QWidget | None = None,
        buttons: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(parent)
        self._field, self._context = field, context
        self._closed = False
        self._offer: OfferedValue | None = None
        self._offering_cell: PlanTextCell | None = None
        self._card = handle is None
        self._heading = label("", "strong", self) if self._card else None
        self.cells = tuple(
            make_cell(column, context.form, context.people, context.today, self) for column in field.columns
        )
        self._texts = tuple(cell for cell in self.cells if isinstance(cell, PlanTextCell))
        carried_texts = lines_without_column(agreement, field)
        self._extras = RowExtras(carried_texts, agreement.others_agreed, self, with_spacers=not self._card)
        self.folds = tuple(self._fold(title, columns) for title, columns in folded_columns(field).items())
        self._lay_out(handle, buttons)
        self._connect()
        for cell in self.cells:
            cell.show_agreement(agreement)
        for fold in self.folds:
            # Text must not be hidden behind a closed fold.
            fold.set_open(any(not is_blank(cell.text()) for cell in self._cells_in(fold)))

    def agreement(self, loaded: Agreement) -> Agreement:
        """Return ``loaded`` with the current cells; blank cells are left out, and its other values are preserved."""
        known = {cell.column.key for cell in self.cells}
        texts = {cell.column.key: cell.text() for cell in self.cells}
        cells = {key: text for key, text in loaded.cells.items() if key not in known}
        cells |= {key: text for key, text in texts.items() if not is_blank(text)}
        # A value without a column in this form cannot be edited here, and is kept as it was loaded.
        due = next((cell.due for cell in self._texts if cell.due), None)
        person = next((cell.responsible for cell in self._texts if cell.responsible), None)
        responsible = person.text() if person else loaded.responsible
        return replace(
            loaded,
            cells=cells,
            due_on=due.day_or_kept() if due else loaded.due_on,
            responsible="" if is_blank(responsible) else responsible,
            others_agreed=self._extras.ticked,
        )

    def has_unparsed_input(self) -> bool:
        """Return whether something typed is on screen only, because it cannot be read."""
        return any(cell.has_unparsed_input() for cell in self._texts)

    def set_accessible_name(self, title: str, name: str) -> None:
        """Set ``title``, shown above a card, and ``name``, the accessible name of the agreement."""
        if self._heading:
            self._heading.setText(title)
        for cell in self.cells:
            cell.set_accessible_name(f"{name}, {cell.column.title}")
        for fold, words in zip(self.folds, folded_columns(self._field), strict=True):
            fold.button.setAccessibleName(f"{name}, {words}")
        self._extras.set_accessible_name(name)

    def set_closed(self, closed: bool, *, stored: bool) -> None:
        """Make the cells read-only, or editable again.

        :param stored: the agreement is in the signed plan: columns that allow additions accept them while read-only.
        """
        self._closed = closed
        for cell in self.cells:
            cell.set_closed(closed)
        self._extras.set_closed(closed)
        for _, additions in self.additions():
            additions.set_signed(closed and stored)

    def set_extra_lines(self, more: int) -> None:
        """Make empty cells ``more`` lines higher than usual."""
        for cell in self.cells:
            cell.set_lines(LINES + more)

    def update_from_text(self, agreement: Agreement) -> None:
        """Update the tick about others named in ``agreement``, and the date or name offered from its text."""
        self._extras.show_tick(shown=involves_others(agreement, self._field, self._context.people))
        found = ((cell, cell.offer()) for cell in self._texts)
        self._offering_cell, self._offer = next(((c, o) for c, o in found if o), (None, None))
        self._extras.show_offer(self._offer)

    def accept_offer(self) -> None:
        """Accept the offered value, if there is one."""
        if self._offer and self._offering_cell:
            self._offering_cell.accept_offer(self._offer)

    def offered(self) -> OfferedValue | None:
        """Return the value currently offered."""
        return self._offer

    def additions(self) -> Iterator[tuple[str, Additions]]:
        """Yield the widgets for additions after signature, with their column keys."""
        for cell in self.cells:
            if cell.additions:
                yield cell.column.key, cell.additions

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus, cell by cell, folded cells last."""
        folded = {cell for fold in self.folds for cell in self._cells_in(fold)}
        found = [target for cell in self.cells if cell not in folded for target in cell.inputs()]
        found += self._extras.inputs()
        for fold in self.folds:
            found.append(fold.button)
            if fold.is_open():
                found += [target for cell in self._cells_in(fold) for target in cell.inputs()]
        return found

    def column_at(self, widget: QWidget | None) -> int:
        """Return the index of the column that contains ``widget``, 0 if none does."""
        numbers = (number for number, cell in enumerate(self.cells) if widget is not None and cell.isAncestorOf(widget))
        return next(numbers, 0)

    def focus_column(self, number: int) -> None:
        """Move the focus to a column, unfolding it if necessary."""
        cell = self.cells[number]
        for fold in self.folds:
            if fold.isAncestorOf(cell):
                fold.set_open(True)
        cell.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cells_in(self, fold: Fold) -> list[PlanCell]:
        return [cell for cell in self.cells if fold.isAncestorOf(cell)]

    def _fold(self, title: str, columns: tuple[PlanColumn, ...]) -> Fold:
        content = QWidget()
        column_layout = ColumnLayout(MIN_CHARS)
        content.setLayout(column_layout)
        cells = [cell for cell in self.cells if cell.column in columns]
        column_layout.set_columns(
            [
                InputColumn((InputCell(cell, column_title(cell.column.title, cell.column.text, content)),))
                for cell in cells
            ]
        )
        fold = Fold(title, content, opened=False, parent=self)
        fold.toggled.connect(self.inputs_changed)
        return fold

    def _lay_out(self, handle: QWidget | None, buttons: Sequence[QWidget]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8 if self._card else 4)
        if self._heading:
            layout.addWidget(self._heading)
        layout.addLayout(self._side_by_side(handle, buttons) if handle else self._below_each_other())
        layout.addWidget(self._extras)
        for fold in self.folds:
            layout.addWidget(fold)

    def _below_each_other(self) -> QLayout:
        columns = ColumnLayout(MIN_CHARS_IN_CARD)
        columns.set_columns(
            [
                InputColumn((InputCell(c, column_title(c.column.title, c.column.text, self)),))
                for c in self.cells
                if not c.column.fold
            ]
        )
        return columns

    def _side_by_side(self, handle: QWidget, buttons: Sequence[QWidget]) -> QLayout:
        columns = ColumnLayout(MIN_CHARS, captions_when_wrapped=True)
        columns.set_columns(
            [
                InputColumn((InputCell(cell, label(cell.column.title, "caption", self)),), weight_of(cell.column.roles))
                for cell in self.cells
                if not cell.column.fold
            ]
        )
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(handle, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(columns, 1)
        button_column = FixedWidthColumn(BUTTONS_WIDTH, self)
        buttons_layout = QVBoxLayout(button_column)
        buttons_layout.setContentsMargins(0, 0, 0, 0)
        buttons_layout.setSpacing(0)
        for button in buttons:
            buttons_layout.addWidget(button)
        buttons_layout.addStretch(1)
        line.addWidget(button_column)
        return line

    def _connect(self) -> None:
        for cell in self.cells:
            cell.edited.connect(self.edited)
        for _, additions in self.additions():
            additions.edited.connect(self.added)
            additions.inputs_changed.connect(self.inputs_changed)
        self._extras.edited.connect(self.edited)
        self._extras.accept_wanted.connect(self.accept_wanted)
