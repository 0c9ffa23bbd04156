"""What language 2 added: read into the model, refused in language 1, and never taken without effect."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.formspec.as_json import form_as_json
from mus_desktop.formspec.problems import Problem
from mus_desktop.formspec.reader import form_from_definition, read_form
from mus_desktop.model.form import (
    Fact,
    Form,
    InfoField,
    PartyRole,
    RatingField,
    SignatureMeaning,
    SignaturesField,
    TableField,
    TextField,
)

Written = Callable[..., str]
ProblemsOf = Callable[[str], tuple[Problem, ...]]

NEW_HEAD = 'language = 2\nid = "prove"\nversion = 1\ntitle = "Prøve"\norganisation = "Lillevig Kommune"\n'
SCALE = '[[scale]]\nkey = "niveau"\nsteps = [{ value = 1, label = "Lidt" }, { value = 2, label = "Meget" }]\n'
TEXT = 'kind = "text"\nkey = "x"\ntitle = "X"\n'
NOTES = 'kind = "notes"\nkey = "n"\ntitle = "N"\n'
SIGN = 'kind = "signatures"\nkey = "s"\ntitle = "S"\nsigners = { date = "Dato" }\n'
RATING = 'kind = "rating"\nkey = "r"\ntitle = "R"\nscale = "niveau"\n'
TABLE = 'kind = "table"\nkey = "t"\ntitle = "T"\ncolumns = [{ key = "a", title = "A" }]\n'
INFO = 'kind = "info"\nkey = "i"\ntitle = "I"\n'
ROWS = 'rows = ["A", { label = "B", text = "Om B" }]'
EVALUATION = 'purpose = "evaluation"\n'
OWN = 'by = ["employee"]\nprint = true\n'

NEW = [
    ("", 'plan_title = "Plan"', "»plan_title« kendes ikke i language = 1"),
    ("", 'short_name = "Kort"', "»short_name« kendes ikke i language = 1"),
    ("", "counts = false", "»counts« kendes ikke i language = 1"),
    (TEXT + "lines = 4", "", "»lines« kendes ikke i language = 1"),
    (SIGN + 'extra = ["Tillidsrepræsentant"]', "", "»extra« kendes ikke i language = 1"),
    (SIGN + 'confirms = "talk"', "", "»confirms« kendes ikke i language = 1"),
    (NOTES + 'writing_title = "Noter"', "", "»writing_title« kendes ikke i language = 1"),
    (RATING + "compare = true", "", "»compare« kendes ikke i language = 1"),
    (RATING + ROWS, "", "»rows« har et punkt med »label« og »text«"),
    (TABLE + ROWS, "", "»rows« har et punkt med »label« og »text«"),
    (INFO + 'facts = { title = "Stilling" }', "", "»facts« kender ikke »title« i language = 1"),
]
"""Everything new: the field or the line for the form, and why language 1 refuses it."""

MISTAKES = [
    (TEXT + "lines = 1", "", "»lines« skal være mindst 2", ""),
    (TEXT + "lines = 41", "", "»lines« må højst være 40", ""),
    (SIGN + 'extra = ["A", "A"]', "", "»extra« nævner »A« to gange", ""),
    (SIGN + "extra = []", "", "»extra« er tom", ""),
    (SIGN + 'confirms = "talks"', "", "»confirms« kan ikke være »talks«", "talk"),
    (SIGN + 'confirm = "talk"', "", "»confirm« kendes ikke her", "confirms"),
    (INFO + 'facts = { titel = "Stilling" }', "", "»facts« kender ikke »titel«", "title"),
    (TEXT.replace('"x"', '"stilling"') + f'[[tab.field]]\n{INFO}facts = {{ title = "S" }}', "", "»stilling«", ""),
    (RATING + 'rows = ["A", { label = "A" }]', "", "»rows« nævner »A« to gange", ""),
    (RATING + 'rows = [{ label = "A", tekst = "B" }]', "", "»tekst« kendes ikke her", "text"),
    (RATING + 'rows = [{ text = "B" }]', "", "»label« mangler", ""),
    (RATING + 'rows = [{ label = "A", text = 3 }]', "", "»text« skal være tekst", ""),
    (TABLE + "rows = [3]", "", "»rows« har et punkt, som skal være tekst", ""),
    (RATING + 'by = ["employee"]\ncompare = true', "", "»compare« kræver, at begge svarer", ""),
    ("", 'short_nam = "X"', "»short_nam« kendes ikke her", "short_name"),
    ("", "plan_title = 3", "»plan_title« skal være tekst", ""),
    (TEXT + OWN, "", "»print« kan ikke stå ved en forberedelse", ""),
    (TEXT + 'by = ["employee", "leader"]\nprint = true', EVALUATION, "»print« kan ikke stå ved en forberedelse", ""),
    (TEXT + 'by = ["leader"]\nprint = true', EVALUATION, "»print« kan ikke stå ved en forberedelse", ""),
    (TEXT.replace("text", "notes") + OWN, EVALUATION, "»print« kan ikke stå ved noter", ""),
]


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(Path(__file__).parents[1] / "data" / "forms" / "every-kind-2").form


@pytest.mark.parametrize(("field", "top", "refused"), NEW)
def test_a_new_key_is_refused_in_language_1_and_says_what_it_needs(
    field: str, top: str, refused: str, written: Written, problems_of: ProblemsOf
) -> None:
    parts = {"field": field} if field else {}
    (problem,) = problems_of(written(**parts, top=SCALE if field else top))
    assert refused in problem.text
    assert "skriv language = 2 øverst" in problem.text
    assert problem.suggestion == ""
    assert problems_of(written(**parts, top=SCALE if field else top, head=NEW_HEAD)) == ()


@pytest.mark.parametrize(("field", "top", "text", "suggestion"), MISTAKES)
def test_every_mistake_in_the_new_keys(
    field: str, top: str, text: str, suggestion: str, written: Written, problems_of: ProblemsOf
) -> None:
    parts = {"field": field} if field else {}
    (problem,) = problems_of(written(**parts, top=f"{top}\n{SCALE}", head=NEW_HEAD))
    assert text in problem.text
    assert problem.suggestion == suggestion


def test_no_new_key_is_suggested_or_listed_in_language_1(written: Written, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(written(SIGN + 'confirm = "talk"'))
    assert problem.suggestion == ""
    assert "confirms" not in problem.text
    (problem,) = problems_of(written(INFO + 'facts = { titel = "Stilling" }'))
    assert problem.suggestion != "title"


def test_what_is_read(form: Form) -> None:
    assert (form.plan_title, form.short_name, form.display_name, form.counts) == (
        "Seniorplan", "Seniorsamtale", "Lillevig · Teknik & Miljø · Seniorsamtale", False,
    )  # fmt: skip
    signatures, info = form.field_with("underskrift"), form.field_with("om_fonden")
    assert isinstance(signatures, SignaturesField)
    assert isinstance(info, InfoField)
    assert signatures.confirms is SignatureMeaning.TALK
    assert signatures.labels == ("Kollega", "Teamleder", "Dato", "Tillidsrepræsentant", "Personalechef")
    assert list(info.facts)[:2] == [Fact.TIME, Fact.TITLE]
    one, many = form.field_with("kaldenavn"), form.field_with("overskrift")
    assert isinstance(one, TextField)
    assert isinstance(many, TextField)
    assert (one.lines, many.lines) == (1, 4)
    rating, table = form.field_with("trivsel"), form.field_with("maalene")
    assert isinstance(rating, RatingField)
    assert isinstance(table, TableField)
    assert rating.rows == ("Jeg trives", "Jeg lærer nyt", "Jeg bliver hørt")
    assert rating.row_texts == {"Jeg trives": "Tænk på det seneste halve år."}
    assert table.row_texts == {"Økonomien": "Årets budget\nog næste års."}
    assert rating.compared
    assert not any(f.compared for f in form.fields() if isinstance(f, RatingField) and f is not rating)


def test_what_is_handed_in(form: Form) -> None:
    assert [f.key for f in form.fields() if f.handed_in] == ["udbytte", "samtalen", "forslag", "bedst"]


@pytest.mark.parametrize("language", [1, 2])
@pytest.mark.parametrize("purpose", ["mus", "evaluation"])
@pytest.mark.parametrize("by", [["employee"], ["leader"], ["employee", "shared"], ["employee", "leader"]])
def test_only_the_employees_own_answers_in_an_evaluation_are_handed_in(
    language: int, purpose: str, by: list[str], written: Written
) -> None:
    definition: dict[str, Any] = tomllib.loads(written(TEXT))
    definition |= {"language": language, "purpose": purpose}
    definition["tab"][0]["field"][0] |= {"by": by, "print": True}
    allowed = (language, purpose, by) == (2, "evaluation", ["employee"])
    if language == 2 and not allowed and "shared" not in by:
        return  # refused, see above
    (field,) = form_from_definition(definition, "prøve").fields()
    assert field.handed_in is allowed
    assert field.prints


def test_json_spells_the_new_keys_out(form: Form) -> None:
    content = form_as_json(form)
    assert (content["plan_title"], content["short_name"], content["counts"]) == ("Seniorplan", "Seniorsamtale", False)
    parts: dict[str, Any] = {part["key"]: part for tab in content["tabs"] for part in tab["fields"]}
    assert parts["overskrift"]["lines"] == 4
    assert parts["trivsel"]["compare"] is True
    assert parts["trivsel"]["row_texts"] == {"Jeg trives": "Tænk på det seneste halve år."}
    assert parts["maalene"]["rows"] == ["Borgerne", "Økonomien"]
    assert (parts["underskrift"]["extra"], parts["underskrift"]["confirms"]) == (
        ["Tillidsrepræsentant", "Personalechef"], "talk",
    )  # fmt: skip
    assert parts["om_fonden"]["facts"]["title"] == "Stilling"
    assert {key for key, part in parts.items() if part["handed_in"]} == {"udbytte", "samtalen", "forslag", "bedst"}
    assert PartyRole.SHARED in form.field_with("kaldenavn").by
