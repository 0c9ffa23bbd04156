"""The agreements of one group, below the titles of the columns, or as lines with the chosen one as a card below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.form import PlanField
from mus_desktop.ui.controls.columns import Cell, Column, ColumnLayout
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan_columns import MIN_CHARS, column_title, edited_as_cards, shown_columns, weight_of
from mus_desktop.ui.fields.plan_handle import BUTTONS_WIDTH, HANDLE_WIDTH, Rail
from mus_desktop.ui.fields.plan_row import PlanRow
from mus_desktop.ui.theme.icons import IconPushButton

_GAP = 0.65
_GAP_IN_CONVERSATION = 1.25
_GAP_BETWEEN_STACKS = 2.0
_GAP_BETWEEN_LINES = 0.25
"""Air between agreements, in heights of a line of text."""


class PlanSection(QWidget):
    """Shows rows and a button that adds one; ``add_wanted`` is sent when it is pressed."""

    add_wanted = Signal()

    def __init__(self, field: PlanField, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = group
        self.rows: tuple[PlanRow, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        if group:
            self._layout.addWidget(label(group, "strong", self))
        self._header = None if edited_as_cards(field) else _Header(field, self)
        if self._header:
            self._layout.addWidget(self._header)
        self._stack = QVBoxLayout()
        self._roomy = False
        self._space_out()
        self._layout.addLayout(self._stack)
        self.add_button = IconPushButton("Tilføj aftale", "add", "", self)
        self.add_button.setAccessibleName(f"Tilføj aftale: {', '.join(t for t in (field.title, group) if t)}")
        self.add_button.setToolTip("Ctrl+Enter")
        self.add_button.clicked.connect(self.add_wanted)
        self._layout.addSpacing(4)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._card = QFrame(self)
        self._card.setProperty("kind", "inset")
        self._cards = QVBoxLayout(self._card)
        self._cards.setContentsMargins(14, 10, 14, 14)
        self._layout.addWidget(self._card)
        self._card.hide()
        self._mark = QFrame(self)
        self._mark.setProperty("kind", "drop")
        self._mark.hide()

    def show_rows(self, rows: Iterable[PlanRow]) -> None:
        """Show ``rows`` in that order; rows that are not among them leave the screen."""
        wanted = tuple(rows)
        for row in self.rows:
            self._stack.removeWidget(row.listed)
            if row not in wanted:
                row.listed.hide()
                row.hide()
        for row in wanted:
            self._stack.addWidget(row.listed)
            row.listed.show()
        self.rows = wanted

    def show_card(self, row: PlanRow | None) -> None:
        """Let ``row`` stand as the card below the lines; ``None`` if the chosen agreement is not in this group."""
        if row is not None:
            row.build()
            if self._cards.indexOf(row) < 0:
                self._cards.addWidget(row)
        for other in self.rows:
            if other.line:
                other.line.set_chosen(chosen=other is row)
                other.setVisible(other is row)
        self._card.setVisible(row is not None)

    def set_closed(self, closed: bool) -> None:
        """Whether rows can be added."""
        self.add_button.setVisible(not closed)

    def set_roomy(self, roomy: bool) -> None:
        """More air between the rows."""
        self._roomy = roomy
        self._space_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._space_out()

    def place_at(self, spot: QPoint, dragged: PlanRow) -> int:
        """Where ``dragged`` would stand among the rows if it were dropped at ``spot`` (global coordinates)."""
        y = self.mapFromGlobal(spot).y()
        return sum(row.list_position().y() < y for row in self.rows if row is not dragged)

    def mark_place(self, spot: QPoint, dragged: PlanRow) -> None:
        """Draw a line where ``dragged`` would stand."""
        others = [row for row in self.rows if row is not dragged]
        place = self.place_at(spot, dragged)
        half = self._stack.spacing() // 2
        if place < len(others):
            y = others[place].listed.geometry().top() - half
        elif others:
            y = others[-1].listed.geometry().bottom() + half
        else:
            return
        self._mark.setGeometry(0, y - 1, self.width(), 3)
        self._mark.raise_()
        self._mark.show()

    def _space_out(self) -> None:
        gap = _GAP_IN_CONVERSATION if self._roomy else _GAP
        if self._header is None:
            gap = _GAP_BETWEEN_LINES
        elif not self._header.is_straight():
            gap = _GAP_BETWEEN_STACKS
        spacing = round(gap * self.fontMetrics().height())
        if spacing != self._stack.spacing():
            self._stack.setSpacing(spacing)

    def unmark(self) -> None:
        """Take the line away."""
        self._mark.hide()


class _Header(QWidget):
    """The titles of the columns; gone when the columns do not fit side by side and each cell bears its own."""

    def __init__(self, field: PlanField, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns = ColumnLayout(MIN_CHARS, only_straight=True)
        shown = shown_columns(field)
        columns.stand([Column((Cell(column_title(column, self)),), weight_of(column.roles)) for column in shown])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Rail(HANDLE_WIDTH, self))
        layout.addLayout(columns, 1)
        layout.addWidget(Rail(BUTTONS_WIDTH, self))

    def is_straight(self) -> bool:
        """Whether the columns fit side by side."""
        return self._columns.is_straight(self._columns.geometry().width()) or not self._columns.geometry().width()
