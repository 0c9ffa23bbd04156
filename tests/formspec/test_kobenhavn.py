"""København's form against the source: every heading, question and label, to the letter, in order, nested as there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.formspec.as_json import form_as_json
from mus_desktop.formspec.check import warnings, what_prints
from mus_desktop.model.form import Form, PlanField, Role

QUESTIONS_LABEL = "Spørgsmål til refleksion:"
BULLET = re.compile(r"( *)- (.*)")


@dataclass
class Theme:
    """A note field of the source: the heading over it, its title, and its questions as (text, level, opens group)."""

    heading: str
    title: str
    labelled: bool = False
    questions: list[tuple[str, int, bool]] = field(default_factory=list)


@pytest.fixture(scope="module")
def source() -> list[str]:
    file = Path(__file__).parent.parent / "data" / "seeds" / "kobenhavn-buf.txt"
    return file.read_text("utf-8").split("\n")


@pytest.fixture
def content(kobenhavn: Form) -> dict[str, Any]:
    return form_as_json(kobenhavn)


def themes_of(source: list[str]) -> list[Theme]:
    """Every block that ends in *Noter*: the two last headings before it, and the bullets under the label."""
    found: list[Theme] = []
    headings: list[str] = []
    theme: Theme | None = None
    after_blank = False
    for line in source:
        bullet = BULLET.fullmatch(line)
        if line == QUESTIONS_LABEL:
            theme = Theme(*headings[-2:], labelled=True)
        elif line == "Noter":
            found.append(theme or Theme(*headings[-2:]))
            theme = None
        elif bullet and theme:
            opens_group = after_blank and bool(theme.questions)
            theme.questions.append((bullet[2], len(bullet[1]), opens_group))
        elif line.strip():
            headings.append(line)
        after_blank = not line.strip()
    return found


def test_each_question_stands_on_its_own_field(source: list[str], content: dict[str, Any]) -> None:
    in_form = [
        Theme(
            tab["title"],
            note["title"],
            note["text"] == QUESTIONS_LABEL,
            [(p["text"], p["level"], p["opens_group"]) for p in note["prompts"]],
        )
        for tab in content["tabs"]
        for note in tab["fields"]
        if note["kind"] == "notes"
    ]
    assert in_form == themes_of(source)


def test_the_source_was_read_whole(source: list[str]) -> None:
    """Guards the comparison above: as many fields and questions as can be counted in the source by eye."""
    themes = themes_of(source)
    assert [theme.heading for theme in themes] == [
        "Siden sidste MUS",
        *["Trivsel"] * 3,
        *["Arbejdsopgaver"] * 4,
        "Frem mod Udviklingsplanen",
    ]
    assert [len(theme.questions) for theme in themes] == [4, 7, 10, 0, 6, 4, 8, 0, 3]
    assert sum(level for theme in themes for _, level, _ in theme.questions) == 9
    assert sum(opens for theme in themes for _, _, opens in theme.questions) == 1
    assert sum(bool(BULLET.fullmatch(line)) for line in source) == 42


def test_every_heading_and_label_of_the_source_is_in_the_form(source: list[str], content: dict[str, Any]) -> None:
    """Each line of the source that is not a question is somewhere in the form, and in the same order."""
    said = {line.strip("\t _:") for line in source if line.strip() and not BULLET.fullmatch(line)} - {"Noter"}
    columns = {title for line in said if "\t" in line for title in line.split("\t")}
    rows = {line for line in said if re.fullmatch(r"\d\)", line)}
    words = [word.strip(":") for word in _words_in_order(content)]
    in_form = set(words)
    missing = {line for line in said - rows if "\t" not in line} | columns
    organisation = content["organisation"].split(", ")
    assert missing - in_form - set(organisation) == set()
    assert rows == {"1)", "2)", "3)"}

    plan_part = source[source.index("Personlig udviklingsplan") :]
    labels = [part.strip("\t _:") for line in plan_part for part in line.split("\t") if part.strip("\t _:")]
    expected = [label for label in labels if not re.fullmatch(r"\d\)", label)]
    start = words.index("Personlig udviklingsplan")
    assert [word for word in words[start:] if word in expected] == expected


def _words_in_order(content: dict[str, Any]) -> list[str]:
    words = [content["title"]]
    for tab in content["tabs"]:
        words.append(tab["title"])
        for part in tab["fields"]:
            words += [part["title"], part["text"], *part.get("facts", {}).values(), *part.get("signers", {}).values()]
            words += [column["title"] for column in part.get("columns", ())]
    return words


def test_title_and_tabs(content: dict[str, Any]) -> None:
    assert content["title"] == "Medarbejder-Udviklings-Samtale"
    assert content["organisation"] == "KØBENHAVNS KOMMUNE, Børne- og Ungdomsforvaltningen"
    assert [tab["title"] for tab in content["tabs"]] == [
        "Medarbejder-Udviklings-Samtale",
        "Siden sidste MUS",
        "Trivsel",
        "Arbejdsopgaver",
        "Frem mod Udviklingsplanen",
        "Den personlig Udviklingsplan",
        "BILAG: Mere om Medarbejder-Udviklings-Samtaler i Børne- og Ungdomsforvaltningen.",
    ]
    appendix = [part["title"] for part in content["tabs"][-1]["fields"]]
    assert appendix == ["For lederen er MUS:", "For medarbejderen er MUS:"]


def test_the_plan_page(content: dict[str, Any], kobenhavn: Form) -> None:
    head, plan, signatures = content["tabs"][5]["fields"]
    assert list(head["facts"].items()) == [("employee", "Medarbejder"), ("period", "Periode")]
    assert (plan["numbered"], plan["min_rows"]) == (True, 3)
    roles = [column["roles"] for column in plan["columns"]]
    assert roles == [["goal"], ["action"], ["support"], ["due", "responsible"]]
    assert list(signatures["signers"].items()) == [("date", "Dato"), ("leader", "Leder"), ("employee", "Medarbejder")]
    (field_,) = kobenhavn.plan_fields()
    assert isinstance(field_, PlanField)
    assert field_.column_with(Role.DUE) is field_.column_with(Role.RESPONSIBLE) is field_.columns[3]


def test_no_note_prints(kobenhavn: Form) -> None:
    lines = what_prints(kobenhavn)
    printed = [line.split("(")[1] for line in lines if not line.endswith(": trykkes aldrig")]
    assert printed == [
        "plan): medarbejderens og det fælles i planen og statusarket; lederens trykkes aldrig",
        "underskrift): medarbejderens og det fælles i planen; lederens trykkes aldrig",
    ]
    assert len(lines) == 11
    assert warnings(kobenhavn) == ()
