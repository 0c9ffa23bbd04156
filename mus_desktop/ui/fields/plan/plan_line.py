"""One agreement as a line of the overview, in a plan edited one agreement at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from mus_desktop.model.dates import format_date_short
from mus_desktop.model.text import is_blank
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.elided_label import ElidedLabel
from mus_desktop.ui.fields.rows.row_handle import RowHandle
from mus_desktop.ui.theme.look import set_style_kind

_WIDEST_DATE = "30. sept. 2027"
_PERSON_WIDTH = 8.5
_MARK = 0.72
_MIN_WIDTH_OF_ONE_LINE = 42
"""Widths in heights of a line of text."""

_MARKS_MAX_SHARE = 4
"""The marks may take at most one part in this number of the line's width beside the goal: a quarter."""

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)


@dataclass(frozen=True, slots=True)
class LineSummary:
    """The contents of the line: the goal in the agreement's words, due date, responsible, and filled columns."""

    goal: str
    due_on: date | None
    responsible: str
    filled: tuple[bool, ...]


class PlanLine(QFrame):
    """A line chosen by a click or the arrow keys; Enter and a double click move the focus into the agreement.

    ``chosen``: the line was clicked. ``stepped``: to the line before (-1) or after (1). ``entered``: into the card.
    """

    chosen = Signal()
    stepped = Signal(int)
    entered = Signal()

    def __init__(self, handle: RowHandle, buttons: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "Row")
        self._name = ""
        self._summary = LineSummary("", None, "", ())
        self.handle = handle
        handle.set_compact()
        self._goal = ElidedLabel(self)
        self._goal.setTextFormat(Qt.TextFormat.PlainText)
        # A long goal is elided and must not widen the page.
        self._goal.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._due, self._responsible = ElidedLabel(self), ElidedLabel(self)
        self._marks = ColumnDots(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._one_line: bool | None = None
        self._marks_below = False
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(handle)
        row.addLayout(self._grid, 1)
        for button in buttons:
            button.setParent(self)
            row.addWidget(button)
        self.set_chosen(chosen=False)
        self._update_layout()

    def set_chosen(self, *, chosen: bool) -> None:
        """Set whether the agreement is shown as the card below; only then is the line in the tab order."""
        set_style_kind(self, "chosen-line" if chosen else "line")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def show_summary(self, summary: LineSummary) -> None:
        """Show the summary of the agreement's current text."""
        self._goal.setText(" ".join(summary.goal.split()) or "Ikke skrevet endnu")
        set_style_kind(self._goal, "muted" if is_blank(summary.goal) else "")
        self._summary = summary
        self._update_texts()
        self._marks.show_filled(summary.filled)
        self._update_layout()
        self.set_accessible_name(self._name)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the line; its contents are appended."""
        self._name = name
        self.setAccessibleName(f"{name}, oversigt")
        parts = (self._goal.text(), *self._when_and_who(), self._marks.toolTip())
        self.setAccessibleDescription(", ".join(text for text in parts if text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif plain and event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_layout()

    def _when_and_who(self) -> tuple[str, str]:
        due = self._summary.due_on
        return format_date_short(due) if due else "", " ".join(self._summary.responsible.split())

    def _update_texts(self) -> None:
        due, responsible = self._when_and_who()
        self._due.setText(due if self._one_line else " · ".join(text for text in (due, responsible) if text))
        self._responsible.setText(responsible)
        self._responsible.setVisible(bool(self._one_line))

    def _update_layout(self) -> None:
        """Lay out one line, or date and name below the goal, and the marks below those, if too narrow."""
        em = self.fontMetrics().height()
        one_line = self.width() >= em * _MIN_WIDTH_OF_ONE_LINE
        # As wide as the widest date, so that the columns of all lines are aligned.
        self._due.setMinimumWidth(self.fontMetrics().horizontalAdvance(_WIDEST_DATE) if one_line else 0)
        self._responsible.setFixedWidth(round(em * _PERSON_WIDTH))
        marks_below = not one_line and self._marks.sizeHint().width() * _MARKS_MAX_SHARE > self.width()
        # Called at every resize: moving the widgets without need would cause another layout.
        if (one_line, marks_below) == (self._one_line, self._marks_below):
            return
        self._one_line, self._marks_below = one_line, marks_below
        for widget in (self._goal, self._due, self._responsible, self._marks):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._goal, 0, 0)
        if one_line:
            self._grid.addWidget(self._due, 0, 1)
            self._grid.addWidget(self._responsible, 0, 2)
            self._grid.addWidget(self._marks, 0, 3)
        else:
            self._grid.addWidget(self._due, 1, 0)
            place = (2, 0, 1, 1) if marks_below else (0, 3, 2, 1)
            self._grid.addWidget(self._marks, *place, Qt.AlignmentFlag.AlignVCenter)
        self._update_texts()


class ColumnDots(QWidget):
    """A dot for each column of the agreement, filled if the column has text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._filled: tuple[bool, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_filled(self, filled: tuple[bool, ...]) -> None:
        """Set which dots are filled."""
        if filled != self._filled:
            self._filled = filled
            self.setToolTip(f"{sum(filled)} af {len(filled)} udfyldt")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * _MARK * max(len(self._filled), 1)), em)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em = self.fontMetrics().height()
        accent = self.palette().color(QPalette.ColorRole.Accent)
        empty = self.palette().color(QPalette.ColorRole.Mid)
        for number, full in enumerate(self._filled):
            painter.setPen(QPen(accent if full else empty, 1.3))
            painter.setBrush(accent if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(em * _MARK * (number + 0.5), self.height() / 2), em * 0.21, em * 0.21)
