"""Reading forms: the whole language in, every mistake out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mus_desktop.formspec.form_keys import FORM, KINDS
from mus_desktop.formspec.problems import BrokenFormError
from mus_desktop.formspec.reader import (
    canonical_json,
    definition_hash,
    form_from_definition,
    read_folder,
    read_form,
)
from mus_desktop.model.form import (
    BoardField,
    CheckField,
    ChoiceField,
    ColumnType,
    DateField,
    Fact,
    FollowUpField,
    Form,
    IndividualPlans,
    InfoField,
    NotesField,
    NumberField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    Purpose,
    RatingField,
    Role,
    SignatureLine,
    SignaturesField,
    TableField,
    TextField,
)


def test_every_kind_is_read_into_its_class(every_kind: Form) -> None:
    classes = {
        InfoField, TextField, DateField, CheckField, NumberField, NotesField, ChoiceField, BoardField, RatingField,
        TableField, PlanField, PreviousPlanField, FollowUpField, SignaturesField,
    }  # fmt: skip
    assert {type(field) for field in every_kind.fields()} == classes
    assert set(KINDS) == {kind.kind for kind in classes}
    assert len(KINDS) == 14


@pytest.mark.parametrize(("folder", "language"), [("every-kind", 1), ("every-kind-2", 2)])
def test_the_test_form_uses_every_key_of_the_language(data: Path, folder: str, language: int) -> None:
    """Otherwise a key could be read wrongly and no test would see it."""
    definition = read_form(data / "forms" / folder).definition
    assert definition["language"] == language
    assert {name for name, key in FORM.items() if key.since <= language} <= set(definition)
    used: dict[str, set[str]] = {}
    for tab in definition["tab"]:
        for field in tab["field"]:
            used.setdefault(field["kind"], set()).update(field)
    common = {"text", "by", "print", "key"}
    known = {kind: {name for name, key in rules.keys.items() if key.since <= language} for kind, rules in KINDS.items()}
    unused = {kind: names - used[kind] - common for kind, names in known.items()}
    assert not any(unused.values()), unused
    assert used["text"] >= common


def test_the_form_itself(every_kind: Form) -> None:
    form = every_kind
    assert (form.id, form.version, form.purpose, form.held) == (
        "every-kind",
        3,
        Purpose.EVALUATION,
        ("individual", "group"),
    )
    assert dict(form.party_names) == {PartyRole.LEADER: "Teamleder", PartyRole.EMPLOYEE: "Kollega"}
    assert form.cues == ("Hvad bygger du det på?", "Hvad betyder det for de andre?")
    assert (form.topics, form.marking, form.word_language) == ((1, 3), "Fortroligt", "nn-NO")
    assert (form.plan_is_minutes, form.individual_plans) == (True, IndividualPlans.REQUIRED)
    niveau, enighed = form.scales
    assert (niveau.headings, enighed.headings) == (("Trin", "Kort", "Langt"), ())
    assert [step.value for step in niveau.steps] == [1, 2, 3]
    assert (niveau.steps[0].label, niveau.steps[0].text) == ("Kender til", "Har brug for hjælp")
    assert (niveau.title, niveau.blank, enighed.title) == ("Niveau", "Ikke relevant", "")
    first = form.tabs[0]
    assert (first.subtitle, first.text, first.optional, first.minutes) == (
        "Om samtalen",
        "Første afsnit.\nAndet afsnit.",
        True,
        10,
    )


def test_who_answers_when_the_form_does_not_say(every_kind: Form) -> None:
    shared, all_three = (PartyRole.SHARED,), tuple(PartyRole)
    assert every_kind.field_with("ude").by == shared
    assert every_kind.field_with("puslespil").by == shared
    assert every_kind.field_with("kurser").by == shared
    assert every_kind.field_with("trivsel").by == (PartyRole.EMPLOYEE, PartyRole.LEADER)
    assert every_kind.field_with("plan").by == ()
    assert KINDS["notes"].by == all_three
    assert every_kind.field_with("ansat").by == (PartyRole.LEADER,)


def test_columns_roles_and_scales(every_kind: Form) -> None:
    plan = every_kind.field_with("plan")
    assert isinstance(plan, PlanField)
    assert plan.columns[4].roles == {Role.DUE, Role.RESPONSIBLE, Role.FOLLOW_UP}
    assert (plan.columns[2].later, plan.columns[2].fold, plan.columns[0].later) == (True, "Bagefter", False)
    assert (plan.groups, plan.min_rows, plan.numbered) == (("Faglige", "Personlige"), 2, True)
    rating = every_kind.field_with("kompetencer")
    assert isinstance(rating, RatingField)
    assert [(c.by, c.role, c.scale, c.type) for c in rating.columns] == [
        (PartyRole.LEADER, "required", "niveau", ColumnType.RATING),
        (PartyRole.EMPLOYEE, "level", "niveau", ColumnType.RATING),
    ]
    choice = every_kind.field_with("stikord")
    assert isinstance(choice, ChoiceField)
    assert (choice.pick, choice.cards) == ((1, 3), True)


def test_prompts_keep_their_words_nesting_and_groups(every_kind: Form) -> None:
    noter = every_kind.field_with("noter")
    assert isinstance(noter, NotesField)
    assert [(p.text, p.level, p.opens_group) for p in noter.prompts] == [
        ("Hvad  fylder   mest?", 0, False),
        ("Hvad fylder mindst?", 1, False),
        ("Hvorfor?", 2, False),
        ("Hvad savner du?", 1, False),
        ("Hvad glæder du dig til?", 0, True),
    ]


def test_order_survives_the_database(data: Path) -> None:
    loaded = read_form(data / "forms" / "every-kind")
    stored = json.loads(canonical_json(loaded.definition))
    form = form_from_definition(stored, "databasen")
    assert form == loaded.form
    info, signatures = form.field_with("om_fonden"), form.field_with("underskrift")
    assert isinstance(info, InfoField)
    assert isinstance(signatures, SignaturesField)
    assert list(info.facts) == [Fact.TIME, Fact.EMPLOYEE, Fact.LEADER, Fact.PERIOD, Fact.WORKPLACE]
    assert list(signatures.signers) == [SignatureLine.EMPLOYEE, SignatureLine.LEADER, SignatureLine.DATE]
    assert definition_hash(stored) == loaded.sha256


def test_the_hash_follows_every_word_and_the_order(data: Path) -> None:
    definition = read_form(data / "forms" / "every-kind").definition
    assert definition_hash({**definition, "title": "Andet"}) != definition_hash(definition)
    assert definition_hash(dict(reversed(definition.items()))) != definition_hash(definition)


def test_five_mistakes_are_all_named_with_place_and_suggestion(data: Path) -> None:
    with pytest.raises(BrokenFormError) as caught:
        read_form(data / "forms" / "five-mistakes")
    found = {(p.place.tab, p.place.field, p.suggestion): p.text for p in caught.value.problems}
    assert len(caught.value.problems) == 5
    assert "»subtitel«" in found["trivsel", "", "subtitle"]
    assert "»nots«" in found["trivsel", "hverdag", "notes"]
    assert "»niveu«" in found["trivsel", "vurdering", "niveau"]
    about_emner = [p.text for p in caught.value.problems if p.place.field == "emner"]
    assert any("»pick« er 3" in text for text in about_emner)
    assert any("enestående" in text for text in about_emner)
    lines = str(caught.value).splitlines()
    assert len(lines) == 5
    assert all(line.startswith(str(data / "forms" / "five-mistakes" / "form.toml")) for line in lines)
    assert "fanen »trivsel«, feltet »vurdering«" in str(caught.value)
    assert "mente du »niveau«?" in str(caught.value)


def test_one_broken_form_does_not_hide_the_others(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "forms", tmp_path / "forms")
    shutil.copytree(data / "forms" / "every-kind", tmp_path / "forms" / "tvilling")
    found = read_folder(tmp_path / "forms")
    assert [loaded.form.id for loaded in found.forms] == ["evaluation", "every-kind", "every-kind-2"]
    assert sorted(len(failure.problems) for failure in found.failures) == [1, 5]
    assert "allerede bruges" in "".join(str(failure) for failure in found.failures)
    assert read_folder(tmp_path / "findes-ikke").forms == ()


def test_forms_are_sorted_by_organisation(data: Path, forms_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "forms" / "every-kind", tmp_path / "a")
    shutil.copytree(forms_folder / "kobenhavn-buf", tmp_path / "b")
    assert [loaded.form.id for loaded in read_folder(tmp_path).forms] == ["kobenhavn-buf", "every-kind"]
