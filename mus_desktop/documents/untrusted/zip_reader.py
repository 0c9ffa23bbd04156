"""Reading a zip file from outside: bounded, unambiguous, and never unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_HEADER_BYTES = 30
_END_RECORD_BYTES = 22
_ENCRYPTED, _NAME_IN_UTF_8 = 0x1, 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RATIO_UNCHECKED_BELOW = 1024 * 1024
# A backslash, a colon or a percent sign can hide a path that leaves the package.
_NAME = re.compile(r'[^\x00-\x1f\x7f\\:%*?"<>|]+')
_UNIX = 3
_MAX_NAME_LENGTH = 240


class ZipFault(StrEnum):
    """The reason why a zip file is not read."""

    DAMAGED = "damaged"
    PROTECTED = "protected"
    TOO_LARGE = "too large"


class ZipRefused(Exception):
    """A zip file that is damaged, ambiguous, protected or too large; ``fault`` says which."""

    def __init__(self, fault: ZipFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """The most that a zip file may contain."""

    entries: int = 2_000
    total_bytes: int = 200 * 1024 * 1024
    ratio: int = 200
    """Unpacked bytes per packed byte, checked only when the total is not small."""


_DEFAULT_LIMITS = ZipLimits()


def read_zip(content: bytes, limits: ZipLimits = _DEFAULT_LIMITS) -> dict[str, bytes]:
    """Return the files in a zip file by name, in its order; folders are left out.

    :raises ZipRefused: it cannot be read, two programs might read it differently, or it exceeds ``limits``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_excessive(entries, limits)
            _refuse_ambiguous(content, package, entries)
            return {entry.filename: _unpacked(content, entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ZipRefused(ZipFault.DAMAGED) from error


def _refuse_excessive(entries: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    # A small file may unpack to gigabytes (a zip bomb).
    if (
        len(entries) > limits.entries
        or total > limits.total_bytes
        or (total > _RATIO_UNCHECKED_BELOW and total / packed > limits.ratio)
    ):
        raise ZipRefused(ZipFault.TOO_LARGE)


def _refuse_ambiguous(content: bytes, package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Raise :class:`ZipRefused` if another program might find other files in ``content``."""
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ZipRefused(ZipFault.PROTECTED)
    names = {unicodedata.normalize("NFC", entry.filename).casefold() for entry in entries}
    # With two entries of one name, Word may read another one than this program.
    if len(names) != len(entries) or not all(map(_is_plain_file, entries)):
        raise ZipRefused(ZipFault.DAMAGED)
    if not content.startswith(_LOCAL_HEADER) or _has_overlap(package, entries) or not _ends_with_directory(content):
        raise ZipRefused(ZipFault.DAMAGED)


def _is_plain_file(entry: zipfile.ZipInfo) -> bool:
    """Return whether ``entry`` is a file or folder inside the package, packed as Word can read it."""
    kind = stat.S_IFMT(entry.external_attr >> 16) if entry.create_system == _UNIX else 0
    # zipfile has already cut the name at a null character, so the name as stored is checked.
    return (
        is_plain_name(entry.orig_filename.removesuffix("/"))
        and entry.compress_type in _METHODS
        and kind in (0, stat.S_IFREG, stat.S_IFDIR)
    )


def is_plain_name(name: str) -> bool:
    """Return whether ``name`` is a relative path that stays inside the package and hides nothing."""
    return (
        len(name) <= _MAX_NAME_LENGTH
        and _NAME.fullmatch(name) is not None
        and not any(segment in ("", ".", "..") for segment in name.split("/"))
    )


def _has_overlap(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether something stands before the first entry, or two entries share bytes (a zip bomb)."""
    starts = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    ends = [start for start, _ in starts[1:]] + [package.start_dir]
    return bool(starts and starts[0][0] != 0) or any(
        start + _LOCAL_HEADER_BYTES + size > end for (start, size), end in zip(starts, ends, strict=True)
    )


def _ends_with_directory(content: bytes) -> bool:
    """Return whether nothing stands after the end record of the directory and its comment."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or len(content) < at + _END_RECORD_BYTES:
        return False
    comment_length = int.from_bytes(content[at + _END_RECORD_BYTES - 2 : at + _END_RECORD_BYTES], "little")
    return at + _END_RECORD_BYTES + comment_length == len(content)


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the file of ``entry``; :class:`ZipRefused` if it is not what the directory says.

    Not :meth:`zipfile.ZipFile.read`, which unpacks all there is, up to 2 GB, and cuts it to the size that is claimed.
    """
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(_LOCAL_HEADER):
        raise ZipRefused(ZipFault.DAMAGED)
    name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    name_at = entry.header_offset + _LOCAL_HEADER_BYTES
    begin = name_at + name_length + extra_length
    packed = content[begin : begin + entry.compress_size]
    name = content[name_at : name_at + name_length].decode("utf-8" if entry.flag_bits & _NAME_IN_UTF_8 else "cp437")
    unpacked, is_whole = packed, True
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = stream.decompress(packed, entry.file_size + 1)
        is_whole = stream.eof
    if (
        name != entry.orig_filename
        or not is_whole
        or len(unpacked) != entry.file_size
        or zlib.crc32(unpacked) != entry.CRC
    ):
        raise ZipRefused(ZipFault.DAMAGED)
    return unpacked
