"""The key file of an open database, as it was when it opened the database, even if the file changes later.

A file can be swapped, damaged or removed while the program is open. Only the locks that existed when the key opened
the data are trusted: they unlock the screen, are copied into backups, and are written back if the file changes.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from datetime import datetime
from logging import getLogger
from pathlib import Path

from mus_desktop import file_changes
from mus_desktop.errors import DataUnusable, StorageError, WrongPassword
from mus_desktop.storage.backup import quarantine
from mus_desktop.storage.database import file_header
from mus_desktop.storage.database.private_files import write_atomically
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.storage.keys.database_key import Lock, Opener

_log = getLogger(__name__)


class KeyFile:
    """The key file of the open database at ``path``, whose ``key`` is known to open it.

    :param trust_unproven: whether ``key`` was just read from this file, so that locks of format 1, which carry no
        proof, may be assumed to hold it.

    ``locks`` are those that hold the key. ``lost`` are the openers of the damaged ones: a user with only that secret
    can no longer open the data.
    """

    def __init__(self, path: Path, key: bytes, *, trust_unproven: bool = True) -> None:
        self._path, self.key = path, key
        self.locks: tuple[Lock, ...] = ()
        self.lost: frozenset[Opener] = frozenset()
        self._content = b""
        with suppress(DataUnusable):  # no locks then; reported when one is needed
            self._load(database_key.read_key_file(path), trust_unproven=trust_unproven)

    @property
    def file(self) -> Path:
        """The path of the key file."""
        return file_header.key_file(self._path)

    def open(self, secret: str) -> None:
        """Check that ``secret`` opens the key of the open database.

        Reads no file: the file now on the disk may be somebody else's.

        :raises WrongPassword: it does not.
        """
        try:
            found = database_key.open_any_lock(self.locks, secret)
        except WrongPassword as error:
            if self.is_unchanged():
                raise
            raise WrongPassword(key_messages.changed_meanwhile(self.file)) from error
        if not hmac.compare_digest(found, self.key):  # a lock of format 1 is trusted until it is opened
            raise WrongPassword(key_messages.changed_meanwhile(self.file))

    def is_unchanged(self) -> bool:
        """Return whether the key file equals, byte for byte, the one that opened the data."""
        with suppress(OSError):
            return self.file.is_file() and file_changes.read(self.file) == self._content  # opening a pipe would block
        return False

    def restore_key_file(self, now: datetime) -> str:
        """Restore the key file that opened the data, if it has changed; return what was done, in Danish.

        A file of format 1 with the same locks is rewritten in the new format, without a message. Locks of somebody else
        are copied to quarantine first: they may be the only way to other data.

        :raises StorageError: it could not be restored.
        """
        if not self.locks or self.is_unchanged():
            return ""
        try:
            if self._has_same_locks():
                write_atomically(self.file, self._content)
                return ""
            existed, old = self.file.exists(), quarantine.copy_key(self._path, now)
            write_atomically(self.file, self._content)
        except OSError as error:
            raise StorageError(key_messages.restore_failed(self.file)) from error
        _log.warning("the key file was not what opened the data, and is put back")
        return key_messages.key_file_restored(self.file, old, existed=existed)

    def write(self, locks: tuple[Lock, ...]) -> None:
        """Replace the locks by ``locks``: only they open the database from now on.

        Raises ``OSError``; the locks are unchanged then.
        """
        content = database_key.key_file_content(locks)
        write_atomically(self.file, content)
        self.locks, self._content = locks, content
        self.lost -= {one.opener for one in locks}

    def _load(self, stored: database_key.KeyFileContent, *, trust_unproven: bool) -> None:
        self.locks = database_key.locks_holding_key(
            (one for one in stored.intact if one.proof or trust_unproven), self.key
        )
        if not stored.is_intact or len(self.locks) < len(stored.intact):
            self.lost = frozenset(Opener) - {one.opener for one in self.locks}
        # A damaged lock stays in the file until a new one replaces it.
        self._content = file_changes.read(self.file) if self.lost else database_key.key_file_content(self.locks)

    def _has_same_locks(self) -> bool:
        with suppress(DataUnusable):
            stored = database_key.read_key_file(self._path)
            return stored.intact == self.locks and not stored.damaged  # damage outside the locks does not count
        return False
