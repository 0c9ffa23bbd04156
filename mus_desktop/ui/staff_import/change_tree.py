"""What an import would do, person by person in groups, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from mus_desktop.model.staff_list.listed_people import RowMistake
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffChange, StaffComparison

_TITLES = {
    ChangeKind.NEW: ("{} ny", "{} nye"),
    ChangeKind.CHANGED: ("{} ændret", "{} ændrede"),
    ChangeKind.GONE: ("{} ikke på listen. Sæt hak, hvis fratrådt",) * 2,
    ChangeKind.UNCHANGED: ("{} uændret", "{} uændrede"),
}
_MISTAKES = ("{} række kan ikke bruges helt", "{} rækker kan ikke bruges helt")
_SAME_PERSON = "Samme person"
"""The question below somebody new whose name an employee has."""
_TICKED = (ChangeKind.NEW, ChangeKind.CHANGED)
_ROWS, _MIN_ROWS = 11, 5
_MARGIN = 12


class ChangeTree(QTreeWidget):
    """Groups of people; new and changed ones are ticked, those who are gone are not. ``ticked``: a tick was changed."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: list[tuple[QTreeWidgetItem, StaffChange]] = []
        self._same: list[tuple[QTreeWidgetItem, StaffChange]] = []
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setAccessibleName("Det, importen ændrer")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.itemChanged.connect(lambda _item, column: self.ticked.emit() if column == 0 else None)

    def show_changes(self, found: StaffComparison) -> None:
        """Show everything that was found; groups without anybody are left out."""
        self.blockSignals(True)  # thousands of ticks are set
        self.clear()
        self._people.clear()
        self._same.clear()
        for kind in _TITLES:
            self._add_group(kind, found.of_kind(kind))
        self._add_mistakes(found.mistakes)
        self.blockSignals(False)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def chosen(self) -> list[StaffChange]:
        """Return the ticked changes, in the order shown."""
        ticked = [change for item, change in self._people if item.checkState(0) is Qt.CheckState.Checked]
        same = {
            id(change): change.same_person for item, change in self._same if item.checkState(0) is Qt.CheckState.Checked
        }
        chosen = [same.get(id(change)) or change for change in ticked]
        # Whoever has got another number is not gone, although the list does not have the old one.
        here = {change.after.id for change in chosen if change.kind is not ChangeKind.GONE}
        return [change for change in chosen if change.kind is not ChangeKind.GONE or change.after.id not in here]

    def cut_text(self) -> str:
        """Return the whole text of the current row if some of it does not fit; empty if all of it shows."""
        item = self.currentItem()
        if item is None or item.isFirstColumnSpanned():
            return ""
        width_of = self.fontMetrics().horizontalAdvance
        needed = [max(map(width_of, item.text(column).split("\n"))) + _MARGIN for column in (0, 1)]
        tick = self.visualItemRect(item).x() + self.fontMetrics().height()
        if needed[0] + tick <= self.columnWidth(0) and needed[1] <= self.columnWidth(1):
            return ""
        return f"{item.text(0)}: {item.text(1).replace(chr(10), '; ')}"

    def sizeHint(self) -> QSize:
        """Return room for eleven rows."""
        return QSize(super().sizeHint().width(), self._height_of(_ROWS))

    def minimumSizeHint(self) -> QSize:
        """Return room for five rows."""
        return QSize(200, self._height_of(_MIN_ROWS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header().resizeSection(0, round(self.viewport().width() * 0.42))

    def _height_of(self, rows: int) -> int:
        return (rows + 1) * (self.fontMetrics().height() + 8) + 2 * self.frameWidth()

    def _add_group(self, kind: ChangeKind, changes: Sequence[StaffChange]) -> None:
        if not changes:
            return
        group = self._group(_TITLES[kind], len(changes))
        has_ticks = kind is not ChangeKind.UNCHANGED
        if has_ticks:
            group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        state = Qt.CheckState.Checked if kind in _TICKED else Qt.CheckState.Unchecked
        for change in changes:
            item = QTreeWidgetItem(group, [change.after.name, _detail(change)])
            item.setToolTip(1, _detail(change))
            if has_ticks:
                self._people.append((item, change))
                item.setCheckState(0, state)
            if change.same_person is not None:
                self._add_same(item, change, change.same_person)
        group.setExpanded(has_ticks)

    def _add_same(self, item: QTreeWidgetItem, change: StaffChange, same: StaffChange) -> None:
        """Ask whether somebody new is an employee of that name, who has got another number."""
        question = QTreeWidgetItem(item, [_SAME_PERSON, _detail(same)])
        question.setToolTip(0, _SAME_PERSON)
        question.setToolTip(1, _detail(same))
        question.setCheckState(0, Qt.CheckState.Unchecked)
        self._same.append((question, change))
        item.setExpanded(True)

    def _add_mistakes(self, mistakes: Sequence[RowMistake]) -> None:
        if not mistakes:
            return
        group = self._group(_MISTAKES, len(mistakes))
        for mistake in mistakes:
            item = QTreeWidgetItem(group, [f"Linje {mistake.line}", mistake.reason])
            item.setToolTip(1, mistake.reason)
        group.setExpanded(True)

    def _group(self, titles: tuple[str, str], count: int) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self, [titles[count != 1].format(count)])
        group.setFirstColumnSpanned(True)
        font = self.font()
        font.setBold(True)
        group.setFont(0, font)
        return group


def _detail(change: StaffChange) -> str:
    """Return what is new about a person, one thing on each line, or who they are."""
    if change.details and change.kind is ChangeKind.CHANGED:
        return "\n".join(change.details)
    numbers = f"nr. {', '.join(change.after.numbers)}" if change.after.numbers else ""
    about = (change.after.title, change.after.workplace, numbers)
    return "\n".join([" · ".join(part for part in about if part), *change.details])
