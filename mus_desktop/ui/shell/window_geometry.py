"""Place, size and sidebar width of the window: as text to be stored, and restored on the screens that are there now."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.ui.theme.screen_area import area_of, available_area

_SIZE = QSize(1280, 800)
_LARGEST_WIDTH = 10_000
_LEAST_VISIBLE = 4
"""The window is left where it was if a quarter of it is on a screen."""


def geometry_text(window: QWidget, sidebar_width: int) -> str:
    """Return the place of ``window`` and the width that was chosen for its sidebar, 0 for none, as text."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    return json.dumps({"geometry": geometry, "sidebar": sidebar_width})


def restore_geometry(window: QWidget, stored: str) -> int:
    """Place ``window`` as in ``stored``, within a screen that is there; return the width of its sidebar, 0 for none.

    A text that cannot be read, or is missing, results in the usual size.
    """
    geometry, sidebar_width = _read(stored)
    if not geometry or not window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore"))):
        window.resize(_SIZE)
        window.move(available_area(window).topLeft())
    fit_on_screen(window)
    return sidebar_width


def fit_on_screen(window: QWidget) -> None:
    """Move ``window`` onto a screen when too little of it is on one, and make it no larger than that screen."""
    places = [area_of(screen) for screen in QApplication.screens()]
    place = max(places, key=lambda one: _area(one.intersected(window.geometry())))
    if _area(place.intersected(window.geometry())) * _LEAST_VISIBLE < _area(window.geometry()):
        place = area_of(QApplication.primaryScreen())
        window.setGeometry(_inside(window.geometry(), place))
    elif window.width() > place.width() or window.height() > place.height():
        window.setGeometry(_inside(window.geometry(), place))


def show_on_screen(window: QWidget) -> None:
    """Show ``window``; maximized on a screen that is too small for it and its frame."""
    available = available_area(window).size()
    fits = window.width() < available.width() and window.height() < available.height()
    if fits or window.windowState() & Qt.WindowState.WindowMaximized:
        window.show()
    else:
        window.showMaximized()


def _inside(wanted: QRect, place: QRect) -> QRect:
    size = wanted.size().boundedTo(place.size())
    left = max(place.left(), min(wanted.left(), place.right() + 1 - size.width()))
    top = max(place.top(), min(wanted.top(), place.bottom() + 1 - size.height()))
    return QRect(left, top, size.width(), size.height())


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)


def _read(stored: str) -> tuple[str, int]:
    """Return geometry and sidebar width; a text from before there was a width is the geometry alone."""
    if stored and not stored.startswith("{"):
        return stored, 0
    with suppress(ValueError, AttributeError, RecursionError):
        read: Any = json.loads(stored)
        geometry, width = read.get("geometry"), read.get("sidebar")
        is_width = type(width) is int and 0 <= width < _LARGEST_WIDTH
        return geometry if isinstance(geometry, str) else "", width if is_width else 0
    return "", 0
