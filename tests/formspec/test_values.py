"""What each kind takes as an answer; the properties run over every kind that has a rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mus_desktop.formspec.cells import clean_option, number_text
from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.formspec.reader import read_form
from mus_desktop.formspec.values import NOT_ANSWERED, RULES, as_text, clean, is_blank
from mus_desktop.model.form import Column, ColumnType, Field, Form
from mus_desktop.model.text import REPLACEMENT, storable_text

_FORMS = Path(__file__).parent.parent / "data" / "forms"
FORM = read_form(_FORMS / "every-kind").form
NEWER = read_form(_FORMS / "every-kind-2").form
FIELDS = [field for form in (FORM, NEWER) for field in form.fields() if field.kind in RULES]
"""Every kind in language 1 and in language 2; both forms have the same scales and the same cards."""

HOSTILE = (
    '<select> & "citat" </w:t>',
    "{{ 7 * 7 }} {% for x in y %}",
    "nul \x00 klokke \x07 lodret \x0b",
    "halvt tegn \ud83d og helt 😀",
    "æøå ÆØÅ e\u0301 \u202e omvendt",
    "'; DROP TABLE answer; --",
    "lang " * 4_000,
)

typed = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=())))
blank = st.sampled_from(["", " ", "\n\t", "\u00a0"])
numbers = st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e15, 1e15, allow_nan=False))

CELLS: dict[ColumnType, Callable[[Column], st.SearchStrategy[Any]]] = {
    ColumnType.TEXT: lambda _column: typed | blank,
    ColumnType.DATE: lambda _column: st.dates().map(lambda day: day.isoformat()) | blank,
    ColumnType.NUMBER: lambda _column: numbers,
    ColumnType.CHECK: lambda _column: st.booleans(),
    ColumnType.CHOICE: lambda column: st.sampled_from(column.options),
    ColumnType.RATING: lambda column: steps(column.scale),
}


def steps(scale: str) -> st.SearchStrategy[Any]:
    return st.sampled_from([step.value for step in FORM.scale(scale).steps])


def picked(field: Any) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(field.options), max_size=field.pick[1], unique=True)


def boards(field: Any) -> st.SearchStrategy[Any]:
    cards: Any = FORM.field_with(field.cards)
    laid = st.dictionaries(st.sampled_from(cards.options), st.sampled_from(field.areas))
    return laid.map(lambda lies: [[area, card] for card, area in lies.items()])


def ratings(field: Any) -> st.SearchStrategy[Any]:
    scales = {column.key: column.scale for column in field.columns} or {"level": field.scale}
    cells: dict[str, Any] = {key: steps(scale) | blank | st.none() for key, scale in scales.items()}
    cells |= {"remark": typed | blank} if field.row_remark else {}
    cells |= {"group": st.sampled_from(field.groups)} if field.groups else {}
    names = st.sampled_from(field.rows) if field.rows else typed.filter(str.strip).map(storable_text)
    rows = st.dictionaries(names, st.fixed_dictionaries({}, optional=cells), max_size=5)
    whole = st.fixed_dictionaries({}, optional={"": st.fixed_dictionaries({"remark": typed})} if field.remark else {})
    return st.tuples(rows, whole).map(lambda both: both[0] | both[1])


def tables(field: Any) -> st.SearchStrategy[Any]:
    cells = {column.key: CELLS[column.type](column) | st.none() for column in field.columns}
    ids = st.sampled_from(field.rows) if field.rows else st.uuids().map(lambda name: name.hex)
    rows = st.fixed_dictionaries({"id": ids, "cells": st.fixed_dictionaries({}, optional=cells)})
    return st.lists(rows, max_size=4, unique_by=lambda row: row["id"])


ANSWERS: dict[str, Callable[[Any], st.SearchStrategy[Any]]] = {
    "text": lambda _field: typed | blank,
    "date": lambda _field: st.dates().map(lambda day: day.isoformat()) | blank,
    "check": lambda _field: st.booleans(),
    "number": lambda _field: numbers | blank,
    "notes": lambda _field: typed | blank,
    "choice": picked,
    "board": boards,
    "rating": ratings,
    "table": tables,
}

answers = st.sampled_from(FIELDS).flatmap(lambda field: st.tuples(st.just(field), ANSWERS[field.kind](field)))


def test_the_fields_of_both_forms_can_be_tried_on_one() -> None:
    assert FORM.scales == NEWER.scales
    assert FORM.field_with("stikord") == NEWER.field_with("stikord")


def test_every_kind_has_a_rule_or_takes_no_answers() -> None:
    assert set(RULES) | set(NOT_ANSWERED) == set(KINDS)
    assert not set(RULES) & set(NOT_ANSWERED)
    assert set(ANSWERS) == set(RULES) == {field.kind for field in FIELDS}
    assert {kind for kind, rules in KINDS.items() if rules.by} == set(RULES)


@settings(deadline=None)
@given(answers)
def test_cleaning_twice_changes_nothing(answer: tuple[Field, Any]) -> None:
    field, value = answer
    cleaned = clean(field, FORM, value)
    assert clean(field, FORM, cleaned) == cleaned


@settings(deadline=None)
@given(answers)
def test_a_stored_answer_comes_back_the_same(answer: tuple[Field, Any]) -> None:
    field, value = answer
    cleaned = clean(field, FORM, value)
    stored = json.dumps(cleaned, ensure_ascii=False, allow_nan=False).encode()
    assert json.loads(stored) == cleaned


@settings(deadline=None)
@given(answers)
def test_only_blank_has_no_text(answer: tuple[Field, Any]) -> None:
    field, value = answer
    assert is_blank(field, FORM, value) == (clean(field, FORM, value) is None) == (as_text(field, FORM, value) == "")


@settings(deadline=None)
@given(answers)
def test_every_letter_typed_is_in_the_printed_text(answer: tuple[Field, Any]) -> None:
    field, value = answer
    printed = as_text(field, FORM, value)
    assert all(text in printed for text in texts_in(field, clean(field, FORM, value)))


def texts_in(field: Field, value: Any) -> list[str]:
    """What a person has written or picked: every text but keys, ids and dates."""
    if field.kind == "table":
        kinds = {column.key: column.type for column in getattr(field, "columns", ())}
        cells = [cell for row in value or [] for cell in row["cells"].items()]
        return [text for key, text in cells if isinstance(text, str) and kinds[key] is not ColumnType.DATE]
    if field.kind == "rating":
        written = [text for row in (value or {}).values() for text in row.values() if isinstance(text, str)]
        return [*written, *(value or {})]
    if isinstance(value, list):
        return [text for item in value for text in ([item] if isinstance(item, str) else item)]
    return [value] if isinstance(value, str) and field.kind != "date" else []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["overskrift", "noter"])
def test_hostile_text_is_stored_letter_by_letter(key: str, text: str) -> None:
    kept = clean(FORM.field_with(key), FORM, text)
    assert kept == storable_text(text)
    assert len(str(kept)) == len(text)


@pytest.mark.parametrize(
    ("key", "value", "cleaned", "printed"),
    [
        ("overskrift", "  Indrykket ", "  Indrykket ", "  Indrykket "),
        ("ansat", "2027-03-01", "2027-03-01", "1. marts 2027"),
        ("ude", True, True, "Ja"),
        ("ude", False, None, ""),
        ("timer", 0, 0, "0 timer"),
        ("timer", 3.5, 3.5, "3,5 timer"),
        ("stikord", ["Møder", "Mod", "Møder"], ["Møder", "Mod"], "Møder, Mod"),
        ("stikord", [], None, ""),
        (
            "puslespil",
            [["Struktur", "Møder"], ["Adfærd", "Mod"], ["Struktur", "Ansvar"], ["Adfærd", "Mod"]],
            [["Struktur", "Møder"], ["Adfærd", "Mod"], ["Struktur", "Ansvar"]],
            "Adfærd: Mod\nStruktur: Møder, Ansvar",
        ),
        (
            "trivsel",
            {
                "": {"remark": "Godt år"},
                "Jeg lærer nyt": {"level": ""},
                "Jeg trives": {"level": -1, "remark": "Larm"},
            },
            {"": {"remark": "Godt år"}, "Jeg trives": {"level": -1, "remark": "Larm"}},
            "Jeg trives: -1 (Uenig), Larm\nBemærkninger: Godt år",
        ),
        (
            "kompetencer",
            {"Excel": {"krav": 3, "har": 1, "group": "Kompetencer"}, "Tilsyn": {"krav": None}},
            {"Excel": {"krav": 3, "har": 1, "group": "Kompetencer"}, "Tilsyn": {}},
            "Kompetencer: Excel: Krav 3 (Lærer fra sig), Niveau 1 (Kender til)\nTilsyn",
        ),
        (
            "kurser",
            [
                {"id": "a", "cells": {"navn": " ", "betalt": False}},
                {
                    "id": "b",
                    "cells": {"navn": "Kursus", "dag": "2027-03-01", "pris": 9, "betalt": True, "udbytte": 2},
                },
            ],
            [{"id": "b", "cells": {"navn": "Kursus", "dag": "2027-03-01", "pris": 9, "betalt": True, "udbytte": 2}}],
            "Kursus: Kursus | Dag: 1. marts 2027 | Pris: 9 kr. | Betalt: Ja | Udbytte: 2 (Kan selv)",
        ),
        (
            "maalene",
            [{"id": "Borgerne", "cells": {"bidrag": "Ro"}}],
            [{"id": "Borgerne", "cells": {"bidrag": "Ro"}}],
            "Borgerne | Mit bidrag: Ro",
        ),
    ],
)
def test_examples(key: str, value: Any, cleaned: Any, printed: str) -> None:
    field = FORM.field_with(key)
    assert clean(field, FORM, value) == cleaned
    assert as_text(field, FORM, value) == printed


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("overskrift", 3, "kun stå tekst"),
        ("ansat", "2027-02-30", "Datoen findes ikke"),
        ("ude", "ja", "afkrydset"),
        ("timer", "tre", "kun stå et tal"),
        ("timer", True, "kun stå et tal"),
        ("timer", float("nan"), "for stort"),
        ("timer", 10**16, "for stort"),
        ("stikord", "Mod", "en liste"),
        ("stikord", ["Hest"], "»Hest« er ikke blandt"),
        ("stikord", ["Mod", "Ansvar", "Nærvær", "Møder"], "højst vælges 3"),
        ("puslespil", [["Adfærd", "Mod"], ["Struktur", "Mod"]], "ligger to steder"),
        ("puslespil", [["Himmel", "Mod"]], "»Himmel« er ikke blandt"),
        ("puslespil", [["Adfærd"]], "et område"),
        ("trivsel", {"Jeg sover": {"level": 1}}, "»Jeg sover« er ikke blandt"),
        ("trivsel", {"Jeg trives": {"level": 0}}, "ikke et trin"),
        ("trivsel", {"Jeg trives": {"level": True}}, "ikke et trin"),
        ("trivsel", {"Jeg trives": {"krav": 1}}, "ingen kolonne »krav«"),
        ("trivsel", {"": {"level": 1}}, "Giv rækken et navn"),
        ("kompetencer", {" ": {"krav": 1}}, "Giv rækken et navn"),
        ("kompetencer", {name: {"krav": 1} for name in ("\ud800", REPLACEMENT)}, "To rækker hedder"),
        ("kompetencer", {"Excel": {"remark": "x"}}, "ingen kolonne »remark«"),
        ("kurser", [{"id": "a"}], "kan ikke læses"),
        ("kurser", [{"id": "", "cells": {}}], "ikke blandt skemaets rækker"),
        ("kurser", [{"id": "a", "cells": {}}, {"id": "a", "cells": {}}], "samme nummer"),
        ("kurser", [{"id": "a", "cells": {"hest": "x"}}], "ingen kolonne »hest«"),
        ("kurser", [{"id": "a", "cells": {"form": "Hest"}}], "»Hest« er ikke blandt"),
        ("maalene", [{"id": "Naboen", "cells": {}}], "ikke blandt skemaets rækker"),
    ],
)
def test_what_a_field_cannot_hold(key: str, value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        clean(FORM.field_with(key), FORM, value)


def test_a_kind_without_answers_has_no_value(every_kind: Form) -> None:
    with pytest.raises(KeyError):
        clean(every_kind.field_with("plan"), every_kind, "tekst")


@pytest.mark.parametrize(
    ("value", "printed"), [(1e-7, "0,0000001"), (-2.5, "-2,5"), (4.0, "4"), (1e15, "1" + "0" * 15)]
)
def test_numbers_are_written_as_danes_write_them(value: float, printed: str) -> None:
    assert number_text(value, "") == printed


def test_an_option_may_come_in_pieces_and_is_stored_as_the_form_words_it() -> None:
    assert clean_option("A\u030arligt\u200b møde", ("Årligt møde", "Aldrig")) == "Årligt møde"
    with pytest.raises(ValueError, match="ikke blandt"):
        clean_option("Arligt møde", ("Årligt møde", "Aldrig"))
