"""The characters that text may contain, when it is stored and when it is printed; numbers with their unit."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# The characters after z in ASCII replace æ, ø and å; a hyphen separates names as a space does.
_DANISH_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "-": " "})
# A number as Danes type it: ``4,5``, ``12400``, ``12.400``, ``-3``.
_NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[. \u00a0]\d{3})+)([.,]\d+)?", re.ASCII)
# Characters that XML 1.0 cannot contain, not even escaped; Word could not open a document with one of them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def storable_text(text: str) -> str:
    """Return ``text`` with lone surrogates, which no text file can hold, shown as ``\N{REPLACEMENT CHARACTER}``."""
    return _LONE_SURROGATE.sub(REPLACEMENT, text)


def printable_text(text: str) -> str:
    """Return ``text`` as a document can hold it: every line break a newline, control characters shown as a mark."""
    # First the pair, so that one line break does not become two.
    lines = storable_text(text).replace("\r\n", "\n")
    for line_break in ("\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        lines = lines.replace(line_break, "\n")
    return _NOT_IN_XML.sub(REPLACEMENT, lines)


def text_with_unit(text: str, unit: str) -> str:
    """Return ``text`` with ``unit`` after it if it is a number: ``4,5 dage``, ``12.400 kr.``; otherwise unchanged.

    Plain digits get a point between thousands, as Danes write them.
    """
    number = _NUMBER.fullmatch(text.strip())
    if not unit or number is None:
        return text
    sign, whole, decimals = number[1], number[2], number[3] or ""
    grouped = f"{int(whole):,}".replace(",", ".") if whole.isdigit() else whole
    return f"{sign}{grouped}{decimals} {unit}"


def danish_sort_key(text: str) -> tuple[str, str]:
    """Return the key that sorts names as a Danish telephone book does: æ, ø, å last, ``aa`` as å, no other accents.

    Two texts that differ only in accents or capitals sort next to each other, always in the same order.
    """
    letters = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_DANISH_ORDER)
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return plain, text


def is_blank(text: str) -> bool:
    """Return whether ``text`` contains nothing but white space."""
    return not text.strip()
