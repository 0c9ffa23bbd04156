"""The key of an encrypted database, and what opens it: a password, and a recovery code.

The key is random and never changes with a password. Each secret locks a copy of it: scrypt makes 32 bytes of the
secret, and those are the key of a tiny SQLCipher database that holds nothing but the real key. So all encryption and
its authentication is SQLCipher's; nothing is built here. The locks are plain JSON. They lie beside the database and
travel with every backup, so that one backup file and one secret are enough on an empty PC.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from unicodedata import normalize

from mus_desktop.errors import Unusable, WrongPassword
from mus_desktop.storage import engine, header
from mus_desktop.storage.engine import Fault
from mus_desktop.storage.files import scratch_folder, write_whole
from mus_desktop.storage.recovery_code import typed_code

_FORMAT = 1
_SALT_BYTES = 16
_SMALL_PAGE = 1024
_IDENTITY = 16


class Opener(StrEnum):
    """What opens a lock."""

    PASSWORD = "password"  # noqa: S105 - what kind of secret, not a secret
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs: scrypt's parameters; the default takes 128 MB and about half a second (RFC 7914)."""

    n: int = 2**17
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """The database key, locked by one secret; ``made_on`` is the ISO date the secret was chosen."""

    opener: Opener
    made_on: str
    cost: Cost
    salt: bytes
    sealed: bytes


def identity(one: Lock) -> str:
    """Tells one lock from another, and nothing of what opens it."""
    return hashlib.sha256(one.salt).hexdigest()[:_IDENTITY]


def password_from(locks: Iterable[Lock]) -> str | None:
    """The ISO date the password was chosen; ``None`` if there is none."""
    return next((one.made_on for one in locks if one.opener is Opener.PASSWORD), None)


def new_key() -> bytes:
    """A key nobody has seen."""
    return secrets.token_bytes(engine.KEY_BYTES)


def lock(key: bytes, opener: Opener, secret: str, made_on: str, cost: Cost | None = None) -> Lock:
    """Lock ``key`` with ``secret``. Takes as long as opening it."""
    cost, salt = cost or Cost(), secrets.token_bytes(_SALT_BYTES)
    with scratch_folder() as folder:
        box = folder / "box"
        box.touch(mode=0o600)
        with closing(engine.connect(box, key=_derived(opener, secret, salt, cost))) as connection:
            connection.execute(f"PRAGMA cipher_page_size = {_SMALL_PAGE}")
            connection.execute("CREATE TABLE held (key BLOB NOT NULL) STRICT")
            connection.execute("INSERT INTO held VALUES (?)", (key,))
        return Lock(opener, made_on, cost, salt, box.read_bytes())


def open_any(locks: Iterable[Lock], secret: str) -> bytes:
    """The key, opened by a password or a recovery code, whichever ``secret`` is.

    A recovery code may be typed with or without dashes and in small letters.

    :raises WrongPassword: it opens none of the locks.
    """
    locks = list(locks)
    # What is a code is hardly a password, and what is none need not cost half a second to find out.
    first = Opener.RECOVERY if typed_code(secret) else Opener.PASSWORD
    tried = [one for one in locks if one.opener is first]
    tried += [one for one in locks if one.opener is Opener.PASSWORD and one not in tried]
    for one in tried:
        key = _opened(one, secret)
        if key is not None:
            return key
    raise WrongPassword(_wrong(locks))


def read_locks(path: Path) -> tuple[Lock, ...]:
    """The locks in the key file of the database at ``path``; none if it has no key file.

    :raises Unusable: the file cannot be read or is damaged.
    """
    file = header.key_file(path)
    if not file.exists():
        return ()
    try:
        return _at_least_one(from_plain(json.loads(file.read_text("utf-8"))["locks"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(
            f"Nøglefilen {file.name} i {file.parent} kan ikke læses. Hent en backup; i den ligger nøglen også."
        ) from error


def _at_least_one(locks: tuple[Lock, ...]) -> tuple[Lock, ...]:
    if not locks:
        raise ValueError("a key file without a lock opens nothing")
    return locks


def write_locks(path: Path, locks: Iterable[Lock]) -> None:
    """Write the key file of the database at ``path``, whole or not at all. Raises ``OSError``."""
    write_whole(header.key_file(path), as_file(locks))


def as_file(locks: Iterable[Lock]) -> bytes:
    """The content of a key file."""
    return (json.dumps({"format": _FORMAT, "locks": to_plain(locks)}, indent=1) + "\n").encode()


def to_plain(locks: Iterable[Lock]) -> list[dict[str, Any]]:
    """Locks as JSON takes them."""
    return [asdict(one) | {name: base64.b64encode(getattr(one, name)).decode() for name in _BYTES} for one in locks]


def from_plain(plain: Any) -> tuple[Lock, ...]:
    """Locks from JSON; raises ``KeyError``, ``TypeError`` or ``ValueError`` when they are none."""
    return tuple(
        Lock(
            Opener(one["opener"]),
            date.fromisoformat(one["made_on"]).isoformat(),
            _fair(Cost(**one["cost"])),
            *(base64.b64decode(one[name], validate=True) for name in _BYTES),
        )
        for one in plain
    )


_BYTES = ("salt", "sealed")


def _fair(cost: Cost) -> Cost:
    """A forged file must not make the program take all the memory there is."""
    if not (1 < cost.n <= 2**22 and 1 <= cost.r <= 32 and 1 <= cost.p <= 16 and cost.n * cost.r <= 2**25):
        raise ValueError("no fair cost")
    return cost


def _derived(opener: Opener, secret: str, salt: bytes, cost: Cost) -> bytes:
    if opener is Opener.RECOVERY:
        secret = typed_code(secret) or secret
    return hashlib.scrypt(
        normalize("NFC", secret).encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        maxmem=128 * cost.n * cost.r + 128 * cost.r * cost.p + 2**20,
        dklen=engine.KEY_BYTES,
    )


def _opened(one: Lock, secret: str) -> bytes | None:
    derived = _derived(one.opener, secret, one.salt, one.cost)
    with scratch_folder() as folder:
        box = folder / "box"
        box.write_bytes(one.sealed)
        with closing(engine.connect(box, key=derived)) as connection:
            try:
                connection.execute(f"PRAGMA cipher_page_size = {_SMALL_PAGE}")
                (key,) = connection.execute("SELECT key FROM held").fetchone()
            except engine.errors() as error:
                if engine.fault_of(error) in (Fault.WRONG_KEY, Fault.DAMAGED):
                    return None
                raise
    return bytes(key)


def _wrong(locks: list[Lock]) -> str:
    chosen = password_from(locks)
    if chosen is None:
        return "Koden passer ikke. Prøv igen."
    return (
        "Adgangskoden passer ikke. Prøv igen, eller brug gendannelseskoden. "
        f"Her skal bruges adgangskoden fra {short_day(chosen)}."
    )


def short_day(iso: str) -> str:
    """An ISO date as one writes it: ``2.3.2026``."""
    day = date.fromisoformat(iso)
    return f"{day.day}.{day.month}.{day.year}"
