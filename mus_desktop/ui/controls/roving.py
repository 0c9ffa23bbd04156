"""Arrow-key navigation within a group of widgets that is one tab stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def beside(widgets: Sequence[QWidget], here: QWidget, key: Qt.Key) -> QWidget | None:
    """Return the widget an arrow key leads to from ``here``: the neighbour, or the nearest one a line up or down."""
    if here not in widgets or key not in ARROWS:
        return None
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        place = widgets.index(here) + (1 if key == Qt.Key.Key_Right else -1)
        return widgets[place] if 0 <= place < len(widgets) else None
    centre, down = _centre(here), key == Qt.Key.Key_Down
    half = here.height() / 2
    found = [(widget, _centre(widget)) for widget in widgets]
    onward = [(w, c) for w, c in found if (c.y() - centre.y() > half if down else centre.y() - c.y() > half)]
    return min(onward, key=lambda one: _distance(one[1], centre), default=(None, centre))[0]


def let_tab_stop_at(widgets: Iterable[QWidget], here: QWidget | None) -> None:
    """Make ``here`` the only tab stop; the other widgets are focused by arrow keys and mouse."""
    for widget in widgets:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if widget is here else Qt.FocusPolicy.ClickFocus)


def _centre(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), widget.rect().center())


def _distance(one: QPoint, other: QPoint) -> tuple[int, int]:
    return abs(one.y() - other.y()), abs(one.x() - other.x())
