"""A Word package as parts by name: read with limits, written reproducibly. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from mus_desktop.documents.untrusted.refusals import (
    DAMAGED_TEMPLATE,
    MACROS_REFUSED,
    PROTECTED_TEMPLATE,
    TEMPLATE_TOO_LARGE,
)
from mus_desktop.documents.untrusted.zip_reader import ZipFault, ZipRefused, read_zip
from mus_desktop.errors import DocumentError

# An encrypted Word file is an OLE container, which begins with these bytes, and not a zip file.
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0")
# The earliest date a zip file can hold: the same parts must produce the same bytes on any day.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 1
"""The fastest compression: a document becomes a tenth larger than with the usual one, in two thirds of the time."""
_SENTENCES = {
    ZipFault.DAMAGED: DAMAGED_TEMPLATE,
    ZipFault.PROTECTED: PROTECTED_TEMPLATE,
    ZipFault.TOO_LARGE: TEMPLATE_TOO_LARGE,
}


def zipped(parts: Mapping[str, bytes], *, after: bytes = b"") -> bytes:
    """Return ``parts`` as a package; the same parts always produce the same bytes.

    :param after: a package of further parts, which come first: they are not compressed again.
    """
    target = io.BytesIO(after)
    with zipfile.ZipFile(target, "a" if after else "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on Windows and Linux
            package.writestr(entry, content, compresslevel=_LEVEL)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name, in the order of the package.

    :raises DocumentError: the package cannot be read, is protected, contains macros, or unpacks to an excessive size.
    """
    if content.startswith(_OLE_SIGNATURE):
        raise DocumentError(PROTECTED_TEMPLATE)
    try:
        parts = read_zip(content)
    except ZipRefused as error:
        raise DocumentError(_SENTENCES[error.fault]) from error
    if "[Content_Types].xml" not in parts:
        raise DocumentError(DAMAGED_TEMPLATE)
    if any("vbaproject" in name.lower() for name in parts):
        raise DocumentError(MACROS_REFUSED)
    return parts
