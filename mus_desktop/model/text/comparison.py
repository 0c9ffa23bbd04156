"""The keys by which text is compared, searched and sorted. No two texts are compared in any other way.

A letter such as å can be stored as one character (NFC) or as an a with a ring (NFD, file names of a Mac), and text
pasted from elsewhere has marks that nobody sees. A reader takes all of these for the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from mus_desktop.model.text.characters import INVISIBLE

_INVISIBLE = re.compile(rf"[{INVISIBLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# The code 1E is Word's non-breaking hyphen, and 1F its soft hyphen, which nobody sees.
_HYPHENS = str.maketrans(dict.fromkeys("\x1e\u2010\u2011\u2212", "-") | {"\x1f": ""})
# The characters after z in ASCII replace æ, ø and å; a hyphen separates names as a space does.
_DANISH_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "-": " "})
_DANISH_LETTERS = str.maketrans("äö", "æø")
_SIMPLE_LETTERS = str.maketrans(
    {"œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ı": "i"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("“”„‟″«»", '"')
)
"""Letters that have no accent to remove, and the signs that a keyboard has only one of."""


def visible_text(text: str) -> str:
    """Return ``text`` as a reader sees it: composed letters, no invisible characters, one kind of space and hyphen."""
    if text.isascii() and text.isprintable():  # nearly all text that is compared in bulk
        return " ".join(text.split())
    visible = _INVISIBLE.sub("", text.translate(_HYPHENS))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def comparison_key(text: str) -> str:
    """Return ``text`` for comparison: texts that look the same to a reader, or to Windows or a Mac, become equal.

    Capitals, composed and decomposed letters, invisible characters, and the kind and amount of white space and of
    hyphens make no difference.
    """
    # casefold() can break a composed form, so the text is composed again afterwards.
    return unicodedata.normalize("NFC", visible_text(text).casefold())


def find_same(text: str, known: Iterable[str]) -> str | None:
    """Return the one of ``known`` that reads as ``text``, an exact one first; ``None`` if none does."""
    options = tuple(known)
    if text in options:
        return text
    wanted = comparison_key(text)
    return next((option for option in options if comparison_key(option) == wanted), None)


def matches_search(search: str, *texts: str) -> bool:
    """Return whether every word of ``search`` is in one of ``texts``; a blank search matches everything.

    Accents make no difference, and æ, ø and å may be typed as ae, oe and aa: ``kjaer`` finds Kjær and ``jose`` José.
    The letter å is no accent: ``alborg`` does not find Ålborg.
    """
    words = [_search_keys(word) for word in visible_text(search).split()]
    plain, danish = _search_keys(" ".join(texts)) if words else ("", "")
    return all(word in plain or danish_word in danish for word, danish_word in words)


def starts_with_search(search: str, text: str) -> bool:
    """Return whether a word of ``text`` starts with the first word of ``search``; a blank search starts every text.

    They are compared as by :func:`matches_search`.
    """
    first = next(iter(visible_text(search).split()), "")
    return any(
        any(word.startswith(wanted) for word in known.split())
        for wanted, known in zip(_search_keys(first), _search_keys(text), strict=True)
    )


def searched_spellings(text: str) -> str:
    """Return ``text`` and the other ways to type it, for a list that Qt filters by what it contains."""
    plain, danish = _search_keys(text)
    typed = danish.replace("å", "aa").replace("æ", "ae").replace("ø", "oe")
    return "\n".join(dict.fromkeys((visible_text(text), plain, danish, typed)))


def danish_sort_key(text: str) -> tuple[str, str]:
    """Return the key that sorts names as a Danish telephone book does: æ, ø, å last, ``aa`` as å, no other accents.

    Two texts that differ only in accents or capitals sort next to each other, always in the same order.
    """
    letters = comparison_key(text).replace("aa", "å").translate(_DANISH_ORDER)
    return _without_accents(letters), text


# The list of employees is searched again at every key.
@lru_cache(maxsize=4096)
def _search_keys(text: str) -> tuple[str, str]:
    """Return ``text`` without accents, and the same with æ, ø and å also for ae, oe and aa."""
    # NFKC for characters that only look different, such as ligatures.
    simple = comparison_key(unicodedata.normalize("NFKC", text)).translate(_SIMPLE_LETTERS)
    danish = simple.translate(_DANISH_LETTERS).replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
    return _without_accents(simple, but="å"), _without_accents(danish, but="å")


def _without_accents(text: str, *, but: str = "") -> str:
    return text if text.isascii() else "".join(c if c in but else _without_accent(c) for c in text)


@lru_cache(maxsize=1024)
def _without_accent(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
