"""The state of an open conversation, without a database and without Qt: what follows from what was entered."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mus_desktop import paths
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, TickKey
from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.form import PlanField, PreviousPlanField
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Signatory, SignatoryRole
from mus_desktop.model.progress import Progress
from mus_desktop.model.review import AddendumKey, Author, FollowUp, PastAgreement, Review
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.carry_on import changes_from_reviews
from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreements
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.signing import printed_shared_fields
from mus_desktop.services.conversation.state.conversation_state import ConversationState, loaded
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange

TODAY = date(2026, 11, 18)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FORM = read_form(paths.forms() / "kobenhavn-buf").form
PLAN_FIELD = FORM.plan_fields()[0]
GOAL = PLAN_FIELD.columns[0].key
ANNA, BO, LEADER, COMMON = 1, 2, 3, 4
NOTE = "siden_sidst"
THEIRS = PastAgreement(Agreement("a", PLAN_FIELD.key, cells={GOAL: "Lære mere"}), PLAN_FIELD, FORM.title, YEAR)


def conversation(*, group: bool = False) -> OpenConversation:
    employees = (Employee("Anna Holm", id=11), Employee("Bo Dam", id=12))
    parties = (Party(ANNA, PartyRole.EMPLOYEE, 11), Party(BO, PartyRole.EMPLOYEE, 12))
    count = 2 if group else 1
    plans = (Plan(6, BO), Plan(7, COMMON)) if group else (Plan(7, COMMON),)
    return OpenConversation(
        conversation=Conversation(5, 1, YEAR, last_tab=FORM.tabs[1].key),
        form=FORM,
        employees=employees[:count],
        leader=Leader("Mette Lund"),
        parties=(*parties[:count], Party(LEADER, PartyRole.LEADER), Party(COMMON, PartyRole.SHARED)),
        answers={AnswerKey(ANNA, NOTE): "Annas", AnswerKey(BO, NOTE): "Bos"} if group else {},
        plan=plans[-1],
        plans=plans,
        look_back=lambda: EarlierAgreements(common=(THEIRS,)),
        group=group,
    )


@pytest.fixture
def state() -> ConversationState:
    return loaded(conversation(), None, {ANNA: (NOTE,)})


def note(text: str | None, party: int = COMMON) -> Changes:
    return Changes({AnswerKey(party, NOTE): text})


def rows(*texts: str, plan: int = 7) -> Changes:
    made = tuple(Agreement(text, PLAN_FIELD.key, cells={GOAL: text}) for text in texts)
    return Changes(rows={RowsKey(plan, PLAN_FIELD.key): made})


def test_it_needs_no_qt() -> None:
    code = (
        "import sys; from mus_desktop.services.conversation.state.conversation_state import loaded; "
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert told.stdout.strip() == "[]"


def test_everything_typed_shows_and_waits(state: ConversationState) -> None:
    days = {RowsKey(7, "opfoelgning"): (FollowUp(note="Til maj"),)}
    added = {AddendumKey(7, "", "", Author.EMPLOYEE): "Min bemærkning"}
    typed = note("Først").merged_with(rows("Sløjd")).merged_with(Changes(follow_ups=days, addenda=added))
    after = state.with_changes(typed, TODAY).with_changes(note("Så"), TODAY)
    content = after.content
    assert content.answers == {AnswerKey(COMMON, NOTE): "Så"}
    assert [row.id for row in content.plan.agreements] == ["Sløjd"]
    assert content.follow_ups["opfoelgning"] == days[RowsKey(7, "opfoelgning")]
    assert [(one.body, one.added_on) for one in content.addenda] == [("Min bemærkning", TODAY)]
    assert after.unsaved.changes == typed.merged_with(note("Så"))
    assert "Så" in after.as_text()
    assert "Min bemærkning" in after.as_text()
    assert "Så" in after.text_of(note("Så"))
    assert not state.unsaved, "the state before is untouched"
    assert state.content.answers == {}
    assert state.with_changes(Changes(), TODAY) is state, "a copy elsewhere stays complete when nothing was typed"


def test_an_emptied_answer_is_gone_and_a_plan_of_somebody_else_is_not_shown(state: ConversationState) -> None:
    after = state.with_changes(note("Først"), TODAY).with_changes(note(None).merged_with(rows("x", plan=99)), TODAY)
    assert after.content.answers == {}
    assert after.content.plan.agreements == ()
    assert after.unsaved.changes.answers == {AnswerKey(COMMON, NOTE): None}


def test_a_review_and_the_row_it_carries_over_are_one_change(state: ConversationState) -> None:
    on = Changes(reviews={"a": Review("a", TODAY, AgreementStatus.CARRIED_ON)})
    after = state.with_changes(on, TODAY, changes_from_reviews)
    (row,) = after.content.plan.agreements
    assert (row.carried_from, row.cells) == ("a", {GOAL: "Lære mere"})
    assert after.unsaved.changes.rows == {RowsKey(7, PLAN_FIELD.key): (row,)}
    back = after.with_changes(Changes(reviews={"a": None}), TODAY, changes_from_reviews)
    assert back.content.plan.agreements == ()
    assert back.content.past[0].review is None


def test_progress_counts_what_is_typed_and_in_samtale_only_the_common_part(state: ConversationState) -> None:
    number = FORM.tabs.index(FORM.tab_of(NOTE))
    assert state.progress(number, common=False) is Progress.EMPTY
    prepared = state.with_changes(note("Lederens", LEADER), TODAY)
    assert prepared.progress(number, common=False) is not Progress.EMPTY
    assert prepared.progress(number, common=True) is Progress.EMPTY
    assert state.last_tab() == 1


def test_steps_wait_apart_from_the_stored_plan_and_close_what_it_prints(state: ConversationState) -> None:
    anna = Signatory(SignatoryRole.EMPLOYEE, ANNA)
    typed = state.with_changes(rows("Sløjd"), TODAY)
    signed = typed.with_step(StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=anna))
    filed = signed.with_step(StepChange(PlanStep.JOURNALISED, TODAY, "Sag 1"))
    filed = filed.with_step(StepChange(PlanStep.JOURNALISED, TODAY, "Sag 2"))
    assert filed.content.plan.closed
    assert filed.content.plan.journalised_where == "Sag 2"
    assert [row.id for row in filed.content.plan.agreements] == ["Sløjd"]
    assert [step.step for step in filed.unsaved.steps.values()] == [PlanStep.SIGNED_BY_ONE, PlanStep.JOURNALISED]
    assert not filed.plan.closed, "the stored plan is as it was"
    assert not state.plan_after_step(StepChange(PlanStep.AGREED, TODAY)).closed
    undone = filed.without_step(StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=anna))
    assert not undone.content.plan.closed
    assert undone.content.plan.journalised_where == "Sag 2"
    stored = filed.with_unsaved_changes(Changes()).with_steps_stored(replace(filed.content.plan, signed_on=TODAY))
    assert not stored.unsaved
    assert stored.plan.signed_on == stored.content.plan.signed_on == TODAY


def test_a_step_closes_the_fields_that_the_plan_prints_and_opens_them_again() -> None:
    form = read_form(Path(__file__).parents[3] / "data" / "forms" / "every-kind-2").form
    state = loaded(replace(conversation(), form=form), None, {})
    step = StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=Signatory(SignatoryRole.EMPLOYEE, ANNA))
    closed = state.with_step(step)
    assert closed.content.closed_fields == set(printed_shared_fields(state.opened.form, ())) != set()
    assert closed.content.closed_reviews == {"a"}
    undone = closed.without_step(step)
    assert (undone.content.closed_fields, undone.content.closed_reviews) == (frozenset(), frozenset())


def test_ticks_fall_with_other_words_and_are_closed_with_the_plan() -> None:
    ticks = {TickKey(COMMON, NOTE, party): TODAY for party in (ANNA, LEADER)}
    whole = replace(conversation(), answers={AnswerKey(COMMON, NOTE): "Aftalt"}, ticks=ticks, ticking=(ANNA, LEADER))
    state = loaded(whole, None, {})
    step = StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=Signatory(SignatoryRole.EMPLOYEE, ANNA))
    closed = state.with_step(step)
    assert NOTE in closed.content.closed_fields
    assert closed.content.ticks_closed
    assert not closed.without_step(step).content.ticks_closed
    assert state.with_changes(note("Aftalt"), TODAY).content.ticks == ticks, "the same words"
    changed = state.with_changes(note("Andet"), TODAY)
    assert changed.content.ticks == {}
    assert changed.unsaved.changes.ticks == dict.fromkeys(ticks), "the database is told so too"
    assert NOTE not in changed.with_step(step).content.closed_fields
    again = changed.with_changes(Changes(ticks=dict(ticks)), TODAY)
    assert NOTE in again.with_step(step).content.closed_fields


def test_reloading_keeps_everything_unsaved_on_top(state: ConversationState) -> None:
    entered = state.with_changes(note("Typet").merged_with(rows("Sløjd")), TODAY)
    entered = entered.with_step(StepChange(PlanStep.AGREED, TODAY)).with_own_plan_wanted(wanted=True)
    stored = conversation()
    stored = replace(stored, answers={AnswerKey(LEADER, NOTE): "Fra en anden"})
    after = entered.reloaded(stored, {LEADER: (NOTE,)}, TODAY)
    assert after.content.answers == {AnswerKey(LEADER, NOTE): "Fra en anden", AnswerKey(COMMON, NOTE): "Typet"}
    assert [row.id for row in after.content.plan.agreements] == ["Sløjd"]
    assert after.content.plan.agreed_on == TODAY
    assert after.unsaved == entered.unsaved
    assert after.content.wishes == {LEADER: (NOTE,)}


def test_a_group_is_seen_from_one_party() -> None:
    whole = conversation(group=True)
    common, anna, bo = (loaded(whole, party, {ANNA: ("x",)}) for party in (None, ANNA, BO))
    assert common.is_shown_to_group
    assert common.content.wishes == {}
    assert common.content.answers == {}
    assert anna.content.answers == {AnswerKey(ANNA, NOTE): "Annas"}
    assert anna.content.wishes == {ANNA: ("x",)}
    assert (anna.participant_name, common.participant_name) == ("Anna", "")
    tab = FORM.tab_of(PLAN_FIELD.key)
    assert anna.needs_own_plan()
    assert anna.needs_own_plan(tab)
    others = [tab for tab in FORM.tabs if {field.kind for field in tab.fields} <= {"notes", "text", "info", "choice"}]
    assert others
    assert not any(anna.needs_own_plan(tab) for tab in others)
    assert not bo.needs_own_plan()
    assert not common.needs_own_plan(tab)
    assert not anna.with_own_plan_wanted(wanted=True).unsaved, "a plan that is not created holds nothing yet"


def test_wishes_are_part_of_the_state(state: ConversationState) -> None:
    after = state.with_wishes({LEADER: (NOTE,), 99: ("andet",)})
    assert after.wishes[99] == ("andet",)
    assert after.content.wishes == {LEADER: (NOTE,)}


@pytest.mark.parametrize("kind", [PlanField, PreviousPlanField])
def test_the_form_has_the_fields_these_tests_need(kind: type) -> None:
    assert any(isinstance(field, kind) for field in FORM.fields())
