"""Text: the characters it may contain, how it is compared, and what other programs put into it; used everywhere.

``characters`` is for storing and printing, ``comparison`` for searching, sorting and "is it the same", ``units`` for
numbers with a unit. Text is stored as it was typed; only its comparison is normalised. Two modules that the first
window does not need are imported by their own names: ``pasted``, text from other programs, and ``secret_text``.
"""

from mus_desktop.model.text.characters import (
    REPLACEMENT,
    is_blank,
    one_line,
    printable_text,
    storable_text,
    without_line_breaks,
)
from mus_desktop.model.text.comparison import (
    comparison_key,
    danish_sort_key,
    find_same,
    matches_search,
    searched_spellings,
    starts_with_search,
    visible_text,
)
from mus_desktop.model.text.units import text_with_unit

__all__ = [
    "REPLACEMENT",
    "comparison_key",
    "danish_sort_key",
    "find_same",
    "is_blank",
    "matches_search",
    "one_line",
    "printable_text",
    "searched_spellings",
    "starts_with_search",
    "storable_text",
    "text_with_unit",
    "visible_text",
    "without_line_breaks",
]
