"""The words of a text whose spelling can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Addresses, file names and words with digits are no Danish words.
_NO_WORDS = re.compile(r"\S*(?:@|://|www\.|\\)\S*|\b\w*\d\w*\b|\b\w+\.(?:docx?|xlsx?|pdf|dk|com)\b")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:]\s+|[»\"(•*-]\s*|\n\s*)$")
_SHORTEST_WORD = 2
_ABBREVIATIONS = frozenset(
    """
    bl bla ca dvs evt fx hhv inkl jf kl kr lign mfl mht mia mio mm mv nr osv pct pga pkt pr stk tlf vedr mus
    """.split()  # noqa: SIM905  # a list of words is easier to read as words
)


class FoundWord(NamedTuple):
    """A word and where it begins in its text."""

    word: str
    start: int

    @property
    def end(self) -> int:
        """The place behind the word."""
        return self.start + len(self.word)


def words_to_check(text: str) -> Iterator[FoundWord]:
    """Yield the words of one paragraph that a dictionary can judge: no names, abbreviations, numbers or addresses.

    A capital within a sentence begins a name in Danish; words in capitals are abbreviations.
    """
    skipped = [found.span() for found in _NO_WORDS.finditer(text)]
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        if len(word) < _SHORTEST_WORD or word.lower() in _ABBREVIATIONS:
            continue
        if word[0].isupper() and (not word[1:].islower() or not _ENDS_SENTENCE.search(text, 0, start)):
            continue
        if not word.isupper() and word[1:] != word[1:].lower():
            continue
        if not any(first <= start < last for first, last in skipped):
            yield FoundWord(word, start)


def word_at(text: str, position: int) -> FoundWord | None:
    """Return the word to check that ``position`` is in, ``None`` if there is none."""
    return next((found for found in words_to_check(text) if found.start <= position <= found.end), None)
