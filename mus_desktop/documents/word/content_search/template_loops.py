"""The lists a Word template repeats something for, and where it prints their columns, read from its source once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s+in\s+(\w+)\s*-?%\}")
_TOKEN = re.compile(
    r"<(?P<close>/?)w:(?P<tag>tbl|tr|tc|p|gridSpan|gridBefore)(?=[\s/>])(?P<attributes>[^>]*)>"
    r"|\{%-?\s*(?P<command>for|endfor|if|endif)\b"
)
_NUMBER = re.compile(r'w:val="(\d+)"')
_COMMAND = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PRINTS = re.compile(r"\{\{|\{%-?\s*for\b")
_TAGS = re.compile(r"<[^>]+>")
_PRINTED_AS_TEXT = re.compile("<w:noBreakHyphen|<w:sym[ /]")
_ONE_COLUMN = re.compile(
    r"\{% for (\w+) in \w+\.(?P<column>\w+) %\}\{\{ \1(?:\|(?:upper|lower|capitalize))* \}\}\{% endfor %\}"
)


@dataclass(frozen=True, slots=True)
class LoopCell:
    """A cell of the table rows that a loop repeats, in which columns of the list are printed.

    ``below`` are the rows it may be in, counted from the first row of the loop: several if rows above it may be left
    out. ``grid`` are the columns of the table's grid that it covers. ``is_exact``: it is in every copy of the rows, and
    contains one column and nothing else.
    """

    columns: tuple[str, ...]
    below: range
    grid: range
    is_exact: bool


@dataclass(frozen=True, slots=True)
class ListLoop:
    """A loop over the list ``name``.

    ``columns`` are those that it prints, in order; ``repeated`` the ones among them that it prints more than once.
    ``cells`` are those in which each column is printed; empty unless the loop repeats rows of one table.
    """

    name: str
    columns: tuple[str, ...]
    repeated: frozenset[str]
    cells: Mapping[str, tuple[LoopCell, ...]]


@dataclass(frozen=True, slots=True)
class TemplateLoops:
    """The names of the lists that a template repeats something for, and its loops in the order of the document."""

    all: frozenset[str]
    lists: tuple[ListLoop, ...]


def loops_in(sources: Iterable[str]) -> TemplateLoops:
    """Return the loops in ``sources``, the markup of parts with their commands in place."""
    loops = [_list_loop(source, loop) for source in sources for loop in _LOOP.finditer(source)]
    return TemplateLoops(frozenset(loop.name for loop in loops), tuple(loops))


def _list_loop(source: str, loop: re.Match[str]) -> ListLoop:
    body = source[loop.end() : _end_of_loop(source, loop.end())]
    printed = _printed_columns(body, loop[1])
    counts = Counter(printed)
    repeated = frozenset(column for column, count in counts.items() if count > 1)
    cells = _RowReader(loop[1]).cells_in(body) or ()
    by_column = {column: tuple(cell for cell in cells if column in cell.columns) for column in counts}
    return ListLoop(loop[2], tuple(counts), repeated, by_column if cells else {})


def _end_of_loop(source: str, at: int) -> int:
    """Return where the loop whose body begins at ``at`` ends."""
    depth = 1
    for token in _TOKEN.finditer(source, at):
        depth += {"for": 1, "endfor": -1}.get(token["command"], 0)
        if not depth:
            return token.start()
    return len(source)


def _printed_columns(markup: str, item: str) -> list[str]:
    """Return the columns of the row ``item`` that the commands in ``markup`` print, in their order."""
    column = re.compile(rf"\b{item}\.(\w+)")
    # What a condition only asks for is not printed.
    printing = (command for command in _COMMAND.findall(markup) if _PRINTS.match(command))
    return [name for command in printing for name in column.findall(command)]


@dataclass(slots=True)
class _RowReader:
    """Reads the cells of the rows that one loop repeats; ``item`` is the name of the row in its commands."""

    item: str
    cells: list[LoopCell] = field(default_factory=list)
    rows: int = 0
    optional_rows: int = 0
    conditions: int = 0

    def cells_in(self, body: str) -> Sequence[LoopCell] | None:
        """Return the cells in which the loop prints columns; ``None`` if it repeats something else than whole rows."""
        at = 0
        while token := _TOKEN.search(body, at):
            if token["command"] in {"if", "endif"}:
                self.conditions += 1 if token["command"] == "if" else -1
                at = token.end()
            elif token["tag"] == "tr" and not token["close"]:
                end = self._read_row(body, token.end())
                if end is None:
                    return None
                at = end
            else:
                return None
        return self.cells

    def _read_row(self, body: str, at: int) -> int | None:
        """Read the cells of the row whose content begins at ``at``; return where it ends, ``None`` if that varies."""
        column, optional = 0, self.conditions > 0
        first = self.rows - self.optional_rows
        while token := _TOKEN.search(body, at):
            at = token.end()
            if token["close"] and token["tag"] == "tr":
                self.rows += 1
                self.optional_rows += optional
                return at
            if token["tag"] == "gridBefore":
                column = _value(token)
            elif token["tag"] == "tc":
                cell_end, span = _end_of_cell(body, at)
                grid = range(column, column + span)
                self._add_cell(body[at:cell_end], range(first, self.rows + 1), grid, optional=optional)
                at, column = cell_end, grid.stop
            else:
                return None
        return None

    def _add_cell(self, markup: str, below: range, grid: range, *, optional: bool) -> None:
        columns = tuple(dict.fromkeys(_printed_columns(markup, self.item)))
        if columns:
            is_exact = not optional and len(below) == 1 and len(columns) == 1 and _is_only_a_column(markup)
            self.cells.append(LoopCell(columns, below, grid, is_exact))


def _end_of_cell(body: str, at: int) -> tuple[int, int]:
    """Return where the cell whose content begins at ``at`` ends, and how many columns of the grid it covers."""
    depth, span = 0, 1
    for token in _TOKEN.finditer(body, at):
        if token["tag"] == "tbl":
            depth += -1 if token["close"] else 1
        elif depth == 0 and token["tag"] == "gridSpan":
            span = _value(token)
        elif depth == 0 and token["tag"] == "tc":
            return token.end(), span
    return len(body), span


def _value(token: re.Match[str]) -> int:
    number = _NUMBER.search(token["attributes"])
    return int(number[1]) if number else 1


def _is_only_a_column(markup: str) -> bool:
    """Return whether a cell has the lines of one column, and neither words of its own nor a condition."""
    commands = "".join(" ".join(command.split()) for command in _COMMAND.findall(markup))
    has_words = _TAGS.sub("", _COMMAND.sub("", markup)).strip() or _PRINTED_AS_TEXT.search(markup)
    return not has_words and _ONE_COLUMN.fullmatch(commands) is not None
