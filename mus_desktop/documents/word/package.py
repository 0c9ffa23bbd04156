"""A Word package as parts by name: read with limits, written reproducibly. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from mus_desktop.errors import DocumentError

_MOST_PARTS = 2_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_SMALL = 1024 * 1024
# An encrypted Word file is an OLE container, which begins with these bytes, and not a zip file.
_PROTECTED = bytes.fromhex("d0cf11e0")
# The earliest date a zip file can hold: the same parts must produce the same bytes on any day.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

BROKEN = "Word-skabelonen er beskadiget og kan ikke læses. Hent den igen, eller brug den, der følger med skemaet."
_LOCKED = (
    "Word-skabelonen er beskyttet med adgangskode eller en følsomhedsmærkat og kan ikke læses. "
    "Gem den som et almindeligt Word-dokument (.docx)."
)
MACROS = "Word-skabelonen indeholder makroer. Gem den som et almindeligt Word-dokument (.docx)."
_TOO_LARGE = "Word-skabelonen er for stor. Fjern store billeder, og gem den igen."


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return ``parts`` as a package; the same parts always produce the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on Windows and Linux
            package.writestr(entry, content)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name, in the order of the package.

    :raises DocumentError: the package cannot be read, is protected, contains macros, or unpacks to an excessive size.
    """
    if content.startswith(_PROTECTED):
        raise DocumentError(_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_unreasonable(entries)
            parts = {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise DocumentError(BROKEN) from error
    if "[Content_Types].xml" not in parts:
        raise DocumentError(BROKEN)
    if "word/vbaProject.bin" in parts:
        raise DocumentError(MACROS)
    return parts


def _refuse_unreasonable(entries: list[zipfile.ZipInfo]) -> None:
    # With two entries of one name, Word may read another one than this program.
    if len({entry.filename for entry in entries}) != len(entries):
        raise DocumentError(BROKEN)
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    # A small file may unpack to gigabytes (a zip bomb); the ratio is checked only when the total is not small.
    if len(entries) > _MOST_PARTS or total > _MOST_BYTES or (total > _SMALL and total / packed > _MOST_RATIO):
        raise DocumentError(_TOO_LARGE)
