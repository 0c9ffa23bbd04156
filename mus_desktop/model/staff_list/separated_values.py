"""Lines of text as rows of cells: separated by semicolon, comma, tab or what ``sep=`` states."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

_SEPARATORS = ("\t", ";", ",", "|")
"""In the order of preference if several divide the lines equally well."""
_STATED = re.compile(r"\s*sep=(.)\s*(?:\r\n|\r|\n|$)", re.IGNORECASE)
_SAMPLE_ROWS = 200
_MAX_BREAKS_IN_A_CELL = 10


class SourceRow(NamedTuple):
    """A row of a list, and the number of its first line in the file or of its row in the sheet, from 1."""

    line: int
    cells: tuple[str, ...]


def split_rows(text: str) -> tuple[SourceRow, ...]:
    """Return the rows of ``text`` that are not blank."""
    stated = _STATED.match(text)
    first_line = 1
    if stated:
        text, first_line = text[stated.end() :], 2
    separator = stated[1] if stated else _best_separator(text)
    return tuple(
        SourceRow(line + first_line - 1, cells)
        for line, cells in _rows(text, separator)
        if any(cell.strip() for cell in cells)
    )


def _best_separator(text: str) -> str:
    """Return the separator that divides the most rows into the same number of cells."""
    sample = "\n".join(islice((line for line in re.split(r"\r\n|\r|\n", text) if line.strip()), _SAMPLE_ROWS))
    return max(_SEPARATORS, key=lambda one: _evenness(sample, one))  # the first of equals


def _evenness(sample: str, separator: str) -> float:
    counts = Counter(len(cells) for _, cells in _rows(sample, separator))
    divided = [(number, width) for width, number in counts.items() if width > 1]
    return max(divided)[0] / counts.total() if divided else 0


def _rows(text: str, separator: str) -> Sequence[tuple[int, tuple[str, ...]]]:
    try:
        found = list(_quoted_rows(text, separator))
    except csv.Error:
        return _plain_rows(text, separator)
    # A quotation mark that is never closed takes the rest of the file into one cell.
    if any(cell.count("\n") > _MAX_BREAKS_IN_A_CELL for _, cells in found for cell in cells):
        return _plain_rows(text, separator)
    return found


def _quoted_rows(text: str, separator: str) -> Sequence[tuple[int, tuple[str, ...]]]:
    # Not by splitlines, for which a form feed ends a line too.
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator)
    found = []
    before = 0
    for cells in reader:
        found.append((before + 1, tuple(cells)))
        before = reader.line_num
    return found


def _plain_rows(text: str, separator: str) -> Sequence[tuple[int, tuple[str, ...]]]:
    lines = re.split(r"\r\n|\r|\n", text)
    return [(number, tuple(line.split(separator))) for number, line in enumerate(lines, 1)]
