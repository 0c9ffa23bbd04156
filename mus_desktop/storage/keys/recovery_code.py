"""The recovery code: eight groups of four characters that open the data when the password is forgotten.

Crockford's alphabet (https://www.crockford.com/base32.html) has no I, L, O or U, so that these can be read as 1, 1, 0
and V. Seven groups are random (140 bits); the last is a checksum, which distinguishes a typing mistake from a code of
another database without trying the locks.
"""

from __future__ import annotations

import hashlib
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP = 4
_GROUPS = 8
_RANDOM = _GROUP * (_GROUPS - 1)


def new_code() -> str:
    """Return a new code, in groups separated by dashes."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return _grouped(drawn + _checksum(drawn))


def typed_code(text: str) -> str | None:
    """Return the code in ``text``, however typed, in the form of :func:`new_code`; ``None`` if invalid or mistyped."""
    typed = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_MEANT)
    if len(typed) != _GROUP * _GROUPS or set(typed) - set(_ALPHABET):
        return None
    return _grouped(typed) if _checksum(typed[:_RANDOM]) == typed[_RANDOM:] else None


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _checksum(drawn: str) -> str:
    digest = int.from_bytes(hashlib.sha256(drawn.encode()).digest()[:4], "big")
    return "".join(_ALPHABET[digest >> 5 * place & 31] for place in range(_GROUP))
