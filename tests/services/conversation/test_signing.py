"""Signing stores what the paper shows; everything that changes afterwards leaves the paper alone, on both engines."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import Field, NumberField, TableField
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import AddendumKey, Author, FollowUp
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.employees import Employees

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
DAY, LATER = date(2026, 5, 12), date(2026, 5, 20)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FORMS = Path(__file__).parents[2] / "data" / "signing"


@dataclass
class Signing:
    """A workplace with one conversation on a form whose plan prints a number, a table and follow-up dates."""

    at: Workplace
    conversation: int

    @property
    def opened(self) -> OpenConversation:
        return self.at.conversations.open(self.conversation)

    @property
    def plan(self) -> Plan:
        return self.opened.plan

    def paper(self, party: int | None = None) -> str:
        """All the text of the plan in Word, its properties included."""
        document = docx.Document(io.BytesIO(self.at.documents.render(self.conversation, DocumentRequest(party=party))))
        parts = [document.element.body, *(section.footer._element for section in document.sections)]
        texts = ["".join(node.itertext()) for part in parts for node in part.iter() if node.tag.endswith("}p")]
        properties = document.core_properties
        text = "\n".join([*texts, properties.title, properties.author, properties.subject])
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def signatory(self, role: SignatoryRole, number: int = 0) -> Signatory:
        parties = [party.id for party in self.opened.parties if party.role.value == role.value]
        return Signatory(role, parties[number])


@pytest.fixture
def place(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    built = build_place(tmp_path / "data", forms=FORMS, now=lambda: NOW)
    assert built.catalogue.failures() == ()
    built.preferences.set_leader(Leader("Karen Dahl", "Skoleleder", "Ådalskolen"))
    yield built
    assert built.health() == []
    built.close()


@pytest.fixture
def signing(place: Workplace) -> Signing:
    mette = place.staff.add(Employee("Mette Holm", "Lærer", "Ådalskolen")).id
    return written(place, place.conversations.plan_new(mette, Meeting("signering", YEAR, date(2026, 5, 4))))


def written(place: Workplace, conversation: int) -> Signing:
    """Something in everything that prints."""
    signing = Signing(place, conversation)
    opened = signing.opened
    shared, plan = opened.party(PartyRole.SHARED).id, opened.plan.id
    rows = (Agreement(f"{conversation}a", "plan", cells={"maal": "Læse mere"}, due_on=date(2026, 9, 1)),)
    place.writing.save(
        Changes(
            answers={AnswerKey(shared, "tillaeg"): 10, AnswerKey(shared, "trivsel"): "Kun i programmet"},
            rows={RowsKey(plan, "plan"): rows},
            follow_ups={RowsKey(plan, "opfoelgning"): (FollowUp(date(2026, 11, 2), "Mini-MUS"),)},
        )
    )
    place.plan_recorder.agree(opened.plan, DAY)
    return signing


def change_everything_outside(signing: Signing) -> None:
    """What a leader may always change: the people, and their own name."""
    place = signing.at
    for employee in signing.opened.employees:
        place.staff.change(replace(employee, name="Nyt Navn", title="Afdelingsleder", workplace="Byskolen"))
    place.preferences.set_leader(Leader("Ny Leder", "", "Byskolen"))


def test_the_signed_paper_stays_as_it_was(signing: Signing) -> None:
    signing.at.plan_recorder.sign(signing.plan, DAY)
    before = signing.paper()
    assert all(text in before for text in ("Mette Holm", "Karen Dahl", "Ådalskolen", "10 kr.", "Læse mere", "Mini-MUS"))
    change_everything_outside(signing)
    assert signing.paper() == before
    document = docx.Document(io.BytesIO(signing.at.documents.render(signing.conversation)))
    assert document.core_properties.author == "Karen Dahl"


def test_an_open_plan_shows_its_current_content(signing: Signing) -> None:
    change_everything_outside(signing)
    assert "Nyt Navn" in signing.paper()
    signing.at.plan_recorder.sign(signing.plan, DAY)
    signing.at.plan_recorder.sign(signing.plan, None)
    signing.at.staff.change(replace(signing.opened.employee, name="Mette Holm Bak"))
    assert "Mette Holm Bak" in signing.paper()
    assert signing.opened.signed == {}
    assert signing.opened.closed_fields == frozenset()


def _another_answer(field: Field) -> Value:
    """Return an answer that ``field`` can hold."""
    if isinstance(field, TableField):
        return [{"id": field.rows[0] if field.rows else "1", "cells": {field.columns[0].key: "Ændret"}}]
    return 250_000 if isinstance(field, NumberField) else "Ændret"


def test_nothing_the_paper_shows_can_be_saved(signing: Signing) -> None:
    signing.at.plan_recorder.sign(signing.plan, DAY)
    before, opened = signing.paper(), signing.opened
    shared = opened.party(PartyRole.SHARED).id
    printed = {f.key for f in opened.form.fields() if f.prints}
    assert opened.closed_fields == printed
    for key in printed:
        value = _another_answer(opened.form.field_with(key))
        with pytest.raises(StorageError, match="underskrevet"):
            signing.at.writing.save(Changes(answers={AnswerKey(shared, key): value}))
    days = RowsKey(opened.plan.id, "opfoelgning")
    with pytest.raises(StorageError, match="underskrevet"):
        signing.at.writing.save(Changes(follow_ups={days: (FollowUp(date(2027, 1, 1), "Mini-MUS"),)}))
    meeting = signing.at.conversations.meeting(signing.conversation)
    for changed in (
        replace(meeting, period=Period(date(2027, 1, 1), date(2027, 12, 31))),
        replace(meeting, on_date=DAY),
    ):
        with pytest.raises(KnownError, match="underskrevet"):
            signing.at.conversations.change_meeting(signing.conversation, changed)
    signing.at.conversations.change_meeting(signing.conversation, replace(meeting, place="Biblioteket"))
    signing.at.writing.save(Changes(answers={AnswerKey(shared, "trivsel"): "Noten er stadig åben"}))
    assert signing.paper() == before


def test_what_comes_later_is_printed_with_its_day(signing: Signing) -> None:
    plan = signing.at.plan_recorder.sign(signing.plan, DAY)
    signing.at.writing.save(
        Changes(
            follow_ups={
                RowsKey(plan.id, "opfoelgning"): (
                    FollowUp(date(2026, 11, 2), "Mini-MUS", date(2026, 11, 3)),
                    FollowUp(date(2027, 2, 1), "Ekstra"),
                )
            },
            addenda={
                AddendumKey(plan.id): "Kurset er flyttet",
                AddendumKey(plan.id, author=Author.EMPLOYEE): "Jeg så helst et andet",
            },
        )
    )
    paper = signing.paper()
    assert "Fulgt op 3. november 2026" in paper
    assert "Ekstra" in paper
    assert "12. maj 2026: Kurset er flyttet" in paper
    assert "Medarbejderens bemærkning 12. maj 2026: Jeg så helst et andet" in paper
    with pytest.raises(KnownError, match="tilføjelser"):
        signing.at.plan_recorder.sign(signing.plan, None)


@pytest.mark.parametrize("first", [SignatoryRole.EMPLOYEE, SignatoryRole.LEADER])
def test_the_first_signature_closes_the_plan(signing: Signing, first: SignatoryRole) -> None:
    plan_recorder = signing.at.plan_recorder
    plan = plan_recorder.sign_one(signing.plan, signing.signatory(first), DAY)
    assert (plan.closed_on, plan.signed_on, signing.opened.status) == (DAY, None, Status.PARTLY_SIGNED)
    before = signing.paper()
    change_everything_outside(signing)
    other = SignatoryRole.LEADER if first is SignatoryRole.EMPLOYEE else SignatoryRole.EMPLOYEE
    plan = plan_recorder.sign_one(signing.plan, signing.signatory(other), LATER)
    assert (plan.closed_on, plan.signed_on, signing.opened.status) == (DAY, LATER, Status.SIGNED)
    assert signing.plan == plan
    assert signing.paper().replace("20. maj 2026", "") == before
    plan = plan_recorder.sign_one(plan, signing.signatory(first), None)
    assert (plan.closed_on, plan.signed_on, signing.opened.status) == (LATER, None, Status.PARTLY_SIGNED)
    plan = plan_recorder.sign_one(plan, signing.signatory(other), None)
    assert not plan.closed
    assert "Nyt Navn" in signing.paper()


def test_a_further_signer_is_not_required_for_signature(signing: Signing) -> None:
    extra = Signatory(SignatoryRole.EXTRA, label="Tillidsrepræsentant")
    plan = signing.at.plan_recorder.sign(signing.plan, DAY)
    plan = signing.at.plan_recorder.sign_one(plan, extra, LATER)
    assert (plan.closed_on, plan.signed_on, signing.plan.signatures[extra]) == (DAY, DAY, LATER)


@pytest.mark.parametrize("by", [PartyRole.EMPLOYEE, PartyRole.LEADER])
def test_a_refusal_closes_the_plan_too(signing: Signing, by: PartyRole) -> None:
    plan = signing.at.plan_recorder.refuse(signing.plan, Refusal(DAY, by, "Uenige om målet"))
    assert (plan.closed_on, signing.opened.status) == (DAY, Status.REFUSED)
    paper = signing.paper()
    assert "ønsker ikke at underskrive" in paper
    assert "Uenige" not in paper
    change_everything_outside(signing)
    assert signing.paper() == paper
    filed = signing.at.plan_recorder.journalise(plan, LATER, "Sag 7")
    assert signing.opened.status is Status.JOURNALISED
    with pytest.raises(KnownError, match="journaliseret"):
        signing.at.plan_recorder.refuse(filed, None)
    opened = signing.at.plan_recorder.refuse(signing.at.plan_recorder.journalise(filed, None), None)
    assert not opened.closed
    assert "Nyt Navn" in signing.paper()


def test_who_refused_can_still_sign_later(signing: Signing) -> None:
    plan_recorder, employee = signing.at.plan_recorder, signing.signatory(SignatoryRole.EMPLOYEE)
    plan_recorder.refuse(signing.plan, Refusal(DAY, PartyRole.EMPLOYEE, "Uenig"))
    remark = AddendumKey(signing.plan.id, author=Author.EMPLOYEE)
    signing.at.writing.save(Changes(addenda={remark: "Jeg er uenig"}))
    plan_recorder.journalise(signing.plan, DAY, "Sag 7")
    plan_recorder.sign(signing.plan, LATER)
    plan = signing.plan
    assert (plan.refusals, plan.refused_on, plan.signed_on, plan.closed_on) == ((), None, LATER, DAY)
    assert "ønsker ikke at underskrive" not in signing.paper()
    with pytest.raises(KnownError, match="har skrevet under"):
        plan_recorder.refuse(plan, Refusal(LATER, PartyRole.EMPLOYEE))
    with pytest.raises(KnownError, match="journaliseret"):
        plan_recorder.sign_one(plan, employee, None)


def test_additions_before_a_future_day_of_signature_are_printed_and_stored(signing: Signing) -> None:
    writing, plan_recorder, number = signing.at.writing, signing.at.plan_recorder, signing.conversation
    plan_recorder.sign(signing.plan, LATER)
    (row,) = signing.plan.agreements
    late = replace(row, id="sen", cells={"maal": "Regne mere"}, added_on=DAY)
    days = (FollowUp(date(2026, 11, 2), "Mini-MUS"), FollowUp(date(2026, 12, 1), "Igen"))
    key = RowsKey(signing.plan.id, "opfoelgning")
    writing.save(Changes(rows={RowsKey(signing.plan.id, "plan"): (row, late)}, follow_ups={key: days}), number)
    assert "(Tilføjet 12. maj 2026)" in signing.paper()
    assert signing.opened.follow_ups[key][1].added_on == DAY
    with pytest.raises(KnownError, match="tilføjelser"):
        plan_recorder.sign(signing.plan, None)


def test_another_day_of_signature_is_a_correction(signing: Signing) -> None:
    plan = signing.at.plan_recorder.sign(signing.plan, DAY)
    stored = signing.opened.signed
    change_everything_outside(signing)
    for day in (LATER, date(2026, 5, 2)):
        plan = signing.at.plan_recorder.sign(plan, day)
        assert (plan.closed_on, plan.signed_on, set(plan.signatures.values())) == (day, day, {day})
        assert signing.opened.signed == stored, "the same paper was signed"
    signing.at.writing.save(Changes(addenda={AddendumKey(plan.id): "Tilføjet"}))
    with pytest.raises(KnownError, match="tilføjelser"):
        signing.at.plan_recorder.sign(plan, LATER)


def test_a_filed_plan_takes_the_missing_signature_and_no_other_change(signing: Signing) -> None:
    plan_recorder = signing.at.plan_recorder
    plan = plan_recorder.sign_one(signing.plan, signing.signatory(SignatoryRole.LEADER), DAY)
    plan = plan_recorder.journalise(plan, DAY, "Sag 7")
    for change in (
        lambda: plan_recorder.sign_one(plan, signing.signatory(SignatoryRole.LEADER), LATER),
        lambda: plan_recorder.sign(plan, None),
        lambda: plan_recorder.agree(plan, None),
    ):
        with pytest.raises(KnownError):
            change()
    plan = plan_recorder.sign_one(plan, signing.signatory(SignatoryRole.EMPLOYEE), LATER)
    assert signing.plan == plan
    assert plan.signed_on == LATER


def test_a_failing_save_leaves_the_plan_open(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = signing.at.plan_recorder._plans

    def fail(_plan: Plan) -> None:
        raise StorageError("Disken er fuld.")

    monkeypatch.setattr(plans, "save_signatures", fail)
    with pytest.raises(StorageError):
        signing.at.plan_recorder.sign(signing.plan, DAY)
    assert not signing.plan.closed
    assert signing.opened.signed == {}


class TestAGroup:
    @pytest.fixture
    def group(self, place: Workplace) -> Signing:
        people = [place.staff.add(Employee(name, "Lærer", "Ådalskolen")).id for name in ("Anna Bæk", "Jens Lund")]
        return written(place, place.conversations.plan_group(people, Meeting("signering", YEAR, date(2026, 5, 4))))

    def test_each_plan_stores_its_content_at_its_own_signature(self, group: Signing) -> None:
        plan_recorder, anna = group.at.plan_recorder, group.opened.participants[0].id
        own = group.at.groups.own_plan(group.conversation, anna)
        own = plan_recorder.sign(own, DAY)
        assert [who.party for who in own.signatures] == [anna, group.opened.party(PartyRole.LEADER).id]
        assert not group.plan.closed
        assert group.opened.closed_fields == {"tillaeg", "kurser", "kommentar"}, "its paper prints what is common"
        before = group.paper(anna)
        assert "Jens" not in before
        change_everything_outside(group)
        assert group.paper(anna) == before
        assert "Nyt Navn" in group.paper()
        common = plan_recorder.sign(group.plan, LATER)
        assert len(common.signatures) == 3
        assert {plan: content.facts for plan, content in group.opened.signed.items()} != {}

    def test_answers_stay_closed_until_the_last_plan_that_prints_them_is_opened(self, group: Signing) -> None:
        plan_recorder, anna = group.at.plan_recorder, group.opened.participants[0].id
        own = plan_recorder.sign(group.at.groups.own_plan(group.conversation, anna), DAY)
        common = plan_recorder.sign(group.plan, DAY)
        plan_recorder.sign(common, None)
        assert group.opened.closed_fields
        plan_recorder.sign(own, None)
        assert group.opened.closed_fields == frozenset()

    def test_deleting_a_participant_deletes_what_they_signed(self, group: Signing) -> None:
        anna, jens = group.opened.participants
        group.at.plan_recorder.sign(group.at.groups.own_plan(group.conversation, anna.id), DAY)
        group.at.plan_recorder.sign(group.plan, DAY)
        Employees(group.at.database).delete(anna.employee or 0)
        assert list(group.opened.signed) == [group.plan.id]
        assert Signatory(SignatoryRole.EMPLOYEE, jens.id) in group.plan.signatures
        assert Signatory(SignatoryRole.EMPLOYEE, anna.id) not in group.plan.signatures


def test_plans_signed_before_there_was_content_are_stored_as_found(signing: Signing) -> None:
    """The state right after the upgrade from schema 1: closed, waiting, and without content."""
    plan, database = signing.plan, signing.at.database
    with database.transaction():
        database.write("INSERT INTO content_to_store VALUES (?)", (plan.id,))
        database.write("UPDATE plan SET closed_on = ?, signed_on = ?", (DAY.isoformat(), DAY.isoformat()))
    before = signing.paper()
    signing.at.plan_recorder.store_missing_contents()
    assert signing.opened.signed[plan.id].origin is ContentOrigin.UPGRADE
    change_everything_outside(signing)
    assert signing.paper() == before
    assert database.rows("SELECT * FROM content_to_store") == []
    assert signing.opened.closed_fields
