"""What a database file says of itself, read before anything opens it: a file that is refused is never touched."""

from __future__ import annotations

import struct
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from mus_desktop.errors import StorageError, Unusable

APPLICATION_ID = int.from_bytes(b"MUSd", "big")

_MAGIC = b"SQLite format 3\x00"
_LENGTH = 100
_WAL_HEADER = 32
_FRAME_HEADER = 24
_APPLICATION_ID = slice(68, 72)
_SMALLEST_PAGE = 512


@dataclass(frozen=True, slots=True)
class FileHeader:
    """Whose file it is, the version of its schema, and how many bytes its pages ought to fill."""

    application_id: int
    schema: int
    length: int


def key_file(path: Path) -> Path:
    """Where the key of the database at ``path`` lies, locked by password and recovery code; encrypted ones have it."""
    return path.with_suffix(".key")


def exchange_note(path: Path) -> Path:
    """Where it is written that the database at ``path`` is being exchanged for another."""
    return path.with_name(f"{path.name}.exchange")


def exchange_lock(path: Path) -> Path:
    """What is locked while the database at ``path`` is being exchanged; the file may lie there without being."""
    return path.with_name(f"{path.name}.exchange-lock")


def is_plain(path: Path) -> bool:
    """Whether the file ``path`` begins as an unencrypted database does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def is_regular(path: Path) -> bool:
    """Return whether ``path`` is a file of its own: no link, no folder, and no pipe, whose opening would wait."""
    try:
        return S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_plain_and_ours(path: Path) -> bool:
    """Return whether ``path`` is a file that begins as an unencrypted database of this program; links do not count.

    Raises ``OSError``.
    """
    if not is_regular(path):
        return False
    with path.open("rb") as file:
        start = file.read(_LENGTH)
    return start.startswith(_MAGIC) and start[_APPLICATION_ID] == APPLICATION_ID.to_bytes(4, "big")


def is_sealed(path: Path) -> bool:
    """Whether the database at ``path`` is encrypted: it has a key file, and does not begin as a plain one does."""
    return key_file(path).exists() and path.is_file() and path.stat().st_size > 0 and not is_plain(path)


def may_be_ours(path: Path) -> bool:
    """Whether the file ``path`` is a database of this program, or perhaps an encrypted one.

    An encrypted one looks like any other random bytes: only :func:`encrypted_header.opens` can say that it is ours,
    and nothing may be overwritten before it has. Raises ``OSError``.
    """
    if not is_regular(path):
        return False
    with path.open("rb") as file:
        start = file.read(_SMALLEST_PAGE)
    if start.startswith(_MAGIC):
        return start[_APPLICATION_ID] == APPLICATION_ID.to_bytes(4, "big")
    size = path.stat().st_size
    return size > 0 and size % _SMALLEST_PAGE == 0 and not _is_text(start)


def _is_text(start: bytes) -> bool:
    """Return whether a file that begins with ``start`` is text; random bytes never are."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)  # the last character may be cut off
    except UnicodeDecodeError:
        return False
    return True


def refuse_unless_ours(path: Path, newest: int) -> None:
    """Raise :class:`StorageError` unless the file is a database of this program with schema ``newest`` or older.

    The file is only read. What a killed program left in ``-wal`` counts too: it may have been a newer program.
    """
    header = _read(path)
    judge(path, header.application_id, header.schema, newest)
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        _judge_wal(path, wal, newest)
    elif path.stat().st_size < header.length:
        raise Unusable(
            f"Databasen {path.name} i {path.parent} mangler en del af sit indhold og kan ikke åbnes. Den er ikke rørt. "
            "Hent en backup."
        )


def refuse_odd_side_files(path: Path) -> None:
    """Raise :class:`StorageError` if a folder or pipe has the name of a file that SQLite opens with ``path``."""
    for suffix in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists() and not beside.is_file():
            raise StorageError(
                f"{beside.name} i {beside.parent} er ikke en fil, så databasen kan ikke åbnes. Den er ikke rørt. "
                f"Flyt {beside.name} et andet sted hen, og start programmet igen."
            )


def refuse_leftovers(path: Path) -> None:
    """Raise :class:`StorageError` if ``path`` is gone while unsaved parts of it remain.

    They would be poured into the new database that takes its name; empty ones are harmless.
    """
    for suffix in ("-wal", "-journal"):
        left = path.with_name(path.name + suffix)
        if left.exists() and left.stat().st_size:
            raise Unusable(
                f"Databasen {path.name} mangler i {path.parent}, men {left.name} ligger der endnu. "
                f"Hent en backup, eller flyt {left.name} et andet sted hen for at begynde forfra."
            )


def read_head(path: Path) -> bytes:
    """Return the first 100 bytes of the file ``path``, or what there is. :raises StorageError: it cannot be read."""
    try:
        if not path.is_file():  # a folder, or a pipe that would be waited for
            raise FileNotFoundError(path)
        with path.open("rb") as file:
            return file.read(_LENGTH)
    except OSError as error:
        raise StorageError(
            f"Filen {path} kan ikke læses. Kontrollér, at det er en fil, og at du har adgang til den."
        ) from error


def _read(path: Path) -> FileHeader:
    head = read_head(path)
    if not head:
        raise Unusable(
            f"Databasen {path.name} i {path.parent} er tom, så indholdet er gået tabt eller aldrig skrevet. "
            "Hent en backup, eller flyt filen et andet sted hen for at begynde forfra."
        )
    if len(head) < _LENGTH or not head.startswith(_MAGIC):
        raise Unusable(
            f"Databasen {path.name} i {path.parent} er beskadiget, eller dens nøglefil {key_file(path).name} mangler. "
            "Den er ikke rørt. Hent en backup; i den ligger nøglen også."
        )
    page_size = _number(head, 16, 2)
    return FileHeader(
        application_id=_number(head, 68, 4),
        schema=_number(head, 60, 4),
        length=_number(head, 28, 4) * (65536 if page_size == 1 else page_size),
    )


def _number(head: bytes, start: int, length: int) -> int:
    return int.from_bytes(head[start : start + length], "big")


def _judge_wal(path: Path, wal: Path, newest: int) -> None:
    """What a power cut left half written says nothing: SQLite takes no notice of it and of what comes after it."""
    for application_id, schema, end in _in_wal(wal):
        try:
            judge(path, application_id, schema, newest)
        except StorageError:
            if _is_whole(wal, end):
                raise
            return


def _in_wal(wal: Path) -> Iterator[tuple[int, int, int]]:
    """Application id and schema in every first page that ``-wal`` holds, and where it ends in the file.

    Read by hand, because SQLite would have to write beside the database, which a full disk does not allow. See
    https://sqlite.org/fileformat2.html#walformat.
    """
    with wal.open("rb") as file:
        head = file.read(_WAL_HEADER)
        page_size, salts = _number(head, 8, 4), head[16:24]
        while len(frame := file.read(_FRAME_HEADER + page_size)) == _FRAME_HEADER + page_size:
            if frame[8:16] != salts:  # left from an earlier round through the file
                return
            if _number(frame, 0, 4) == 1:
                page = frame[_FRAME_HEADER:]
                yield _number(page, 68, 4), _number(page, 60, 4), file.tell()


def _is_whole(wal: Path, end: int) -> bool:
    """Whether the frames of ``-wal`` up to ``end`` are as they were written, by their running checksum."""
    with wal.open("rb") as file:
        head = file.read(_WAL_HEADER)
        order, length = ">" if head[3] & 1 else "<", _FRAME_HEADER + _number(head, 8, 4)
        sums = _summed(head[:24], (0, 0), order)
        whole = _stored(head, 24) == sums
        while whole and file.tell() < end:
            frame = file.read(length)
            sums = _summed(frame[:8] + frame[_FRAME_HEADER:], sums, order)
            whole = _stored(frame, 16) == sums
    return whole


def _stored(head: bytes, start: int) -> tuple[int, int]:
    return _number(head, start, 4), _number(head, start + 4, 4)


def _summed(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    """SQLite's checksum of ``content``, going on from ``sums``."""
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", content):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def judge(path: Path, application_id: int, schema: int, newest: int) -> None:
    """Raise :class:`StorageError` unless ``path``, which says this of itself, is ours and no newer than ``newest``.

    What is damaged or not ours is :class:`Unusable`.
    """
    if application_id != APPLICATION_ID:
        raise Unusable(
            f"Filen {path.name} i {path.parent} hører til et andet program og er ikke rørt. "
            "Flyt den, eller vælg en anden mappe til MUS Desktop."
        )
    if schema > newest:
        raise StorageError(
            f"Databasen {path.name} er lavet af en nyere udgave af MUS Desktop og er ikke rørt. "
            "Installér den nyeste udgave for at åbne den."
        )
    if schema < 1:
        raise Unusable(f"Databasen {path.name} i {path.parent} er beskadiget og er ikke rørt. Hent en backup.")
