"""The themes of the form as a list with progress marks: empty, begun, done."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mus_desktop.model.agenda import Agenda
from mus_desktop.model.form import Form
from mus_desktop.model.progress import FilledShare, Progress, filled_share
from mus_desktop.ui.controls.hyphenation import hyphenated
from mus_desktop.ui.theme.look import set_style_kind

_DIGITS = 9
_PROGRESS = Qt.ItemDataRole.UserRole
_TAB = Qt.ItemDataRole.UserRole + 1
_SKIPPED = Qt.ItemDataRole.UserRole + 2
_PROGRESS_WORDS = {
    Progress.NOTHING_TO_FILL: "",
    Progress.EMPTY: "tom",
    Progress.BEGUN: "begyndt",
    Progress.DONE: "udfyldt",
}


class ThemeList(QListWidget):
    """One line per tab, in the agreed order. ``chosen`` carries the tab's index in the form.

    Alt and a digit choose one of the first nine lines as they are shown; Alt+0 moves the focus to the list.
    """

    chosen = Signal(int)

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setAccessibleName("Temaer")
        set_style_kind(self, "bare")
        self.setItemDelegate(_ThemeDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        for number in range(len(form.tabs)):
            self._add(number)
        self.currentRowChanged.connect(self._on_row_changed)
        self._describe_lines()

    def current_tab(self) -> int:
        """Return the index of the current tab; -1 before any was chosen."""
        item = self.currentItem()
        return int(item.data(_TAB)) if item else -1

    def go_to(self, number: int) -> None:
        """Select tab ``number``, if it is visible."""
        row = self._row_of(number)
        if not self.item(row).isHidden():
            self.setCurrentRow(row)

    def go_to_place(self, place: int) -> bool:
        """Select the visible line number ``place``, from 1; return whether there is one."""
        shown = self._shown_items()
        if not 1 <= place <= len(shown):
            return False
        self.setCurrentItem(shown[place - 1])
        return True

    def lines(self) -> list[tuple[int, str, str]]:
        """Return the visible lines: the tab's index in the form, its title, and its shortcut if it has one."""
        return [
            (int(item.data(_TAB)), item.text(), f"Alt+{place}" if place <= _DIGITS else "")
            for place, item in enumerate(self._shown_items(), 1)
        ]

    def neighbour(self, by: int) -> int | None:
        """Return the tab ``by`` steps further among those to be talked about; ``None`` at the ends."""
        row = self.currentRow() + by
        while 0 <= row < self.count():
            item = self.item(row)
            if not item.isHidden() and not item.data(_SKIPPED):
                return int(item.data(_TAB))
            row += by
        return None

    def apply_agenda(self, agenda: Agenda) -> None:
        """Use the order of ``agenda``; tabs that are left out are paler and skipped."""
        current = self.current_tab()
        # Moving the rows changes the current row; that must not count as choosing another theme.
        self.blockSignals(True)
        for row, number in enumerate(agenda.order):
            item = self.takeItem(self._row_of(number))
            self.insertItem(row, item)
            item.setData(_SKIPPED, number in agenda.skipped)
        if current >= 0:
            self.setCurrentRow(self._row_of(current))
        self._describe_lines()
        self.blockSignals(False)

    def hide_tabs(self, numbers: Collection[int]) -> None:
        """Hide these tabs and show all others; if the current tab is hidden, the first visible one is selected."""
        for row in range(self.count()):
            item = self.item(row)
            item.setHidden(int(item.data(_TAB)) in numbers)
        self._describe_lines()
        if self.current_tab() in numbers:
            self.setCurrentRow(next(row for row in range(self.count()) if not self.item(row).isHidden()))

    def show_progress(self, number: int, progress: Progress) -> bool:
        """Show the progress of tab ``number``; return whether it has changed."""
        item = self.item(self._row_of(number))
        if item.data(_PROGRESS) is progress:
            return False
        item.setData(_PROGRESS, progress)
        word = _PROGRESS_WORDS[progress]
        name = f"{item.text()}, {word}" if word else item.text()
        item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
        return True

    def filled_share(self) -> FilledShare:
        """Return the amount of content in the visible tabs to be talked about."""
        talked_about = [item for item in self._shown_items() if not item.data(_SKIPPED)]
        return filled_share(Progress(item.data(_PROGRESS)) for item in talked_about)

    def progress(self, number: int) -> Progress:
        """Return the progress that tab ``number`` shows."""
        return Progress(self.item(self._row_of(number)).data(_PROGRESS))

    def _add(self, number: int) -> None:
        item = QListWidgetItem(self._form.tabs[number].title, self)
        item.setData(_TAB, number)
        item.setData(_SKIPPED, False)
        item.setData(_PROGRESS, Progress.EMPTY)

    def _shown_items(self) -> list[QListWidgetItem]:
        items = (self.item(row) for row in range(self.count()))
        return [item for item in items if not item.isHidden()]

    def _describe_lines(self) -> None:
        """Show the shortcut of each line, and that it is left out, in its tooltip and to screen readers."""
        for item, (_, _, keys) in zip(self._shown_items(), self.lines(), strict=True):
            skipped = "springes over" if item.data(_SKIPPED) else ""
            about = ", ".join(part for part in (skipped, keys) if part)
            item.setToolTip(f"{self._form.tabs[item.data(_TAB)].title} ({about})" if about else "")
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, about)

    def _row_of(self, number: int) -> int:
        return next(row for row in range(self.count()) if self.item(row).data(_TAB) == number)

    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self.current_tab())


class _ThemeDelegate(QStyledItemDelegate):
    """Paints a mark and a wrapped title; the selected line has a bar at its left."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        inner = max(width - self._text_left(option) - self._unit(option), 40)
        title = hyphenated(str(index.data(Qt.ItemDataRole.DisplayRole)), option.fontMetrics, inner)
        text = option.fontMetrics.boundingRect(0, 0, inner, 10_000, int(Qt.TextFlag.TextWordWrap), title)
        return QSize(width, text.height() + 2 * self._unit(option))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen:
            self._paint_selection(painter, option, focused=focused)
        self._paint_mark(painter, option, Progress(index.data(_PROGRESS)))
        role = QPalette.ColorRole.PlaceholderText if index.data(_SKIPPED) else QPalette.ColorRole.WindowText
        painter.setPen(option.palette.color(QPalette.ColorRole.Text if chosen else role))
        self._paint_title(painter, option, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()

    def _paint_selection(self, painter: QPainter, option: QStyleOptionViewItem, *, focused: bool) -> None:
        palette: QPalette = option.palette
        accent = palette.color(QPalette.ColorRole.Accent)
        soft = QColor(accent)
        soft.setAlpha(32)
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(accent, 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(QRectF(area.left(), area.top() + 5, 3, area.height() - 10), 1.5, 1.5)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, progress: Progress) -> None:
        if progress is Progress.NOTHING_TO_FILL:
            return
        unit = self._unit(option)
        size = option.fontMetrics.ascent() * 0.72
        top = option.rect.top() + unit + (option.fontMetrics.lineSpacing() - size) / 2
        circle = QRectF(option.rect.left() + 1.6 * unit, top, size, size)
        done = progress is Progress.DONE
        colour = option.palette.color(QPalette.ColorRole.Accent if done else QPalette.ColorRole.Mid)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if progress is Progress.BEGUN:
            painter.setBrush(colour)
            painter.drawPie(circle, 90 * 16, 180 * 16)

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, title: str) -> None:
        unit = self._unit(option)
        painter.setFont(option.font)
        area = option.rect.adjusted(self._text_left(option), unit, -unit, -unit)
        shown = hyphenated(title, option.fontMetrics, area.width())
        painter.drawText(area, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), shown)

    @staticmethod
    def _unit(option: QStyleOptionViewItem) -> int:
        return max(option.fontMetrics.lineSpacing() // 2, 6)

    def _text_left(self, option: QStyleOptionViewItem) -> int:
        return int(1.6 * self._unit(option) + option.fontMetrics.ascent() * 0.72 + 1.4 * self._unit(option))
