"""The part of a screen that windows may cover: all of it but the taskbar."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget


def available_area(widget: QWidget) -> QRect:
    """Return where a window may be on the screen of ``widget``, in logical pixels."""
    return area_of(widget.screen())


def area_of(screen: QScreen) -> QRect:
    """Return where a window may be on ``screen``, in logical pixels."""
    return screen.availableGeometry()
