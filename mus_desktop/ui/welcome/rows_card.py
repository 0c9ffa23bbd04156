"""A card with a heading and rows, of which the first few show at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.wrapping_link import WrappingLink
from mus_desktop.ui.theme.look import set_style_kind

_SHOWN = 6
_COLUMNS = 3
_LINK_SHARE = 0.34  # of the card's width; a longer name wraps, so that the remaining steps have room
_LINK_PADDING = 5  # pixels between the edge of a link and its first letter


class RowsCard(QFrame):
    """A card with a heading and rows; the first few show at once, the rest on request.

    ``rows`` are functions that create the widgets of a row, from left to right; the second takes the remaining width.
    A row is created when it is shown, because the first window waits for this card.
    """

    def __init__(
        self, heading: str, rows: Sequence[Callable[[], Sequence[QWidget]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_style_kind(self, "card")
        self._rows = rows
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(24 - _LINK_PADDING, 20, 24, 20)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._add_wide(text_label(heading, "heading"), 0)
        self._add_rows(0, min(len(rows), _SHOWN))
        self._show_all_button = QPushButton(f"Vis alle {len(rows)}", self)
        self._show_all_button.setAccessibleName(f"Vis alle {len(rows)}: {heading}")
        set_style_kind(self._show_all_button, "link")
        self._show_all_button.clicked.connect(self._show_all)
        self._below = len(rows) + 2
        if len(rows) > _SHOWN:
            self.add_below(self._show_all_button)
        else:
            self._show_all_button.hide()

    def _add_rows(self, first: int, end: int) -> None:
        for number in range(first, end):
            row = self._rows[number]()
            for column, widget in enumerate(row):
                if column:  # the padding of a link, so that the first lines of all columns align
                    widget.setContentsMargins(0, _LINK_PADDING, 0, _LINK_PADDING)
                left = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag(0)
                span = _COLUMNS - column if column == len(row) - 1 else 1
                self._grid.addWidget(widget, number + 2, column, 1, span, left | Qt.AlignmentFlag.AlignTop)
                widget.show()  # at once, and not when the event loop comes to it

    def add_below_heading(self, label: QLabel) -> None:
        """Add a line between the heading and the rows."""
        self._add_wide(label, 1)

    def add_below(self, button: QPushButton) -> None:
        """Add a button below all rows, also those not shown yet."""
        self._grid.addWidget(button, self._below, 0, 1, _COLUMNS, Qt.AlignmentFlag.AlignLeft)
        self._below += 1

    def _add_wide(self, label: QLabel, row: int) -> None:
        label.setIndent(_LINK_PADDING)
        self._grid.addWidget(label, row, 0, 1, _COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_links()

    def _limit_links(self) -> None:
        for link in self.findChildren(WrappingLink):
            link.limit_width(round(self.width() * _LINK_SHARE))

    def _show_all(self) -> None:
        self._add_rows(_SHOWN, len(self._rows))
        self._limit_links()
        # The button that has the focus is hidden now; the focus goes on to the first of the new rows.
        self.findChildren(WrappingLink)[_SHOWN].setFocus(Qt.FocusReason.TabFocusReason)
        self._show_all_button.hide()
