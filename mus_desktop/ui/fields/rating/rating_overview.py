"""The fold below a rating that shows all of its marks as a wheel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import PartyRole, RatingField, Scale
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.rating_wheel import FEWEST_SPOKES, RatingWheel, WheelLine


class RatingOverview(Fold):
    """The wheel of ``field``: a line for each of ``columns`` that is marked on ``scale``."""

    def __init__(self, field: RatingField, scale: Scale, columns: Sequence[MarkColumn], parent: QWidget) -> None:
        self._wheel = RatingWheel(parent)
        super().__init__("Overblik", self._wheel, name=f"Overblik: {field.title}", parent=parent)
        self._title = field.title
        self._values = sorted(step.value for step in scale.steps)
        self._columns = tuple(column for column in columns if column.scale == scale)

    def draw(self, rows: Sequence[RatingRow], roles: Collection[PartyRole]) -> None:
        """Redraw with the marks of ``roles``; the fold is hidden when there are too few rows for a wheel."""
        named = [row for row in rows if row.title() and not row.isHidden()]
        columns = [column for column in self._columns if column.role in roles]
        lines = [
            WheelLine(column.title or self._title, tuple(self._distance(row.bars[column].value()) for row in named))
            for column in columns
        ]
        self._wheel.show_lines([row.title() for row in named], lines, len(self._values))
        self.setVisible(bool(columns) and len(named) >= FEWEST_SPOKES)

    def _distance(self, value: int | None) -> float | None:
        """Return the distance of a mark from the centre, from 0 to 1."""
        return None if value not in self._values else (self._values.index(value) + 1) / len(self._values)
