"""What holds for every form we ship, and what each of them is there to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from mus_desktop.formspec.form_report import print_report, warnings
from mus_desktop.formspec.reader import read_folder, read_form
from mus_desktop.formspec.values import as_text, clean, is_blank
from mus_desktop.model.form import (
    BoardField,
    ChoiceField,
    ColumnType,
    Form,
    IndividualPlans,
    InfoField,
    NotesField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    Purpose,
    RatingField,
    Role,
    SignaturesField,
    TableField,
)

ROOT = Path(__file__).parent.parent.parent
FORMS = {loaded.form.id: loaded.form for loaded in read_folder(ROOT / "forms").forms}
MUS = [form for form in FORMS.values() if form.purpose is Purpose.MUS]
PRINTED = {"plan", "follow_up", "signatures", "previous_plan", "table"}
ABC = ("abc-hurtig", "abc-omfattende", "abc-faelles")

every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_mus = pytest.mark.parametrize("form", MUS, ids=[form.id for form in MUS])


def plan_of(form_id: str, key: str = "plan") -> PlanField:
    field = FORMS[form_id].field_with(key)
    assert isinstance(field, PlanField)
    return field


@every_form
def test_form_names_its_source(form: Form) -> None:
    assert form.source
    written_by_us = form.id.startswith("abc") or form.id in ("aarhus-bu", "mini-mus")
    assert ("nspireret af" in form.source) == written_by_us


@every_mus
def test_last_plan_first_and_anything_else_last(form: Form) -> None:
    (earlier,) = [field for field in form.fields() if isinstance(field, PreviousPlanField)]
    assert earlier.key == "sidste_plan"
    notes = [field for field in form.fields() if isinstance(field, NotesField) and PartyRole.SHARED in field.by]
    in_order = list(form.fields())
    assert in_order.index(earlier) < in_order.index(notes[0])
    (last,) = form.tabs[-1].fields
    assert isinstance(last, NotesField)
    assert (form.tabs[-1].key, last.key, form.tabs[-1].title) == ("andet", "andet", "Andet, vi vil tale om")
    assert last.title == form.tabs[-1].title
    assert last.by == tuple(PartyRole)


def test_the_same_key_is_the_same_kind_in_every_form() -> None:
    kinds: dict[str, set[str]] = {}
    for form in FORMS.values():
        for field in form.fields():
            if field.key:
                kinds.setdefault(field.key, set()).add(field.kind)
    assert {key: found for key, found in kinds.items() if len(found) > 1} == {}


@every_form
def test_every_plan_can_be_followed_into_another_form(form: Form) -> None:
    for plan in form.plan_fields():
        assert all(plan.column_with(role) for role in (Role.GOAL, Role.DUE, Role.RESPONSIBLE)), plan.key


@every_form
def test_no_preparation_prints_and_a_note_only_with_every_tick(form: Form) -> None:
    ticked = "hvis alle har sat hak ved, at noten må følge planen"
    printed = [line for line in print_report(form) if not line.endswith(": udskrives aldrig") and ticked not in line]
    fields = [form.field_with(line.split("(")[-1].split(")")[0]) for line in printed]
    told = [field for field in fields if isinstance(field, ChoiceField) and field.cards]  # the parties tell each other
    assert {field.kind for field in fields if field not in told} <= PRINTED
    assert [field.key for field in form.fields() if field.kind == "table" and field.prints] == (
        ["referat"] if form.id == "aarhus-bu" else []
    )


@every_form
def test_a_form_gives_no_cause_for_a_second_look(form: Form) -> None:
    """Albertslund's source has no signatures: the parties each keep a copy of the agreements."""
    unsigned = ("Skemaet har en plan, men ingen underskrifter (et felt af slagsen signatures).",)
    assert warnings(form) == (unsigned if form.id == "albertslund" else ())


def test_kobenhavns_plan() -> None:
    plan = plan_of("kobenhavn-buf")
    assert (plan.numbered, plan.min_rows) == (True, 3)
    assert [sorted(column.roles) for column in plan.columns] == [
        ["goal"],
        ["action"],
        ["support"],
        ["due", "responsible"],
    ]


def test_albertslund_is_for_one_or_many_with_cards_on_three_perspectives() -> None:
    form = FORMS["albertslund"]
    assert form.held == ("individual", "group")
    assert form.individual_plans is IndividualPlans.OPTIONAL
    cards, board = form.field_with("stikord"), form.field_with("puslespil")
    assert isinstance(cards, ChoiceField)
    assert isinstance(board, BoardField)
    assert (len(cards.options), cards.pick, cards.cards) == (33, (3, 3), True)
    assert cards.by == (PartyRole.EMPLOYEE, PartyRole.LEADER)
    perspectives = [form.tab_of(plan.key).title for plan in form.plan_fields()]
    assert list(board.areas) == perspectives == ["Adfærd", "Struktur", "Opgaver"]


@pytest.mark.parametrize("form_id", ABC)
def test_the_abc_separates_who_starts_from_who_sees_it_through(form_id: str) -> None:
    form, plan = FORMS[form_id], plan_of(form_id)
    titles = {column.key: column.title for column in plan.columns}
    assert titles["igangsaetter"] == "Hvem er ansvarlig for at igangsætte?"
    responsible = plan.column_with(Role.RESPONSIBLE)
    assert responsible
    assert responsible.key == "gennemfoerer"
    folded = [(column.type, column.fold) for column in plan.columns if column.fold]
    types = [ColumnType.TEXT, ColumnType.NUMBER, ColumnType.NUMBER, ColumnType.DATE]
    assert folded == [(type_, "Den Kommunale Kompetencefond") for type_ in types]
    rules = form.field_with("kompetencefonden")
    assert isinstance(rules, InfoField)
    assert rules.setting == "kompetencefonden"
    assert plan.groups == ("Faglige udviklingsmål", "Personlige udviklingsmål", "Langsigtede udviklingsmål")


def test_only_the_common_abc_is_for_groups_and_ends_in_plans_of_their_own() -> None:
    assert [FORMS[form_id].held for form_id in ABC] == [("individual",), ("individual",), ("group",)]
    required = [form.id for form in FORMS.values() if form.individual_plans is IndividualPlans.REQUIRED]
    assert required == ["abc-faelles"]


def test_what_is_the_leaders_alone_in_aarhus_prints_nowhere_and_stands_by_itself() -> None:
    form = FORMS["aarhus-bu"]
    (own,) = [tab for tab in form.tabs if tab.key == "leders_tjekliste"]
    assert {field.by for field in own.fields} == {(PartyRole.LEADER,)}
    assert not any(field.prints for field in own.fields)
    offers = [field for field in form.fields() if field.key.startswith("tilbudt_")]
    assert {field.by for field in offers} == {(PartyRole.SHARED,)}
    assert not any(field.prints for field in offers)


def test_aarhus_leaves_the_order_to_the_parties_and_keeps_a_quarter_for_the_plan() -> None:
    form = FORMS["aarhus-bu"]
    assert [tab.title for tab in form.tabs if tab.optional] == ["Mestring", "Mening", "Samhørighed", "Autonomi"]
    assert (form.topics, form.plan_is_minutes) == ((1, 4), True)
    assert form.tab_of("plan").minutes == 15
    assert [form.id for form in FORMS.values() if form.plan_is_minutes] == ["aarhus-bu"]


def test_aalborgs_plans_and_what_is_filled_in_through_the_year() -> None:
    short, long = FORMS["aalborg-tm"].plan_fields()
    assert (len(short.columns), len(short.groups), len(long.columns)) == (6, 2, 4)
    assert [column.title for column in (*short.columns, *long.columns) if column.later] == ["Træning", "Effekt"]
    (signed,) = [field for field in FORMS["aalborg-tm"].fields() if isinstance(field, SignaturesField)]
    assert list(signed.signers.values()) == ["Dato", "medarbejder", "leder"]


def test_aalborgs_competences_and_tasks() -> None:
    form = FORMS["aalborg-tm"]
    rating, tasks = form.field_with("kompetencer"), form.field_with("opgaveliste")
    assert isinstance(rating, RatingField)
    assert isinstance(tasks, TableField)
    assert [(column.role, column.by) for column in rating.columns] == [
        ("required", PartyRole.SHARED),
        ("level", PartyRole.SHARED),
        ("", PartyRole.EMPLOYEE),
    ]
    scale = form.scale(rating.scale)
    assert [step.value for step in scale.steps] == [1, 2, 3, 4, 5]
    assert all(step.text for step in scale.steps)
    assert scale.blank
    assert tasks.columns[1].options == ("Behold", "Ændr", "Stop", "Ny")


def test_mini_mus_is_one_page_of_a_quarter_for_everybody() -> None:
    form = FORMS["mini-mus"]
    (page,) = form.tabs
    assert (form.purpose, form.organisation, page.minutes) == (Purpose.FOLLOW_UP, "Alle kommuner", 15)
    assert [field.kind for field in page.fields] == ["previous_plan", "notes", "plan", "follow_up"]


def test_a_form_from_scratch_needs_no_code(data: Path) -> None:
    """Statements rated 1-4 in groups, a remark for each group, answered by the employee alone."""
    form = read_form(data / "forms" / "evaluation").form
    assert warnings(form) == ()
    assert all(line.endswith(": udskrives aldrig") for line in print_report(form))
    groups = [field for field in form.fields() if isinstance(field, RatingField)]
    assert [(len(group.rows), bool(group.remark)) for group in groups] == [(3, True), (4, True), (2, True)]
    assert {field.by for field in form.fields()} == {(PartyRole.EMPLOYEE,)}
    answer = {"Der var tid nok": {"level": 2}, "": {"remark": "En halv time mere"}}
    assert clean(groups[1], form, answer) == answer
    assert as_text(groups[1], form, answer) == (
        "Der var tid nok: 2 (Delvist uenig)\nBemærkninger til samtalen: En halv time mere"
    )
    assert is_blank(groups[0], form, {"": {"remark": " "}})
