"""The rows of one group below their column titles, with the positions where they can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.row_handle import BUTTONS_WIDTH, HANDLE_WIDTH, Rail
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn
from mus_desktop.ui.layouts.flow import FlowLayout
from mus_desktop.ui.theme.icons import IconPushButton


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a column, and the column's share of the width."""

    title: str
    text: str = ""
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Air:
    """The distance between rows, in heights of a line of text.

    ``roomy`` is used in a conversation, ``stacks`` if the columns of a row wrap onto several lines; ``sections``
    separates the groups. ``foot`` is the space above the button that adds a row, in pixels.
    """

    rows: float = 0.55
    roomy: float = 1.0
    stacks: float = 1.6
    sections: float = 0.8
    foot: int = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """The look of a grid's rows: column titles, the minimum characters of a column of weight 1, and the words.

    ``noun`` is the word for one row; rows that are ``fixed`` are the form's own. ``where`` is a suffix of accessible
    names. ``none`` is shown if a read-only section has no rows; blank rows are hidden then. If it ``grows_closed``,
    rows can still be added below read-only ones, and blank ones filled in.
    """

    titles: tuple[Title, ...]
    min_chars: int
    noun: str = "række"
    fixed: bool = False
    where: str = ""
    none: str = ""
    grows_closed: bool = False
    air: Air = field(default_factory=Air)


class RowSection(QWidget):
    """The rows and, unless they are fixed, a button that adds one; ``add_wanted`` is emitted when it is pressed."""

    add_wanted = Signal()

    def __init__(self, shape: Shape, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = group
        self.rows: tuple[GridRow, ...] = ()
        self._air = shape.air
        self._grows_closed = shape.grows_closed
        self._closed = self._roomy = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        if group:
            self._layout.addWidget(label(group, "strong", self))
        self._header = _Header(shape, self)
        self._titled = any(title.title for title in shape.titles)
        self._layout.addWidget(self._header)
        self._stack = QVBoxLayout()
        self._layout.addLayout(self._stack)
        self._none = label(shape.none, "muted", self)
        self._none.hide()
        self._layout.addWidget(self._none)
        self.foot = FlowLayout(10)
        self.add_button = None if shape.fixed else self._add_button(shape)
        self._mark = QFrame(self)
        self._mark.setProperty("kind", "drop")
        self._mark.hide()
        self._space_out()

    def add_below(self, widget: QWidget) -> None:
        """Add ``widget`` below all else."""
        self._layout.addWidget(widget)

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Show ``rows`` in that order; rows that are not among them are hidden."""
        wanted = tuple(rows)
        for row in self.rows:
            self._stack.removeWidget(row.listed)
            if row not in wanted:
                row.leave()
        for row in wanted:
            self._stack.addWidget(row.listed)
            row.listed.show()
        self.rows = wanted
        self._header.setVisible(bool(wanted) and self._titled)
        self._none.setVisible(self._closed and not wanted and bool(self._none.text()))

    def show_titles(self, shown: Sequence[bool]) -> None:
        """Set which column titles are visible."""
        for made, wanted in zip(self._header.titles, shown, strict=True):
            made.setVisible(wanted)

    def set_closed(self, closed: bool) -> None:
        """Set whether rows can be added."""
        self._closed = closed
        if self.add_button:
            self.add_button.setVisible(not closed or self._grows_closed)

    def set_roomy(self, roomy: bool) -> None:
        """Set more space between the rows."""
        self._roomy = roomy
        self._space_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._space_out()

    def place_at(self, spot: QPoint, dragged: GridRow) -> int:
        """Return the index ``dragged`` would have among the rows if dropped at ``spot`` (global coordinates)."""
        y = self.mapFromGlobal(spot).y()
        return sum(row.listed.geometry().center().y() < y for row in self.rows if row is not dragged)

    def mark_place(self, spot: QPoint, dragged: GridRow) -> None:
        """Draw a line at the index where ``dragged`` would be dropped."""
        others = [row.listed.geometry() for row in self.rows if row is not dragged]
        if not others:
            return
        place, half = self.place_at(spot, dragged), self._stack.spacing() // 2
        y = others[place].top() - half if place < len(others) else others[-1].bottom() + half
        self._mark.setGeometry(0, y - 1, self.width(), 3)
        self._mark.raise_()
        self._mark.show()

    def unmark(self) -> None:
        """Remove the line."""
        self._mark.hide()

    def _add_button(self, shape: Shape) -> IconPushButton:
        button = IconPushButton(f"Tilføj {shape.noun}", "add", "", self)
        button.setAccessibleName(": ".join(filter(None, (f"Tilføj {shape.noun}", self.group, shape.where))))
        button.setToolTip("Ctrl+Enter")
        button.clicked.connect(self.add_wanted)
        self.foot.addWidget(button)
        self._layout.addSpacing(shape.air.foot)
        self._layout.addLayout(self.foot)
        return button

    def _space_out(self) -> None:
        gap = self._air.roomy if self._roomy else self._air.rows
        if not self._header.is_straight(self.width()):
            gap = self._air.stacks
        spacing = round(gap * self.fontMetrics().height())
        if spacing != self._stack.spacing():
            self._stack.setSpacing(spacing)


class _Header(QWidget):
    """The column titles; hidden if the columns do not fit side by side, because each cell then shows its own title."""

    def __init__(self, shape: Shape, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles = tuple(column_title(title.title, title.text, self) for title in shape.titles)
        self._columns = columns = ColumnLayout(shape.min_chars, only_straight=True)
        columns.stand(
            [InputColumn((InputCell(made),), t.weight) for made, t in zip(self.titles, shape.titles, strict=True)]
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._rails = () if shape.fixed else (Rail(HANDLE_WIDTH, self), Rail(BUTTONS_WIDTH, self))
        for rail in self._rails[:1]:
            layout.addWidget(rail)
        layout.addLayout(columns, 1)
        for rail in self._rails[1:]:
            layout.addWidget(rail)

    def is_straight(self, width: int) -> bool:
        """Return whether the columns fit side by side if the header is ``width`` pixels wide."""
        layout = self.layout()
        rails = [rail.sizeHint().width() + layout.spacing() for rail in self._rails] if layout else []
        return self._columns.is_straight(width - sum(rails))


def column_title(title: str, text: str, parent: QWidget) -> QWidget:
    """Return a column's title with the form's text about it, aligned to the bottom."""
    holder = QWidget(parent)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addStretch(1)
    layout.addWidget(label(title, "column", holder))
    if text.strip():
        layout.addWidget(label(text.strip(), "caption", holder))
    layout.setAlignment(Qt.AlignmentFlag.AlignBottom)
    return holder
