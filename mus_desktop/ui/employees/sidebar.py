"""The left side of the window: progress of the period, search, and the employee list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.employees.list_delegate import EmployeeDelegate, HoverList
from mus_desktop.ui.employees.list_model import EmployeeModel, Row
from mus_desktop.ui.people.employee_list import StaffOverview
from mus_desktop.ui.people.status_text import tally, unfinished_tally
from mus_desktop.ui.safety import LAST_OUTSIDE
from mus_desktop.ui.theme.icons import IconPushButton, icon, icon_size
from mus_desktop.ui.theme.look import NORMAL_POINT_SIZE, Look, dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent  # takes a millisecond to load, and no key has been pressed yet

    from mus_desktop.ui.safety.backup_line import BackupLine

WIDTH = 260


class Sidebar(QWidget):
    """Search field and employee list. ``chosen`` carries the id of the employee opened by click or Enter."""

    chosen = Signal(int)
    new_wanted = Signal()
    safety_wanted = Signal()
    backup_password_wanted = Signal()

    def __init__(self, workplace: Workplace, roll: StaffOverview, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace, self._roll, self._look = workplace, roll, look
        self._open: Sequence[int] = ()
        self._tally = words("", "muted", wrap=True)
        self._unfinished = words("", "warn", wrap=True)
        self._unshown = words("", "warn", wrap=True)
        self._nobody = words("Ingen medarbejdere passer på det, du søger efter.", "muted", wrap=True)
        self.search = SearchEdit()
        self.list = EmployeeList(EmployeeModel(self), look)
        self.left = QCheckBox("Vis fra&trådte")
        self.new = IconPushButton("Ny &medarbejder", "add")
        dress(self, "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._backup: BackupLine | None = None
        self._backup_unread = words(f"{LAST_OUTSIDE}: …", "muted", wrap=True)
        self._lay_out()
        self._connect()
        self._fit()

    def tell_backup(self, text: str, kind: str, waiting: str = "") -> None:
        """Show the backup status at the bottom, with the stylesheet's ``kind``, and what it waits for, if anything."""
        if self._backup is None:
            from mus_desktop.ui.safety.backup_line import BackupLine  # noqa: PLC0415 - not before the first window

            self._backup = BackupLine()
            self._backup.clicked.connect(self.safety_wanted)
            self._backup.password_wanted.connect(self.backup_password_wanted)
            self._column.replaceWidget(self._backup_unread, self._backup)
            self._backup_unread.deleteLater()
        self._backup.tell(text, kind, waiting)

    def refresh(self) -> None:
        """Reload the employees and the status of each conversation."""
        self._roll.read()
        self._tally.setText(tally(self._roll.period_title, [self._roll.status(e) for e in self._roll.active]))
        left_to_do = unfinished_tally(self._roll.unfinished)
        self._unfinished.setText(left_to_do)
        self._unfinished.setVisible(bool(left_to_do))
        self._show_found()

    def has_staff(self) -> bool:
        """Return whether any employee, including those who have left, existed at the last :meth:`refresh`."""
        return bool(self._roll.everyone)

    def mark_open(self, employees: Sequence[int]) -> None:
        """Mark the employees (ids) shown on the right: one, all of a group, or none."""
        self._open = employees
        self._select_open()

    def focus_search(self) -> None:
        """Move the focus to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_found(self) -> None:
        found = (
            self._workplace.staff.everyone(self.search.text(), left=True) if self.search.text() else self._roll.everyone
        )
        shown = [e for e in found if e.active or self.left.isChecked() or self._roll.is_unfinished(e)]
        self.list.employees.show_rows(
            [Row(e, self._roll.stands(e), self._roll.distinguishing_details.get(e.id, "")) for e in shown]
        )
        self._select_open()
        self._tell_unshown({e.id for e in shown})
        self._nobody.setVisible(bool(self.search.text().strip()) and not self.list.employees.rows())

    def _tell_unshown(self, shown: set[int]) -> None:
        """Show how many unfinished employees a search hides, so that the leader does not believe that all is done."""
        unshown = [e for e in self._roll.everyone if e.id not in shown and self._roll.is_unfinished(e)]
        self._unshown.setText(f"{len(unshown)} med noget, der ikke er færdigt, vises ikke.")
        self._unshown.setVisible(bool(unshown))

    def _select_open(self) -> None:
        indexes = [index for one in self._open if (index := self.list.employees.index_of(one)).isValid()]
        self.list.clearSelection()
        for index in indexes[:1]:
            self.list.setCurrentIndex(index)
        for index in indexes[1:]:
            self.list.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def _on_enter(self) -> None:
        rows = self.list.employees.rows()
        if rows:
            self.chosen.emit(rows[max(self.list.currentIndex().row(), 0)].employee.id)

    def _on_down(self) -> None:
        if self.list.employees.rows():
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.list.employees.index(0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        self.setFixedWidth(round(WIDTH * (1 + (self._look.point_size / NORMAL_POINT_SIZE - 1) * 0.5)))

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 10, 12)
        column.setSpacing(10)
        self._tally.setContentsMargins(4, 0, 4, 0)
        for line in (self._unfinished, self._nobody, self._unshown):
            line.setContentsMargins(4, 0, 4, 0)
            line.hide()
        self._backup_unread.setContentsMargins(4, 0, 4, 0)
        column.addWidget(self._tally)
        column.addWidget(self._unfinished)
        column.addWidget(self.search)
        column.addWidget(self._nobody)
        column.addWidget(self._unshown)
        column.addWidget(self.list, 1)
        column.addWidget(self.left)
        column.addWidget(self.new)
        column.addWidget(self._backup_unread)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show_found)
        self.search.returnPressed.connect(self._on_enter)
        self.search.down_pressed.connect(self._on_down)
        self.left.toggled.connect(self._show_found)
        self.list.opened.connect(self.chosen)
        self.new.clicked.connect(self.new_wanted)
        self._look.changed.connect(self._fit)


class SearchEdit(QLineEdit):
    """The search field. ``down_pressed`` is emitted for the arrow key that moves the focus to the list."""

    down_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Søg medarbejder (Ctrl+F)")
        self.setAccessibleName("Søg medarbejder")
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._glass.setIcon(
            icon("search", self.palette().color(QPalette.ColorRole.PlaceholderText).name(), icon_size(self))
        )


class EmployeeList(HoverList):
    """The list itself. ``opened`` carries the id of the employee opened by click or Enter."""

    opened = Signal(int)

    def __init__(self, employees: EmployeeModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.employees = employees
        self.setAccessibleName("Medarbejdere")
        self.setModel(employees)
        self.setItemDelegate(EmployeeDelegate(look, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(HoverList.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the size of two rows."""
        return QSize(80, 2 * max(self.sizeHintForRow(0), 30))

    def _on_clicked(self, index: QModelIndex) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        self.opened.emit(row.employee.id)
