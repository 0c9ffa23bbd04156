"""The guess what each column of a staff list means: by what was approved before, by its heading, by its content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mus_desktop.model.staff_list.known_headings import KNOWN_HEADINGS, RANKS, StaffColumn, heading_key
from mus_desktop.model.staff_list.staff_table import StaffTable

Columns = tuple[StaffColumn, ...]
"""The meaning of each column of a table, from left to right."""

_NAMES = (StaffColumn.NAME, StaffColumn.FIRST_NAME, StaffColumn.LAST_NAME)
_SHARE = 0.7
"""The share of a column's cells that must look like what the column is taken for."""
_SAMPLE = 200
_MIN_PREFIX = 5


def guessed_columns(table: StaffTable, approved: Mapping[str, StaffColumn] | None = None) -> Columns:
    """Return the meaning of each column; at most one column for each meaning.

    :param approved: what the leader has chosen for a heading before, by its key.
    """
    wanted = dict[StaffColumn, tuple[int, int]]()  # the rank and the number of the column taken so far
    for number, heading in enumerate(table.headings):
        meaning, rank = _meaning(heading_key(heading), approved or {})
        if meaning is StaffColumn.IGNORED or number in table.cpr_columns or not _fits(table, number, meaning):
            continue
        wanted[meaning] = min(wanted.get(meaning, (rank, number)), (rank, number))
    if not any(table.headings):
        wanted = {meaning: (0, number) for meaning, number in _by_content(table).items()}
    if StaffColumn.FIRST_NAME in wanted and StaffColumn.LAST_NAME in wanted:
        wanted.pop(StaffColumn.NAME, None)  # the same name again
    by_number = {number: meaning for meaning, (_, number) in wanted.items()}
    return tuple(by_number.get(number, StaffColumn.IGNORED) for number in range(len(table.headings)))


def has_name(columns: Sequence[StaffColumn]) -> bool:
    """Return whether the columns state a name: whole, or in two parts."""
    return StaffColumn.NAME in columns or StaffColumn.FIRST_NAME in columns or StaffColumn.LAST_NAME in columns


def approved_headings(table: StaffTable, columns: Columns) -> dict[str, StaffColumn]:
    """Return what is remembered for the next list: the meaning of each heading, by its key."""
    return {
        key: column for heading, column in zip(table.headings, columns, strict=True) if (key := heading_key(heading))
    }


def _meaning(key: str, approved: Mapping[str, StaffColumn]) -> tuple[StaffColumn, int]:
    """Return what a heading means, and its rank: approved, known, or beginning as a known one does."""
    if key in approved:
        return approved[key], -1
    if key in KNOWN_HEADINGS:
        return KNOWN_HEADINGS[key], RANKS[key]
    for known, meaning in KNOWN_HEADINGS.items():
        if len(known) >= _MIN_PREFIX and key.startswith(known):
            return meaning, len(RANKS) + RANKS[known]
    return StaffColumn.IGNORED, 0


def _fits(table: StaffTable, number: int, meaning: StaffColumn) -> bool:
    """Return whether the cells can be what the heading says: »Stillingskode« may be a number, which is no title."""
    cells = table.column(number)[:_SAMPLE]
    if meaning in (*_NAMES, StaffColumn.TITLE, StaffColumn.WORKPLACE):
        return not cells or _share(cells, lambda cell: any(map(str.isalpha, cell))) >= _SHARE
    return True


def _by_content(table: StaffTable) -> dict[StaffColumn, int]:
    """Return the columns of a list without headings: the first texts are name and title, as people type them."""
    found = dict[StaffColumn, int]()
    texts = [StaffColumn.NAME, StaffColumn.TITLE, StaffColumn.WORKPLACE]
    for number in range(len(table.headings)):
        cells = table.column(number)[:_SAMPLE]
        if not cells or number in table.cpr_columns:
            continue
        if _share(cells, lambda cell: "@" in cell) >= _SHARE:
            found.setdefault(StaffColumn.EMAIL, number)
        elif _share(cells, lambda cell: cell.isdigit() and 3 <= len(cell) <= 12) >= _SHARE:
            found.setdefault(StaffColumn.NUMBER, number)
        elif texts and _share(cells, _is_words) >= _SHARE:
            found[texts.pop(0)] = number
    return found


def _is_words(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not any(map(str.isdigit, cell))


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)
