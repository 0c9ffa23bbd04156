"""Arrow-key navigation within a group of widgets that is one tab stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def neighbour(widgets: Sequence[QWidget], current: QWidget, key: Qt.Key) -> QWidget | None:
    """Return the widget an arrow key leads to from ``current``: the neighbour, or the nearest one a line up or down."""
    if current not in widgets or key not in ARROWS:
        return None
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        index = widgets.index(current) + (1 if key == Qt.Key.Key_Right else -1)
        return widgets[index] if 0 <= index < len(widgets) else None
    centre, down = _centre(current), key == Qt.Key.Key_Down
    half = current.height() / 2
    centres = [(widget, _centre(widget)) for widget in widgets]
    candidates = [(w, c) for w, c in centres if (c.y() - centre.y() > half if down else centre.y() - c.y() > half)]
    return min(candidates, key=lambda found: _distance(found[1], centre), default=(None, centre))[0]


def set_tab_stop(widgets: Iterable[QWidget], current: QWidget | None) -> None:
    """Make ``current`` the only tab stop; the other widgets are focused by arrow keys and mouse."""
    for widget in widgets:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if widget is current else Qt.FocusPolicy.ClickFocus)


def _centre(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), widget.rect().center())


def _distance(first: QPoint, second: QPoint) -> tuple[int, int]:
    return abs(first.y() - second.y()), abs(first.x() - second.x())
