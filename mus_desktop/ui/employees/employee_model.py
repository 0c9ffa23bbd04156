"""The employees as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mus_desktop.model.people import Employee
from mus_desktop.ui.people.status_text import StatusText


class EmployeeRow(NamedTuple):
    """An employee and the status of the conversation.

    ``detail`` distinguishes the employee from others of the same name; empty if the name is unique. ``absence`` says in
    a word that the employee is away now.
    """

    employee: Employee
    status: StatusText
    detail: str = ""
    absence: str = ""

    @property
    def word(self) -> str:
        """Return the text at the right of the row."""
        return self.status.word

    @property
    def tip(self) -> str:
        """Return the text that a narrow list has no room for; empty if everything shows."""
        who = f"{self.employee.name} ({self.detail})" if self.detail else ""
        status = self.status.full_text if self.detail or self.status.full_text != self.word else ""
        return ": ".join(part for part in (who, status) if part)

    @property
    def below(self) -> str:
        """Return the text below the name: the distinguishing detail, the absence and the title."""
        title = "" if self.employee.title in self.detail else self.employee.title
        return ", ".join(part for part in (self.detail, self.absence, title) if part)


class EmployeeModel(QAbstractListModel):
    """Rows in the given order. ``UserRole`` holds the :class:`EmployeeRow` itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EmployeeRow, ...] = ()

    def show_rows(self, rows: Sequence[EmployeeRow]) -> None:
        """Show ``rows``. If only their texts have changed, the scroll position and the selection stay."""
        new_rows = tuple(rows)
        if [row.employee.id for row in new_rows] == [row.employee.id for row in self._rows]:
            self._rows = new_rows
            if new_rows:
                self.dataChanged.emit(self.index(0), self.index(len(new_rows) - 1))
            return
        self.beginResetModel()
        self._rows = new_rows
        self.endResetModel()

    def rows(self) -> tuple[EmployeeRow, ...]:
        """Return the rows shown."""
        return self._rows

    def index_of(self, employee_id: int | None) -> QModelIndex:
        """Return the index of an employee; invalid if not in the list."""
        found = (number for number, row in enumerate(self._rows) if row.employee.id == employee_id)
        number = next(found, -1)
        return self.index(number) if number >= 0 else QModelIndex()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.employee.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.employee.name, row.below, row.status.full_text) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or None
        return None
