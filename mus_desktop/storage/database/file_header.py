"""The header of a database file, read before anything opens it: a file that is refused is never touched."""

from __future__ import annotations

import struct
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from mus_desktop import file_changes
from mus_desktop.errors import DataUnusable, StorageError

APPLICATION_ID = int.from_bytes(b"MUSd", "big")

_MAGIC = b"SQLite format 3\x00"
_LENGTH = 100
_WAL_HEADER = 32
_FRAME_HEADER = 24
_APPLICATION_ID = slice(68, 72)
_SMALLEST_PAGE = 512


class FileHeader(NamedTuple):
    """The application id and schema version of a file, and the number of bytes its pages should fill."""

    application_id: int
    schema: int
    length: int


def key_file(path: Path) -> Path:
    """Return the path of the key file of the database at ``path``; only encrypted databases have one.

    It holds the key, locked by the password and by the recovery code.
    """
    return path.with_suffix(".key")


def exchange_journal(path: Path) -> Path:
    """Return the path of the journal of an exchange of the database at ``path``."""
    return path.with_name(f"{path.name}.exchange")


def exchange_lock(path: Path) -> Path:
    """Return the path of the file that is locked during an exchange of the database at ``path``.

    The file may also exist unlocked.
    """
    return path.with_name(f"{path.name}.exchange-lock")


def is_plain(path: Path) -> bool:
    """Return whether the file ``path`` begins like an unencrypted database."""
    with file_changes.open_again(path, "rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def is_regular(path: Path) -> bool:
    """Return whether ``path`` is a regular file: not a link, a folder or a pipe, whose opening would block."""
    try:
        return S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_plain_and_ours(path: Path) -> bool:
    """Return whether ``path`` is a file that begins like an unencrypted database of this program; links do not count.

    Raises ``OSError``.
    """
    if not is_regular(path):
        return False
    with file_changes.open_again(path, "rb") as file:
        start = file.read(_LENGTH)
    return start.startswith(_MAGIC) and start[_APPLICATION_ID] == APPLICATION_ID.to_bytes(4, "big")


def is_encrypted(path: Path) -> bool:
    """Return whether the database at ``path`` is encrypted: it has a key file and does not begin like a plain one."""
    return key_file(path).exists() and path.is_file() and path.stat().st_size > 0 and not is_plain(path)


def may_be_ours(path: Path) -> bool:
    """Return whether the file ``path`` is a database of this program, or possibly an encrypted one.

    An encrypted one looks like any other random bytes: only :func:`encrypted_header.opens` can prove that it belongs to
    the program, and nothing may be overwritten before that. Raises ``OSError``.
    """
    if not is_regular(path):
        return False
    with file_changes.open_again(path, "rb") as file:
        start = file.read(_SMALLEST_PAGE)
    if start.startswith(_MAGIC):
        return start[_APPLICATION_ID] == APPLICATION_ID.to_bytes(4, "big")
    size = path.stat().st_size
    return size > 0 and size % _SMALLEST_PAGE == 0 and not _is_text(start)


def _is_text(start: bytes) -> bool:
    """Return whether a file that begins with ``start`` is text; random bytes never are."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)  # the last character may be truncated
    except UnicodeDecodeError:
        return False
    return True


def refuse_unless_ours(path: Path, newest: int) -> None:
    """Raise :class:`StorageError` unless the file is a database of this program with schema ``newest`` or older.

    The file is only read. The ``-wal`` file of a killed program is checked too: that program may have been a newer one.
    """
    header = _read(path)
    refuse_wrong_header(path, header.application_id, header.schema, newest)
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        _refuse_wrong_wal(path, wal, newest)
    elif path.stat().st_size < header.length:
        raise DataUnusable(
            f"Databasen {path.name} i {path.parent} mangler en del af sit indhold og kan ikke åbnes. Den er ikke rørt. "
            "Gendan fra en backup."
        )


def wal_file(path: Path) -> Path:
    """Return the path of the ``-wal`` file of the database at ``path``; a closed database has none, not even empty."""
    return path.with_name(f"{path.name}-wal")


def refuse_irregular_side_files(path: Path) -> None:
    """Raise :class:`StorageError` if a folder or pipe has the name of a file that SQLite opens along with ``path``."""
    for suffix in ("-wal", "-shm", "-journal"):
        side_file = path.with_name(path.name + suffix)
        if side_file.exists() and not side_file.is_file():
            raise StorageError(
                f"{side_file.name} i {side_file.parent} er ikke en fil, så databasen kan ikke åbnes. Den er ikke rørt. "
                f"Flyt {side_file.name} et andet sted hen, og start programmet igen."
            )


def refuse_orphaned_side_files(path: Path) -> None:
    """Raise :class:`StorageError` if ``path`` is missing while unsaved parts of it remain.

    SQLite would apply them to the new database of that name; empty ones are harmless.
    """
    for suffix in ("-wal", "-journal"):
        side_file = path.with_name(path.name + suffix)
        if side_file.exists() and side_file.stat().st_size:
            raise DataUnusable(
                f"Databasen {path.name} mangler i {path.parent}, men {side_file.name} ligger der endnu. "
                f"Gendan fra en backup, eller flyt {side_file.name} et andet sted hen for at begynde forfra."
            )


def read_head(path: Path) -> bytes:
    """Return up to the first 100 bytes of the file ``path``. :raises StorageError: it cannot be read."""
    try:
        if not path.is_file():  # a folder, or a pipe whose opening would block
            raise FileNotFoundError(path)
        with file_changes.open_again(path, "rb") as file:
            return file.read(_LENGTH)
    except OSError as error:
        raise StorageError(
            f"Filen {path} kan ikke læses. Kontrollér, at det er en fil, og at du har adgang til den."
        ) from error


def _read(path: Path) -> FileHeader:
    head = read_head(path)
    if not head:
        raise DataUnusable(
            f"Databasen {path.name} i {path.parent} er tom, så indholdet er gået tabt eller aldrig skrevet. "
            "Gendan fra en backup, eller flyt filen et andet sted hen for at begynde forfra."
        )
    if len(head) < _LENGTH or not head.startswith(_MAGIC):
        raise DataUnusable(
            f"Databasen {path.name} i {path.parent} er beskadiget, eller dens nøglefil {key_file(path).name} mangler. "
            "Den er ikke rørt. Gendan fra en backup; i den ligger nøglen også."
        )
    page_size = _number(head, 16, 2)  # at fixed offsets: https://www.sqlite.org/fileformat.html#the_database_header
    return FileHeader(
        application_id=_number(head, 68, 4),
        schema=_number(head, 60, 4),
        # Two bytes cannot hold 65536, which is stored as 1.
        length=_number(head, 28, 4) * (65536 if page_size == 1 else page_size),
    )


def _number(head: bytes, start: int, length: int) -> int:
    return int.from_bytes(head[start : start + length], "big")


def _refuse_wrong_wal(path: Path, wal: Path, newest: int) -> None:
    """Raise :class:`StorageError` if a complete header in ``-wal`` is not ours or is newer than ``newest``.

    SQLite ignores an incomplete frame and everything after it.
    """
    for application_id, schema, end in _wal_headers(wal):
        try:
            refuse_wrong_header(path, application_id, schema, newest)
        except StorageError:
            if _wal_is_intact(wal, end):
                raise
            return


def _wal_headers(wal: Path) -> Iterator[tuple[int, int, int]]:
    """Yield application id and schema of every first page in ``-wal``, and the offset at which its frame ends.

    Parsed here, because SQLite would have to write next to the database, which a full disk does not allow. See
    https://sqlite.org/fileformat2.html#walformat.
    """
    with file_changes.open_again(wal, "rb") as file:
        head = file.read(_WAL_HEADER)
        page_size, salts = _number(head, 8, 4), head[16:24]
        while len(frame := file.read(_FRAME_HEADER + page_size)) == _FRAME_HEADER + page_size:
            if frame[8:16] != salts:  # left from before the file was last restarted
                return
            if _number(frame, 0, 4) == 1:
                page = frame[_FRAME_HEADER:]
                yield _number(page, 68, 4), _number(page, 60, 4), file.tell()


def _wal_is_intact(wal: Path, end: int) -> bool:
    """Return whether the frames of ``-wal`` up to ``end`` match their running checksum."""
    with file_changes.open_again(wal, "rb") as file:
        head = file.read(_WAL_HEADER)
        order, length = ">" if head[3] & 1 else "<", _FRAME_HEADER + _number(head, 8, 4)
        checksum = _wal_checksum(head[:24], (0, 0), order)
        intact = _stored_checksum(head, 24) == checksum
        while intact and file.tell() < end:
            frame = file.read(length)
            checksum = _wal_checksum(frame[:8] + frame[_FRAME_HEADER:], checksum, order)
            intact = _stored_checksum(frame, 16) == checksum
    return intact


def _stored_checksum(head: bytes, start: int) -> tuple[int, int]:
    return _number(head, start, 4), _number(head, start + 4, 4)


def _wal_checksum(content: bytes, checksum: tuple[int, int], order: str) -> tuple[int, int]:
    """Return SQLite's checksum of ``content``, continued from ``checksum``."""
    first, second = checksum
    for one, other in struct.iter_unpack(f"{order}II", content):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def refuse_wrong_header(path: Path, application_id: int, schema: int, newest: int) -> None:
    """Raise :class:`StorageError` unless ``path``, with these header values, is ours and no newer than ``newest``.

    A file that is damaged or not ours raises :class:`DataUnusable`.
    """
    if application_id != APPLICATION_ID:
        raise DataUnusable(
            f"Filen {path.name} i {path.parent} hører til et andet program og er ikke rørt. "
            "Flyt den, eller vælg en anden mappe til MUS Desktop."
        )
    if schema > newest:
        raise StorageError(
            f"Databasen {path.name} er lavet af en nyere udgave af MUS Desktop og er ikke rørt. "
            "Installér den nyeste udgave for at åbne den."
        )
    if schema < 1:
        raise DataUnusable(
            f"Databasen {path.name} i {path.parent} er beskadiget og er ikke rørt. Gendan fra en backup."
        )
