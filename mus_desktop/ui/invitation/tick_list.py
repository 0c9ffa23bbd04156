"""A list in which one or several lines are ticked, with the mouse or the space bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mus_desktop.ui.theme.look import set_style_kind

_LINES = 12
_FEWEST_LINES = 3
_PADDING = 40
"""Pixels beside the text that the tick, the frame and a scroll bar take."""
_TALLEST = 10_000


class _WholeText(QStyledItemDelegate):
    """Makes a line tall enough for its text, also with the frame of the current line; Qt's own elides that one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        height = option.fontMetrics.height()
        width = max(1, (view.viewport().width() if isinstance(view, QListWidget) else 0) - height - _PADDING)
        room = QRect(0, 0, width, _TALLEST)
        flags = Qt.TextFlag.TextWordWrap.value
        text = option.fontMetrics.boundingRect(room, flags, str(index.data()))
        return QSize(0, text.height() + height)


class TickList(QListWidget):
    """Lines with a tick each; ``ticks_changed`` when one changes, ``chosen`` by Enter or a double click on a line."""

    ticks_changed = Signal()
    chosen = Signal(int)

    def __init__(self, texts: Sequence[str], ticked: Sequence[bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "boxed")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_WholeText(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for text, is_ticked in zip(texts, ticked, strict=True):
            item = QListWidgetItem(text, self)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        self.setCurrentRow(0)
        self.itemChanged.connect(lambda _item: self.ticks_changed.emit())
        self.itemActivated.connect(lambda item: self.chosen.emit(self.row(item)))

    def ticked(self) -> tuple[int, ...]:
        """Return the numbers of the ticked lines."""
        return tuple(n for n in range(self.count()) if self.item(n).checkState() is Qt.CheckState.Checked)

    def tick_all(self) -> None:
        """Tick every line that can be ticked."""
        for number in range(self.count()):
            if self.item(number).flags() & Qt.ItemFlag.ItemIsUserCheckable:
                self.item(number).setCheckState(Qt.CheckState.Checked)

    def forbid_tick(self, number: int) -> None:
        """Keep a line from being ticked."""
        item = self.item(number)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        item.setData(Qt.ItemDataRole.CheckStateRole, None)

    def sizeHint(self) -> QSize:
        lines = min(max(self.count(), _FEWEST_LINES), _LINES)
        return QSize(super().sizeHint().width(), lines * 2 * self.fontMetrics().height() + 2 * self.frameWidth())
