"""Tables from a spreadsheet: pasted cells, or a file with tabs, semicolons or commas between them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.storage.database.connection import is_open_here

MOST_BYTES = 1_000_000
MOST_ROWS = 500

_BETWEEN = ' \t\r\n;,"'
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FOREIGN = (b"%pdf", b"{\\rtf", b"<!doctype", b"<html", b"<?xml")
_NO_LIST = "Filen er beskadiget eller ikke en liste. Vælg en CSV- eller tekstfil."
_NOT_TEXT = frozenset(chr(code) for code in (*range(9), *range(14, 32), 127, 0xFFFD))


class ListError(KnownError):
    """A list that cannot be read; the message states why and what to do."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A row of cells without surrounding white space; ``number`` is its line in the text, from 1."""

    number: int
    cells: tuple[str, ...]


def read_text(path: Path) -> str:
    """Return the text of a file; :class:`ListError` if it cannot be read or is not a text file."""
    if is_open_here(path):
        raise ListError(_NO_LIST)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ListError("Filen er for stor til at være en liste. Vælg en fil med højst nogle hundrede rækker.")
        data = path.read_bytes()
    except OSError:
        raise ListError(
            "Filen kunne ikke læses. Se efter, om den findes, og om et andet program har den åben."
        ) from None
    return decoded(data)


def decoded(data: bytes) -> str:
    """Return the text in ``data``: UTF-8, UTF-16 or Windows-1252; :class:`ListError` for anything else."""
    if data.startswith(_SPREADSHEETS):
        raise ListError("Filen er et regneark. Gem den som CSV, eller kopiér cellerne i regnearket og sæt dem ind her.")
    if data.lstrip().lower().startswith(_FOREIGN):
        raise ListError(_NO_LIST)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_TEXT & set(text):  # do not try the next encoding, in which every byte is a letter
            break
        return text
    raise ListError(_NO_LIST)


def read_lines(text: str, commas_fit: Callable[[tuple[PastedLine, ...]], bool]) -> tuple[PastedLine, ...]:
    """Return the rows of ``text`` that have content.

    Cells are separated by tabs if there are any, else by semicolons, else by commas if every row then has the same
    number of cells and ``commas_fit`` returns true for them; otherwise a row is one cell.

    :raises ListError: the text is empty, damaged or too long.
    """
    if _NOT_TEXT & set(text):
        raise ListError("Teksten rummer tegn, som ikke hører hjemme i en liste. Kopiér cellerne igen.")
    lines = _parted(text, commas_fit) if text.strip(_BETWEEN) else ()
    if not lines:
        raise ListError("Der er ingen rækker. Kopiér listen i regnearket, og sæt den ind her.")
    if len(lines) > MOST_ROWS:
        raise ListError(f"Listen har {len(lines)} rækker; der kan højst være {MOST_ROWS}. Del den, og prøv igen.")
    return lines


def _encodings(data: bytes) -> Iterator[str]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if marked:
        yield marked
        return
    if b"\0" not in data:
        yield from ("utf-8", "cp1252")
    # UTF-16 without a mark: in Danish text every other byte is mostly zero, the second one in little-endian.
    elif data[1::2].count(0) * 4 > len(data):
        yield "utf-16-le"
    elif data[0::2].count(0) * 4 > len(data):
        yield "utf-16-be"


def _parted(text: str, commas_fit: Callable[[tuple[PastedLine, ...]], bool]) -> tuple[PastedLine, ...]:
    for sign in ("\t", ";"):
        if sign in text:
            found = _rows(text, sign)
            if any(len(line.cells) > 1 for line in found):
                return found
    if "," in text:
        found = _rows(text, ",")
        if len({len(line.cells) for line in found}) == 1 and commas_fit(found):
            return found
    return _rows(text, "\t")


def _rows(text: str, sign: str) -> tuple[PastedLine, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    found, begins = [], 1
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row)
            if any(cells):
                found.append(PastedLine(begins, cells))
            # A quoted cell may span several lines; errors name the first of them.
            begins = reader.line_num + 1
    except csv.Error:
        raise ListError(
            f"Linje {begins} har et anførselstegn, som ikke er lukket. Ret linjen, eller kopiér cellerne igen."
        ) from None
    return tuple(found)
