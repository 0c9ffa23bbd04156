"""A value of any shape can be shown as text, and nothing of it is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from mus_desktop.formspec.plain_text import json_as_text
from mus_desktop.model.text import is_blank, printable_text
from tests.json_values import any_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Et svar", "Et svar"),
        (True, "Ja"),
        (False, "Nej"),
        (3.5, "3.5"),
        ([], "(tomt)"),
        ({"": " "}, "(tomt)"),
        (["Mod", ["Adfærd", "Struktur"]], "Mod, Adfærd, Struktur"),
        ({"Lede møder": {"har": 9, "krav": None}}, "Lede møder: har: 9; krav"),
        ("a\r\nb\x00", "a\nb\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_a_value_is_written_out(value: Any, text: str) -> None:
    assert json_as_text(value) == text


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in _texts_in(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in _texts_in(inner)]
    return [value] if isinstance(value, str) else []


@settings(deadline=None)
@given(any_json)
def test_no_text_in_it_is_left_out(value: Any) -> None:
    shown = json_as_text(value)
    assert not is_blank(shown)
    assert all(printable_text(text) in shown for text in _texts_in(value) if not is_blank(printable_text(text)))
