"""Places in a text: Qt counts characters beyond U+FFFF, such as smileys, twice."""

from __future__ import annotations

_FIRST_COUNTED_TWICE = "\N{LINEAR B SYLLABLE B008 A}"  # U+10000


def utf16_position(text: str, index: int) -> int:
    """Return Qt's place for ``index`` in ``text``."""
    return index + sum(letter >= _FIRST_COUNTED_TWICE for letter in text[:index])


def index_at(text: str, position: int) -> int:
    """Return the index in ``text`` of Qt's place ``position``."""
    index = 0
    while index < len(text) and utf16_position(text, index) < position:
        index += 1
    return index
