"""The rows of a staff list in a file: text in any usual encoding, Excel, or OpenDocument. Anything else is refused.

A list may be hostile or a mistake, so its size, its rows and the time to read it are bounded, and each kind of wrong
file has its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mus_desktop.documents.untrusted.zip_reader import ZipFault, ZipLimits, ZipRefused, read_zip
from mus_desktop.errors import KnownError
from mus_desktop.limited_reading import FileTooLarge, read_limited
from mus_desktop.model.staff_list.known_headings import KNOWN_HEADINGS, heading_key
from mus_desktop.model.staff_list.separated_values import SourceRow, split_rows
from mus_desktop.model.staff_list.text_decoding import NotText, decoded
from mus_desktop.task_process import TaskFailed, TaskProcess, TimeLimits

MAX_ROWS = 20_000
_MAX_BYTES = 20 * 1024 * 1024
_MAX_TEXT_BYTES = 10 * 1024 * 1024
_MAX_COLUMNS = 256
_SECONDS = 20.0
_LIMITS = ZipLimits(entries=2_000, total_bytes=100 * 1024 * 1024, ratio=400)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_HOW_TO = "Gem medarbejderlisten som Excel-fil (.xlsx) eller CSV, og prøv igen."


class StaffSource(NamedTuple):
    """The rows of a list, and Danish sentences on what of the file was not used."""

    rows: tuple[SourceRow, ...]
    remarks: tuple[str, ...] = ()


def read_staff_file(path: Path) -> StaffSource:
    """Return the rows of the list in ``path``. :raises KnownError: it is no list that can be read."""
    content = _content(path)
    name = path.name
    if content.startswith(_ZIP):
        source = _read_package(content, name)
    elif content.startswith(_OLE):
        source = _read_old_workbook(content, name)
    else:
        source = StaffSource(_read_text(content, name))
    return _checked(source, name)


def read_staff_text(text: str) -> StaffSource:
    """Return the rows of a typed or pasted list. :raises KnownError: it is too long or has no rows."""
    return _checked(StaffSource(split_rows(text)), "Listen")


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise KnownError(f"»{path.name}« er en mappe. Vælg filen med medarbejderlisten.")
    try:
        content = read_limited(path, _MAX_BYTES)
    except FileTooLarge as error:
        raise _too_large(path.name) from error
    except FileNotFoundError as error:
        raise KnownError(f"Filen »{path.name}« findes ikke mere. Vælg den igen.") from error
    except OSError as error:
        raise _unreadable(path.name) from error
    if not content.strip():
        raise KnownError(f"Filen »{path.name}« er tom. Vælg en anden fil.")
    return content


def _read_text(content: bytes, name: str) -> tuple[SourceRow, ...]:
    if content.startswith(b"%PDF"):
        raise KnownError(f"»{name}« er en PDF-fil, som ikke kan læses som en liste. {_HOW_TO}")
    if _MARKUP.match(content):
        raise KnownError(f"»{name}« er en webside, også hvis den ender på .xls. Åbn den i Excel. {_HOW_TO}")
    # Before anything else is done with a text of a million lines.
    if len(content) > _MAX_TEXT_BYTES or content.count(b"\n") > 2 * MAX_ROWS or content.count(b"\r") > 2 * MAX_ROWS:
        raise _too_large(name)
    try:
        return split_rows(decoded(content))
    except NotText as error:
        raise KnownError(f"»{name}« er ikke en liste. {_HOW_TO}") from error


def _read_package(content: bytes, name: str) -> StaffSource:
    try:
        parts = read_zip(content, _LIMITS)
    except ZipRefused as error:
        faults = {ZipFault.TOO_LARGE: _too_large, ZipFault.PROTECTED: _protected, ZipFault.DAMAGED: _damaged}
        raise faults[error.fault](name) from error
    if "word/document.xml" in parts or parts.get("mimetype", b"").endswith(b".text"):
        raise _word_file(name)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise _protected(name)
    if "xl/workbook.xml" not in parts and not parts.get("mimetype", b"").endswith(b".spreadsheet"):
        raise KnownError(f"»{name}« er ikke et regneark. {_HOW_TO}")
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    return _read_workbook(content, name, ["Filens makroer er ikke kørt."] if macros else [])


def _read_old_workbook(content: bytes, name: str) -> StaffSource:
    """Read a file in the container of Office 97, which holds other kinds too."""
    if _has_stream(content, "EncryptedPackage"):
        raise _protected(name)
    if _has_stream(content, "WordDocument"):
        raise _word_file(name)
    if not (_has_stream(content, "Workbook") or _has_stream(content, "Book")):
        raise KnownError(f"»{name}« er ikke et regneark. {_HOW_TO}")
    return _read_workbook(content, name, [])


def _has_stream(content: bytes, name: str) -> bool:
    # The directory of the container has the names in UTF-16, each ended by a null character.
    return name.encode("utf-16-le") + b"\0\0" in content


def _read_workbook(content: bytes, name: str, remarks: Sequence[str]) -> StaffSource:
    try:
        with TaskProcess(TimeLimits(silence=_SECONDS, total_limit=_SECONDS)) as process:
            found: dict[str, Any] = process.run({"do": "read workbook"}, content)
    except TaskFailed as error:  # it took too long, or its memory ended
        raise _too_large(name) from error
    except OSError as error:  # the process could not be started
        raise _unreadable(name) from error
    faults: dict[str, Callable[[str], KnownError]] = {
        "protected": _protected,
        "too large": _too_large,
        "damaged": _damaged,
    }
    if "fault" in found:
        raise faults[found["fault"]](name)
    sheets = found["sheets"]
    if not sheets:
        return StaffSource(())
    chosen = next((sheet for sheet in sheets if _has_headings(sheet["rows"])), sheets[0])
    if len(sheets) > 1:
        remarks = [*remarks, f"Kun arket »{chosen['name']}« er læst."]
    return StaffSource(tuple(SourceRow(line, tuple(cells)) for line, cells in chosen["rows"]), tuple(remarks))


def _has_headings(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    return any(sum(heading_key(cell) in KNOWN_HEADINGS for cell in cells) > 1 for _, cells in rows[:20])


def _checked(source: StaffSource, name: str) -> StaffSource:
    if not source.rows:
        raise KnownError(f"Der er ingen rækker i »{name}«. Vælg en anden fil.")
    if len(source.rows) > MAX_ROWS or max(len(row.cells) for row in source.rows) > _MAX_COLUMNS:
        raise _too_large(name)
    return source


def _unreadable(name: str) -> KnownError:
    return KnownError(
        f"Filen »{name}« kan ikke læses. Luk den i andre programmer, kontrollér, at du har adgang, og prøv igen."
    )


def _too_large(name: str) -> KnownError:
    return KnownError(
        f"»{name}« er for stor til at være en medarbejderliste. Vælg en liste med højst 20.000 rækker, eller gem kun "
        "det ark, den står på."
    )


def _protected(name: str) -> KnownError:
    return KnownError(f"»{name}« er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.")


def _damaged(name: str) -> KnownError:
    return KnownError(f"»{name}« er beskadiget og kan ikke læses. Åbn den i Excel, gem den igen, og prøv så.")


def _word_file(name: str) -> KnownError:
    return KnownError(f"»{name}« er et Word-dokument. Kopiér tabellen i det, og indsæt den her i stedet.")
