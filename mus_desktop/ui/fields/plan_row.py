"""An agreement on screen: its cells, the handle to drag it by, and the buttons that move and remove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mus_desktop.formspec.carry import kept_lines
from mus_desktop.model.form import PlanField
from mus_desktop.model.involvement import names_others
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import AddendumKey
from mus_desktop.model.terms import Role
from mus_desktop.ui.controls.columns import Cell, Column, ColumnLayout
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.fields.additions import Additions
from mus_desktop.ui.fields.base import FieldContext
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan_cell import LINES, PlanCell
from mus_desktop.ui.fields.plan_columns import (
    MIN_CHARS,
    MIN_CHARS_IN_CARD,
    column_title,
    edited_as_cards,
    folds_of,
    weight_of,
)
from mus_desktop.ui.fields.plan_extras import RowExtras
from mus_desktop.ui.fields.plan_handle import BUTTONS_WIDTH, Rail, RowHandle
from mus_desktop.ui.fields.plan_keys import Act
from mus_desktop.ui.fields.plan_line import Glance, PlanLine
from mus_desktop.ui.fields.plan_offers import Offer
from mus_desktop.ui.fields.plan_values import make_cell
from mus_desktop.ui.theme.icons import IconToolButton

_ACTS = ((Act.MOVE_UP, "up", "Flyt aftale {} op"), (Act.MOVE_DOWN, "down", "Flyt aftale {} ned"),
         (Act.REMOVE, "remove", "Fjern aftale {}"))  # fmt: skip


class PlanRow(QWidget):
    """One agreement of ``field``. ``asked`` is sent with the :class:`Act` one of its buttons stands for.

    Where there are too many columns to stand side by side, the row is a card, and ``line`` stands for it in the
    overview with handle and buttons.
    """

    edited = Signal()
    asked = Signal(object)
    inputs_changed = Signal()

    def __init__(self, agreement: Agreement, field: PlanField, context: FieldContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._loaded, self._field, self._context = agreement, field, context
        self._where = _where(field, context)
        self._closed = False
        self._offer: Offer | None = None
        self._offering: PlanCell | None = None
        self._number = 0
        self.handle = RowHandle(self)
        self.cells = tuple(
            make_cell(column, context.form, context.people, context.today, self) for column in field.columns
        )
        self._buttons = tuple(IconToolButton(icon, name, self, quiet=True) for _, icon, name in _ACTS)
        self._heading = label("", "strong", self)
        self.line = PlanLine(self.handle, self._buttons, parent) if edited_as_cards(field) else None
        rails = self.line is None
        self._extras = RowExtras(kept_lines(agreement, field), agreement.others_agreed, self, beside_rails=rails)
        self.folds = tuple(self._fold(title, columns) for title, columns in folds_of(field).items())
        self._lay_out()
        self._connect()
        for cell in self.cells:
            cell.show_agreement(agreement)
        for fold in self.folds:
            fold.set_open(any(cell.text().strip() for cell in self._cells_in(fold)))

    @property
    def id(self) -> str:
        """The agreement's id, kept for ever."""
        return self._loaded.id

    @property
    def group(self) -> str:
        """The group of rows the agreement stands in."""
        return self._loaded.group

    @property
    def number(self) -> int:
        """The agreement's place in the plan, from 1."""
        return self._number

    @property
    def listed(self) -> QWidget:
        """What stands in the list of agreements: the row itself, or the line that stands for it."""
        return self.line or self

    def holds(self, widget: QWidget) -> bool:
        """Whether ``widget`` is part of the agreement, in its cells or its line."""
        return any(part is widget or part.isAncestorOf(widget) for part in (self, self.listed))

    def discard(self) -> None:
        """Leave the screen for good."""
        for part in {self, self.listed}:
            part.hide()
            part.deleteLater()

    def agreement(self) -> Agreement:
        """The agreement as it stands now; blank cells are left out, everything it came with is kept."""
        known = {cell.column.key for cell in self.cells}
        texts = {cell.column.key: cell.text() for cell in self.cells}
        cells = {key: text for key, text in self._loaded.cells.items() if key not in known}
        cells |= {key: text for key, text in texts.items() if text.strip()}
        due = next((cell.due for cell in self.cells if cell.due), None)
        person = next((cell.responsible for cell in self.cells if cell.responsible), None)
        responsible = person.text() if person else self._loaded.responsible
        return replace(
            self._loaded,
            cells=cells,
            due_on=due.day() if due else self._loaded.due_on,
            responsible=responsible if responsible.strip() else "",
            others_agreed=self._extras.ticked,
        )

    def set_number(self, number: int, *, shown: bool, first: bool, last: bool) -> None:
        """The agreement's place in the plan, from 1; ``first`` and ``last`` say which way it cannot move."""
        self.handle.set_number(number if shown or self.line else 0)
        self._buttons[0].setEnabled(not first)
        self._buttons[1].setEnabled(not last)
        if number == self._number:
            return
        self._number = number
        name = f"Aftale {number}{self._where}"
        self._heading.setText(f"Aftale {number}")
        for button, (_, _, words) in zip(self._buttons, _ACTS, strict=True):
            button.setAccessibleName(f"{words.format(number)}{self._where}")
            button.setToolTip(words.format(number))
        for cell in self.cells:
            cell.set_name(f"{name}, {cell.column.title}")
        for fold, title in zip(self.folds, folds_of(self._field), strict=True):
            fold.button.setAccessibleName(f"{name}, {title}")
        self._extras.set_name(name)
        if self.line:
            self.line.set_name(name)

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again. Closed, what may be filled in later can be added, if the row is stored."""
        self._closed = closed
        for cell in self.cells:
            cell.set_closed(closed)
        for button in self._buttons:
            button.setVisible(not closed)
        self.handle.set_fixed(closed)
        self._extras.set_closed(closed)
        stored = not self.agreement().blank
        for _, additions in self.additions():
            additions.set_open(closed and stored)
        self.take_stock()

    def set_lines(self, more: int) -> None:
        """Give empty cells ``more`` lines than usual."""
        for cell in self.cells:
            cell.set_lines(LINES + more)

    def take_stock(self) -> None:
        """See whether others are named, whether the text offers a date or a name, and what the line is to say."""
        agreement = self.agreement()
        self._extras.show_tick(shown=names_others(agreement, self._field, self._context.people))
        found = ((cell, cell.offer()) for cell in self.cells if cell.due or cell.responsible)
        self._offering, self._offer = next(((c, o) for c, o in found if o), (None, None))
        self._extras.show_offer(self._offer)
        if self.line:
            self.line.show_glance(self._glance(agreement))

    def accept_offer(self) -> None:
        """Take over what the text offers, if it offers anything."""
        self.take_stock()
        if self._offer and self._offering:
            self._offering.accept(self._offer)
            self.take_stock()

    def offered(self) -> Offer | None:
        """What is offered now."""
        return self._offer

    def additions(self) -> Iterator[tuple[AddendumKey, Additions]]:
        """Where the agreement can be added to after signature."""
        for cell in self.cells:
            if cell.additions:
                yield AddendumKey(self._context.plan, self.id, cell.column.key), cell.additions

    def inputs(self) -> list[QWidget]:
        """Where the keyboard can go, cell by cell; in a card only while it is the one that shows."""
        buttons = [] if self._closed else [button for button in self._buttons if button.isEnabled()]
        if self.line is None:
            return self._own_inputs() + buttons
        return [self.line, *buttons, *([] if self.isHidden() else self._own_inputs())]

    def column_at(self, widget: QWidget | None) -> int:
        """The number of the column ``widget`` stands in, 0 if in none."""
        inside = (number for number, cell in enumerate(self.cells) if widget is not None and cell.isAncestorOf(widget))
        return next(inside, 0)

    def focus_column(self, number: int) -> None:
        """Put the keyboard in a column, folded out if need be."""
        cell = self.cells[number]
        for fold in self.folds:
            if fold.isAncestorOf(cell):
                fold.set_open(True)
        cell.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def list_position(self) -> QPoint:
        """The middle of what stands in the list, in the coordinates of what it stands in."""
        return self.listed.geometry().center()

    def _own_inputs(self) -> list[QWidget]:
        folded = {cell for fold in self.folds for cell in self._cells_in(fold)}
        found = [target for cell in self.cells if cell not in folded for target in cell.inputs()]
        found += self._extras.inputs()
        for fold in self.folds:
            found.append(fold.button)
            if fold.is_open():
                found += [target for cell in self._cells_in(fold) for target in cell.inputs()]
        return found

    def _glance(self, agreement: Agreement) -> Glance:
        goal = self._field.column_with(Role.GOAL) or self._field.columns[0]
        filled = tuple(
            bool(cell.text().strip())
            or bool(cell.due and agreement.due_on)
            or bool(cell.responsible and agreement.responsible)
            for cell in self.cells
            if not cell.column.fold
        )
        return Glance(agreement.cells.get(goal.key, ""), agreement.due_on, agreement.responsible, filled)

    def _cells_in(self, fold: Fold) -> list[PlanCell]:
        return [cell for cell in self.cells if fold.isAncestorOf(cell)]

    def _fold(self, title: str, columns: tuple[object, ...]) -> Fold:
        inside = QWidget()
        stand = ColumnLayout(MIN_CHARS)
        inside.setLayout(stand)
        cells = [cell for cell in self.cells if cell.column in columns]
        stand.stand([Column((Cell(cell, column_title(cell.column, inside)),)) for cell in cells])
        fold = Fold(title, inside, opened=False, parent=self)
        fold.toggled.connect(self.inputs_changed)
        return fold

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8 if self.line else 4)
        self._heading.setVisible(self.line is not None)
        if self.line:
            layout.addWidget(self._heading)
        layout.addLayout(self._card() if self.line else self._grid())
        layout.addWidget(self._extras)
        for fold in self.folds:
            layout.addWidget(fold)

    def _card(self) -> QLayout:
        columns = ColumnLayout(MIN_CHARS_IN_CARD)
        columns.stand([Column((Cell(c, column_title(c.column, self)),)) for c in self.cells if not c.column.fold])
        return columns

    def _grid(self) -> QLayout:
        columns = ColumnLayout(MIN_CHARS, only_wrapped=True)
        columns.stand(
            [
                Column((Cell(cell, label(cell.column.title, "caption", self)),), weight_of(cell.column.roles))
                for cell in self.cells
                if not cell.column.fold
            ]
        )
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(columns, 1)
        rail = Rail(BUTTONS_WIDTH, self)
        side = QVBoxLayout(rail)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        for button in self._buttons:
            side.addWidget(button)
        side.addStretch(1)
        line.addWidget(rail)
        return line

    def _connect(self) -> None:
        for cell in self.cells:
            cell.edited.connect(self.edited)
        for _, additions in self.additions():
            additions.inputs_changed.connect(self.inputs_changed)
        self._extras.edited.connect(self.edited)
        self._extras.accept_wanted.connect(lambda: self.asked.emit(Act.ACCEPT_OFFER))
        for button, (act, _, _) in zip(self._buttons, _ACTS, strict=True):
            button.clicked.connect(lambda _=False, act=act: self.asked.emit(act))


def _where(field: PlanField, context: FieldContext) -> str:
    """What follows an agreement's number in names where several plans stand on one page."""
    beside = [f for tab in context.form.tabs if field in tab.fields for f in tab.fields if isinstance(f, PlanField)]
    return f" i {field.title}" if len(beside) > 1 else ""
