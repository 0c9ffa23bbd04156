"""Reading a list of competences (or other rows) from a spreadsheet into the columns of a rating or a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mus_desktop.model.answers import Value
from mus_desktop.model.form import Scale
from mus_desktop.model.text import comparison_key, is_blank
from mus_desktop.services.paper.pasted_table import ListError, PastedLine, read_lines

NAME = "name"
_NAMES = ("kompetence", "kompetencer", "navn", "område", "udsagn", "emne", "opgave")
_REQUIRED = ("krav", "kompetencekrav", "krævet niveau", "krav i jobbet", "kravniveau")
_LEVEL = ("niveau", "aktuelt niveau", "aktuelt kompetenceniveau", "nuværende niveau", "nu")
_BLANK_MARKS = ("-", "–", "ikke relevant")
KNOWN_HEADINGS: Mapping[str, tuple[str, ...]] = {NAME: _NAMES, "required": _REQUIRED, "level": _LEVEL}
"""Headings recognised by their meaning, in addition to the form's own."""

Reader: TypeAlias = Callable[[str], Value | None]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column a list may have: the headings it is recognised by, the first being the form's own, and its reader.

    ``read`` returns the value of a cell, ``None`` for blank, and raises ``ValueError`` with the end of a Danish
    sentence. ``question`` returns a Danish sentence about a value that is rather a typing error; empty for any other.
    """

    key: str
    headings: tuple[str, ...]
    read: Reader
    question: Callable[[Value], str] = lambda _value: ""

    def has_heading(self, heading: str) -> bool:
        """Return whether ``heading`` names this column."""
        return _normalised(heading) in map(_normalised, self.headings)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list: values by column key, blank ones left out. ``line`` is its line in the list."""

    line: int
    cells: Mapping[str, Value]


def read_rows(text: str, columns: Sequence[ListColumn], *, named: bool = True) -> tuple[ListRow, ...]:
    """Return the rows of a pasted list, in order.

    A heading row identifies the columns; without one they are in the order of ``columns``.

    :param named: the first column is a name: every row has one and no two are alike.
    :raises ListError: one Danish sentence about the first error; no row is read then.
    """
    lines = read_lines(text, lambda matched: _fits_columns(matched, columns))
    column_order = _columns_in_heading(lines[0], columns)
    value_lines = lines if column_order is None else lines[1:]
    if not value_lines:
        raise ListError("Der er kun overskrifter og ingen rækker. Tag rækkerne med, når du kopierer.")
    rows = tuple(_row(line, column_order or tuple(columns)) for line in value_lines)
    if named:
        _check_names(rows, columns[0].key)
    return rows


def step_reader(scale: Scale) -> Reader:
    """Return a reader of a step of ``scale``: its value, its label, or both."""
    steps = {_normalised(str(step.value)): step.value for step in scale.steps}
    steps |= {_normalised(step.label): step.value for step in scale.steps}
    steps |= {_normalised(f"{step.value} {step.label}"): step.value for step in scale.steps}
    values = sorted(step.value for step in scale.steps)

    def read(cell: str) -> Value | None:
        normalised = _normalised(cell)
        if not normalised or normalised in (*_BLANK_MARKS, _normalised(scale.blank)):
            return None
        # A spreadsheet may copy a whole number with a decimal, ``3,0``.
        whole = normalised.removesuffix(",0").removesuffix(".0")
        if whole not in steps:
            recognised = ", ".join(map(str, values))
            raise ValueError(f"er ikke på skalaen ({recognised}). Ret tallet, eller lad cellen være tom")
        return steps[whole]

    return read


def option_reader(options: Sequence[str]) -> Reader:
    """Return a reader of one of ``options``, whatever its capitals."""
    recognised = {_normalised(option): option for option in options}

    def read(cell: str) -> Value | None:
        if is_blank(cell):
            return None
        if _normalised(cell) not in recognised:
            raise ValueError(f"kendes ikke; vælg mellem {', '.join(options)}")
        return recognised[_normalised(cell)]

    return read


def text_reader(cell: str) -> Value | None:
    """Read any text."""
    return None if is_blank(cell) else cell


def check_reader(cell: str) -> Value | None:
    """Read a tick: ``x``, ``ja`` or ``1``."""
    normalised = _normalised(cell)
    if normalised in ("", "nej", "0", "falsk", "false", "-"):
        return None
    if normalised in ("x", "ja", "1", "sand", "true", "✓"):
        return True
    raise ValueError("skal være »x« eller tomt")


def _columns_in_heading(line: PastedLine, columns: Sequence[ListColumn]) -> tuple[ListColumn, ...] | None:
    """Return the columns in the order of the heading row ``line``; ``None`` if it is not a heading row."""
    matched = [next((column for column in columns if column.has_heading(cell)), None) for cell in line.cells]
    recognised = [column for column in matched if column]
    # One known heading among several cells counts only if no cell contains a digit; otherwise it is a row of values.
    if not recognised or (len(recognised) == 1 and len(_filled(line)) > 1 and not _has_no_digit(line)):
        return None
    for cell, column in zip(line.cells, matched, strict=True):
        if column is None and cell:
            titles = ", ".join(column.headings[0] for column in columns)
            raise ListError(f"Kolonnen »{cell}« kendes ikke her. Listen kan have: {titles}.")
    if len(set(recognised)) < len(recognised):
        raise ListError("To kolonner har samme overskrift. Ret overskrifterne, og prøv igen.")
    if columns[0] not in recognised:
        raise ListError(f"Listen mangler kolonnen »{columns[0].headings[0]}«. Tag den med, når du kopierer.")
    return tuple(column or columns[0] for column in matched)


def _row(line: PastedLine, column_order: Sequence[ListColumn]) -> ListRow:
    if len(line.cells) > len(column_order) and any(line.cells[len(column_order) :]):
        titles = ", ".join(column.headings[0] for column in column_order)
        raise ListError(
            f"Linje {line.number} har {len(_filled(line))} kolonner, "
            f"men her er kun plads til {len(column_order)}: {titles}."
        )
    cells: dict[str, Value] = {}
    for column, cell in zip(column_order, line.cells, strict=False):
        try:
            value = column.read(cell)
        except ValueError as error:
            raise ListError(f"Linje {line.number}: »{cell}« {error}.") from None
        if value is not None:
            cells[column.key] = value
    return ListRow(line.number, cells)


def _check_names(rows: Sequence[ListRow], key: str) -> None:
    seen: set[str] = set()
    for row in rows:
        name = str(row.cells.get(key, ""))
        if is_blank(name):
            raise ListError(f"Linje {row.line} har intet navn. Skriv et, eller slet linjen.")
        if comparison_key(name) in seen:
            raise ListError(f"»{name}« står to gange i listen. Slet den ene, og prøv igen.")
        seen.add(comparison_key(name))


def _fits_columns(lines: Sequence[PastedLine], columns: Sequence[ListColumn]) -> bool:
    """Return whether commas separate cells here: a known heading is found, or the columns accept all values."""
    if not lines or len(lines[0].cells) < 2:
        return False
    if any(column.has_heading(cell) for column in columns for cell in lines[0].cells):
        return True
    try:
        rows = [_row(line, columns) for line in lines]
    except ListError:
        return False
    return all(len(row.cells) > 1 for row in rows) and len(columns) > 1


def _filled(line: PastedLine) -> list[str]:
    return [cell for cell in line.cells if cell]


def _has_no_digit(line: PastedLine) -> bool:
    return not any(any(letter.isdigit() for letter in cell) for cell in line.cells)


def _normalised(text: str) -> str:
    return comparison_key(text.replace(":", " "))
