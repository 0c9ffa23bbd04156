"""The legend of a scale: the names of the steps, the meaning of blank, and the folded long descriptions."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mus_desktop.model.form import Scale
from mus_desktop.model.text import comparison_key
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.reading_text import ReadingLine, ReadingText
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rating.step_bar import step_description, step_name


class RatingLegend(QWidget):
    """The scales used in a rating, each once. ``where`` makes the accessible names unique on the page."""

    folded = Signal()

    def __init__(self, scales: Iterable[Scale], where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.folds: list[Fold] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for scale in dict.fromkeys(scales):  # columns often share a scale
            short = "   ".join(step_name(step).replace(" ", "\N{NO-BREAK SPACE}") for step in scale.steps)
            layout.addWidget(label(short, "muted", self))
            if scale.blank:
                layout.addWidget(label(blank_meaning(scale.blank), "muted", self))
            if any(step.text.strip() for step in scale.steps):
                self.folds.append(self._fold(scale, where))
                layout.addWidget(self.folds[-1])

    def inputs(self) -> list[QWidget]:
        """Return the buttons that fold the descriptions."""
        return [fold.button for fold in self.folds]

    def _fold(self, scale: Scale, where: str) -> Fold:
        title = scale.title or "Hvad trinene betyder"
        lines = [ReadingLine(step_description(step), 0) for step in scale.steps]
        inside = _table(scale) if scale.headings else ReadingText(lines, muted=True)
        fold = Fold(title, inside, opened=False, name=f"{title}: {where}", parent=self)
        fold.toggled.connect(self.folded)
        return fold


def _table(scale: Scale) -> QWidget:
    """Return the scale as printed: value, label and description under their headings."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    rows = [scale.headings, *((str(step.value), step.label, step.text.strip()) for step in scale.steps)]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            cell = label(text, "muted" if row else "strong", table)
            cell.setWordWrap(column == 2)
            grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
    return table


def blank_meaning(blank: str) -> str:
    """Return the meaning of blank as a line: the form's own sentence, or its word after *Tomt felt*."""
    return blank if comparison_key(blank).startswith(("tom", "blank")) else f"Tomt felt: {blank}"
