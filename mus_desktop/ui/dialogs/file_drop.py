"""Files that are dragged onto a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Accepts one file dropped on ``window``, wherever the widget below does not take it. ``dropped`` carries its path.

    :param may_drop: whether a file may be dropped now.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget, may_drop: Callable[[], bool] = lambda: True) -> None:
        super().__init__(window)
        self._may_drop = may_drop
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return super().eventFilter(watched, event)
        drop: QDropEvent = event  # type: ignore[assignment]  # by its type; also the base of the other two
        path = _file_in(drop)
        if path is None or not self._may_drop():
            return False
        drop.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(path)
        return True


def _file_in(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
