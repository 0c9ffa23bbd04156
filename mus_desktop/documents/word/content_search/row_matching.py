"""Finding the rows of a plan in a finished document: every cell whole, where the template prints it, and in order.

The template says in which cell each column is printed (:mod:`.template_loops`), so no place has to be guessed from the
words, which may be the same in many rows. A row is then found or not whatever the rows around it are, and taking the
first place for each row in turn finds all rows if they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mus_desktop.documents.word.content_search.shown_text import ShownCell, ShownRow, comparable
from mus_desktop.documents.word.content_search.template_loops import ListLoop, LoopCell
from mus_desktop.model.text import is_blank

Cells: TypeAlias = Mapping[str, tuple[str, ...]]
"""The expected lines of a row by column, without blank lines; a blank cell has none."""
Table: TypeAlias = Sequence[ShownRow]


def expected_rows(rows: Iterable[Mapping[str, Any]]) -> list[Cells]:
    """Return what must be printed of ``rows``; those without any text are left out."""
    expected = [
        {
            column: tuple(comparable(line) for line in cell if not is_blank(line))
            for column, cell in row.items()
            if isinstance(cell, list)
        }
        for row in rows
    ]
    return [cells for cells in expected if any(cells.values())]


@dataclass(frozen=True, slots=True)
class RowSearch:
    """The result of a search for the rows of one list.

    ``missing`` is the column at which it failed, empty if every row was found; ``taken`` are the numbers of the table
    rows where the rows found begin. ``progress`` is the number of these and of the cells of the first row not found.
    """

    missing: str
    taken: tuple[int, ...] = ()
    progress: tuple[int, int] = (0, 0)


def search_table(
    table: Table, loop: ListLoop, rows: Sequence[Cells], titles: Mapping[str, str], free: Sequence[int]
) -> RowSearch:
    """Search ``table`` for the rows of the list that ``loop`` repeats table rows for.

    :param titles: the title of each column, to recognise headings.
    :param free: the numbers of the table rows that no other list has taken, in order.
    """
    taken: list[int] = []
    starts = iter([start for start in free if not table[start].is_header])
    for cells in rows:
        fewest, missing = len(cells) + 1, next(iter(cells))
        for start in starts:
            lost = _lost_columns(table, start, loop, cells)
            if not lost:
                taken.append(start)
                break
            if len(lost) < fewest:
                fewest, missing = len(lost), lost[0]
        else:
            return RowSearch(missing, tuple(taken), (len(taken), len(cells) - fewest))
    return RowSearch(_misplaced_column(table, loop, titles, taken), tuple(taken), (len(taken), 0))


def _lost_columns(table: Table, start: int, loop: ListLoop, cells: Cells) -> list[str]:
    """Return the columns of a row that are not shown whole in the table rows from ``start`` on."""
    return [column for column, lines in cells.items() if not _is_shown(table, start, loop, cells, column, lines)]


def _is_shown(table: Table, start: int, loop: ListLoop, cells: Cells, column: str, lines: tuple[str, ...]) -> bool:
    shown_in = (_shows(table, start, place, cells) for place in loop.cells.get(column, ()) if lines or place.is_exact)
    # What is blank must be blank, or else the row is another.
    return any(shown_in) if lines else all(shown_in)


def _shows(table: Table, start: int, place: LoopCell, cells: Cells) -> bool:
    """Return whether the cell at ``place`` shows all the columns that are printed in it."""
    wanted = [cells[column] for column in place.columns if column in cells]
    texts = (_text(table, start + below, place.grid) for below in place.below)
    if place.is_exact:
        # A template may have tabs and line breaks of its own around the text.
        letters = "".join("".join(wanted[0]).split())
        return any("".join(text.split()) == letters for text in texts if text is not None)
    return any(_contains_all(text, wanted) for text in texts if text is not None)


def _text(table: Table, row: int, grid: range) -> str | None:
    cell = table[row].cells.get(grid.start) if row < len(table) else None
    return cell.text if cell is not None and cell.columns == grid else None


def _contains_all(text: str, columns: Sequence[tuple[str, ...]]) -> bool:
    """Return whether all ``columns`` are in ``text``, none of them only as part of another."""
    rest: str | None = text
    # The longest first, because it may contain a shorter one.
    for lines in sorted(columns, key=lambda lines: -sum(map(len, lines))):
        rest = without(rest or "", lines)
        if rest is None:
            return False
    return True


def _misplaced_column(table: Table, loop: ListLoop, titles: Mapping[str, str], taken: Sequence[int]) -> str:
    """Return a column below the heading of a column that is elsewhere; empty if there is none."""
    places = {column: cells[0].grid.start for column, cells in loop.cells.items() if cells}
    for column, place in places.items():
        for cell in _headings(table, place, taken):
            heading = cell.text.split("\n", 1)[0].strip()
            named = [name for name, title in titles.items() if title == heading and heading != titles.get(column)]
            # One heading may cover several columns.
            if named and not any(name in places and places[name] in cell.columns for name in named):
                return column
    return ""


def _headings(table: Table, grid_column: int, taken: Sequence[int]) -> Iterator[ShownCell]:
    """Yield the headings above a column: in the rows that are repeated on every page, else in the first row."""
    headers = [row for row in table if row.is_header] or (table[:1] if taken and taken[0] else [])
    return (cell for row in headers for cell in row.cells.values() if grid_column in cell.columns)


def without(text: str, lines: Sequence[str]) -> str | None:
    """Return ``text`` without ``lines``, which are in it in that order; ``None`` if they are not."""
    at, rest = 0, []
    for line in lines:
        found = text.find(line, at)
        if found < 0:
            return None
        rest.append(text[at:found])
        at = found + len(line)
    return "\n".join([*rest, text[at:]])


def search_text(text: str, loop: ListLoop | None, rows: Sequence[Cells]) -> RowSearch:
    """Search ``text`` for the rows of a list, one after another, their columns in the order in which they are printed.

    For templates that print agreements as paragraphs or as tables of their own. Without a ``loop`` that always prints
    them, their order is not known.
    """
    at = 0
    for number, cells in enumerate(rows):
        begin = at
        for column in _in_printed_order(cells, loop):
            is_ordered = loop is not None and column not in loop.repeated
            end = _end_in(text, cells[column], at if is_ordered else begin)
            if end is None or (loop is not None and column not in loop.columns):
                return RowSearch(column, progress=(number, 0))
            at = end if is_ordered else at
    return RowSearch("")


def _in_printed_order(cells: Cells, loop: ListLoop | None) -> list[str]:
    filled = [column for column, lines in cells.items() if lines]
    order = {column: number for number, column in enumerate(loop.columns if loop else ())}
    return sorted(filled, key=lambda column: order.get(column, -1))


def _end_in(text: str, lines: tuple[str, ...], at: int) -> int | None:
    """Return where ``lines``, which are in ``text`` in that order from ``at`` on, end; ``None`` if they are not."""
    for line in lines:
        found = text.find(line, at)
        if found < 0:
            return None
        at = found + len(line)
    return at
