"""The list of the palette: a title, what it is about below, and the shortcut at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mus_desktop.ui.palette.palette_entry import PaletteEntry
from mus_desktop.ui.theme.tones import tokens_of

_PADDING, _SIDE = 6, 14
_ABOUT_SCALE = 0.9
_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """The entries that are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: tuple[PaletteEntry, ...] = ()

    def show_entries(self, entries: Sequence[PaletteEntry]) -> None:
        """Replace the entries."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == _ROLE:
            return entry
        texts = {
            Qt.ItemDataRole.DisplayRole: entry.title,
            Qt.ItemDataRole.ToolTipRole: entry.title,
            Qt.ItemDataRole.AccessibleTextRole: entry.spoken,
        }
        return texts.get(Qt.ItemDataRole(role))


class PaletteList(QListView):
    """The list; the focus stays in the line above it, whose arrow keys move the current line here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries = PaletteModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("kind", "boxed")
        self.setAccessibleName("Det, du kan gå til")

    def current(self) -> PaletteEntry | None:
        """Return the entry of the current line; ``None`` if nothing matches."""
        index = self.currentIndex()
        return index.data(_ROLE) if index.isValid() else None

    def step(self, by: int) -> None:
        """Move the current line ``by`` lines, but not beyond the ends."""
        last = self.entries.rowCount() - 1
        row = min(max(self.currentIndex().row() + by, 0), last)
        if row >= 0:
            self.setCurrentIndex(self.entries.index(row))

    def lines_on_page(self) -> int:
        """Return how many lines are visible at once."""
        return max(self.viewport().height() // max(self.sizeHintForRow(0), 1), 1)


class _Delegate(QStyledItemDelegate):
    """Paints two lines for each entry; the current one has a coloured edge, and not only another background."""

    def __init__(self, view: PaletteList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        about = _about_font(option.font)
        return QSize(120, QFontMetrics(option.font).height() + QFontMetrics(about).height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: PaletteEntry = index.data(_ROLE)
        tokens = tokens_of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view.currentIndex() == index:
            painter.setBrush(QColor(tokens.accent_soft))
            painter.setPen(QPen(QColor(tokens.accent), 1.5))
            painter.drawRoundedRect(option.rect.adjusted(3, 1, -3, -1), 6, 6)
        area = option.rect.adjusted(_SIDE, _PADDING, -_SIDE, -_PADDING)
        keys_width = option.fontMetrics.horizontalAdvance(entry.keys) + (_SIDE if entry.keys else 0)
        texts = QRect(area.topLeft(), QSize(area.width() - keys_width, option.fontMetrics.height()))
        _draw(painter, texts, option.font, QColor(tokens.text), entry.title)
        below = QRect(texts.left(), texts.bottom() + 1, texts.width(), area.bottom() - texts.bottom())
        _draw(painter, below, _about_font(option.font), QColor(tokens.muted), entry.about)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.keys)
        painter.restore()


def _about_font(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * _ABOUT_SCALE)
    return smaller


def _draw(painter: QPainter, area: QRect, font: QFont, colour: QColor, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
