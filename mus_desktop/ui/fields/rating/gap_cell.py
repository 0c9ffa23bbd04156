"""The gap of a row: a bar, its text, and a button that makes an agreement of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mus_desktop.model.form import Scale
from mus_desktop.model.gap import gap, gap_text
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rating.gap_bar import GapBar
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind


@dataclass(frozen=True, slots=True)
class Gap:
    """A required and an actual level; ``whose`` names the party if there are several."""

    scale: Scale
    required: int | None
    level: int | None
    whose: str = ""

    @property
    def steps(self) -> int | None:
        """Return the number of missing steps, negative if exceeded; ``None`` when either is blank."""
        return gap(self.scale, self.required, self.level)


class GapCell(QWidget):
    """Gaps below each other; an incomplete gap shows nothing.

    ``agreement_wanted``: the button that ``offers_agreement`` an agreement where something is missing was clicked.
    """

    agreement_wanted = Signal()

    def __init__(self, parent: QWidget, *, offers_agreement: bool = True) -> None:
        super().__init__(parent)
        self._offers_agreement = offers_agreement
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self._lines: list[tuple[GapBar, QLabel]] = []
        self.button: IconPushButton | None = None
        self._name = ""
        self._closed = False

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show the complete gaps."""
        complete = [gap_shown for gap_shown in gaps if gap_shown.steps is not None]
        # Lines are reused and never removed: gaps come and go while marks are set.
        while len(self._lines) < len(complete):
            self._add_line()
        for index, (bar, caption) in enumerate(self._lines):
            shown = index < len(complete)
            bar.setVisible(shown)
            caption.setVisible(shown)
            if shown:
                _show(complete[index], bar, caption)
            else:
                caption.clear()
        self._show_button(
            shown=self._offers_agreement
            and not self._closed
            and any((gap_shown.steps or 0) > 0 for gap_shown in complete)
        )

    def text(self) -> str:
        """Return the text that is shown."""
        return ", ".join(caption.text() for _, caption in self._lines if caption.text())

    def set_accessible_name(self, name: str) -> None:
        """Set the row's name for the accessible name of the button."""
        self._name = name
        if self.button:
            self.button.setAccessibleName(f"Lav en aftale: {name}")

    def set_closed(self, closed: bool) -> None:
        """Set whether agreements can be made."""
        self._closed = closed

    def _add_line(self) -> None:
        bar, caption = GapBar(self), label("", "muted", self)
        caption.setWordWrap(False)
        caption.setMinimumWidth(caption.fontMetrics().horizontalAdvance(gap_text(1)) + 2)
        caption.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        line = len(self._lines)
        self._grid.addWidget(bar, line, 0)
        self._grid.addWidget(caption, line, 1)
        self._grid.setRowMinimumHeight(line, round(self.fontMetrics().height() * 1.65))
        self._lines.append((bar, caption))

    def _show_button(self, *, shown: bool) -> None:
        if shown and self.button is None:
            self.button = IconPushButton("Aftale", "add", "link", self)
            self.button.setToolTip("Lav en aftale i planen med kompetencen som mål")
            self.button.clicked.connect(self.agreement_wanted)
            self._grid.addWidget(self.button, 0, 2, Qt.AlignmentFlag.AlignVCenter)
            self.set_accessible_name(self._name)
        if self.button is not None:
            self.button.setVisible(shown)


def _show(gap_shown: Gap, bar: GapBar, caption: QLabel) -> None:
    values = sorted(step.value for step in gap_shown.scale.steps)
    steps = gap_shown.steps
    if steps is None or gap_shown.required is None or gap_shown.level is None:
        return
    bar.show_steps(len(values), values.index(gap_shown.required) + 1, values.index(gap_shown.level) + 1)
    words = gap_text(steps)
    caption.setText(f"{gap_shown.whose}: {words}" if gap_shown.whose else words)
    set_style_kind(caption, "warn" if steps > 0 else "good")
