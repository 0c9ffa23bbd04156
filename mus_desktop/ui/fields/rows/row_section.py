"""The rows of one group below their column titles, with the positions where they can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.row_handle import BUTTONS_WIDTH, HANDLE_WIDTH, FixedWidthColumn
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputCell, InputColumn
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.icons import IconPushButton

_TABLE_NAME = "Aftaler"
"""The accessible name of rows under the only heading of a plan."""


@dataclass(frozen=True, slots=True)
class ColumnTitle:
    """The title of a column, the column's share of the width, and its least width (see :class:`InputColumn`)."""

    title: str
    text: str = ""
    weight: float = 1
    least: float = 0
    least_pixels: int = 0


@dataclass(frozen=True, slots=True)
class RowSpacing:
    """The distance between rows, in heights of a line of text.

    ``spacious`` is used in a conversation, ``wrapped`` if the columns of a row wrap onto several lines; ``sections``
    separates the groups. ``foot`` is the space above the button that adds a row, in pixels.
    """

    rows: float = 0.55
    spacious: float = 1.0
    wrapped: float = 1.6
    sections: float = 0.8
    foot: int = 8


@dataclass(frozen=True, slots=True)
class RowStyle:
    """The look of a grid's rows: column titles, the minimum characters of a column of weight 1, and the texts.

    - ``noun``: the word for one row.
    - ``fixed``: the rows are the form's own; users cannot add, move or remove any.
    - ``name_suffix``: a suffix of accessible names, which makes them unique on the page.
    - ``empty_text``: shown if a read-only section has no rows; its blank rows are hidden.
    - ``numbered_as_printed``: the numbers begin again in each section, and a blank row between others has none, because
      a document prints none in its place.
    - ``grows_when_closed``: rows can still be added below read-only ones, and blank ones filled in.
    """

    titles: tuple[ColumnTitle, ...]
    min_chars: int
    noun: str = "række"
    fixed: bool = False
    name_suffix: str = ""
    empty_text: str = ""
    numbered_as_printed: bool = False
    grows_when_closed: bool = False
    spacing: RowSpacing = field(default_factory=RowSpacing)


class RowSection(QWidget):
    """The rows and, unless they are fixed, a button that adds one; ``add_wanted`` is emitted when it is pressed."""

    add_wanted = Signal()

    def __init__(self, style: RowStyle, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = group
        set_role(self, "Table")
        self.setAccessibleName(": ".join(filter(None, (group, style.name_suffix))) or _TABLE_NAME)
        self.rows: tuple[GridRow, ...] = ()
        self._spacing = style.spacing
        self._grows_when_closed = style.grows_when_closed
        self._closed = self._spacious = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        if group:
            self._layout.addWidget(label(group, "strong", self))
        self._header = _Header(style, self)
        self._titled = any(title.title for title in style.titles)
        self._layout.addWidget(self._header)
        self._stack = QVBoxLayout()
        self._layout.addLayout(self._stack)
        self._empty_label = label(style.empty_text, "muted", self)
        self._empty_label.hide()
        self._layout.addWidget(self._empty_label)
        self.foot = FlowLayout(10)
        self.add_button = None if style.fixed else self._add_button(style)
        self._drop_line = QFrame(self)
        self._drop_line.setProperty("kind", "drop")
        self._drop_line.hide()
        self._update_spacing()

    def add_below(self, widget: QWidget) -> None:
        """Add ``widget`` below all else."""
        self._layout.addWidget(widget)

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Show ``rows`` in that order; rows that are not among them are hidden."""
        wanted = tuple(rows)
        for row in self.rows:
            self._stack.removeWidget(row.widget_in_list)
            if row not in wanted:
                row.hide_row()
        for row in wanted:
            self._stack.addWidget(row.widget_in_list)
            row.widget_in_list.show()
        self.rows = wanted
        self._header.setVisible(bool(wanted) and self._titled)
        self._empty_label.setVisible(self._closed and not wanted and bool(self._empty_label.text()))

    def show_titles(self, shown: Sequence[bool]) -> None:
        """Set which column titles are visible."""
        for title_label, wanted in zip(self._header.titles, shown, strict=True):
            title_label.setVisible(wanted)

    def set_closed(self, closed: bool) -> None:
        """Set whether rows can be added."""
        self._closed = closed
        if self.add_button:
            self.add_button.setVisible(not closed or self._grows_when_closed)

    def set_spacious(self, spacious: bool) -> None:
        """Set more space between the rows."""
        self._spacious = spacious
        self._update_spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_spacing()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._update_spacing()

    def drop_index(self, position: QPoint, dragged: GridRow) -> int:
        """Return the index ``dragged`` would have among the rows if dropped at ``position`` (global coordinates)."""
        y = self.mapFromGlobal(position).y()
        return sum(row.widget_in_list.geometry().center().y() < y for row in self.rows if row is not dragged)

    def show_drop_line(self, position: QPoint, dragged: GridRow) -> None:
        """Draw a line at the index where ``dragged`` would be dropped."""
        others = [row.widget_in_list.geometry() for row in self.rows if row is not dragged]
        if not others:
            return
        index, half_gap = self.drop_index(position, dragged), self._stack.spacing() // 2
        y = others[index].top() - half_gap if index < len(others) else others[-1].bottom() + half_gap
        self._drop_line.setGeometry(0, y - 1, self.width(), 3)
        # Above the rows, which were created after it.
        self._drop_line.raise_()
        self._drop_line.show()

    def hide_drop_line(self) -> None:
        """Remove the line."""
        self._drop_line.hide()

    def _add_button(self, style: RowStyle) -> IconPushButton:
        button = IconPushButton(f"Tilføj {style.noun}", "add", "", self)
        button.setAccessibleName(": ".join(filter(None, (f"Tilføj {style.noun}", self.group, style.name_suffix))))
        button.setToolTip("Ctrl+Enter")
        button.clicked.connect(self.add_wanted)
        self.foot.addWidget(button)
        self._layout.addSpacing(style.spacing.foot)
        self._layout.addLayout(self.foot)
        return button

    def _update_spacing(self) -> None:
        gap = self._spacing.spacious if self._spacious else self._spacing.rows
        if not self._header.fits_on_one_line(self.width()):
            gap = self._spacing.wrapped
        spacing = round(gap * self.fontMetrics().height())
        # Setting it invalidates the layout, and this runs at every resize.
        if spacing != self._stack.spacing():
            self._stack.setSpacing(spacing)


class _Header(QWidget):
    """The column titles; hidden if the columns do not fit side by side, because each cell then shows its own title."""

    def __init__(self, style: RowStyle, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "Row")
        self.titles = tuple(column_title(title.title, title.text, self) for title in style.titles)
        self._columns = columns = ColumnLayout(style.min_chars, hide_when_wrapped=True)
        columns.set_columns(
            [
                InputColumn((InputCell(title_label),), title.weight, title.least, title.least_pixels)
                for title_label, title in zip(self.titles, style.titles, strict=True)
            ]
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._spacers = (
            () if style.fixed else (FixedWidthColumn(HANDLE_WIDTH, self), FixedWidthColumn(BUTTONS_WIDTH, self))
        )
        for spacer in self._spacers[:1]:
            layout.addWidget(spacer)
        layout.addLayout(columns, 1)
        for spacer in self._spacers[1:]:
            layout.addWidget(spacer)

    def fits_on_one_line(self, width: int) -> bool:
        """Return whether the columns fit side by side if the header is ``width`` pixels wide."""
        layout = self.layout()
        spacer_widths = [spacer.sizeHint().width() + layout.spacing() for spacer in self._spacers] if layout else []
        return self._columns.fits_on_one_line(width - sum(spacer_widths))


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
