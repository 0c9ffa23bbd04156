"""Tables from a spreadsheet: pasted cells, or a file with tabs, semicolons or commas between them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.model.text import is_blank
from mus_desktop.model.text.pasted import without_codes, without_list_marks
from mus_desktop.services.paper.separated_cells import separated_rows, without_separator_line
from mus_desktop.storage.database.connection import is_open_here

MAX_BYTES = 1_000_000
MAX_ROWS = 500

_SEPARATORS = ' \t\r\n;,"'
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEET_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_FORMATS = (b"%pdf", b"{\\rtf", b"<!doctype", b"<html", b"<?xml")
_NOT_A_LIST = "Filen er beskadiget eller ikke en liste. Vælg en CSV- eller tekstfil."
# Not 1E and 1F, which are Word's codes for its hyphens.
_CONTROL_CHARACTERS = frozenset(chr(code) for code in (*range(9), *range(14, 30), 127, 0xFFFD))


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
        raise ListError(_NOT_A_LIST)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ListError("Filen er for stor til at være en liste. Vælg en fil med højst nogle hundrede rækker.")
        data = path.read_bytes()
    except OSError:
        raise ListError(
            "Filen kunne ikke læses. Se efter, om den findes, og om et andet program har den åben."
        ) from None
    return decode_text(data)


def decode_text(data: bytes) -> str:
    """Return the text in ``data``: UTF-8, UTF-16 or Windows-1252; :class:`ListError` for anything else."""
    if data.startswith(_SPREADSHEET_SIGNATURES):
        raise ListError("Filen er et regneark. Gem den som CSV, eller kopiér cellerne i regnearket og sæt dem ind her.")
    if data.lstrip().lower().startswith(_OTHER_FORMATS):
        raise ListError(_NOT_A_LIST)
    # UTF-8 and UTF-16 first: almost any bytes are valid Windows-1252.
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL_CHARACTERS & set(text):  # do not try the next encoding, in which every byte is a letter
            break
        return text
    raise ListError(_NOT_A_LIST)


def read_lines(text: str, commas_fit: Callable[[tuple[PastedLine, ...]], bool]) -> tuple[PastedLine, ...]:
    """Return the rows of ``text`` that have content.

    Cells are separated by the sign in a first line ``sep=;``, else by tabs if there are any, else by semicolons, else
    by commas if every row then has the same number of cells and ``commas_fit`` returns true for them; otherwise a row
    is one cell. The mark of a list item and the tab after it are no cell.

    :raises ListError: the text is empty, damaged or too long.
    """
    if _CONTROL_CHARACTERS & set(text):
        raise ListError("Teksten rummer tegn, som ikke hører hjemme i en liste. Kopiér cellerne igen.")
    plain, separator = without_separator_line(without_codes(text))
    lines = _split_rows(plain, separator, commas_fit) if plain.strip(_SEPARATORS) else ()
    if not lines:
        raise ListError("Der er ingen rækker. Kopiér listen i regnearket, og sæt den ind her.")
    if len(lines) > MAX_ROWS:
        raise ListError(f"Listen har {len(lines)} rækker; der kan højst være {MAX_ROWS}. Del den, og prøv igen.")
    return lines


def _encodings(data: bytes) -> Iterator[str]:
    marked_encoding = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if marked_encoding:
        yield marked_encoding
        return
    if b"\0" not in data:
        yield from ("utf-8", "cp1252")
    # UTF-16 without a mark: in Danish text every other byte is mostly zero, the second one in little-endian.
    elif data[1::2].count(0) * 4 > len(data):
        yield "utf-16-le"
    elif data[0::2].count(0) * 4 > len(data):
        yield "utf-16-be"


def _split_rows(
    text: str, separator: str, commas_fit: Callable[[tuple[PastedLine, ...]], bool]
) -> tuple[PastedLine, ...]:
    if separator:
        return _rows(text, separator)
    text = without_list_marks(text)
    for sign in ("\t", ";"):
        if sign in text:
            rows = _rows(text, sign)
            if any(len(line.cells) > 1 for line in rows):
                return rows
    if "," in text:
        rows = _rows(text, ",")
        if len({len(line.cells) for line in rows}) == 1 and commas_fit(rows):
            return rows
    return _rows(text, "\t")


def _rows(text: str, separator: str) -> tuple[PastedLine, ...]:
    rows = ((number, tuple(cell.strip() for cell in cells)) for number, cells in separated_rows(text, separator))
    return tuple(PastedLine(number, cells) for number, cells in rows if not all(map(is_blank, cells)))
