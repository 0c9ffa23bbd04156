"""Swap the database file atomically; safe against a kill at any point.

The steps are written in a journal next to the database. Before the journal exists, nothing has changed; after that,
every opening replays it to the end. Database, ``-wal`` and ``-shm`` move to quarantine together: SQLite would apply an
old ``-wal`` to a new database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mus_desktop import drafts, file_changes
from mus_desktop.storage.database import checksum, engine
from mus_desktop.storage.database.file_header import exchange_journal, exchange_lock, key_file
from mus_desktop.storage.database.private_files import discard_draft, flush_folder, flush_to_disk, write_atomically

EXPLANATION_NAME = "læs mig.txt"
"""The name of the file that explains a folder of quarantined files."""
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Journal:
    """The steps of an exchange: the folder and name of each draft, and the folder the old files move to.

    ``wiped``: they are overwritten and removed at once; otherwise ``explanation`` is written there for the user.
    """

    draft: str
    key_draft: str | None
    quarantine_folder: str
    wiped: bool
    explanation: str | None = None


def replace_database(
    path: Path, draft: Path, key_content: bytes | None, quarantine_folder: str, explanation: str | None
) -> None:
    """Give the verified database ``draft`` the name ``path``; neither is open.

    The caller holds :func:`hold_exchange_lock`.

    :param key_content: the new database's key file, ``None`` for a plain database.
    :param quarantine_folder: the name of the folder, next to ``path``, that the old files move to.
    :param explanation: the text to write there for the user; ``None``: the folder is overwritten and removed at once.

    Raises ``OSError``; then either nothing has happened, or the next opening completes the swap.
    """
    _write_journal(path, draft, key_content, quarantine_folder, explanation)
    finish(path)


def finish(path: Path) -> None:
    """Complete the swap in the journal of ``path``, if there is one; replaying finished steps changes nothing.

    The caller holds :func:`hold_exchange_lock`. Raises ``OSError``.
    """
    if exchange_journal(path).exists():
        _finish(path)


@contextmanager
def hold_exchange_lock(path: Path) -> Iterator[None]:
    """Hold the exchange lock of ``path``: two exchanges at once could take the new database for the old one.

    Nobody can open the database meanwhile either: their changes to the old one would be lost. The lock is SQLite's, on
    an empty file, because it ends with its process on every system.
    """
    lock = exchange_lock(path)
    lock.touch(mode=0o600)
    with closing(engine.connect(lock)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _write_journal(
    path: Path, draft: Path, key_content: bytes | None, quarantine_folder: str, explanation: str | None
) -> None:
    flush_to_disk(draft)
    flush_folder(draft.parent)
    flush_folder(path.parent)  # a journal of a draft without a name on the disk would mean that all is done
    key_draft = None
    if key_content is not None:
        key_draft = f"{draft.parent.name}/{draft.name}.key"
        write_atomically(path.parent / key_draft, key_content)
    journal = _Journal(
        f"{draft.parent.name}/{draft.name}", key_draft, quarantine_folder, explanation is None, explanation
    )
    write_atomically(exchange_journal(path), json.dumps(_to_json(journal)).encode())


def _to_json(journal: _Journal) -> dict[str, Any]:
    """Return ``journal`` as JSON; its keys never change, because another version may complete the exchange."""
    return {
        "draft": journal.draft,
        "key_draft": journal.key_draft,
        "aside": journal.quarantine_folder,
        "wiped": journal.wiped,
        "told": journal.explanation,
    }


def _read_journal(path: Path) -> _Journal:
    """Return what :func:`_to_json` stored. Raises ``ValueError``, ``TypeError`` or ``KeyError`` if it is damaged."""
    plain = json.loads(file_changes.read(exchange_journal(path)))
    return _Journal(plain["draft"], plain["key_draft"], plain["aside"], plain["wiped"], plain.get("told"))


def _finish(path: Path) -> None:
    journal = _read_journal(path)
    quarantine_folder = path.with_name(journal.quarantine_folder)
    quarantine_folder.mkdir(mode=0o700, exist_ok=True)
    drafts.add_marker(quarantine_folder)
    # Without old files there is nothing to explain, and the folder is removed again below.
    if journal.explanation and _any_file_exists(path):
        write_atomically(quarantine_folder / EXPLANATION_NAME, journal.explanation.encode())
    draft = path.parent / journal.draft
    if draft.exists():  # otherwise the new database has its name already
        for suffix in _SIDE_FILES:
            _move(path.with_name(path.name + suffix), quarantine_folder)
        # The same content in another file keeps its alarm.
        if checksum.exists(path) and not (journal.wiped and checksum.has_alarm(path)):
            _move(checksum.checksum_file(path), quarantine_folder)
        flush_folder(quarantine_folder)
        flush_folder(path.parent)  # the new database must never exist next to the old -wal
        file_changes.replace(draft, path)
    _exchange_key(path, journal, quarantine_folder)
    flush_folder(path.parent)
    if journal.wiped or {file.name for file in quarantine_folder.iterdir()} == {
        drafts.MARKER
    }:  # there were no old files
        drafts.remove(quarantine_folder, overwrite=True)
    file_changes.remove_file(exchange_journal(path))
    discard_draft(draft)
    with suppress(OSError):  # the swap is complete, and replaying the journal is idempotent
        flush_folder(path.parent)


def _any_file_exists(path: Path) -> bool:
    files = [path.with_name(path.name + suffix) for suffix in _SIDE_FILES]
    return any(file.exists() for file in [*files, key_file(path)])


def _exchange_key(path: Path, journal: _Journal, quarantine_folder: Path) -> None:
    key = key_file(path)
    if journal.key_draft is None:
        _move(key, quarantine_folder)
    # Otherwise the new key has its name already, from before a kill.
    elif (path.parent / journal.key_draft).exists():
        _move(key, quarantine_folder)
        file_changes.replace(path.parent / journal.key_draft, key)


def _move(file: Path, quarantine_folder: Path) -> None:
    if file.exists():
        file_changes.replace(file, quarantine_folder / file.name)
