"""Importing a staff list: what it would change, storing what was chosen, and undoing the latest import as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.known_headings import StaffColumn
from mus_desktop.model.staff_list.listed_people import people_in
from mus_desktop.model.staff_list.staff_columns import Columns, approved_headings, guessed_columns, has_name
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffChange, StaffComparison, compared
from mus_desktop.model.staff_list.staff_table import StaffTable, staff_table
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.staff_import.staff_file import StaffSource
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.staff.employee_details import details_of
from mus_desktop.storage.records.staff.staff_imports import ImportedPerson, LatestImport, StaffImports, with_details

_NO_NAME = "Ingen kolonne er valgt som navn. Vælg den, der har navnene, eller dem med fornavn og efternavn."
_MOST_NAMED = 3


class OpenedList(NamedTuple):
    """A list that was read: its table, the guess what its columns mean, and what of the file was not used."""

    table: StaffTable
    columns: Columns
    remarks: tuple[str, ...] = ()


class ImportSummary(NamedTuple):
    """The latest import in figures, and why it can no longer be undone; empty if it can."""

    at: datetime
    new: int
    changed: int
    refusal: str = ""


class StaffImportService:
    """Compares lists with the employees, stores what was chosen, and undoes it.

    :param transaction: runs a block in one transaction.
    """

    def __init__(
        self,
        employees: Employees,
        imports: StaffImports,
        preferences: Preferences,
        transaction: Callable[[], AbstractContextManager[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._employees, self._imports, self._preferences = employees, imports, preferences
        self._transaction, self._now = transaction, now

    def opened(self, source: StaffSource) -> OpenedList:
        """Return the table in ``source``, with what was approved for its headings before."""
        approved = self._approved()
        table = staff_table(source.rows, approved)
        return OpenedList(table, guessed_columns(table, approved), source.remarks)

    def compared(self, table: StaffTable, columns: Columns) -> StaffComparison:
        """Return what importing ``table`` would change. :raises KnownError: no column has the names."""
        if not has_name(columns):
            raise KnownError(_NO_NAME)
        workplace = self._preferences.leader().workplace
        return compared(people_in(table, columns), self._employees.all(), self._now().date(), workplace)

    def store(
        self,
        changes: Iterable[StaffChange],
        gone_on: date | None = None,
        opened: OpenedList | None = None,
    ) -> list[Employee]:
        """Store the chosen ``changes``, all or none, and return the employees as they are then.

        :param gone_on: the day on which the chosen employees who are gone have left; today by default.
        :param opened: the list with the approved columns, which are remembered.
        """
        done = list[tuple[Employee | None, Employee]]()
        with self._transaction():
            for change in changes:
                done.append((change.before, self._stored(change, gone_on or self._now().date())))
            if done:
                self._imports.record(self._now(), done)
            if opened is not None:
                self._remember(opened)
        return [after for _, after in done]

    def latest(self) -> ImportSummary | None:
        """Return the latest import that was not undone; ``None`` without one."""
        latest = self._imports.latest()
        if latest is None or not latest.people:
            return None
        new = sum(person.before is None for person in latest.people)
        return ImportSummary(latest.at, new, len(latest.people) - new, self._refusal(latest))

    def undo(self) -> None:
        """Undo the latest import: remove whom it added, and restore whom it changed, all or none.

        :raises KnownError: something has been written about one of its people since.
        """
        latest = self._imports.latest()
        if latest is None:
            raise KnownError("Der er ingen import at fortryde.")
        refusal = self._refusal(latest)
        if refusal:
            raise KnownError(refusal)
        with self._transaction():
            for person in latest.people:
                if person.before is None:
                    self._employees.delete(person.employee)
                    continue
                employee = self._employees.get(person.employee)
                self._employees.update(with_details(employee, person.before))
            self._imports.forget()

    def _stored(self, change: StaffChange, gone_on: date) -> Employee:
        if change.kind is ChangeKind.NEW:
            return self._employees.add(change.after)
        after = replace(change.after, left_on=gone_on) if change.kind is ChangeKind.GONE else change.after
        self._employees.update(after)
        return after

    def _refusal(self, latest: LatestImport) -> str:
        """Return why ``latest`` cannot be undone, naming people; empty if it can."""
        employees = {one.id: one for one in self._employees.all()}
        written = self._imports.written_since(latest.number)
        if written:
            return (
                f"Importen kan ikke fortrydes, for der er siden skrevet noget om {_names(employees, written)}. "
                "Ret medarbejderne hver for sig."
            )
        changed = [person.employee for person in latest.people if _is_edited(employees[person.employee], person)]
        if changed:
            return (
                f"Importen kan ikke fortrydes, for oplysningerne om {_names(employees, changed)} er rettet siden. "
                "Ret medarbejderne hver for sig."
            )
        return ""

    def _approved(self) -> Mapping[str, StaffColumn]:
        columns = {str(column): column for column in StaffColumn}
        chosen = self._preferences.staff_headings()
        # A later program may know columns that this one does not.
        return {heading: columns[column] for heading, column in chosen.items() if column in columns}

    def _remember(self, opened: OpenedList) -> None:
        guessed = guessed_columns(opened.table)
        # Only what differs from the guess: an unknown heading that stays unused is no choice.
        chosen = approved_headings(opened.table, opened.columns)
        usual = approved_headings(opened.table, guessed)
        self._preferences.add_staff_headings(
            {key: str(column) for key, column in chosen.items() if column is not usual[key]},
            [key for key, column in chosen.items() if column is usual[key]],
        )


def _is_edited(employee: Employee, person: ImportedPerson) -> bool:
    """Return whether undoing would lose what was typed about an employee since the import."""
    return details_of(employee) != person.after or (person.before is None and employee.absence is not None)


def _names(employees: Mapping[int, Employee], ids: Sequence[int]) -> str:
    names = [employees[number].name for number in ids[:_MOST_NAMED]]
    rest = len(ids) - len(names)
    return ", ".join(names) + (f" og {rest} mere" if rest else "")
