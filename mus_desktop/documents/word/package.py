"""A Word package as parts by name: read with limits, written reproducibly. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from mus_desktop.errors import DocumentError

_MAX_PARTS = 2_000
_MAX_BYTES = 200 * 1024 * 1024
_MAX_RATIO = 200
_RATIO_UNCHECKED_BELOW = 1024 * 1024
# An encrypted Word file is an OLE container, which begins with these bytes, and not a zip file.
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0")
# The earliest date a zip file can hold: the same parts must produce the same bytes on any day.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

DAMAGED_TEMPLATE = (
    "Word-skabelonen er beskadiget og kan ikke læses. Hent den igen, eller brug den, der følger med skemaet."
)
_PROTECTED_TEXT = (
    "Word-skabelonen er beskyttet med adgangskode eller en følsomhedsmærkat og kan ikke læses. "
    "Gem den som et almindeligt Word-dokument (.docx)."
)
MACROS_REFUSED = "Word-skabelonen indeholder makroer. Gem den som et almindeligt Word-dokument (.docx)."
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
    if content.startswith(_OLE_SIGNATURE):
        raise DocumentError(_PROTECTED_TEXT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_unreasonable(entries)
            parts = {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise DocumentError(DAMAGED_TEMPLATE) from error
    if "[Content_Types].xml" not in parts:
        raise DocumentError(DAMAGED_TEMPLATE)
    if "word/vbaProject.bin" in parts:
        raise DocumentError(MACROS_REFUSED)
    return parts


def _refuse_unreasonable(entries: list[zipfile.ZipInfo]) -> None:
    # With two entries of one name, Word may read another one than this program.
    if len({entry.filename for entry in entries}) != len(entries):
        raise DocumentError(DAMAGED_TEMPLATE)
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    # A small file may unpack to gigabytes (a zip bomb); the ratio is checked only when the total is not small.
    if (
        len(entries) > _MAX_PARTS
        or total > _MAX_BYTES
        or (total > _RATIO_UNCHECKED_BELOW and total / packed > _MAX_RATIO)
    ):
        raise DocumentError(_TOO_LARGE)
