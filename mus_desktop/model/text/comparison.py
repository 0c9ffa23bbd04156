"""The keys by which text is compared, searched and sorted. No two texts are compared in any other way.

A letter such as å can be stored as one character (NFC) or as an a with a ring (NFD, file names of a Mac), and text
pasted from elsewhere has marks that nobody sees. A reader takes all of these for the same text.
"""

from __future__ import annotations

import re
import unicodedata

from mus_desktop.model.text.characters import INVISIBLE

_INVISIBLE = re.compile(rf"[{INVISIBLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# The code 1E is Word's non-breaking hyphen, and 1F its soft hyphen, which nobody sees.
_HYPHENS = str.maketrans(dict.fromkeys("\x1e\u2010\u2011\u2212", "-") | {"\x1f": ""})
# The characters after z in ASCII replace æ, ø and å; a hyphen separates names as a space does.
_DANISH_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "-": " "})
_TYPED_WITHOUT_DANISH_KEYS = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("“”„‟″«»", '"')
)


def comparison_key(text: str) -> str:
    """Return ``text`` for comparison: texts that look the same to a reader, or to Windows or a Mac, become equal.

    Capitals, composed and decomposed letters, invisible characters, and the kind and amount of white space and of
    hyphens make no difference.
    """
    if text.isascii() and text.isprintable():  # nearly all text that is compared in bulk
        return " ".join(text.casefold().split())
    visible = _INVISIBLE.sub("", text.translate(_HYPHENS))
    # casefold() can break a composed form, so the text is composed again afterwards.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", visible).casefold())
    return " ".join(folded.split())


def matches_search(search: str, *texts: str) -> bool:
    """Return whether every word of ``search`` is in one of ``texts``; a blank search matches everything.

    Accents make no difference, and æ, ø and å may be typed as ae, oe and aa: ``kjaer`` finds Kjær and ``jose`` José.
    The letter å is no accent: ``alborg`` does not find Ålborg.
    """
    words = _search_key(search).split()
    if not words:
        return True
    searched = " ".join(f"{_search_key(text)} {_search_key(_without_umlauts(text))}" for text in texts)
    return all(word in searched for word in words)


def danish_sort_key(text: str) -> tuple[str, str]:
    """Return the key that sorts names as a Danish telephone book does: æ, ø, å last, ``aa`` as å, no other accents.

    Two texts that differ only in accents or capitals sort next to each other, always in the same order.
    """
    letters = comparison_key(text).replace("aa", "å").translate(_DANISH_ORDER)
    return _without_accents(letters), text


def _search_key(text: str) -> str:
    # NFKC for characters that only look different, such as ligatures; the accents are removed after å and its like.
    letters = comparison_key(unicodedata.normalize("NFKC", text)).translate(_TYPED_WITHOUT_DANISH_KEYS)
    return _without_accents(letters)


def _without_umlauts(text: str) -> str:
    """Return ``text`` with ä, ö and ü as a, o and u, as somebody types a foreign name who knows no other letter."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return letters.translate(str.maketrans("äöü", "aou"))


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
