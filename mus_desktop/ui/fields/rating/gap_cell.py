"""The gap of a row: a bar, its text, and a button that makes an agreement of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.model.form import Scale
from mus_desktop.model.gap import gap, gap_text
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rating.gap_bar import GapBar
from mus_desktop.ui.layouts.wrapping_layout import WrappingLayout, takes_space
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind

_GAP, _LINE_GAP = 8, 2
_LINE_HEIGHT = 1.65
"""That of a step bar, in heights of a line of text."""


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
        self._layout = _GapLayout()
        self.setLayout(self._layout)
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
        self._layout.add_line(bar, caption)
        self._lines.append((bar, caption))

    def _show_button(self, *, shown: bool) -> None:
        if shown and self.button is None:
            self.button = IconPushButton("Aftale", "add", "link", self)
            self.button.setToolTip("Lav en aftale i planen med kompetencen som mål")
            self.button.clicked.connect(self.agreement_wanted)
            self._layout.set_button(self.button)
            self.set_accessible_name(self._name)
        if self.button is not None:
            self.button.setVisible(shown)


class _GapLayout(WrappingLayout):
    """A line for each gap: its bar, its words, and on the first one the button.

    Where that is too wide, the words stand alone, which say the same as the bar, and the button is below them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[GapBar, QLabel]] = []
        self._button: QWidget | None = None

    def add_line(self, bar: GapBar, caption: QLabel) -> None:
        """Add a gap."""
        self._lines.append((bar, caption))
        for widget in (bar, caption):
            self.addWidget(widget)

    def set_button(self, button: QWidget) -> None:
        """Add the button."""
        self._button = button
        self.addWidget(button)

    def sizeHint(self) -> QSize:
        return QSize(self._needed(), self.heightForWidth(self._needed()))

    def minimumSize(self) -> QSize:
        """Return no width: the columns of a row have their own least widths."""
        return QSize(0, 0)

    def lay_out_in(self, rect: QRect, *, apply: bool) -> int:
        lines, button = self._shown()
        height, narrow, y = self._line_height(), rect.width() < self._needed(), rect.y()
        for number, (bar, caption) in enumerate(lines):
            beside = button if number == 0 and not narrow else None
            if apply:
                _place_gap(bar, caption, beside, QRect(rect.x(), y, rect.width(), height), narrow=narrow)
            y += height + _LINE_GAP
        if button is not None and narrow:
            wanted = button.sizeHint()
            if apply:
                button.setGeometry(QRect(rect.x(), y, min(wanted.width(), rect.width()), wanted.height()))
            y += wanted.height() + _LINE_GAP
        return max(y - _LINE_GAP - rect.y(), 0)

    def _shown(self) -> tuple[list[tuple[GapBar, QLabel]], QWidget | None]:
        button = self._button if self._button is not None and takes_space(self._button) else None
        return [line for line in self._lines if takes_space(line[1])], button

    def _needed(self) -> int:
        """Return the width at which everything fits on its line, with the shortest bars."""
        lines, button = self._shown()
        widths = [bar.minimumSizeHint().width() + _GAP + caption.sizeHint().width() for bar, caption in lines]
        if button is not None and widths:
            widths[0] += _GAP + button.sizeHint().width()
        return max(widths, default=0)

    def _line_height(self) -> int:
        parent = self.parentWidget()
        return round(parent.fontMetrics().height() * _LINE_HEIGHT) if parent is not None else 0


def _place_gap(bar: GapBar, caption: QLabel, button: QWidget | None, area: QRect, *, narrow: bool) -> None:
    """Place the parts of a gap on the line ``area``, each in the middle of its height."""
    words, x = caption.sizeHint().width(), area.x()
    button_size = button.sizeHint() if button is not None else QSize(-_GAP, 0)
    left_over = area.width() - words - button_size.width() - 2 * _GAP
    bar_size = QSize(0, 0) if narrow else QSize(min(bar.sizeHint().width(), left_over), bar.sizeHint().height())
    bar.setGeometry(_in_the_middle(x, bar_size, area))
    x += 0 if narrow else bar_size.width() + _GAP
    caption.setGeometry(_in_the_middle(x, QSize(min(words, area.right() + 1 - x), area.height()), area))
    if button is not None:
        button.setGeometry(_in_the_middle(x + words + _GAP, button_size, area))


def _in_the_middle(x: int, size: QSize, line: QRect) -> QRect:
    return QRect(x, line.y() + (line.height() - size.height()) // 2, size.width(), size.height())


def _show(gap_shown: Gap, bar: GapBar, caption: QLabel) -> None:
    values = sorted(step.value for step in gap_shown.scale.steps)
    steps = gap_shown.steps
    if steps is None or gap_shown.required is None or gap_shown.level is None:
        return
    bar.show_steps(len(values), values.index(gap_shown.required) + 1, values.index(gap_shown.level) + 1)
    words = gap_text(steps)
    caption.setText(f"{gap_shown.whose}: {words}" if gap_shown.whose else words)
    set_style_kind(caption, "warn" if steps > 0 else "good")
