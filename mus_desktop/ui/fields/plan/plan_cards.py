"""The choice of the agreement shown as a card, in a plan edited one agreement at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.plan.plan_row import PlanRow
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import RowSection


class PlanCardChoice(QObject):
    """Tracks the rows of a plan; one of them is always chosen, as long as there is one.

    ``chosen`` is emitted when another agreement is shown as the card.
    """

    chosen = Signal()

    def __init__(self, grid: RowGrid[PlanRow], parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._card_frames = {section: _CardFrame(section) for section in grid.sections}
        self._current: PlanRow | None = None
        self._current_index = 0
        grid.rows_shown.connect(self._on_rows_shown)

    @property
    def current(self) -> PlanRow | None:
        """Return the agreement shown as a card."""
        return self._current

    def connect_row(self, row: PlanRow) -> None:
        """Connect the line of ``row``, so that it can choose the row."""
        if row.line:
            row.line.chosen.connect(lambda: self.choose(row))
            row.line.stepped.connect(lambda by: self._step(row, by))
            row.line.entered.connect(lambda: row.focus_column(0))

    def choose(self, row: PlanRow) -> None:
        """Show ``row`` as the card."""
        if row is not self._current:
            self._current = row
            self._show()
            self.chosen.emit()

    def _on_rows_shown(self) -> None:
        """Update the choice after the rows changed: if the chosen one is gone, the row now at its index is chosen."""
        rows = self._grid.shown
        if self._current not in rows:
            self._current = rows[min(self._current_index, len(rows) - 1)] if rows else None
        self._show()

    def _step(self, row: PlanRow, by: int) -> None:
        rows = self._grid.shown
        place = rows.index(row) + by
        if 0 <= place < len(rows):
            self.choose(rows[place])
            rows[place].widget_in_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        current = self._current
        if current is not None:
            self._current_index = self._grid.shown.index(current)
        for row in self._grid.rows:
            if row.line and row is not current:
                row.line.set_chosen(chosen=False)
                row.hide()
        for section, place in self._card_frames.items():
            place.show_card(current if current is not None and current in section.rows else None)
            lay_out_now(section)


class _CardFrame(QFrame):
    """The frame below the lines of a group, for the card of the chosen agreement."""

    def __init__(self, section: RowSection) -> None:
        super().__init__(section)
        self.setProperty("kind", "inset")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 10, 14, 14)
        section.add_below(self)
        self.hide()

    def show_card(self, row: PlanRow | None) -> None:
        """Show the card of ``row``; ``None`` if the chosen agreement is not in this group."""
        if row is not None:
            row.build()
            if self._layout.indexOf(row) < 0:
                self._layout.addWidget(row)
            row.show()
            if row.line:
                row.line.set_chosen(chosen=True)
        self.setVisible(row is not None)
