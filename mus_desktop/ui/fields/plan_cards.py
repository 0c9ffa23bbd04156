"""Which agreement stands as a card, where a plan is edited one agreement at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from mus_desktop.ui.controls.settle import settle
from mus_desktop.ui.fields.plan_row import PlanRow
from mus_desktop.ui.fields.plan_section import PlanSection


class PlanCards(QObject):
    """Follows the rows of a plan; one of them is always chosen, as long as there is one.

    ``chosen`` is sent when another agreement stands as the card.
    """

    chosen = Signal()

    def __init__(self, sections: Sequence[PlanSection], parent: QObject) -> None:
        super().__init__(parent)
        self._sections = tuple(sections)
        self._rows: tuple[PlanRow, ...] = ()
        self._current: PlanRow | None = None
        self._place = 0

    @property
    def current(self) -> PlanRow | None:
        """The agreement that stands as a card."""
        return self._current

    def take_in(self, row: PlanRow) -> None:
        """Let the line of ``row`` choose it."""
        if row.line:
            row.line.chosen.connect(lambda: self.choose(row))
            row.line.stepped.connect(lambda by: self._step(row, by))
            row.line.entered.connect(lambda: self._enter(row))

    def follow(self, rows: Sequence[PlanRow]) -> None:
        """These rows stand now, in this order. If the chosen one left, the one in its place is chosen."""
        self._rows = tuple(rows)
        if self._current not in self._rows:
            self._current = self._rows[min(self._place, len(self._rows) - 1)] if self._rows else None
        self._show()

    def choose(self, row: PlanRow) -> None:
        """Let ``row`` stand as the card."""
        if row is not self._current:
            self._current = row
            self._show()
            self.chosen.emit()

    def _step(self, row: PlanRow, by: int) -> None:
        place = self._rows.index(row) + by
        if 0 <= place < len(self._rows):
            self.choose(self._rows[place])
            self._rows[place].listed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, row: PlanRow) -> None:
        self.choose(row)
        row.focus_column(0)

    def _show(self) -> None:
        current = self._current
        if current is not None:
            self._place = self._rows.index(current)
        for section in self._sections:
            section.show_card(current if current is not None and current in section.rows else None)
            settle(section)
