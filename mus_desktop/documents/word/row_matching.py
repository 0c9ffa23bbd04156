"""Finding the rows of a plan in the tables of a finished document: every cell whole, in its column and in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from mus_desktop.documents.word.shown_text import ShownCell, ShownRow

Cells: TypeAlias = Mapping[str, tuple[str, ...]]
"""The expected lines of a row by column, without blank cells."""
Place: TypeAlias = tuple[int, int]
"""A place for a cell: how many table rows below the first of its agreement, and its column of the grid."""

_FOLDED = "mere_"
_ROW_NUMBER = re.compile(r"\d+\)")


class TableMatch:
    """An attempt to find the rows of one list in one table.

    ``missing`` is the column at which it failed, empty if every row was found; ``taken`` are the numbers of the table
    rows where the agreements begin. ``progress`` compares attempts: the rows found, and the cells of the first that was
    not.

    :param used: the numbers of the table rows that other lists have taken.
    :param titles: the title of each column, to recognise headings.
    :param height: the number of table rows of one agreement, without folded parts.
    :param exact: nothing but the agreement may be in its table row, so that no short text is found in another's row.
        A restyled template may print more there.
    """

    def __init__(
        self,
        table: Sequence[ShownRow],
        rows: Sequence[Cells],
        used: set[int],
        titles: Mapping[str, str],
        *,
        height: int,
        exact: bool,
    ) -> None:
        self._table, self._rows, self._used, self._titles = table, rows, used, titles
        self._height, self._exact = height, exact
        self.taken: list[int] = []
        self.missing = self._find_rows()
        self.progress = (len(self.taken), self._found_at_failure)

    def _find_rows(self) -> str:
        """Find every row in order; return the first column that cannot be found, empty if all can."""
        self.taken, self._found_at_failure = [], 0
        self._places: dict[str, set[Place]] = {}
        for cells in self._rows:
            start, missing = self._start_of(cells)
            if start is None:
                return missing
            self.taken.append(start)
        return self._shared_or_misplaced()

    def _start_of(self, cells: Cells) -> tuple[int | None, str]:
        """Return the first table row in which all ``cells`` are, or else the column missing where most of them are."""
        fewest, missing = len(cells) + 1, next(iter(cells))
        for start in range(self.taken[-1] + 1 if self.taken else 0, len(self._table)):
            if (
                start in self._used
                or self._table[start].is_header
                or (self._exact and not self._is_alike(start, cells))
            ):
                continue
            folded = [column for column in cells if column.startswith(_FOLDED)]
            places = {
                column: self._folded_places(start, lines, folded.index(column) + 1)
                if column in folded
                else self._allowed(start, column, lines)
                for column, lines in cells.items()
            }
            lost = [column for column, found in places.items() if not found]
            if not lost:
                self._places |= {column: found for column, found in places.items() if not column.startswith(_FOLDED)}
                return start, ""
            if len(lost) < fewest:
                fewest, missing = len(lost), lost[0]
        self._found_at_failure = len(cells) - fewest
        return None, missing

    def _is_alike(self, start: int, cells: Cells) -> bool:
        """Return whether as many cells of a table row are filled as those of the agreement."""
        texts = (cell.text.strip() for cell in self._table[start].cells.values())
        filled = sum(1 for text in texts if text and not _ROW_NUMBER.fullmatch(text))
        return filled == sum(not column.startswith(_FOLDED) for column in cells)

    def _allowed(self, start: int, column: str, lines: tuple[str, ...]) -> set[Place]:
        """Return the places of ``column`` in the agreement that begins at ``start``: the same as in earlier ones."""
        known = self._places.get(column)
        if known is not None:
            return {place for place in known if self._shows(self._text(start, place), lines)}
        return {place for place, text in self._below(start, self._height) if self._shows(text, lines)}

    def _folded_places(self, start: int, lines: tuple[str, ...], number: int) -> set[Place]:
        """Return the places of the folded part ``number`` of those used: they are rows right below the agreement."""
        return {place for place, text in self._below(start, self._height + number) if _contains(text, lines)}

    def _below(self, start: int, height: int) -> Iterator[tuple[Place, str]]:
        for below, row in enumerate(self._table[start : start + height]):
            for cell in row.cells.values():
                # The number of a row must not be taken for an agreement of one figure.
                if not _ROW_NUMBER.fullmatch(cell.text.strip()):
                    yield (below, cell.columns.start), cell.text

    def _shows(self, text: str, lines: tuple[str, ...]) -> bool:
        return text.strip() == "\n".join(lines).strip() if self._exact else _contains(text, lines)

    def _shared_or_misplaced(self) -> str:
        """Return a column whose text is only there as part of another's, or which is below another's heading."""
        place_of: dict[str, Place] = {}
        for column in sorted(self._places, key=lambda name: len(self._places[name])):
            place_of[column] = self._best_place(column, set(place_of.values()))
        for column, place in place_of.items():
            here = [name for name, other in place_of.items() if other == place]
            if (len(here) > 1 or not self._exact) and (lost := self._overlapping(place, here)):
                return lost
            if self._is_below_another(column, place, place_of):
                return column
        return ""

    def _best_place(self, column: str, taken: Collection[Place]) -> Place:
        """Return the place of ``column``: if possible one where nothing else is."""
        places = sorted(self._places[column])
        if len(places) == 1:
            return places[0]
        free = [place for place in places if place not in taken] or places
        return next((place for place in free if self._is_alone(column, place)), free[0])

    def _is_alone(self, column: str, place: Place) -> bool:
        """Return whether ``column`` is all there is at ``place``, in every row."""
        return all(
            self._text(start, place).strip() == "\n".join(cells[column]).strip()
            for start, cells in zip(self.taken, self._rows, strict=True)
            if column in cells
        )

    def _overlapping(self, place: Place, columns: Sequence[str]) -> str:
        """Return a column that is at ``place`` only as part of another one's text, or of the folded part."""
        for start, cells in zip(self.taken, self._rows, strict=True):
            text: str | None = self._text(start, place)
            here = [c for c in cells if c in columns or (c.startswith(_FOLDED) and _contains(text or "", cells[c]))]
            # The longest first, because it may contain a shorter one.
            for column in sorted(here, key=lambda name: -sum(map(len, cells[name]))):
                text = without(text or "", cells[column])
                if text is None:
                    return column
        return ""

    def _is_below_another(self, column: str, place: Place, place_of: Mapping[str, Place]) -> bool:
        """Return whether the heading above ``column`` is the title of a column that is elsewhere."""
        own = self._titles.get(column, "")
        for cell in self._headings(place[1]):
            heading = cell.text.split("\n", 1)[0].strip()
            named = [name for name, title in self._titles.items() if title == heading and heading != own]
            # One heading may cover several columns.
            if named and not any(name in place_of and place_of[name][1] in cell.columns for name in named):
                return True
        return False

    def _headings(self, grid_column: int) -> Iterator[ShownCell]:
        headers = [row for row in self._table if row.is_header] or self._table[:1]
        return (cell for row in headers for cell in row.cells.values() if grid_column in cell.columns)

    def _text(self, start: int, place: Place) -> str:
        below, grid_column = place
        row = start + below
        cell = self._table[row].cells.get(grid_column) if row < len(self._table) else None
        return cell.text if cell else ""


def _contains(text: str, lines: Sequence[str]) -> bool:
    """Return whether ``lines`` are in ``text`` in that order."""
    at = 0
    for line in lines:
        found = text.find(line, at)
        if found < 0:
            return False
        at = found + len(line)
    return True


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


def missing_outside_tables(text: str, rows: Sequence[Cells]) -> str:
    """Return the first column of ``rows`` that is not in ``text``, row after row and in one order; empty if all are.

    For templates that print agreements as paragraphs or as tables of their own.
    """
    at = 0
    ranks: dict[str, int] = {}
    for cells in rows:
        spans: dict[str, tuple[int, int]] = {}
        for column in sorted(cells, key=lambda name: -sum(map(len, cells[name]))):
            span = _span(text, cells[column], at, spans.values())
            if span is None:
                return column
            spans[column] = span
        order = sorted(spans, key=spans.__getitem__)
        known = [column for column in order if column in ranks]
        if known != sorted(known, key=ranks.__getitem__):
            return known[0]
        for column in order:
            ranks.setdefault(column, len(ranks))
        at = max((end for _, end in spans.values()), default=at)
    return ""


def _span(text: str, lines: tuple[str, ...], at: int, occupied: Collection[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where ``lines`` are in ``text`` from ``at``, outside the spans in ``occupied``."""
    while (first := text.find(lines[0], at)) >= 0:
        end = first + len(lines[0])
        for line in lines[1:]:
            found = text.find(line, end)
            end = -1 if found < 0 else found + len(line)
            if end < 0:
                return None
        if all(end <= begin or first >= stop for begin, stop in occupied):
            return first, end
        at = first + 1
    return None
