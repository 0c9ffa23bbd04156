"""Swap the database file atomically; safe against a kill at any point.

The steps are written in a journal next to the database. Before the journal exists, nothing has changed; after that,
every opening replays it to the end. Database, ``-wal`` and ``-shm`` move to quarantine together: SQLite would apply an
old ``-wal`` to a new database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from mus_desktop import drafts
from mus_desktop.storage.database import checksum, engine
from mus_desktop.storage.database.file_header import exchange_lock, exchange_note, key_file
from mus_desktop.storage.database.private_files import discard_draft, flush_folder, flush_to_disk, write_whole

KEPT = "læs mig.txt"
"""The name of the file that explains a folder of quarantined files."""
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Note:
    draft: str
    key_draft: str | None
    aside: str
    wiped: bool
    told: str | None = None


def put_in_place(path: Path, draft: Path, key_content: bytes | None, aside: str, told: str | None) -> None:
    """Give the verified database ``draft`` the name ``path``; the caller holds :func:`alone`, and neither is open.

    :param key_content: the new database's key file, ``None`` for a plain database.
    :param aside: the name of the folder, next to ``path``, that the old files move to.
    :param told: the explanation to write there for the user; ``None``: the folder is overwritten and removed at once.

    Raises ``OSError``; then either nothing has happened, or the next opening completes the swap.
    """
    _note_down(path, draft, key_content, aside, told)
    finish(path)


def finish(path: Path) -> None:
    """Complete the swap in the journal of ``path``, if there is one; replaying finished steps changes nothing.

    The caller holds :func:`alone`. Raises ``OSError``.
    """
    if exchange_note(path).exists():
        _finish(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the exchange lock of ``path``: two exchanges at once could take the new database for the old one.

    Nobody can open the database meanwhile either: their changes to the old one would be lost. The lock is SQLite's, on
    an empty file, because it ends with its process on every system.
    """
    lock = exchange_lock(path)
    lock.touch(mode=0o600)
    with closing(engine.connect(lock)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _note_down(path: Path, draft: Path, key_content: bytes | None, aside: str, told: str | None) -> None:
    flush_to_disk(draft)
    flush_folder(draft.parent)
    flush_folder(path.parent)  # a journal of a draft without a name on the disk would mean that all is done
    key_draft = None
    if key_content is not None:
        key_draft = f"{draft.parent.name}/{draft.name}.key"
        write_whole(path.parent / key_draft, key_content)
    note = _Note(f"{draft.parent.name}/{draft.name}", key_draft, aside, told is None, told)
    write_whole(exchange_note(path), json.dumps(asdict(note)).encode())


def _finish(path: Path) -> None:
    note = _Note(**json.loads(exchange_note(path).read_bytes()))
    aside = path.with_name(note.aside)
    aside.mkdir(mode=0o700, exist_ok=True)
    drafts.mark(aside)
    if note.told and _is_anything_there(path):
        write_whole(aside / KEPT, note.told.encode())
    draft = path.parent / note.draft
    if draft.exists():  # otherwise the new database has its name already
        for suffix in _SIDE_FILES:
            _move(path.with_name(path.name + suffix), aside)
        # The same content in another file keeps its alarm.
        if checksum.is_there(path) and not (note.wiped and checksum.has_alarm(path)):
            _move(checksum.checksum_file(path), aside)
        flush_folder(aside)
        flush_folder(path.parent)  # the new database must never exist next to the old -wal
        draft.replace(path)
    _exchange_key(path, note, aside)
    flush_folder(path.parent)
    if note.wiped or {file.name for file in aside.iterdir()} == {drafts.MARKER}:  # there were no old files
        drafts.remove(aside, overwritten=True)
    exchange_note(path).unlink()
    discard_draft(draft)
    with suppress(OSError):  # the swap is complete, and replaying the journal is idempotent
        flush_folder(path.parent)


def _is_anything_there(path: Path) -> bool:
    files = [path.with_name(path.name + suffix) for suffix in _SIDE_FILES]
    return any(file.exists() for file in [*files, key_file(path)])


def _exchange_key(path: Path, note: _Note, aside: Path) -> None:
    key = key_file(path)
    if note.key_draft is None:
        _move(key, aside)
    elif (path.parent / note.key_draft).exists():
        _move(key, aside)
        (path.parent / note.key_draft).replace(key)


def _move(file: Path, aside: Path) -> None:
    if file.exists():
        file.replace(aside / file.name)
