"""CPR numbers in staff lists: recognised by their digits, and removed before anything else looks at the list."""

from __future__ import annotations

import re

_BETWEEN = r"[\s./\u2010-\u2015\u2212-]"
_ANYWHERE = re.compile(
    rf"(?<!\d)(?:\d{{5,6}}|(?:[0-3]?\d|[6-9]\d){_BETWEEN}?[01]\d{_BETWEEN}?(?:\d\d)?\d\d){_BETWEEN}{{0,3}}\d{{4}}(?!\d)"
)
"""A CPR number, also with its date divided or without a leading zero; a telephone number has eight digits."""
_DAY_AND_MONTH = re.compile(r"(\d\d)([01]\d)\d{6}")
_SEPARATED = re.compile(r"[\s./\u2010-\u2015\u2212-]+")


def without_cpr_numbers(text: str) -> tuple[str, int]:
    """Return ``text`` without its CPR numbers, and how many there were."""
    return _ANYWHERE.subn("", text)


def cpr_number(cell: str) -> str:
    """Return the ten digits if the whole cell is a CPR number; empty if it is not.

    A spreadsheet drops the leading zero. Replacement numbers add 60 to the day.
    """
    digits = _SEPARATED.sub("", cell.strip())
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (9, 10):
        return ""
    number = digits.zfill(10)
    found = _DAY_AND_MONTH.fullmatch(number)
    return number if found and 1 <= int(found[1]) % 60 <= 31 and 1 <= int(found[2]) <= 12 else ""
