"""Laying out at once what would otherwise settle over several turns of the event loop, and be seen doing so."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def settle(widget: QWidget) -> None:
    """Lay out everything in ``widget``, and then what it stands in, up to the scrolling page.

    Heights depend on widths in every box of a page, so a change deep inside reaches the page only box by box.
    """
    if not widget.isVisible():
        return
    _lay_out(widget)
    rise(widget)


def rise(widget: QWidget) -> None:
    """Let what ``widget`` stands in make room for it, box by box up to the scrolling page."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        layout = around.layout()
        if layout is not None:
            layout.activate()
        # The last one is the viewport: it has no layout, but is asked to make the page as high as it now is.
        QCoreApplication.sendPostedEvents(around, QEvent.Type.LayoutRequest)
        around = around.parentWidget()


def _lay_out(widget: QWidget) -> None:
    for child in widget.findChildren(QWidget, options=_DIRECT):
        if child.layout() is not None and not child.isHidden():
            _lay_out(child)
    layout = widget.layout()
    if layout is not None:
        layout.activate()
