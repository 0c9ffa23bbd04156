"""Whatever JSON lies where an answer or a plan row should be: nothing stops, and every document prints it as text."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from mus_desktop.formspec.reader import read_form
from mus_desktop.formspec.values import RULES, as_text, fits
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.group_view import shared_picks
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.rescue_copy import rescue_text
from mus_desktop.services.workplace import Workplace
from tests.json_values import any_json

FORMS = Path(__file__).parents[2] / "data" / "forms"
DAY = date(2026, 11, 18)
PERIOD = PeriodRule().period_of(DAY)
MARK = "KUN-FRA-BASEN"
# Without shrinking, which would take many minutes: each example makes every document twice.
_SLOW = settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def place(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    for name in ("every-kind", "every-kind-2", "evaluation"):
        shutil.copytree(FORMS / name, tmp_path / "forms" / name)
    everything_prints(tmp_path / "forms" / "every-kind-2" / "form.toml")
    built = build_place(tmp_path / "data", forms=tmp_path / "forms")
    built.staff.add(Employee("Åse Nørgård"))
    yield built
    built.close()


def everything_prints(form: Path) -> None:
    """Let the plan print a common answer of every kind that may print."""
    text = form.read_text("utf-8")
    for key in ("ude", "timer", "stikord", "puslespil", "trivsel", "kurser"):
        by = 'by = ["employee", "leader", "shared"]\n' if key == "trivsel" else ""
        text = text.replace(f'\nkey = "{key}"\n', f'\nkey = "{key}"\nprint = true\n{by}')
    text = text.replace('by = ["leader"]\nprint = false', 'by = ["leader", "shared"]\nprint = true')
    form.write_text(text, "utf-8")
    assert {field.kind for field in read_form(form.parent).form.fields() if field.prints} >= set(RULES) - {"notes"}


def planned(place: Workplace, form: str = "every-kind-2") -> OpenConversation:
    return place.conversations.open(place.conversations.plan_new(1, Meeting(form, PERIOD, DAY)))


def store(place: Workplace, party: int, field: str, text: str) -> None:
    """Store ``text`` as the JSON of an answer, past every check."""
    row = (party, field, text, "2026-11-18T10:00:00")
    place.database.write("INSERT INTO answer (party, field, value, saved_at) VALUES (?, ?, ?, ?)", row)


def fill(place: Workplace, opened: OpenConversation, value: Callable[[], str]) -> OpenConversation:
    """Store JSON in every field of every party, also in fields that take no answers, and as rows of the plan."""
    with place.database.transaction():
        for party in opened.parties:
            for field in opened.form.fields():
                if field.key and (party.role in field.by or field.kind not in RULES):
                    store(place, party.id, field.key, value())
            store(place, party.id, "findes_ikke", value())
        for number, (field_key, extra) in enumerate([("plan", value()), ("plan", "{}")]):
            place.database.write(
                "INSERT INTO agreement (id, plan, field, position, cells, extra) VALUES (?, ?, ?, ?, ?, ?)",
                (f"{opened.plan.id:031d}{number}", opened.plan.id, field_key, number, value(), extra),
            )
    return place.conversations.open(opened.conversation.id)


def words_of(document: bytes) -> str:
    """Return the text of every paragraph of a document, without tabs."""
    body = docx.Document(io.BytesIO(document)).element.body
    paragraphs = (node for node in body.iter() if node.tag.endswith("}p"))
    return "\n".join("".join(t.text or "" for t in one.iter() if t.tag.endswith("}t")) for one in paragraphs)


@pytest.mark.parametrize("form", ["every-kind", "every-kind-2"])
@_SLOW
@given(data=st.data())
@example(data=None)
def test_any_json_is_opened_printed_signed_and_copied(place: Workplace, form: str, data: st.DataObject | None) -> None:
    def value() -> str:
        return json.dumps(data.draw(any_json)) if data else "1e999"

    opened = fill(place, planned(place, form), value)
    number, plan = opened.conversation.id, opened.plan
    _prints_everything(place, opened)
    rescued = rescue_text(opened, opened.answers, opened.plan)
    for key, stored in opened.answers.items():
        field = next((field for field in opened.form.fields() if field.key == key.field), None)
        if field is not None and field.kind in RULES and stored is not None:
            assert as_text(field, opened.form, stored) in rescued
    assert place.unfinished.outstanding_on(DAY) is not None
    place.conversations.finish(number, DAY)
    place.plan_recorder.sign(place.plan_recorder.agree(plan, DAY), DAY)
    signed = place.conversations.open(number)
    assert signed.plan.closed
    assert signed.answers == opened.answers
    _prints_everything(place, signed)


def _prints_everything(place: Workplace, opened: OpenConversation) -> None:
    number = opened.conversation.id
    wanted = [place.documents.main_document(number), *(wanted for wanted, _ in place.documents.choices(number))]
    plan, *_ = (words_of(place.documents.render(number, each)) for each in wanted)
    shared = opened.party(PartyRole.SHARED).id
    for field in opened.form.fields():
        stored = opened.answers.get(AnswerKey(shared, field.key))
        prints = field.kind in RULES and may_print_content(DocumentKind.PLAN, field, PartyRole.SHARED)
        if prints and stored is not None and not fits(field, opened.form, stored):
            for line in as_text(field, opened.form, stored).split("\n"):
                assert line.replace("\t", "").strip() in plan, (field.key, line)


@_SLOW
@given(data=st.data())
def test_any_json_moves_to_another_form_and_back(place: Workplace, data: st.DataObject) -> None:
    opened = fill(place, planned(place), lambda: json.dumps(data.draw(any_json)))
    number = opened.conversation.id
    other = next(form.id for form in place.form_change.forms_for(number) if form.id != opened.form.id)
    place.form_change.unmatched_titles(number, other)
    place.form_change.move_to_form(number, other)
    moved = place.conversations.open(number)
    assert len(moved.answers) == len(opened.answers)
    assert all(kept.title for kept in place.form_change.carried_over_answers(number))
    for wanted, _ in place.documents.choices(number):
        place.documents.render(number, wanted)
    place.form_change.move_to_form(number, opened.form.id)
    back = place.conversations.open(number)
    in_form = {field.key for field in opened.form.fields() if field.kind in RULES}
    fitting = {
        key: stored
        for key, stored in opened.answers.items()
        if key.field in in_form and fits(opened.form.field_with(key.field), opened.form, stored)
    }
    assert len(back.answers) == len(opened.answers)
    assert {key.field for key in fitting} <= {key.field.rpartition(":")[2] for key in back.answers}


def test_a_picked_word_that_is_not_the_forms_is_never_shared(place: Workplace) -> None:
    opened = planned(place)
    with place.database.transaction():
        store(place, opened.party(PartyRole.LEADER).id, "stikord", json.dumps([MARK]))
        store(place, opened.party(PartyRole.EMPLOYEE).id, "stikord", json.dumps(["Mod", MARK]))
    assert shared_picks(place.conversations.open(opened.conversation.id)) == ()
    for wanted, title in place.documents.choices(opened.conversation.id):
        assert MARK not in words_of(place.documents.render(opened.conversation.id, wanted)), title


def test_a_plan_with_a_row_of_another_shape_can_still_be_written_in(place: Workplace) -> None:
    opened = fill(place, planned(place), lambda: '{"maal": ["Lede", 7], "gammel": {"a": "b"}}')
    first, second = opened.plan.agreements
    assert first.cells == {"maal": "Lede, 7", "gammel": "a: b"}
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, "plan"): (second, first)}))
    assert place.conversations.open(opened.conversation.id).plan.agreements == (second, first)
