"""Text: the characters it may contain, how it is compared, and what other programs put into it; used everywhere.

``characters`` is for storing and printing, ``comparison`` for searching, sorting and "is it the same", ``pasted`` for
text from other programs, ``number_text`` for numbers with a unit. Text is stored as it was typed; only its comparison is normalised.
"""

from mus_desktop.model.text.characters import (
    REPLACEMENT,
    is_blank,
    one_line,
    printable_text,
    storable_text,
    without_line_breaks,
)
from mus_desktop.model.text.comparison import comparison_key, danish_sort_key, matches_search
from mus_desktop.model.text.number_text import text_with_unit
from mus_desktop.model.text.pasted import pasted_line, pasted_text

__all__ = [
    "REPLACEMENT",
    "comparison_key",
    "danish_sort_key",
    "is_blank",
    "matches_search",
    "one_line",
    "pasted_line",
    "pasted_text",
    "printable_text",
    "storable_text",
    "text_with_unit",
    "without_line_breaks",
]
