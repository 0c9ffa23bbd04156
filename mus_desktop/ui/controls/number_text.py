"""Numbers as Danes type them: a decimal comma, and full stops between thousands."""

from __future__ import annotations

import re
from decimal import Decimal

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_LARGEST_NUMBER = 1e15
"""A larger number is treated as a typing error."""

_MAX_INT_CHARACTERS = 20
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_number(text: str) -> int | float | None:
    """Return the number in ``text``, an ``int`` if it has no decimals; ``None`` if it is not a number."""
    compact = re.sub(r"\s", "", text)
    if "," in compact or _THOUSANDS.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(compact):
        return None
    number = float(compact) if "." in compact or len(compact) > _MAX_INT_CHARACTERS else int(compact)
    return number if abs(number) <= _LARGEST_NUMBER else None


def number_text(number: float) -> str:
    """Return ``number`` as text that :func:`parse_number` can read."""
    if isinstance(number, int):
        return str(number)
    return f"{Decimal(repr(number)):f}".replace(".", ",") if number % 1 else f"{number:.1f}".replace(".", ",")
