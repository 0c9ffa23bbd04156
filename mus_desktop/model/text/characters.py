"""The characters that text may contain, when it is stored and when it is printed in a document."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""The characters without any shape of their own, as the inside of a regular expression's set.

Soft hyphen, zero-width and direction marks, fillers and variation selectors (Unicode: Default_Ignorable, and the blank
Braille pattern). Control characters are not among them: a document shows them as a mark.
"""

# The patterns are compiled by ``re`` when first used: the first window needs none of them.
_VISIBLE = rf"[^\s{INVISIBLE}]"
_LONE_SURROGATE = "[\ud800-\udfff]"
# Characters that XML 1.0 cannot contain, not even escaped; Word could not open a document with one of them.
_NOT_IN_XML = "[\x00-\x08\x0e-\x1f\ufffe\uffff]"
_LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
# Only from the beginning of a run of blanks: from within, a long run without a break would take minutes.
_LINE_BREAK = rf"(?<![ \t])[ \t]*+[{_LINE_BREAKS}]\s*|\t"
_WORD_HYPHENS = {"\x1e": "\N{NON-BREAKING HYPHEN}", "\x1f": "\N{SOFT HYPHEN}"}
"""Word's own codes for these two, which it puts on the clipboard and into text files."""


def storable_text(text: str) -> str:
    """Return ``text`` with lone surrogates, which no text file can hold, shown as ``\N{REPLACEMENT CHARACTER}``."""
    return re.sub(_LONE_SURROGATE, REPLACEMENT, text)


def printable_text(text: str) -> str:
    """Return ``text`` as a document can hold it: every line break a newline, control characters shown as a mark."""
    return re.sub(_NOT_IN_XML, REPLACEMENT, with_plain_breaks(storable_text(text)))


def with_plain_breaks(text: str) -> str:
    """Return ``text`` with a newline for every kind of line break, and real characters for Word's two hyphens."""
    # First the pair, so that one line break does not become two.
    lines = text.replace("\r\n", "\n")
    for line_break in _LINE_BREAKS:
        lines = lines.replace(line_break, "\n")
    for code, hyphen in _WORD_HYPHENS.items():
        lines = lines.replace(code, hyphen)
    return lines


def without_line_breaks(text: str) -> str:
    """Return ``text`` in one line: line breaks and tabs become spaces, those at its ends are left out.

    Other white space stays as typed, because a line is normalised while somebody is typing in it.
    """
    if re.search(_LINE_BREAK, text) is None:
        return text
    return re.sub(_LINE_BREAK, " ", text.strip(_LINE_BREAKS + "\t"))


def one_line(text: str) -> str:
    """Return a text of one line as it is stored: without line breaks, white space or invisible marks at its ends."""
    line = without_line_breaks(text).strip()
    return "" if is_blank(line) else line.strip("\ufeff\u200b\u2060").strip()


def is_blank(text: str) -> bool:
    """Return whether nothing in ``text`` can be seen: it is white space, or characters without a shape."""
    return re.search(_VISIBLE, text) is None
