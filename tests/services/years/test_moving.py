"""Moving to another form before the conversation is held: nothing is lost, and moving back brings everything back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import AddendumKey, FollowUp
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import is_blank

EMPLOYEE, LEADER, SHARED = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED


def state(years: Any, number: int) -> tuple[Any, ...]:
    """Everything that is written in a conversation."""
    opened = years.open(number)
    rows = {row.id: row for row in opened.plan.agreements}
    return opened.form.id, dict(opened.answers), rows, dict(opened.follow_ups), opened.addenda


@pytest.fixture
def begun(years: Any, whole: Agreement, row: Any) -> Any:
    """A conversation on the form with two plans, with something of everything in it."""
    opened = years.mus(years.employee(), 2026, "to-planer")
    years.answer(opened, EMPLOYEE, trivsel="Godt", opgaver="For mange")
    years.answer(opened, LEADER, trivsel="Spørg til holddeling")
    years.answer(opened, SHARED, stikord=["Mod", "Ro"], opgaver="Færre")
    years.agree(
        opened, whole, row("a", group="Faglige"), row("l", "langt_sigt", cells={"maal": "Leder", "sigt": "3 år"})
    )
    rows = {RowsKey(opened.plan.id, "opfoelgning"): (FollowUp(), FollowUp(date(2026, 9, 1), "Mini-MUS"))}
    years.at.writing.save(Changes(follow_ups=rows, addenda={AddendumKey(opened.plan.id, "hel", "effekt"): "Virker"}))
    years.at.conversations.remember_tab(opened.conversation.id, "planer")
    return years.open(opened.conversation.id)


def test_matching_answers_move_and_the_rest_is_stored_and_shown(years: Any, begun: Any) -> None:
    number = begun.conversation.id
    before = state(years, number)
    years.at.form_change.move_to_form(number, "enkel")
    moved = years.open(number)
    said = {
        (moved.party(role).id, field): value
        for role, field, value in ((EMPLOYEE, "trivsel", "Godt"), (LEADER, "trivsel", "Spørg til holddeling"))
    }
    own = {(key.party, key.field): value for key, value in moved.answers.items() if ":" not in key.field}
    assert own == said, "notes are not a line of text, and »Mod« is no word here"
    assert [(k.title, k.party, k.text, k.form_title) for k in years.at.form_change.carried_over_answers(number)] == [
        ("Hvad med dine opgaver?", EMPLOYEE, "For mange", "Lillevig · Skema med to planer"),
        ("Hvad med dine opgaver?", SHARED, "Færre", "Lillevig · Skema med to planer"),
        ("Stikord", SHARED, "Mod, Ro", "Lillevig · Skema med to planer"),
    ]
    assert moved.conversation.last_tab == ""
    assert {r.id: r.cells["maal"] for r in moved.plan.rows("plan")} == {"hel": "Sløjd", "a": "Mål a", "l": "Leder"}
    assert moved.follow_ups_of(moved.plan.id) == {"naeste_gang": (FollowUp(), FollowUp(date(2026, 9, 1), "Mini-MUS"))}
    assert [a.agreement for a in moved.addenda] == ["hel"], "additions stay with their agreement"
    years.at.form_change.move_to_form(number, "to-planer")
    assert state(years, number) == before
    assert years.at.form_change.carried_over_answers(number) == []


def test_what_was_written_meanwhile_comes_along_too(years: Any, begun: Any) -> None:
    number = begun.conversation.id
    years.at.form_change.move_to_form(number, "enkel")
    moved = years.open(number)
    years.answer(moved, EMPLOYEE, trivsel="Bedre")
    years.answer(moved, SHARED, stikord=["Ro"], opgaver="En linje")
    rows = tuple(replace(r, cells={**r.cells, "stoette": "Jens"}) for r in moved.plan.rows("plan"))
    years.at.writing.save(Changes(rows={RowsKey(moved.plan.id, "plan"): rows}))
    years.at.form_change.move_to_form(number, "to-planer")
    back = years.open(number)
    answers = {(key.party, key.field): value for key, value in back.answers.items() if ":" not in key.field}
    assert answers[back.party(EMPLOYEE).id, "trivsel"] == "Bedre"
    assert answers[back.party(EMPLOYEE).id, "opgaver"] == "For mange"
    assert answers[back.party(SHARED).id, "stikord"] == ["Ro"], "the newer word fits here, the older ones are kept"
    assert {(k.title, k.text) for k in years.at.form_change.carried_over_answers(number)} == {
        ("Opgaver", "En linje"),
        ("Stikord", "Mod, Ro"),
    }
    assert all("Jens" in r.extra.values() for r in back.plan.agreements)
    years.at.form_change.move_to_form(number, "enkel")
    again = years.open(number)
    assert {r.cells["stoette"] for r in again.plan.rows("plan")} == {"Jens"}
    assert again.answers[AnswerKey(again.party(SHARED).id, "opgaver")] == "En linje"


def test_a_conversation_that_has_been_held_stays(years: Any, begun: Any) -> None:
    number = begun.conversation.id
    with pytest.raises(KnownError, match="anden slags"):
        years.at.form_change.move_to_form(number, "status")
    years.at.conversations.finish(number, date(2026, 3, 2))
    with pytest.raises(KnownError, match="holdt"):
        years.at.form_change.move_to_form(number, "enkel")
    years.at.conversations.reopen(number)
    years.at.plan_recorder.sign(years.open(number).plan, date(2026, 3, 2))
    with pytest.raises(KnownError, match="underskrevet"):
        years.at.form_change.move_to_form(number, "enkel")
    assert years.open(number).form.id == "to-planer"


def test_a_group_needs_a_form_for_groups(years: Any) -> None:
    group = years.mus([years.employee("Mette Holm"), years.employee("Jens Lund")], 2026)
    with pytest.raises(KnownError, match="gruppe"):
        years.at.form_change.move_to_form(group.conversation.id, "to-planer")


MOVES = st.lists(
    st.sampled_from(["to-planer", "enkel"])
    | st.tuples(
        st.sampled_from([EMPLOYEE, LEADER, SHARED]),
        st.sampled_from(["trivsel", "opgaver"]),
        st.text("abc ", min_size=1),
    )
    | st.tuples(st.just(SHARED), st.just("stikord"), st.sampled_from([["Ro"], ["Mod"], ["Glæde"], ["Mod", "Ansvar"]])),
    max_size=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(moves=MOVES)
def test_however_it_is_moved_about_the_newest_of_each_answer_is_there(years: Any, moves: list[Any]) -> None:
    opened = years.mus(years.employee(), 2026, "to-planer")
    number, newest = opened.conversation.id, {}
    for move in moves:
        opened = years.open(number)
        if isinstance(move, str):
            years.at.form_change.move_to_form(number, move)
            assert years.open(number).form.id == move
            continue
        role, field, value = move
        options = getattr(opened.form.field_with(field), "options", None)
        if (
            (options and not set(value) <= set(options))
            or is_blank(str(value))
            or role not in opened.form.field_with(field).by
        ):
            continue
        years.answer(opened, role, **{field: value})
        newest[opened.party(role).id, field] = value
    after = years.open(number)
    everywhere = [(key.party, key.field.rpartition(":")[2], value) for key, value in after.answers.items()]
    for (party, field), value in newest.items():
        assert (party, field, value) in everywhere
    assert len(years.at.form_change.carried_over_answers(number)) == sum(":" in key.field for key in after.answers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(data=st.data())
def test_moving_there_and_back_restores_everything(years: Any, data: Any) -> None:
    opened = years.mus(years.employee(), 2026, "to-planer")
    text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).filter(
        lambda t: not is_blank(t)
    )
    rows = []
    for field in opened.form.plan_fields():
        for number in range(data.draw(st.integers(0, 3))):
            cells = {c.key: data.draw(text) for c in field.columns if data.draw(st.booleans())}
            group = data.draw(st.sampled_from(field.groups)) if field.groups else ""
            rows.append(
                Agreement(f"{opened.plan.id}-{field.key}-{number}", field.key, group, cells, responsible="Jens")
            )
    years.agree(opened, *rows)
    before = state(years, opened.conversation.id)
    order = [row.id for row in years.open(opened.conversation.id).plan.agreements]
    years.at.form_change.move_to_form(opened.conversation.id, "enkel")
    assert len(years.open(opened.conversation.id).plan.rows("plan")) == len(rows)
    years.at.form_change.move_to_form(opened.conversation.id, "to-planer")
    assert state(years, opened.conversation.id) == before
    assert [row.id for row in years.open(opened.conversation.id).plan.agreements] == order
