"""What text may hold, decided once: before it is stored, and before it goes into a document."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def storable(text: str) -> str:
    """``text`` with what no text file can hold (half of a character pair) shown as ``\N{REPLACEMENT CHARACTER}``."""
    return _LONE_SURROGATE.sub(REPLACEMENT, text)


def printable(text: str) -> str:
    """``text`` as a document can hold it: line breaks are ``\\n``, control characters are shown as a mark."""
    lines = storable(text).replace("\r\n", "\n")
    for line_break in ("\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        lines = lines.replace(line_break, "\n")
    return _NOT_IN_XML.sub(REPLACEMENT, lines)


def is_blank(text: str) -> bool:
    """Whether nothing but white space was typed."""
    return not text.strip()
