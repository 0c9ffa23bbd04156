"""The unit in which widths are given that depend on the text size."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics


def character_width(metrics: QFontMetrics) -> int:
    """Return the width of a character in pixels: that of a digit, slightly more than most letters.

    Qt's ``averageCharWidth()`` is another measure on each platform: for the same font it is a sixth less on Windows
    than on Linux, which made pages and dialogs narrower there.
    """
    return metrics.horizontalAdvance("0")
