"""Tjenestenumre: how they are compared, and several in one text. The first window loads this module."""

from __future__ import annotations

from mus_desktop.model.text import comparison_key

_SEPARATORS = str.maketrans(",/", ";;")


def number_key(number: str) -> str:
    """Return a Tjenestenummer as it is compared: a spreadsheet drops leading zeros."""
    return "".join(comparison_key(number).split()).lstrip("0")


def split_numbers(text: str) -> tuple[str, ...]:
    """Return the Tjenestenumre in a cell or a line of input, each once."""
    found = dict[str, str]()
    for one in text.translate(_SEPARATORS).split(";"):
        if number_key(one):
            found.setdefault(number_key(one), one.strip())
    return tuple(found.values())
