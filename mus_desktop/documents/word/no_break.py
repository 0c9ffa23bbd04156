"""No-break spaces in dates, times, numbers and choices: no line ends between ``1.`` and ``marts``, or in *Ikke nået*.

Heavy: imports lxml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.pages.text_measure import text_width
from mus_desktop.model.dates import MONTHS

_W = f"{{{WORD}}}"
_TEXT = f"{_W}t"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MONTH_NAMES = "|".join((*MONTHS, *(rf"{month[:3]}\." for month in MONTHS)))
_UNITS = r"kr\.|pct\.|%|timers?|minutter|min\.|dages?|uger|ugers|måneders?|års?|kroner|km|cm|m²|stk\."
_BEFORE_A_NUMBER = r"kl\.|nr\.|uge|side|kap\.|stk\.|§§?"
_GLUED = re.compile(
    rf"(?<=\d\.) (?=(?:{_MONTH_NAMES})(?!\w))"  # 1. marts
    rf"|(?<=\d) (?=(?:{_UNITS})(?!\w))"  # 4,5 dage
    r"|(?<=\d) (?=\d{3}(?!\d))"  # 12 400
    r"|(?<=\b[A-ZÆØÅ]\.) (?=[A-ZÆØÅ])"  # H. C. Andersen
)
_NUMBER_AFTER_WORD = re.compile(rf"(?i)(?<!\w)({_BEFORE_A_NUMBER}) (?=\d)")
_YEAR = re.compile(rf"(?<=\d\.[ {_NO_BREAK}])({'|'.join(MONTHS)}) (?=\d{{4}}(?!\d))")
_BOX, _BETWEEN_CHOICES = "\N{BALLOT BOX}", "   "  # see documents.plan.blank_answers
_CHOICE = re.compile(rf"(?:(?:^|{_BOX}|(?<!\S)\d{{1,2}}){_NO_BREAK})(?:(?!{_BETWEEN_CHOICES})[^{_BOX}])+")
"""A choice with the space after its box, which may be in the text before, or after its number."""
_CHOICE_SIZE, _BOX_WIDTH, _WIDEST_CHOICE = 20, 260, 5_000
_DIGIT = re.compile("[0-9]")
_LETTER = 111
"""Twips of an average letter or digit of 10 pt."""
_PADDING = 240


def glue_words(tree: Any) -> None:
    """Put no-break spaces in the texts of ``tree`` where a line must not end: in choices, dates, times and numbers."""
    glue_choices(tree)
    glue_numbers(tree)


def glue_choices(tree: Any) -> None:
    """Put no-break spaces within each choice after a box to tick or a step to ring, where it fits on a line.

    A longer one is broken between its words, because a line without spaces would be broken within a word.
    """
    for text in tree.iter(_TEXT):
        words = text.text
        if words and _BETWEEN_CHOICES in words and _NO_BREAK in words:
            text.text = _CHOICE.sub(_on_one_line(_width_around(text)), words)


def _on_one_line(width: int | None) -> Callable[[re.Match[str]], str]:
    """Return the replacement of a choice in a cell of ``width`` twips, or outside of tables."""

    def choice(found: re.Match[str]) -> str:
        fits = text_width(found[0], _CHOICE_SIZE) + _BOX_WIDTH <= (_WIDEST_CHOICE if width is None else width)
        return found[0].replace(" ", _NO_BREAK) if fits else found[0]

    return choice


def glue_numbers(tree: Any) -> None:
    """Put no-break spaces in the texts of ``tree`` where a line must not end.

    The year of a date stays with its month where the cell is wide enough; in a narrow column the whole date on one line
    would be broken within a word.
    """
    for text in tree.iter(_TEXT):
        words = text.text
        if words and (". " in words or (" " in words and _DIGIT.search(words))):
            words = glued(words)
            text.text = _YEAR.sub(_with_year_in(_width_around(text)), words) if _YEAR.search(words) else words


def glued(words: str) -> str:
    """Return ``words`` with no-break spaces, but for those before the year of a date."""
    return _NUMBER_AFTER_WORD.sub(rf"\1{_NO_BREAK}", _GLUED.sub(_NO_BREAK, words))


def _with_year_in(width: int | None) -> Callable[[re.Match[str]], str]:
    """Return the replacement of a month before its year, in a cell of ``width`` twips or outside of tables."""

    def month(found: re.Match[str]) -> str:
        letters = len("31. ") + len(found[0]) + len("2026")
        return found[0] if width is not None and letters * _LETTER > width else f"{found[1]}{_NO_BREAK}"

    return month


def _width_around(text: Any) -> int | None:
    """Return the width of the cell that ``text`` is in, ``None`` outside of tables."""
    cell = next(text.iterancestors(f"{_W}tc"), None)
    width = None if cell is None else cell.find(f"{_W}tcPr/{_W}tcW")
    return None if width is None else int(width.get(f"{_W}w")) - _PADDING
