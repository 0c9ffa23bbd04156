"""An agreement on screen: its cells, the handle to drag it by, and the buttons that move and remove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.form import PlanField, Role
from mus_desktop.model.involvement import names_others
from mus_desktop.model.plan import Agreement
from mus_desktop.ui.controls.columns import Cell, Column, ColumnLayout, Hold
from mus_desktop.ui.controls.tick_line import TickLine
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan_cell import LINES, PlanCell
from mus_desktop.ui.fields.plan_handle import BUTTONS_WIDTH, HANDLE_WIDTH, Rail, RowHandle
from mus_desktop.ui.fields.plan_keys import Act
from mus_desktop.ui.fields.plan_offers import Offer
from mus_desktop.ui.theme.icons import IconToolButton

MIN_CHARS = 17
_DUE_WEIGHT = 1.15
_ACTS = ((Act.MOVE_UP, "up", "Flyt aftale {} op"), (Act.MOVE_DOWN, "down", "Flyt aftale {} ned"),
         (Act.REMOVE, "remove", "Fjern aftale {}"))  # fmt: skip


class PlanRow(QWidget):
    """One agreement of ``field``. ``asked`` is sent with the :class:`Act` one of its buttons stands for."""

    edited = Signal()
    asked = Signal(object)

    def __init__(
        self, agreement: Agreement, field: PlanField, people: Sequence[str], today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._loaded, self._field, self._people = agreement, field, people
        self._closed = False
        self._offer: Offer | None = None
        self._offering: PlanCell | None = None
        self._number = 0
        self.handle = RowHandle(self)
        self.cells = tuple(PlanCell(column, people, today, self) for column in field.columns)
        self._columns = ColumnLayout(MIN_CHARS, only_wrapped=True)
        self._buttons = tuple(IconToolButton(icon, name, self, quiet=True) for _, icon, name in _ACTS)
        self._tick: TickLine | None = None
        self._offer_button: QPushButton | None = None
        self._lay_out()
        self._connect()
        for cell in self.cells:
            cell.show_agreement(agreement)

    @property
    def id(self) -> str:
        """The agreement's id, kept for ever."""
        return self._loaded.id

    @property
    def group(self) -> str:
        """The group of rows the agreement stands in."""
        return self._loaded.group

    def agreement(self) -> Agreement:
        """The agreement as it stands now; blank cells are left out, everything it came with is kept."""
        known = {cell.column.key for cell in self.cells}
        texts = {cell.column.key: cell.note.text() for cell in self.cells}
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
            others_agreed=self._tick.box.isChecked() if self._tick else self._loaded.others_agreed,
        )

    def set_number(self, number: int, *, shown: bool, first: bool, last: bool) -> None:
        """The agreement's place in the plan, from 1; ``first`` and ``last`` say which way it cannot move."""
        self.handle.set_number(number if shown else 0)
        self._buttons[0].setEnabled(not first)
        self._buttons[1].setEnabled(not last)
        if number == self._number:
            return
        self._number = number
        for button, (_, _, name) in zip(self._buttons, _ACTS, strict=True):
            button.setAccessibleName(name.format(number))
            button.setToolTip(name.format(number))
        for cell in self.cells:
            cell.set_name(f"Aftale {number}, {cell.column.title}")
        self._name_extras()

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""
        self._closed = closed
        for cell in self.cells:
            cell.set_closed(closed)
        for button in self._buttons:
            button.setVisible(not closed)
        self.handle.set_fixed(closed)
        if self._tick:
            self._tick.set_closed(closed)
        self.take_stock()

    def set_lines(self, more: int) -> None:
        """Give empty cells ``more`` lines than usual."""
        for cell in self.cells:
            cell.note.set_lines(LINES + more)

    def take_stock(self) -> None:
        """See whether others are named, and whether the text offers a date or a name."""
        self._show_tick(shown=names_others(self.agreement(), self._field, self._people))
        found = ((cell, cell.offer()) for cell in self.cells if cell.due or cell.responsible)
        self._offering, self._offer = next(((c, o) for c, o in found if o), (None, None))
        self._show_offer()

    def accept_offer(self) -> None:
        """Take over what the text offers, if it offers anything."""
        self.take_stock()
        if self._offer and self._offering:
            self._offering.accept(self._offer)
            self.take_stock()

    def offered(self) -> Offer | None:
        """What is offered now."""
        return self._offer

    def inputs(self) -> list[QWidget]:
        """Where the keyboard can go, cell by cell."""
        found: list[QWidget] = [target for cell in self.cells for target in cell.inputs()]
        extras = (self._offer_button, self._tick.box if self._tick else None)
        found += [extra for extra in extras if extra is not None and not _is_away(extra)]
        if not self._closed:
            found += [button for button in self._buttons if button.isEnabled()]
        return found

    def column_at(self, widget: QWidget | None) -> int:
        """The number of the column ``widget`` stands in, 0 if in none."""
        inside = (number for number, cell in enumerate(self.cells) if widget is not None and cell.isAncestorOf(widget))
        return next(inside, 0)

    def _lay_out(self) -> None:
        self._columns.stand(
            [
                Column((Cell(cell, label(cell.column.title, "caption", self)),), weight_of(cell.column.roles))
                for cell in self.cells
            ]
        )
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._columns, 1)
        rail = Rail(BUTTONS_WIDTH, self)
        side = QVBoxLayout(rail)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        for button in self._buttons:
            side.addWidget(button)
        side.addStretch(1)
        line.addWidget(rail)
        self._below = ColumnLayout(26)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(Rail(HANDLE_WIDTH, self))
        below.addLayout(self._below, 1)
        below.addWidget(Rail(BUTTONS_WIDTH, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addLayout(below)

    def _connect(self) -> None:
        for cell in self.cells:
            cell.edited.connect(self.edited)
        for button, (act, _, _) in zip(self._buttons, _ACTS, strict=True):
            button.clicked.connect(lambda _=False, act=act: self.asked.emit(act))

    def _show_tick(self, *, shown: bool) -> None:
        if shown and self._tick is None:
            self._tick = TickLine("Aftalt med medarbejderen, at andre inddrages", self)
            self._tick.box.setChecked(self._loaded.others_agreed)
            self._tick.set_closed(self._closed)
            self._tick.box.toggled.connect(self.edited)
            self._stand_below()
        if self._tick is not None:
            self._tick.setVisible(shown)

    def _show_offer(self) -> None:
        if self._offer and self._offer_button is None:
            self._offer_button = QPushButton(self)
            self._offer_button.setProperty("kind", "link")
            self._offer_button.clicked.connect(lambda: self.asked.emit(Act.ACCEPT_OFFER))
            self._stand_below()
        if self._offer_button is not None:
            self._offer_button.setText(self._offer.words if self._offer else "")
            self._offer_button.setToolTip("Alt+Enter")
            self._offer_button.setVisible(self._offer is not None)
            self._name_extras()

    def _stand_below(self) -> None:
        extras = (extra for extra in (self._tick, self._offer_button) if extra is not None)
        self._below.stand(
            [Column((Cell(extra, hold=Hold.END if extra is self._offer_button else Hold.FILL),)) for extra in extras]
        )
        self._name_extras()

    def _name_extras(self) -> None:
        for extra in (self._tick.box if self._tick else None, self._offer_button):
            if extra is not None:
                words = self._tick.words if self._tick and extra is self._tick.box else extra.text()
                extra.setAccessibleName(f"Aftale {self._number}: {words}")


def _is_away(widget: QWidget) -> bool:
    holder = widget.parentWidget()
    return widget.isHidden() or (isinstance(holder, TickLine) and holder.isHidden())


def weight_of(roles: frozenset[Role]) -> float:
    """A column's share of the width; one with a date or a name below its text gets a little more."""
    return _DUE_WEIGHT if roles & {Role.DUE, Role.RESPONSIBLE} else 1
