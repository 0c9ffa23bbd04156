"""Long and odd text that somebody pastes, in time that grows with its length only."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from mus_desktop.log import without_quotes
from mus_desktop.model.dates import find_date
from mus_desktop.model.text import (
    comparison_key,
    matches_search,
    one_line,
    printable_text,
    text_with_unit,
)
from mus_desktop.model.text.pasted import pasted_line, pasted_text
from mus_desktop.model.text.secret_text import typed_secret
from mus_desktop.services.paper.pasted_table import ListError, read_lines

_LENGTH = 60_000
_SECONDS = 1.5
"""Ten times the time of the slowest; before, several took from 20 s to an hour."""
_TODAY = date(2026, 5, 12)
_REPEATED = (
    " ",
    "\t",
    "\n",
    " \t",
    '"',
    '"""a\n',
    '"a""b\n',
    '"a\n',
    "1",
    "1.",
    "1/",
    "1 ",
    "o\t\n",
    "a",
    ",",
    "a\u030a",
)


def _read_lines(text: str) -> None:
    with suppress(ListError):
        read_lines(text, lambda _: True)


@pytest.mark.parametrize(
    "read",
    [
        pasted_text,
        pasted_line,
        one_line,
        printable_text,
        typed_secret,
        comparison_key,
        without_quotes,
        _read_lines,
        lambda text: find_date(text, _TODAY),
        lambda text: matches_search("åse", text),
        lambda text: text_with_unit(text, "kr."),
    ],
)
def test_no_text_of_any_kind_stops_the_program(read: Callable[[str], object]) -> None:
    texts = [repeated * (_LENGTH // len(repeated)) for repeated in _REPEATED]
    texts += [f"{' ' * _LENGTH}x", f"•\t{' ' * _LENGTH}5", f"1{' ' * _LENGTH}marts"]
    for text in texts:
        begun = time.perf_counter()
        read(text)
        assert time.perf_counter() - begun < _SECONDS, f"{text[:10]!r}"


def test_a_number_of_any_length_keeps_its_unit_and_its_digits() -> None:
    assert text_with_unit("1" * 6000, "kr.").replace(".", "") == f"{'1' * 6000} kr"
    assert [text_with_unit(text, "kr.") for text in ("0", "007", "12", "1234", "123456", "1234567,5")] == [
        "0 kr.",
        "7 kr.",
        "12 kr.",
        "1.234 kr.",
        "123.456 kr.",
        "1.234.567,5 kr.",
    ]


@pytest.mark.parametrize("text", ["1. marts 10000", "1. marts 20270"])
def test_the_first_four_of_five_digits_are_no_year(text: str) -> None:
    found = find_date(text, _TODAY)
    assert found is not None
    assert text[found.end :].strip() in {"10000", "20270"}
