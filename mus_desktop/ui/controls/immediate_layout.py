"""Immediate layout of a page that would otherwise change visibly over several turns of the event loop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def lay_out_now(widget: QWidget) -> None:
    """Lay out everything in ``widget``, and then its ancestors, up to the scroll area.

    In a page, the height of each box depends on its width, so a change deep inside reaches the page only box by box.
    """
    if not widget.isVisible():
        return
    _lay_out(widget)
    lay_out_parents(widget)


def lay_out_parents(widget: QWidget) -> None:
    """Make room for ``widget`` in each of its ancestors, box by box up to the scroll area."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        layout = parent.layout()
        if layout is not None:
            layout.activate()
        # The last one is the viewport: it has no layout, but must make the page as high as it now is.
        QCoreApplication.sendPostedEvents(parent, QEvent.Type.LayoutRequest)
        parent = parent.parentWidget()


def _lay_out(widget: QWidget) -> None:
    for child in widget.findChildren(QWidget, options=_DIRECT):
        if child.layout() is not None and not child.isHidden():
            _lay_out(child)
    layout = widget.layout()
    if layout is not None:
        layout.activate()
