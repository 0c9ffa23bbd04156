"""A lock: the key of a database, encrypted with one secret; its JSON form, and the proof that it holds that key.

Since format 2 each lock carries two values that prove it. ``check`` is a SHA-256 that anybody can compare: the lock is
unchanged since it was written. ``proof`` is an HMAC under the key itself (RFC 2104): the lock holds this key and no
other. Locks of format 1 have neither; they open as before, and get both once the key is known.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any

_IDENTITY_LENGTH = 16
_PROOF_LABEL = b"MUS Desktop: this lock holds this key\n"
_CHECK = "check"


class Opener(StrEnum):
    """The kind of secret that opens a lock."""

    PASSWORD = "password"  # noqa: S105 - a kind of secret, not a secret
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a guess: scrypt's parameters; the default takes 128 MB and about half a second (RFC 7914)."""

    n: int = 2**17
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """The database key, locked by one secret; ``made_on`` is the ISO date the secret was chosen.

    Two locks are equal if the same secret opens the same key in both, whether or not they carry a proof.
    """

    opener: Opener
    made_on: str
    cost: Cost
    salt: bytes
    sealed: bytes
    """The encrypted key: a tiny SQLCipher database, see :mod:`.database_key`."""
    proof: bytes = field(default=b"", compare=False)
    """Empty in a lock of format 1."""

    def holds(self, key: bytes) -> bool:
        """Return whether the proof shows that this lock holds ``key``; never true without a proof."""
        return hmac.compare_digest(self.proof, _proof(self, key))


def with_proof(lock: Lock, key: bytes) -> Lock:
    """Return the same lock with the proof that it holds ``key``."""
    return replace(lock, proof=_proof(lock, key))


def locks_holding_key(locks: Iterable[Lock], key: bytes) -> tuple[Lock, ...]:
    """Return those of ``locks`` that hold ``key``, with the proof of that added where it is missing.

    A lock of format 1 is trusted: only its secret could prove more.
    """
    return tuple(with_proof(one, key) for one in locks if not one.proof or one.holds(key))


def all_hold_key(locks: Iterable[Lock], key: bytes) -> bool:
    """Return whether there are any ``locks``, and each proves that it holds ``key``."""
    locks = tuple(locks)
    return bool(locks) and all(one.holds(key) for one in locks)


def lock_identity(one: Lock) -> str:
    """Return a digest that distinguishes one lock from another and reveals nothing about its secret."""
    return hashlib.sha256(one.salt).hexdigest()[:_IDENTITY_LENGTH]


def password_from(locks: Iterable[Lock]) -> str | None:
    """Return the ISO date the password was chosen; ``None`` if there is no password."""
    return next((one.made_on for one in locks if one.opener is Opener.PASSWORD), None)


def locks_to_json(locks: Iterable[Lock]) -> list[dict[str, Any]]:
    """Return ``locks`` as values for JSON."""
    return [_lock_to_json(one) for one in locks]


def locks_from_json(plain: Any) -> tuple[Lock, ...]:
    """Return the locks in parsed JSON; raises ``KeyError``, ``TypeError`` or ``ValueError`` if invalid or damaged."""
    locks = tuple(parse_lock(one) for one in plain)
    if len(affordable(locks)) < len(locks) or not all(
        is_intact(one, lock) for one, lock in zip(plain, locks, strict=True)
    ):
        raise ValueError("a damaged lock")
    return locks


def parse_lock(plain: Any) -> Lock:
    """Return the lock in ``plain``, damaged or not.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` if there is none.
    """
    salt, sealed = (_bytes(plain[name]) for name in _BYTES_FIELDS)
    if not 0 < len(salt) <= _MAX_SALT_BYTES or not 0 < len(sealed) <= _MAX_SEALED_BYTES:
        raise ValueError("an empty lock, or one too large")
    made_on, cost = date.fromisoformat(plain["made_on"]).isoformat(), _bounded_cost(Cost(**plain["cost"]))
    return Lock(Opener(plain["opener"]), made_on, cost, salt, sealed, _bytes(plain.get("proof", "")))


def is_intact(plain: Any, lock: Lock) -> bool:
    """Return whether ``lock``, parsed from ``plain``, is unchanged since written; format 1 cannot be checked."""
    return set(plain) == set(written := _lock_to_json(lock)) and plain.get(_CHECK) == written.get(_CHECK)


def find_json_objects(content: bytes, name: str) -> list[dict[str, Any]]:
    """Return the JSON objects in damaged JSON that have a value called ``name`` and can be parsed separately."""
    text, found = content.decode("utf-8", "replace"), list[dict[str, Any]]()
    decoder = json.JSONDecoder()
    # Try each brace as the start of an object: the damage may be anywhere around it.
    for match in islice(re.finditer("{", text), _MAX_OBJECTS):
        try:
            plain, _ = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        if name in plain:
            found.append(plain)
    return found


_LEAST = Cost(n=2**4, r=8)
"""The least cost in any file; only those of tests have it."""
_MAX_WORK = 2**23
"""The most work of one guess: eight times the default, so 1 GB and some 4 seconds."""
_MAX_LOCKS = 16
_MAX_TOTAL_WORK = 2**24
_MAX_SALT_BYTES, _MAX_SEALED_BYTES = 64, 64 * 1024
_MAX_OBJECTS = 100
"""The most objects searched for; a key file has five."""
_BYTES_FIELDS = ("salt", "sealed")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _lock_to_json(lock: Lock) -> dict[str, Any]:
    # The names of the fields are the keys of the JSON, so they must not change.
    names = (*_BYTES_FIELDS, "proof")
    plain = asdict(lock) | {name: base64.b64encode(getattr(lock, name)).decode() for name in names}
    # A lock of format 1 is written back without the new values, as it was.
    if not lock.proof:
        del plain["proof"]
        return plain
    return plain | {_CHECK: hashlib.sha256(_canonical_json(plain)).hexdigest()}


def _canonical_json(plain: dict[str, Any]) -> bytes:
    """Return the same bytes for the same lock in every version of the program."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def _proof(lock: Lock, key: bytes) -> bytes:
    return hmac.digest(key, _PROOF_LABEL + _canonical_json(_lock_to_json(replace(lock, proof=b""))), "sha256")


def _bounded_cost(cost: Cost) -> Cost:
    """Return ``cost`` if it is within bounds: a forged or damaged file must not take minutes, or all the memory.

    The least is only a sign of damage. It protects no secret: the proof covers the cost, and a new secret always gets
    the default.
    """
    numbers = (cost.n, cost.r, cost.p)
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        raise TypeError("no cost")
    if not (cost.n >= _LEAST.n and cost.r >= _LEAST.r and cost.p >= 1 and work_of(cost) <= _MAX_WORK):
        raise ValueError("no fair cost")
    if cost.n & (cost.n - 1):
        raise ValueError("scrypt takes powers of two only")
    return cost


def work_of(cost: Cost) -> int:
    """Return the work of one guess, in blocks of 128 bytes; the default is 2^20, half a second."""
    return cost.n * cost.r * cost.p


def affordable(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return the first of ``locks`` that can all be tried in reasonable time; a key file has five."""
    taken, work = list[Lock](), 0
    for one in locks:
        work += work_of(one.cost)
        if len(taken) == _MAX_LOCKS or work > _MAX_TOTAL_WORK:
            break
        taken.append(one)
    return tuple(taken)
