"""Comparison, search and one-line texts: what looks the same is the same, whatever characters it is made of."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import mus_desktop
from mus_desktop.model.form import PlanColumn, PlanField, Role
from mus_desktop.model.involvement import involves_others
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import (
    comparison_key,
    danish_sort_key,
    find_same,
    is_blank,
    matches_search,
    one_line,
    without_line_breaks,
)
from mus_desktop.model.text.pasted import pasted_line, pasted_text

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("åge", "A\u030age Holm"),
        ("A\u030aGE", "Åge Holm"),
        ("kjaer", "Kjær"),
        ("kjær", "Kjaer"),
        ("jose", "José"),
        ("josé", "Jose"),
        ("aase", "Åse"),
        ("åse", "Aase"),
        ("soeren", "Søren"),
        ("bjorn", "Björn"),
        ("bjørn", "Björn"),
        ("muller", "Müller"),
        ("micha", "Michael"),
        ("anne-marie", "Anne\u2011Marie"),
        ("annemarie", "Anne\u00admarie"),
        ("d'angelo", "D’Angelo"),
        ("bo hansen", "Hansen, Bo\u00a0Emil"),
        ("lukasz", "Łukasz"),
        ("\u200b", "hvem som helst"),
    ],
    ids=ascii,
)
def test_a_search_finds_what_it_means(search: str, text: str) -> None:
    assert matches_search(search, "Lærer", text)


@pytest.mark.parametrize(
    ("search", "text"), [("ase", "Åse"), ("alborg", "Ålborg"), ("bo", "Åse"), ("jørgen", "Jorgen")]
)
def test_a_search_finds_nothing_else(search: str, text: str) -> None:
    assert not matches_search(search, text)


@given(st.text(max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_any_part_of_a_text_is_found_however_it_is_composed(text: str, start: int, length: int) -> None:
    for form in ("NFC", "NFD"):
        part = unicodedata.normalize("NFC", text)[start : start + length]
        assert matches_search(unicodedata.normalize(form, part), text)


@given(st.text(max_size=30), st.sampled_from(["\u200b", "\ufeff", "\u00ad", "\u2060"]), st.integers(0, 30))
def test_what_looks_the_same_compares_equal(text: str, invisible: str, place: int) -> None:
    other = unicodedata.normalize("NFD", text[:place] + invisible + text[place:])
    assert comparison_key(other) == comparison_key(text)
    assert danish_sort_key(other)[0] == danish_sort_key(text)[0]
    assert comparison_key(comparison_key(text)) == comparison_key(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\ufeff\u00a0\t", "\u2800\u3164", "\u200e\u202e\n", "\u00ad\ufe0f"]
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)
    assert one_line(text) == ""


@given(st.text())
@example("a\r\n\r\nb\tc\n")
@example("\u2028")
def test_a_line_has_no_line_breaks_and_loses_no_letter(text: str) -> None:
    for line in (without_line_breaks(text), one_line(text), pasted_line(text)):
        assert not set(line) & set(LINE_BREAKS + "\t")
    assert without_line_breaks(without_line_breaks(text)) == without_line_breaks(text)
    assert "".join(without_line_breaks(text).split()) == "".join(text.split())


@given(st.text())
@example("o\to\t")
def test_pasting_twice_changes_nothing_more(text: str) -> None:
    once = pasted_text(text)
    assert "\r" not in once
    assert pasted_line(pasted_line(text)) == pasted_line(text)


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("Mål:\r\n•\tLytte\r\no\tSpørge\r\n\uf0a7\tTale\r\n", "Mål:\n• Lytte\n– Spørge\n• Tale\n"),
        ("1.\tFørst\n1.1.\tSå\n\ta)\tSidst", "1. Først\n1.1. Så\n  a) Sidst"),
        ("e\x1email og udviklings\x1fsamtale", "e‑mail og udviklings\u00adsamtale"),
        ("\ufeffA\x0bB\u2028C\x00", "A\nB\nC"),
        ("\x93Ja\x94 \x96 nej\x85", "“Ja” – nej…"),
        ("Se \uf0e0 her \uf0fc \uf04a", "Se → her ✓ ☺"),
        ("Navn\tKrav\nJura\t2", "Navn\tKrav\nJura\t2"),
        ("a\u00a0b\ud800", "a\u00a0b\N{REPLACEMENT CHARACTER}"),
    ],
    ids=ascii,
)
def test_pasted_text_is_as_if_typed(pasted: str, typed: str) -> None:
    assert pasted_text(pasted) == typed


def test_an_option_is_found_however_it_is_composed() -> None:
    assert find_same("A\u030arlig", ("Månedlig", "Årlig")) == "Årlig"
    assert find_same("a", ("A", "a")) == "a"
    assert find_same("ugentlig", ("Årlig",)) is None


def test_a_name_in_pieces_is_the_same_person() -> None:
    field = PlanField(key="p", title="P", columns=(PlanColumn(key="who", title="Hvem", roles=(Role.RESPONSIBLE,)),))
    row = Agreement("1", "p", responsible="A\u030ase", due_on=date(2027, 3, 1))
    assert not involves_others(row, field, ["Åse Holm"])
    assert involves_others(row, field, ["Bo Holm"])


def test_no_module_compares_text_in_a_way_of_its_own() -> None:
    """Names of files and the words of a printed document are compared by the rules of those."""
    layers = [Path(mus_desktop.__file__).parent / name for name in ("model", "formspec", "services", "ui")]
    files = [file for layer in layers for file in layer.rglob("*.py") if file.parent.name != "text"]
    assert {file.name for file in files if ".casefold()" in file.read_text("utf-8")} <= {"paper_plans.py"}
