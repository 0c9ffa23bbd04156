"""Back from a backup: the list to pick from, looking one through, and putting it in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import AlreadyOpen, PasswordNeeded, StorageError
from mus_desktop.storage import backup, bundle, courier, exchange, keys, sentences, shipping
from mus_desktop.storage.backup_state import StateFile
from mus_desktop.storage.database import Database
from mus_desktop.storage.engine import Fault, is_locked
from mus_desktop.storage.restore import Checked, Draft, aside_name, check, open_with, prepare, put_in_place

SPOOL = "spool"
"""The folder, among the data, for what is on its way in or out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup in a list; what is in it is unknown if it has no manifest."""

    path: Path
    made_at: datetime
    size: int
    counts: Mapping[str, int] | None
    encrypted: bool | None
    ours: bool
    """Of this very database, not of another's."""
    password_from: date | None = None
    """When the password was chosen that must be typed; ``None`` if none need be, or it is not known."""


class Restoring:
    """The way back from a backup into the open database."""

    def __init__(
        self,
        database: Database,
        state: StateFile,
        known_keys: Callable[[], list[tuple[tuple[keys.Lock, ...], bytes | None]]],
        save_todays: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._data_folder = database.path.parent
        self._folder = self._data_folder / paths.BACKUP_FOLDER
        self._state = state
        self._keys = known_keys
        self._save_todays = save_todays
        self._now = now

    def listed(self, folder: Path | None = None) -> list[Listed]:
        """The backups in a target's folder, or the local ones; newest first. May run beside the main thread.

        :raises StorageError: the folder cannot be read.
        """
        if folder is None:
            found = shipping.listing(self._folder, shipping.Files()) if self._folder.is_dir() else []
        else:
            found = courier.listing(folder)
        ours = backup.known_identity(self._database)
        known = {keys.identity(lock) for locks, key in self._keys() if key is not None for lock in locks}
        rows = [_row((folder or self._folder) / one.name, one, ours, known) for one in found]
        return sorted(rows, key=lambda row: row.made_at, reverse=True)

    def opened(self, file: Path, secret: str | None = None) -> Draft:
        """Look ``file`` through and take its database out, ready for :meth:`restore`. May run beside the main thread.

        :param secret: password or recovery code; not needed for what this database's own key opens.
        :raises WrongPassword: a secret is needed, or it is another.
        :raises StorageError: the file cannot be used; the sentence says why.
        """
        if any(target.folder in file.parents for target in self._state.read().targets):
            return self._opened_from_target(file, secret)
        return self._opened(file, secret)

    def restore(self, draft: Draft) -> None:
        """Put an opened backup in place of the database; a backup of today's is taken first, if it can be.

        Everything shown must be read anew. :raises StorageError: it could not be done; see :mod:`restore`.
        """
        try:
            self._save_todays()
            saved = True
        except StorageError:  # a damaged database is kept as it is instead
            saved = False
        now = self._now()
        self._database.exchange(lambda: put_in_place(draft, now))
        if saved:
            with suppress(OSError):
                exchange.wipe_folder(self._data_folder / aside_name(now))

    def _opened_from_target(self, file: Path, secret: str | None) -> Draft:
        (self._data_folder / SPOOL).mkdir(mode=0o700, parents=True, exist_ok=True)
        fetched = (self._data_folder / SPOOL) / file.name
        try:
            courier.fetch(file, fetched)
            return self._opened(fetched, secret)
        finally:
            fetched.unlink(missing_ok=True)
            bundle.manifest_of(fetched).unlink(missing_ok=True)

    def _opened(self, file: Path, secret: str | None) -> Draft:
        checked = check(file)
        key = open_with(checked, secret) if secret is not None or not checked.label.encrypted else None
        if key is None and checked.label.encrypted:
            key = self._own_key(checked)
        return prepare(checked, self._database.path, key)

    def _own_key(self, checked: Checked) -> bytes | None:
        """The key at hand, if the backup was made with it: its locks are then the ones in use."""
        for locks, key in self._keys():
            if key is not None and set(checked.label.locks) & set(locks):
                return key
        return open_with(checked, None)


def open_without(data_folder: Path, file: Path, secret: str | None) -> Draft:
    """Look ``file`` through when no database can be opened: an empty PC, a damaged database, a forgotten password.

    :raises AlreadyOpen: a window or command has the database in ``data_folder`` open.
    :raises WrongPassword: a secret is needed, or it is another.
    :raises StorageError: the file cannot be used; the sentence says why.
    """
    path = data_folder / paths.DATABASE_NAME
    _refuse_open(path)
    checked = check(file)
    return prepare(checked, path, open_with(checked, secret))


def restore_without(draft: Draft, now: datetime) -> bytes | None:
    """Put an opened backup in place, where no database is open; what was there moves aside. Gives the key of it."""
    return put_in_place(draft, now)


def _refuse_open(path: Path) -> None:
    """Only opening shows whether somebody has it open; whatever else is wrong with it is why it is to be replaced."""
    if not path.exists():
        return
    try:
        Database.open(path).close()
    except AlreadyOpen:
        raise
    except PasswordNeeded:
        if is_locked(path):
            raise AlreadyOpen(sentences.opening(Fault.LOCKED, path)) from None
    except StorageError:
        return


def _row(path: Path, one: shipping.Listed, ours: str | None, known_locks: Set[str]) -> Listed:
    name = bundle.name_of(one.name)
    assert name is not None  # noqa: S101 - a listing holds nothing else
    known = bundle.read_contents(one.manifest)
    counts, encrypted = known if known else (None, None)
    chosen_on, locks = bundle.read_opening(one.manifest)
    asked = date.fromisoformat(chosen_on) if chosen_on and not locks & known_locks else None
    return Listed(path, name.made_at, one.size, counts, encrypted, ours is None or name.database == ours, asked)
