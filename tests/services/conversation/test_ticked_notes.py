"""A common note follows the plan when everybody has ticked it, and only with the words they ticked; on both engines."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.word.render import Renderer
from mus_desktop.errors import AnswersRefused, DocumentError, PlanClosed, StorageError
from mus_desktop.model.answers import AnswerKey, Changes, TickKey
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.terms import DocumentKind, PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_source import plan_content
from mus_desktop.services.workplace import Workplace

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
DAY, LATER = date(2026, 5, 12), date(2026, 5, 20)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NOTE, TEXT, PREPARED = "trivsel", "Vi deler vagterne", "KUN TIL MIG SELV"
EMPLOYEE, LEADER = PartyRole.EMPLOYEE, PartyRole.LEADER


@dataclass
class Talk:
    """A conversation with a common note and a preparation by employee and leader."""

    at: Workplace
    id: int

    @property
    def opened(self) -> OpenConversation:
        return self.at.conversations.open(self.id)

    @property
    def note(self) -> AnswerKey:
        return AnswerKey(self.opened.party(PartyRole.SHARED).id, NOTE)

    @property
    def follows(self) -> list[tuple[str, str, date]]:
        return [(note.field, note.text, note.ticked_on) for note in self.opened.following_notes()]

    def write(self, text: str | None) -> None:
        self.at.writing.save(Changes(answers={self.note: text}))

    def tick(self, *parties: int, day: date | None = DAY) -> None:
        note = self.note
        self.at.writing.save(Changes(ticks={TickKey(note.party, note.field, party): day for party in parties}))

    def tick_all(self, day: date | None = DAY) -> None:
        self.tick(*self.opened.ticking, day=day)

    def party(self, role: PartyRole) -> int:
        return self.opened.party(role).id

    def paper(self, request: DocumentRequest | None = None) -> str:
        document = docx.Document(io.BytesIO(self.at.documents.render(self.id, request or DocumentRequest())))
        texts = ("".join(node.itertext()) for node in document.element.body.iter() if node.tag.endswith("}p"))
        return "\n".join(texts).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def place(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    built = build_place(tmp_path / "data", now=lambda: NOW)
    built.preferences.set_leader(Leader("Karen Dahl", "Skoleleder", "Ådalskolen"))
    yield built
    assert built.health() == []
    built.close()


@pytest.fixture
def talk(place: Workplace) -> Talk:
    mette = place.staff.add(Employee("Mette Holm", "Lærer", "Ådalskolen")).id
    made = Talk(place, place.conversations.plan_new(mette, Meeting("kobenhavn-buf", YEAR, DAY)))
    own = {AnswerKey(made.party(role), NOTE): PREPARED for role in (EMPLOYEE, LEADER)}
    place.writing.save(Changes(answers={made.note: TEXT, **own}))
    return made


@pytest.fixture
def group(place: Workplace) -> Talk:
    people = [place.staff.add(Employee(name)).id for name in ("Anna Bæk", "Jens Lund", "Sofie Ør")]
    made = Talk(place, place.conversations.plan_group(people, Meeting("abc-faelles", YEAR, DAY)))
    note = AnswerKey(made.party(PartyRole.SHARED), "faglige_maal")
    place.writing.save(Changes(answers={note: TEXT}))
    return GroupTalk(place, made.id)


class GroupTalk(Talk):
    @property
    def note(self) -> AnswerKey:
        return AnswerKey(self.opened.party(PartyRole.SHARED).id, "faglige_maal")


def delete(place: Workplace, employee: int) -> None:
    with place.database.transaction():
        place.database.write("DELETE FROM employee WHERE id = ?", (employee,))


def test_it_prints_when_both_have_ticked_and_in_the_plan_only(talk: Talk) -> None:
    before = talk.paper()
    assert TEXT not in before
    talk.tick(talk.party(EMPLOYEE))
    assert talk.follows == []
    assert talk.paper() == before, "one tick is not two"
    talk.tick(talk.party(LEADER), day=LATER)
    assert talk.follows == [(NOTE, TEXT, LATER)]
    paper = talk.paper()
    field = talk.opened.form.field_with(NOTE)
    for words in (TEXT, "Noter, der følger planen", field.title, talk.opened.form.tab_of(NOTE).title, "20. maj 2026"):
        assert words in paper
    assert paper.index(TEXT) < paper.index("Underskrift"), "the signature covers it"
    assert PREPARED not in paper
    others = [request for request, _ in talk.at.documents.choices(talk.id) if not request.is_plan]
    assert {request.kind for request in others} >= {DocumentKind.GUIDE, DocumentKind.PREPARATION, DocumentKind.STATUS}
    assert not [request for request in others if TEXT in talk.paper(request)]


def test_one_party_changes_their_mind(talk: Talk) -> None:
    talk.tick_all()
    talk.tick(talk.party(EMPLOYEE), day=None)
    assert talk.follows == []
    assert TEXT not in talk.paper()


@pytest.mark.parametrize("text", ["Vi deler vagterne.", None, "vi deler vagterne"])
def test_other_words_need_new_ticks(talk: Talk, text: str | None) -> None:
    """By whichever way they are stored: the database itself removes the ticks."""
    talk.tick_all()
    talk.write(text)
    assert talk.opened.ticks == {}
    talk.write(TEXT)
    assert talk.follows == [], "nor do they come back with the old words"


def test_the_same_words_stored_again_keep_the_ticks(talk: Talk) -> None:
    talk.tick_all()
    talk.write(TEXT)
    assert talk.follows == [(NOTE, TEXT, DAY)]


def test_words_and_ticks_stored_together_belong_together(talk: Talk) -> None:
    talk.tick_all()
    note = talk.note
    ticks = {TickKey(note.party, note.field, party): LATER for party in talk.opened.ticking}
    talk.at.writing.save(Changes(answers={note: "Andre ord"}, ticks=ticks))
    assert talk.follows == [(NOTE, "Andre ord", LATER)]


def test_a_blank_note_cannot_be_ticked(talk: Talk) -> None:
    talk.write(None)
    talk.tick_all()
    assert talk.opened.ticks == {}


def test_a_preparation_and_another_field_cannot_be_ticked(talk: Talk) -> None:
    leader = talk.party(LEADER)
    for party, field in (
        (talk.party(EMPLOYEE), NOTE),
        (leader, NOTE),
        (talk.note.party, "plan"),
        (talk.note.party, "x"),
    ):
        with pytest.raises(AnswersRefused, match="fælles note"):
            talk.at.writing.save(Changes(ticks={TickKey(party, field, leader): DAY}))
    # Whatever is in the database: a preparation is not the shared party's.
    with talk.at.database.transaction():
        for by in talk.opened.ticking:
            talk.at.database.write("INSERT INTO note_tick VALUES (?, ?, ?, '2026-05-12')", (leader, NOTE, by))
    assert talk.follows == []
    assert PREPARED not in talk.paper()


def test_a_signed_plan_keeps_note_and_ticks(talk: Talk) -> None:
    talk.tick_all()
    talk.at.plan_recorder.sign(talk.opened.plan, DAY)
    signed = talk.paper()
    assert TEXT in signed
    assert NOTE in talk.opened.closed_fields
    refused: list[Callable[[], None]] = [
        lambda: talk.write("Noget andet"),
        lambda: talk.write(None),
        lambda: talk.tick(talk.party(EMPLOYEE), day=None),
        lambda: talk.tick(talk.party(EMPLOYEE), day=LATER),
    ]
    for change in refused:
        with pytest.raises(PlanClosed):
            change()
    assert talk.paper() == signed
    own = AnswerKey(talk.party(LEADER), NOTE)
    talk.at.writing.save(Changes(answers={own: "Forberedelsen er stadig min egen"}))


def test_no_note_begins_to_follow_a_signed_plan_and_the_others_stay_open(talk: Talk) -> None:
    talk.tick(talk.party(EMPLOYEE))
    talk.at.plan_recorder.sign(talk.opened.plan, DAY)
    signed = talk.paper()
    with pytest.raises(PlanClosed):
        talk.tick(talk.party(LEADER))
    assert NOTE not in talk.opened.closed_fields
    talk.write("Stadig åben, for papiret viser den ikke")
    assert talk.opened.ticks == {}
    assert talk.paper() == signed


def test_opening_a_signed_plan_opens_the_ticks(talk: Talk) -> None:
    talk.tick_all()
    plan = talk.at.plan_recorder.sign(talk.opened.plan, DAY)
    talk.at.plan_recorder.sign(plan, None)
    talk.tick(talk.party(LEADER), day=None)
    talk.at.plan_recorder.sign(talk.opened.plan, DAY)
    assert TEXT not in talk.paper()
    assert NOTE not in talk.opened.closed_fields


def test_another_form_asks_again(talk: Talk) -> None:
    talk.tick_all()
    talk.at.form_change.move_to_form(talk.id, "albertslund")
    talk.at.form_change.move_to_form(talk.id, "kobenhavn-buf")
    assert talk.opened.answers[talk.note] == TEXT
    assert talk.opened.ticks == {}


def test_in_a_group_everybody_who_took_part_must_tick(group: Talk) -> None:
    anna, jens, sofie, leader = group.opened.ticking
    group.tick(anna, jens, leader)
    assert group.follows == []
    group.at.groups.split_out(group.id, sofie, "abc-hurtig", DAY)
    assert group.opened.ticking == (anna, jens, leader), "who left before it was held is not asked"
    assert [text for _, text, _ in group.follows] == [TEXT]
    assert TEXT in group.paper()


def test_the_tick_of_a_participant_who_left_counts_for_nobody(group: Talk) -> None:
    anna, jens, sofie, leader = group.opened.ticking
    group.tick(anna, sofie, leader)
    group.at.groups.split_out(group.id, sofie, "abc-hurtig", DAY)
    assert group.follows == []
    group.tick(jens)
    assert len(group.follows) == 1


def test_a_note_of_the_group_follows_no_plan_of_one_participant(group: Talk) -> None:
    anna = group.opened.ticking[0]
    group.at.groups.own_plan(group.id, anna)
    group.tick_all()
    assert TEXT in group.paper()
    assert TEXT not in group.paper(DocumentRequest(party=anna))
    own = group.at.groups.own_plan(group.id, anna)
    group.at.plan_recorder.sign(own, DAY)
    assert "faglige_maal" not in group.opened.closed_fields
    group.write("Den fælles plan er stadig åben")
    assert group.follows == []


def test_a_participant_is_deleted_after_all_have_signed(group: Talk, place: Workplace) -> None:
    group.tick_all()
    place.plan_recorder.sign(group.opened.plan, DAY)
    employee = next(person.id for person in group.opened.employees if person.name == "Jens Lund")
    delete(place, employee)
    assert TEXT in group.paper()
    assert len(group.opened.ticks) == 3


def test_a_deleted_employee_takes_notes_and_ticks_along(talk: Talk, place: Workplace) -> None:
    talk.tick_all()
    place.plan_recorder.sign(talk.opened.plan, DAY)
    delete(place, talk.opened.employee.id)
    assert place.database.rows("SELECT * FROM note_tick") == []


def test_a_restyled_template_without_a_place_says_so(talk: Talk) -> None:
    """A plan must not be printed without the notes its signatures cover."""
    template = docx.Document(io.BytesIO(derive_plan_template(talk.opened.form)))
    body = template.element.body
    texts = ["".join(node.itertext()) for node in body]
    first = next(number for number, text in enumerate(texts) if "if noter_der_foelger_planen" in text)
    for node in list(body)[first : first + 5]:
        body.remove(node)
    target = io.BytesIO()
    template.save(target)
    Renderer().plan(plan_content(talk.opened, DAY), target.getvalue())
    talk.tick_all()
    with pytest.raises(DocumentError, match="ikke har plads til de noter, der må følge planen"):
        Renderer().plan(plan_content(talk.opened, DAY), target.getvalue())


def test_the_database_refuses_whatever_asks(talk: Talk) -> None:
    talk.tick_all()
    talk.at.plan_recorder.sign(talk.opened.plan, DAY)
    note, other = talk.note, talk.opened.ticking[0]
    for statement in (
        "DELETE FROM note_tick",
        "UPDATE note_tick SET ticked_on = '2026-05-01'",
        f"INSERT INTO note_tick VALUES ({note.party}, 'opgaver', {other}, '2026-05-01')",
        f"REPLACE INTO note_tick VALUES ({note.party}, '{NOTE}', {other}, '2026-05-01')",
    ):
        with pytest.raises(StorageError, match="underskrevet"), talk.at.database.transaction():
            talk.at.database.write(statement)
    assert len(talk.opened.ticks) == 2
