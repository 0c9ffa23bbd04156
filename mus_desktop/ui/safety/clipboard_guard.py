"""The program's own text on the clipboard: taken off while the screen is locked, and put back afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def is_ours(mode: QClipboard.Mode) -> bool:
    """Return whether the clipboard still holds what this program put there.

    ``Selection`` is the text marked last, which Linux pastes with the middle button.
    """
    clipboard = QGuiApplication.clipboard()
    if mode is QClipboard.Mode.Clipboard:
        return clipboard.ownsClipboard()
    return clipboard.supportsSelection() and clipboard.ownsSelection()


class ClipboardGuard:
    """Clear the clipboard of our text, and put it back: a sentence that was cut would otherwise be lost.

    :param is_ours: whether a clipboard holds our text; not every system can tell, and tests replace it.
    """

    def __init__(self, is_ours: Callable[[QClipboard.Mode], bool] = is_ours) -> None:
        self.is_ours = is_ours
        self._kept: QMimeData | None = None

    def clear(self) -> None:
        """Remove our text from the clipboard and the selection; what other programs put there stays."""
        clipboard = QGuiApplication.clipboard()
        for mode in _MODES:
            if self.is_ours(mode):
                if mode is QClipboard.Mode.Clipboard:
                    self._kept = _copy(clipboard.mimeData(mode))
                clipboard.clear(mode)

    def put_back(self) -> None:
        """Put our text back on the clipboard, unless another program has used it meanwhile."""
        kept, self._kept = self._kept, None
        clipboard = QGuiApplication.clipboard()
        others: QMimeData | None = clipboard.mimeData()  # None when empty, on some systems
        if kept is not None and not (others and others.formats()):
            clipboard.setMimeData(kept)


def _copy(data: QMimeData) -> QMimeData:
    copied = QMimeData()
    for kind in data.formats():
        copied.setData(kind, data.data(kind))
    return copied
