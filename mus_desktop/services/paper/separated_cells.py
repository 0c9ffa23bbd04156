"""Rows of cells from a spreadsheet or a file, and the quotation marks around some of the cells.

Spreadsheets put a cell in quotation marks only where it would be misread without: because it contains the separator, a
line break or a quotation mark, which is then doubled. Every other quotation mark is part of the text, as in a quoted
remark, or a ditto mark. Some programs put every cell in quotation marks, which is recognised by just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = '"'
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t;,]*(?:\n|$)', re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    raw: str

    @property
    def in_marks(self) -> bool:
        """Whether the whole cell is in quotation marks, needed or not."""
        return _quoted_end(self.raw, 0, "\t") == len(self.raw)


def without_separator_line(text: str) -> tuple[str, str]:
    """Return the text after a line such as ``sep=;``, which Excel reads as the separator, and that separator or ""."""
    match = _SEPARATOR_LINE.match(text)
    return (text[match.end() :], match[1]) if match else (text, "")


def separated_rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows of ``text``, blank ones too: the number of the first line of each, and its cells.

    Line breaks must be newlines.
    """
    rows = list(_rows(text, separator))
    cells = [cell for _, row in rows for cell in row if cell.raw.strip()]
    if len(cells) > 1 and all(cell.in_marks or _NUMBER.fullmatch(cell.raw) for cell in cells) and cells[0].in_marks:
        return [(line, [_unquoted(cell.raw) if cell.in_marks else cell.text for cell in row]) for line, row in rows]
    return [(line, [cell.text for cell in row]) for line, row in rows]


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[_Cell]]]:
    line, place = 1, 0
    while place <= len(text):
        row: list[_Cell] = []
        first_line = line
        while True:
            end = _cell_end(text, place, separator)
            raw = text[place:end]
            row.append(_Cell(_cell_text(raw, separator), raw))
            line += raw.count("\n")
            place = end + 1
            if end >= len(text) or text[end] == "\n":
                break
        line += 1
        yield first_line, row


def _cell_end(text: str, start: int, separator: str) -> int:
    """Return where the cell that begins at ``start`` ends."""
    quoted = _quoted_end(text, start, separator)
    if quoted and not _are_two_cells(text, start, quoted, separator):
        return quoted
    ends = (text.find(sign, start) for sign in (separator, "\n"))
    return min((end for end in ends if end >= 0), default=len(text))


def _quoted_end(text: str, start: int, separator: str) -> int:
    """Return the end of the cell in quotation marks that begins at ``start``; 0 if there is none."""
    if not text.startswith(_MARK, start):
        return 0
    place = start + 1
    while (place := text.find(_MARK, place)) >= 0:
        if text.startswith(_MARK, place + 1):  # a doubled mark is one in the text
            place += 2
            continue
        ends = place + 1 == len(text) or text[place + 1] in (separator, "\n")
        return place + 1 if ends else 0
    return 0


def _are_two_cells(text: str, start: int, end: int, separator: str) -> bool:
    """Return whether the marks at the ends belong to two cells, as ditto marks do, and enclose none."""
    inside, signs = text[start + 1 : end - 1], (separator, "\n")
    if not inside.strip():
        return bool(inside)
    if separator not in inside:
        return False
    # A spreadsheet's cell has no tab at its ends, nor in a text of several lines. A file may hold any text, but a cell
    # of several lines that begins or ends with a separator is less likely than ditto marks below each other.
    at_ends = inside.startswith(signs) or inside.endswith(signs)
    return (at_ends or "\n" in inside) if separator == "\t" else (at_ends and "\n" in inside)


def _cell_text(raw: str, separator: str) -> str:
    inside = raw[1:-1]
    is_quoted = len(raw) > 1 and _quoted_end(raw, 0, separator) == len(raw)
    needs_marks = separator in inside or "\n" in inside or _MARK * 2 in inside
    return _unquoted(raw) if is_quoted and (needs_marks or not inside) else raw


def _unquoted(raw: str) -> str:
    return raw[1:-1].replace(_MARK * 2, _MARK)
