"""Numbers as Danes type them: a decimal comma, and full stops between thousands."""

from __future__ import annotations

import re
from decimal import Decimal

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_LARGEST = 1e15
"""A larger number is treated as a typing error."""

_MOST_DIGITS = 20
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def read_number(text: str) -> int | float | None:
    """Return the number in ``text``, an ``int`` if it has no decimals; ``None`` if it is not a number."""
    bare = re.sub(r"\s", "", text)
    if "," in bare or _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare) if "." in bare or len(bare) > _MOST_DIGITS else int(bare)
    return number if abs(number) <= _LARGEST else None


def number_text(number: float) -> str:
    """Return ``number`` as text that :func:`read_number` can read."""
    if isinstance(number, int):
        return str(number)
    return f"{Decimal(repr(number)):f}".replace(".", ",") if number % 1 else f"{number:.1f}".replace(".", ",")
