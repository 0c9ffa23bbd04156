"""Numbers as Danes write them."""

from __future__ import annotations

import re

# A number as it is typed: ``4,5``, ``12400``, ``12.400``, ``-3``.
_NUMBER = r"(?a)([+-]?)(\d+|\d{1,3}(?:[. \u00a0]\d{3})+)([.,]\d+)?"


def text_with_unit(text: str, unit: str) -> str:
    """Return ``text`` with ``unit`` after it if it is a number: ``4,5 dage``, ``12.400 kr.``; otherwise unchanged.

    Plain digits get a point between thousands, as Danes write them.
    """
    number = re.fullmatch(_NUMBER, text.strip())
    if not unit or number is None:
        return text
    sign, whole, decimals = number[1], number[2], number[3] or ""
    grouped = _in_thousands(whole) if whole.isdigit() else whole
    return f"{sign}{grouped}{decimals} {unit}"


def _in_thousands(digits: str) -> str:
    # As text: Python reads no number of more than 4300 digits, and somebody may paste one.
    digits = digits.lstrip("0") or "0"
    first = len(digits) % 3
    return ".".join(
        part for part in (digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))) if part
    )
