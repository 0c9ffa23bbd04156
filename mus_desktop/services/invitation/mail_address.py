"""Mail addresses: which ones a mail draft and a calendar file can be addressed to."""

from __future__ import annotations

import re

from mus_desktop.errors import KnownError
from mus_desktop.model.text import one_line

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_MAX_LENGTH = 254


def is_address(text: str) -> bool:
    """Return whether ``text`` is one mail address and nothing else."""
    return len(text) <= _MAX_LENGTH and _ADDRESS.fullmatch(text) is not None


def checked_address(text: str, whose: str) -> str:
    """Return the address in ``text`` without spaces around it; empty if there is none.

    :param whose: the name for the sentence.
    :raises KnownError: it is not one mail address.
    """
    address = one_line(text)
    if not address or is_address(address):
        return address
    if not address.isascii():
        raise KnownError(
            f"E-mailadressen »{address}« for {whose} har bogstaver, som ikke kan stå i en adresse, for eksempel æ, ø "
            "eller å. Ret den, og prøv igen."
        )
    raise KnownError(f"»{address}« for {whose} er ikke én e-mailadresse. Skriv den som navn@kommune.dk, og prøv igen.")
