"""The key of an encrypted database, and the secrets that open it: a password and a recovery code.

The key is random and does not change with the password. Each secret locks a copy of it: scrypt derives 32 bytes from
the secret, and those are the key of a tiny SQLCipher database that contains only the real key. So all encryption and
authentication is SQLCipher's; none is implemented here. The locks are plain JSON. They are stored next to the database
and in every backup, so that one backup file and one secret are enough on an empty PC.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from mus_desktop import file_changes
from mus_desktop.errors import DataUnusable, StorageError, WrongPassword
from mus_desktop.limited_reading import read_limited
from mus_desktop.model.text.secret_text import spellings_of_secret, typed_secret
from mus_desktop.storage.database import engine, file_header
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.database.private_files import scratch_folder, write_atomically
from mus_desktop.storage.keys import key_messages
from mus_desktop.storage.keys.locks import (
    Cost,
    Lock,
    Opener,
    affordable,
    all_hold_key,
    find_json_objects,
    is_intact,
    lock_identity,
    locks_from_json,
    locks_holding_key,
    locks_to_json,
    parse_lock,
    password_from,
    with_proof,
)
from mus_desktop.storage.keys.recovery_code import parse_code

__all__ = [
    "Cost",
    "KeyFileContent",
    "Lock",
    "Opener",
    "all_hold_key",
    "key_file_content",
    "lock",
    "lock_identity",
    "locks_from_json",
    "locks_holding_key",
    "locks_to_json",
    "new_key",
    "open_any_lock",
    "password_from",
    "read_key_file",
    "read_locks",
    "write_locks",
]

_FORMAT, _FORMAT_WITHOUT_PROOF = 2, 1
_SALT_BYTES = 16
_LOCK_PAGE_BYTES = 1024
_MAX_FILE_BYTES = 1 << 20
"""The most bytes of a key file; one has about 20,000."""


@dataclass(frozen=True, slots=True)
class KeyFileContent:
    """Content of a key file: the intact locks, and the damaged ones that may still open."""

    intact: tuple[Lock, ...] = ()
    damaged: tuple[Lock, ...] = ()
    unparsable: int = 0
    """The number of further locks that could not be parsed."""

    @property
    def is_intact(self) -> bool:
        """Whether nothing in the file is damaged."""
        return not self.damaged and not self.unparsable


def new_key() -> bytes:
    """Return a new random key."""
    return secrets.token_bytes(engine.KEY_BYTES)


def lock(key: bytes, opener: Opener, secret: str, made_on: str, cost: Cost | None = None) -> Lock:
    """Lock ``key`` with ``secret``, a password as it is typed. Takes as long as opening the lock.

    :raises StorageError: the folder for temporary files is full or cannot be used.
    """
    cost, salt = cost or Cost(), secrets.token_bytes(_SALT_BYTES)
    with _scratch_folder_or_storage_error() as folder:
        lock_file = folder / "box"
        lock_file.touch(mode=0o600)  # connecting never creates a file
        with closing(
            engine.connect(lock_file, key=_derive_key(opener, typed_secret(secret), salt, cost))
        ) as connection:
            connection.execute(f"PRAGMA cipher_page_size = {_LOCK_PAGE_BYTES}")
            connection.execute("CREATE TABLE held (key BLOB NOT NULL) STRICT")
            connection.execute("INSERT INTO held VALUES (?)", (key,))
        return with_proof(Lock(opener, made_on, cost, salt, file_changes.read(lock_file)), key)


def open_any_lock(locks: Iterable[Lock], secret: str) -> bytes:
    """Return the key, opened by ``secret``: a password or a recovery code.

    A recovery code may be typed with or without dashes and in small letters, and a password may be pasted with space
    around it: see :func:`~mus_desktop.model.text.spellings_of_secret`.

    :raises WrongPassword: it opens none of the locks.
    :raises StorageError: the folder for temporary files is full or cannot be used, so the secret was not tried.
    """
    locks = list(locks)
    # A valid code is hardly a password, and a text that is not a code need not cost half a second of scrypt.
    first = Opener.RECOVERY if parse_code(secret) else Opener.PASSWORD
    tried = [one for one in locks if one.opener is first]
    # A password may happen to look like a recovery code.
    tried += [one for one in locks if one.opener is Opener.PASSWORD and one not in tried]
    for one in tried:
        for spelling in (secret,) if one.opener is Opener.RECOVERY else spellings_of_secret(secret):
            key = _open_lock(one, spelling)
            if key is not None:
                return key
    raise WrongPassword(key_messages.wrong_secret(password_from(locks)))


def read_locks(path: Path) -> tuple[Lock, ...]:
    """Return the locks in the key file of the database at ``path``; none if it has no key file.

    :raises Unusable: the file cannot be read, or something in it is damaged.
    """
    stored = read_key_file(path)
    if not stored.is_intact:
        raise DataUnusable(key_messages.unreadable(file_header.key_file(path)))
    return stored.intact


def read_key_file(path: Path) -> KeyFileContent:
    """Return the content of the key file of the database at ``path``, damaged or not; empty if there is no key file.

    :raises Unusable: the file cannot be read, or contains no lock.
    """
    file = file_header.key_file(path)
    if not file.exists():
        return KeyFileContent()
    if not file.is_file():  # opening a pipe would block
        raise DataUnusable(key_messages.unreadable(file))
    try:
        stored = _parse_key_file(read_limited(file, _MAX_FILE_BYTES))
    except OSError as error:
        raise DataUnusable(key_messages.unreadable(file)) from error
    if not stored.intact and not stored.damaged:
        raise DataUnusable(key_messages.unreadable(file))
    return stored


def write_locks(path: Path, locks: Iterable[Lock]) -> None:
    """Write the key file of the database at ``path`` atomically. Raises ``OSError``."""
    write_atomically(file_header.key_file(path), key_file_content(locks))


def key_file_content(locks: Iterable[Lock]) -> bytes:
    """Return the content of a key file with ``locks``."""
    locks = tuple(locks)
    # Format 2 promises a proof in every lock, so that a removed proof is detected as damage.
    version = _FORMAT if all(one.proof for one in locks) else _FORMAT_WITHOUT_PROOF
    return (json.dumps({"format": version, "locks": locks_to_json(locks)}, indent=1) + "\n").encode()


def _parse_key_file(content: bytes) -> KeyFileContent:
    try:
        plain = json.loads(content)
        return _sort_locks(plain["locks"], needs_proof=plain["format"] != _FORMAT_WITHOUT_PROOF)
    except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
        # A single wrong bit breaks the JSON, but in one place: each lock that matches its own checksum still opens.
        found = _sort_locks(find_json_objects(content, "sealed"), needs_proof=True)
        return replace(found, unparsable=found.unparsable + 1)


def _sort_locks(plain: list[Any], *, needs_proof: bool) -> KeyFileContent:
    intact, damaged, unparsable = list[Lock](), list[Lock](), 0
    for one in plain:
        try:
            found = parse_lock(one)
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError):
            unparsable += 1
        else:
            is_as_written = is_intact(one, found) and (bool(found.proof) or not needs_proof)
            (intact if is_as_written else damaged).append(found)
    tried = len(affordable([*intact, *damaged]))
    left = max(tried - len(intact), 0)
    return KeyFileContent(tuple(intact[:tried]), tuple(damaged[:left]), unparsable + len(intact) + len(damaged) - tried)


def _derive_key(opener: Opener, secret: str, salt: bytes, cost: Cost) -> bytes:
    if opener is Opener.RECOVERY:
        secret = parse_code(secret) or secret
    return hashlib.scrypt(
        # Keyboards differ in how they compose letters such as å; the same password must derive the same key.
        normalize("NFC", secret).encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        # The memory scrypt needs, and 1 MB more: OpenSSL's own limit of 32 MB is lower.
        maxmem=128 * cost.n * cost.r + 128 * cost.r * cost.p + 2**20,
        dklen=engine.KEY_BYTES,
    )


@contextmanager
def _scratch_folder_or_storage_error() -> Iterator[Path]:
    """Yield a scratch folder. :raises StorageError: it cannot be created or written."""
    try:
        with scratch_folder() as folder:
            yield folder
    except engine.disk_errors() as error:
        raise StorageError(key_messages.no_temporary_folder(error)) from error


def _open_lock(one: Lock, secret: str) -> bytes | None:
    try:
        derived = _derive_key(one.opener, secret, one.salt, one.cost)
    except ValueError:  # a damaged cost that scrypt rejects
        return None
    with _scratch_folder_or_storage_error() as folder:
        lock_file = folder / "box"
        lock_file.write_bytes(one.sealed)
        with closing(engine.connect(lock_file, key=derived)) as connection:
            try:
                connection.execute(f"PRAGMA cipher_page_size = {_LOCK_PAGE_BYTES}")
                (key,) = connection.execute("SELECT key FROM held").fetchone() or (None,)
            except engine.errors() as error:
                if engine.fault_of(error) in (Fault.WRONG_KEY, Fault.DAMAGED):
                    return None
                raise
    return key if isinstance(key, bytes) and len(key) == engine.KEY_BYTES else None
