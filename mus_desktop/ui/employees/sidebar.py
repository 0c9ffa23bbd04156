"""The left side of the window: progress of the period, search, and the employee list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton, QVBoxLayout, QWidget

from mus_desktop.model.text import is_blank
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.employees.absence_text import AWAY
from mus_desktop.ui.employees.employee_delegate import EmployeeDelegate, HoverList
from mus_desktop.ui.employees.employee_model import EmployeeModel, EmployeeRow
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.people.status_text import period_summary, unfinished_summary
from mus_desktop.ui.safety import LAST_OFFSITE
from mus_desktop.ui.theme.icons import IconPushButton, icon, icon_size
from mus_desktop.ui.theme.look import NORMAL_POINT_SIZE, Look, set_style_kind

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

    def __init__(
        self, workplace: Workplace, staff_overview: StaffOverview, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._staff_overview, self._look = workplace, staff_overview, look
        self._open: Sequence[int] = ()
        self._summary = text_label("", "muted", wrap=True)
        self._unfinished = text_label("", "warn", wrap=True)
        self._hidden_notice = text_label("", "warn", wrap=True)
        self._no_match = text_label("Ingen medarbejdere passer på det, du søger efter.", "muted", wrap=True)
        self.search = SearchEdit()
        self.list = EmployeeList(EmployeeModel(self), look)
        self.show_former = QCheckBox("Vis fra&trådte")
        self.new = IconPushButton("Ny &medarbejder", "add")
        set_style_kind(self, "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._backup: BackupLine | None = None
        self._backup_placeholder = text_label(f"{LAST_OFFSITE}: …", "muted", wrap=True)
        self._lay_out()
        self._connect()

    def usual_width(self) -> int:
        """Return the width in pixels until the leader drags the edge; it grows by less than the text."""
        return round(WIDTH * (1 + (self._look.point_size / NORMAL_POINT_SIZE - 1) * 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return the minimum with room for the scroll bar that appears in a low window."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() + self._page.verticalScrollBar().sizeHint().width(), hint.height())

    def show_backup_status(self, text: str, kind: str, waiting: str = "") -> None:
        """Show the backup status at the bottom, with the stylesheet's ``kind``, and what it waits for, if anything."""
        if self._backup is None:
            from mus_desktop.ui.safety.backup_line import BackupLine  # noqa: PLC0415 - not before the first window

            self._backup = BackupLine()
            self._backup.clicked.connect(self.safety_wanted)
            self._backup.password_wanted.connect(self.backup_password_wanted)
            self._column.replaceWidget(self._backup_placeholder, self._backup)
            self._backup_placeholder.deleteLater()
        self._backup.show_status(text, kind, waiting)

    def refresh(self) -> None:
        """Reload the employees and the status of each conversation."""
        self._staff_overview.reload()
        self._summary.setText(
            period_summary(
                self._staff_overview.period_title, [self._staff_overview.status(e) for e in self._staff_overview.active]
            )
        )
        left_to_do = unfinished_summary(self._staff_overview.unfinished)
        self._unfinished.setText(left_to_do)
        self._unfinished.setVisible(bool(left_to_do))
        self._show_matches()

    def has_employees(self) -> bool:
        """Return whether any employee, including those who have left, existed at the last :meth:`refresh`."""
        return bool(self._staff_overview.everyone)

    def mark_open(self, employees: Sequence[int]) -> None:
        """Mark the employees (ids) shown on the right: one, all of a group, or none."""
        self._open = employees
        self._select_open()

    def focus_search(self) -> None:
        """Move the focus to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_matches(self) -> None:
        matches = (
            self._workplace.staff.everyone(self.search.text(), left=True)
            if self.search.text()
            else self._staff_overview.everyone
        )
        shown = [
            e for e in matches if e.active or self.show_former.isChecked() or self._staff_overview.is_unfinished(e)
        ]
        self.list.employees.show_rows(
            [
                EmployeeRow(
                    e,
                    self._staff_overview.status_text(e),
                    self._staff_overview.distinguishing_details.get(e.id, ""),
                    AWAY if self._staff_overview.is_away(e) else "",
                )
                for e in shown
            ]
        )
        self._select_open()
        self._show_hidden_notice({e.id for e in shown})
        self._no_match.setVisible(not self.list.employees.rows() and not is_blank(self.search.text()))
        if not self._no_match.isHidden():
            announce(self.search, self._no_match.text())

    def _show_hidden_notice(self, shown: set[int]) -> None:
        """Show how many unfinished employees a search hides, so that the leader does not believe that all is done."""
        hidden = [
            e for e in self._staff_overview.everyone if e.id not in shown and self._staff_overview.is_unfinished(e)
        ]
        self._hidden_notice.setText(f"{len(hidden)} med noget, der ikke er færdigt, vises ikke.")
        self._hidden_notice.setVisible(bool(hidden))

    def _select_open(self) -> None:
        indexes = [index for one in self._open if (index := self.list.employees.index_of(one)).isValid()]
        self.list.clearSelection()
        for index in indexes[:1]:
            self.list.setCurrentIndex(index)
        # A list has one current row; the other members of a group are only selected.
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

    def _lay_out(self) -> None:
        content = QWidget()
        set_style_kind(content, "page")
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(10, 14, 10, 12)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        self._page = ScrollPage(content, column)
        around.addWidget(self._page)
        column.setSpacing(10)
        self._summary.setContentsMargins(4, 0, 4, 0)
        for line in (self._unfinished, self._no_match, self._hidden_notice):
            line.setContentsMargins(4, 0, 4, 0)
            line.hide()
        self._backup_placeholder.setContentsMargins(4, 0, 4, 0)
        column.addWidget(self._summary)
        column.addWidget(self._unfinished)
        column.addWidget(self.search)
        column.addWidget(self._no_match)
        column.addWidget(self._hidden_notice)
        column.addWidget(self.list, 1)
        column.addWidget(self.show_former)
        column.addWidget(self.new)
        column.addWidget(self._backup_placeholder)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show_matches)
        self.search.returnPressed.connect(self._on_enter)
        self.search.down_pressed.connect(self._on_down)
        self.show_former.toggled.connect(self._show_matches)
        self.list.opened.connect(self.chosen)
        self.new.clicked.connect(self.new_wanted)


class SearchEdit(OneLineEdit):
    """The search field. ``down_pressed`` is emitted for the arrow key that moves the focus to the list."""

    down_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setPlaceholderText("Søg medarbejder (Ctrl+F)")
        self.setAccessibleName("Søg medarbejder")
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName("Ryd søgningen")
        self._search_icon = QAction("Søg", self)
        self.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
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
        self._search_icon.setIcon(
            icon("search", self.palette().color(QPalette.ColorRole.PlaceholderText).name(), icon_size(self))
        )


class EmployeeList(HoverList):
    """The list itself. ``opened`` carries the id of the employee opened by click or Enter."""

    opened = Signal(int)

    def __init__(self, employees: EmployeeModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.employees = employees
        self.setAccessibleName("Medarbejdere")
        set_style_kind(self, "bare")
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
        row: EmployeeRow = index.data(Qt.ItemDataRole.UserRole)
        self.opened.emit(row.employee.id)
