"""A staff list as a table: headings and rows, from which every CPR number has been removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mus_desktop.model.staff_list.cpr_numbers import cpr_number, without_cpr_numbers
from mus_desktop.model.staff_list.known_headings import KNOWN_HEADINGS, heading_key
from mus_desktop.model.staff_list.separated_values import SourceRow
from mus_desktop.model.text import visible_text

_ROWS_BEFORE_HEADINGS = 20
"""Lists begin with a title, a date and who drew them up."""
_SHARE_OF_CPR = 0.5
_MIN_CPR_DIGITS = 9


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row of the list. Rows with the same CPR number have the same ``person``, counted from 1; 0 without one."""

    line: int
    cells: tuple[str, ...]
    person: int = 0


@dataclass(frozen=True, slots=True)
class StaffTable:
    """A list without CPR numbers. ``headings`` are empty texts if the list has none.

    ``cpr_columns`` held CPR numbers and are blank now; ``cpr_numbers`` counts all that were removed, also elsewhere.
    """

    headings: tuple[str, ...]
    rows: tuple[StaffRow, ...]
    cpr_columns: frozenset[int] = frozenset()
    cpr_numbers: int = 0

    def column(self, number: int) -> list[str]:
        """Return the cells of a column that are not blank."""
        return [row.cells[number] for row in self.rows if row.cells[number]]


def staff_table(rows: Sequence[SourceRow], known_headings: Collection[str] = ()) -> StaffTable:
    """Return the table in ``rows``.

    :param known_headings: the keys of further headings, which the leader has approved before.
    """
    width = max((len(row.cells) for row in rows), default=0)
    even = [SourceRow(row.line, (*map(visible_text, row.cells), *[""] * (width - len(row.cells)))) for row in rows]
    found = _heading_row(even, {*KNOWN_HEADINGS, *known_headings})
    headings = even[found].cells if found is not None else ("",) * width
    return _without_cpr(headings, even[0 if found is None else found + 1 :])


def _heading_row(rows: Sequence[SourceRow], known: Collection[str]) -> int | None:
    """Return the index of the row with the most known headings, which is one of the first; ``None`` without any."""
    best, most = None, 0
    for index, row in enumerate(rows[:_ROWS_BEFORE_HEADINGS]):
        filled = [cell for cell in row.cells if cell]
        matches = sum(heading_key(cell) in known for cell in filled)
        # A title is often »Medarbejdere«, which alone is a heading only if the list has one column.
        if matches > most and (matches > 1 or len(filled) > 1 or len(row.cells) == 1):
            best, most = index, matches
    return best


def _without_cpr(headings: Sequence[str], rows: Sequence[SourceRow]) -> StaffTable:
    columns = frozenset(number for number in range(len(headings)) if _holds_cpr(rows, number))
    persons: dict[str, int] = {}
    clean, removed = list[StaffRow](), 0
    for row in rows:
        number = next((found for column in sorted(columns) if (found := cpr_number(row.cells[column]))), "")
        person = persons.setdefault(number, len(persons) + 1) if number else 0
        cells, count = _clean_cells(row.cells, columns)
        removed += count
        clean.append(StaffRow(row.line, cells, person))
    names = tuple(without_cpr_numbers(heading)[0] for heading in headings)
    return StaffTable(names, tuple(clean), columns, removed)


def _holds_cpr(rows: Sequence[SourceRow], column: int) -> bool:
    filled = [row.cells[column] for row in rows if row.cells[column]]
    return bool(filled) and sum(bool(cpr_number(cell)) for cell in filled) >= len(filled) * _SHARE_OF_CPR


def _clean_cells(cells: Sequence[str], columns: frozenset[int]) -> tuple[tuple[str, ...], int]:
    """Return ``cells`` without CPR numbers, and how many there were; a CPR column is emptied whatever it holds."""
    clean, removed = list[str](), 0
    for number, cell in enumerate(cells):
        if number in columns:
            removed += bool(cell)
            clean.append("")
        elif sum(map(str.isdigit, cell)) < _MIN_CPR_DIGITS:  # nearly every cell
            clean.append(cell)
        else:
            text, count = without_cpr_numbers(cell)
            # A number of ten digits that is no date may be a Tjenestenummer.
            is_other = cell.isdigit() and not cpr_number(cell)
            removed += 0 if is_other else count
            clean.append(cell if is_other else " ".join(text.split()))
    return tuple(clean), removed
