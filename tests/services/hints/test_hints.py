"""Hints follow from the roles of a plan's columns, on every form, and can each be switched off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import Form, NotesField, PartyRole, PlanField, PreviousPlanField, Purpose, Role
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.state.conversation_state import loaded
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HINT_TITLES, HintKind
from mus_desktop.services.hints.hints import hints_before_finishing, hints_while_writing
from mus_desktop.services.hints.plan_quality import where_to_write_when_then
from mus_desktop.services.workplace import Workplace

DAY = date(2026, 5, 20)
LATER = date(2026, 12, 1)
FORMS = ("kobenhavn-buf", "aarhus-bu", "aalborg-tm", "abc-hurtig", "albertslund", "mini-mus")
COMPLETE = "Når jeg har forberedt mig, så prøver jeg det den 25. maj 2026"

Begin = Callable[..., Discussed]


@pytest.fixture
def begin(workplace: Workplace) -> Begin:
    """A conversation with agreements: in every column that has a role the given text."""
    workplace.preferences.set_leader(Leader("Mette Højgård", "Skoleleder"))
    numbers = count(1)

    def begin_(form_id: str, *rows: Agreement, notes: str = "", follow_up: bool = False) -> Discussed:
        person = workplace.staff.add(Employee(f"Åse Kjær {next(numbers)}")).id
        period = PeriodRule().period_of(DAY)
        conversation = workplace.conversations.plan_new(person, Meeting(form_id, period, DAY))
        opened = workplace.conversations.open(conversation)
        field = opened.form.plan_fields()[0]
        placed = tuple(replace(row, id=f"{row.id}{conversation}", field=field.key) for row in rows)
        shared = opened.party(PartyRole.SHARED).id
        note = next((f.key for f in opened.form.fields() if isinstance(f, NotesField) and "shared" in f.by), "")
        answers = {AnswerKey(shared, note): notes} if notes else {}
        workplace.writing.save(Changes(answers, {RowsKey(opened.plan.id, field.key): placed} if placed else {}))
        state = loaded(workplace.conversations.open(conversation), None, {})
        return Discussed(state.opened, state.form, state.content, DAY, follow_up_planned=follow_up)

    return begin_


def agreement(form: Form, number: int = 1, *, due_on: date | None = LATER, **texts: str) -> Agreement:
    """An agreement with a text in the column of each named role; everything else complete."""
    field = form.plan_fields()[0]
    cells = {}
    for role in (Role.GOAL, Role.ACTION, Role.PRACTICE, Role.EFFECT):
        column = field.column_with(role)
        if column and texts.get(role.value, COMPLETE):
            cells[column.key] = texts.get(role.value, COMPLETE)
    who = texts.get("responsible", "Åse")
    return Agreement(f"a{number}-", field.key, cells=cells, due_on=due_on, responsible=who)


def kinds(talk: Discussed) -> list[HintKind | None]:
    return [hint.kind for hint in hints_while_writing(talk)]


def form_of(workplace: Workplace, form_id: str) -> Form:
    return workplace.catalogue.form(form_id)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_good_agreement_has_no_hint(workplace: Workplace, begin: Begin, form_id: str) -> None:
    assert kinds(begin(form_id, agreement(form_of(workplace, form_id)))) == []


@pytest.mark.parametrize("form_id", FORMS)
def test_what_is_missing_is_named_where_it_can_be_written(workplace: Workplace, begin: Begin, form_id: str) -> None:
    form = form_of(workplace, form_id)
    field = form.plan_fields()[0]
    bare = agreement(form, due_on=None, goal="Blive vejleder", action="", practice="", effect="", responsible="")
    found = {hint.kind: hint for hint in hints_while_writing(begin(form_id, bare))}
    expected = {
        kind
        for kind, role in ((HintKind.WHO, Role.RESPONSIBLE), (HintKind.WHEN, Role.DUE), (HintKind.SIGN, Role.EFFECT))
        if (column := field.column_with(role)) and not column.later
    }
    if form.purpose is Purpose.MUS:
        expected.add(HintKind.WHEN_THEN)
    else:
        expected.discard(HintKind.SIGN)
    assert set(found) == expected
    keys = {column.key for column in field.columns}
    assert all(hint.field == field.key and hint.agreement and hint.column in keys for hint in found.values())


@pytest.mark.parametrize(
    ("text", "soon"),
    [
        ("Læse mere", False), ("Kursus 1. december 2026", False), ("Ringe i morgen", True), ("3. juni 2026", True),
        ("Møde 1. oktober 2026, aftales 22/5 2026", True), ("I næste uge", True), ("4. juni 2026", False),
    ],
)  # fmt: skip
def test_the_first_step_is_within_14_days(workplace: Workplace, begin: Begin, text: str, soon: bool) -> None:
    form = form_of(workplace, "kobenhavn-buf")
    row = agreement(form, goal="Når jeg øver, så lærer jeg", action=text)
    assert (HintKind.FIRST_STEP not in kinds(begin("kobenhavn-buf", row))) is soon


def test_four_goals_are_many(workplace: Workplace, begin: Begin) -> None:
    rows = [agreement(form_of(workplace, "kobenhavn-buf"), number) for number in range(4)]
    assert kinds(begin("kobenhavn-buf", *rows[:3])) == []
    assert kinds(begin("kobenhavn-buf", *rows)) == [HintKind.MANY_GOALS]


def test_one_sentence_names_all_agreements(workplace: Workplace, begin: Begin) -> None:
    form = form_of(workplace, "kobenhavn-buf")
    rows = [agreement(form, number, responsible="") for number in range(3)]
    assert [hint.text for hint in hints_while_writing(begin("kobenhavn-buf", *rows))] == [
        "Aftale 1, 2 og 3 har ingen ansvarlig."
    ]


def test_the_leaders_own_promises_come_first(workplace: Workplace, begin: Begin) -> None:
    talk = begin("kobenhavn-buf", agreement(form_of(workplace, "kobenhavn-buf"), responsible=""))
    field = next(f for f in talk.form.fields() if isinstance(f, PlanField))
    period = talk.opened.conversation.period

    def past(key: str, who: str) -> PastAgreement:
        row = Agreement(key, field.key, cells={"maal": f"Finde vikar {key}"}, responsible=who)
        return PastAgreement(row, field, talk.form.title, period)

    own = (past("x", "Åse"), past("y", "Mette"), past("z", "Lederen"))
    with_past = replace(talk, content=replace(talk.content, past=own))
    first = hints_while_writing(with_past)[0]
    assert first.kind is HintKind.PROMISES
    assert "»Finde vikar y« og »Finde vikar z«" in first.text
    assert isinstance(talk.form.field_with(first.field), PreviousPlanField)


def test_notes_are_read_for_illness_and_cpr_numbers(begin: Begin) -> None:
    talk = begin("kobenhavn-buf", notes="Åse har været sygemeldt. Cpr 010190-1234")
    hints = [hint for hint in hints_while_writing(talk) if hint.kind in (HintKind.HEALTH, HintKind.CPR)]
    assert [hint.kind for hint in hints] == [HintKind.HEALTH, HintKind.CPR]
    assert "ikke hvad medarbejderen fejler" in hints[0].text
    assert "010190" not in hints[1].text


def test_the_forms_own_words_are_no_illness(begin: Begin) -> None:
    talk = begin("kobenhavn-buf", notes="hendes sygefravær er faldet")
    assert HintKind.HEALTH in kinds(talk)
    (first, *rest) = talk.form.tabs
    asking = replace(talk, form=replace(talk.form, tabs=(replace(first, title="Sygefravær og trivsel"), *rest)))
    assert HintKind.HEALTH not in kinds(asking)


def test_before_finishing_date_and_themes(workplace: Workplace, begin: Begin) -> None:
    row = agreement(form_of(workplace, "kobenhavn-buf"))
    closing = {hint.kind for hint in hints_before_finishing(begin("kobenhavn-buf", row))}
    assert closing == {HintKind.FOLLOW_UP, HintKind.UNTOUCHED}
    planned = begin("kobenhavn-buf", row, follow_up=True)
    assert {hint.kind for hint in hints_before_finishing(planned)} == {HintKind.UNTOUCHED}
    for hint in hints_before_finishing(planned):
        assert planned.form.tab_of(hint.field)


@pytest.mark.parametrize("kind", HintKind)
def test_each_kind_is_switched_off_by_itself(workplace: Workplace, begin: Begin, kind: HintKind) -> None:
    workplace.hint_switches.switch_off(kind)
    assert workplace.hint_switches.off() == {kind}
    row = agreement(form_of(workplace, "kobenhavn-buf"), due_on=None, responsible="", goal="Øve", action="")
    talk = begin("kobenhavn-buf", row, notes="Åse har ADHD. Cpr 010190-1234")
    shown = {hint.kind for hint in hints_before_finishing(talk)}
    assert kind not in {hint.kind for hint in hints_before_finishing(talk, workplace.hint_switches.off())}
    assert {hint.kind for hint in hints_before_finishing(talk, {kind})} == shown - {kind}


def test_every_kind_has_a_name_in_the_settings() -> None:
    assert set(HINT_TITLES) == set(HintKind)


def test_every_form_has_a_column_for_when_then(workplace: Workplace) -> None:
    plans = [field for form in workplace.catalogue.available() for field in form.plan_fields()]
    assert plans
    assert all(where_to_write_when_then(field) for field in plans)
