"""The recovery code: eight groups of four characters that open the data when the password is forgotten.

Crockford's alphabet (https://www.crockford.com/base32.html) has no I, L, O or U, so that these can be read as 1, 1, 0
and V. Seven groups are random (140 bits); the last is a checksum, which distinguishes a typing mistake from a code of
another database without trying the locks.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD_LETTERS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP_LENGTH = 4
_GROUP_COUNT = 8
_RANDOM_LENGTH = _GROUP_LENGTH * (_GROUP_COUNT - 1)


def new_code() -> str:
    """Return a new code, in groups separated by dashes."""
    random_part = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _grouped(random_part + _checksum(random_part))


def parse_code(text: str) -> str | None:
    """Return the code in ``text``, however typed, in the form of :func:`new_code`; ``None`` if invalid or mistyped."""
    # NFKC, because a print-out read by a scanner may come with letters and digits of another width.
    letters = unicodedata.normalize("NFKC", text).upper()
    code = "".join(letter for letter in letters if letter.isalnum()).translate(_MISREAD_LETTERS)
    if len(code) != _GROUP_LENGTH * _GROUP_COUNT or set(code) - set(_ALPHABET):
        return None
    return _grouped(code) if _checksum(code[:_RANDOM_LENGTH]) == code[_RANDOM_LENGTH:] else None


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP_LENGTH] for start in range(0, len(code), _GROUP_LENGTH))


def _checksum(random_part: str) -> str:
    digest = int.from_bytes(hashlib.sha256(random_part.encode()).digest()[:4], "big")
    return "".join(_ALPHABET[digest >> 5 * place & 31] for place in range(_GROUP_LENGTH))
