"""Passwords as text: the same password whether it is typed or pasted, on any keyboard."""

from __future__ import annotations

import re
import unicodedata

from mus_desktop.model.text.characters import INVISIBLE, with_plain_breaks, without_line_breaks

_LONGEST_IN_A_FIELD = 256
"""The characters that a password field takes; of a longer pasted text it takes the beginning."""
_NEVER_TYPED = re.compile(rf"[{INVISIBLE}]")


def typed_secret(text: str) -> str:
    """Return a password as it is typed on a keyboard; every new password is locked with this.

    Pasted from a mail or a password program, it may come with a line break, with space around it, with no-break spaces
    or with marks that nobody sees. None of them can be typed at the next unlocking.
    """
    visible = _NEVER_TYPED.sub("", without_line_breaks(with_plain_breaks(text)))
    return unicodedata.normalize("NFC", re.sub(r"\s", " ", visible)).strip()


def spellings_of_secret(text: str) -> tuple[str, ...]:
    """Return the texts to try for a password that is typed or pasted now, the likeliest first.

    Older versions locked with exactly what was in the field, and those passwords must still open.
    """
    exact = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys((typed_secret(text), exact, exact[:_LONGEST_IN_A_FIELD])))
