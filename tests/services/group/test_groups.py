"""Groups: called together, planned for, left again - and what is one participant's stays with that one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus, Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import FollowUp
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.group_view import group_title, names_of, part_visible_to, shared_picks
from mus_desktop.services.conversation.groups import missing_common_agreements
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices
from mus_desktop.services.hints.advice import advice_for
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.attachments import Attachments

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
PERIOD = PeriodRule().period_of(TODAY)
REQUIRED = "abc-faelles"

Begin = Callable[..., Any]
SecretOf = Callable[[str], str]


class TestCallingTogether:
    @pytest.mark.parametrize(("count", "sentence"), [(0, "mindst to"), (1, "mindst to"), (13, "højst tolv")])
    def test_two_to_twelve(self, workplace: Workplace, count: int, sentence: str) -> None:
        people = [workplace.staff.add(Employee(f"Person {number}")).id for number in range(count)]
        with pytest.raises(KnownError, match=sentence):
            workplace.conversations.plan_group(people, Meeting("albertslund", PERIOD))
        assert workplace.conversations.all() == []

    def test_the_same_person_twice_is_one(self, workplace: Workplace) -> None:
        anna = workplace.staff.add(Employee("Anna")).id
        with pytest.raises(KnownError, match="mindst to"):
            workplace.conversations.plan_group([anna, anna], Meeting("albertslund", PERIOD))

    def test_twelve_fit(self, begin: Begin) -> None:
        assert len(begin(names=tuple(f"Navn{n} Dam" for n in range(12)), filled=False).whole.participants) == 12

    def test_who_has_left_is_named(self, workplace: Workplace) -> None:
        anna, bo = (workplace.staff.add(Employee(name)) for name in ("Anna Holm", "Bo Dam"))
        workplace.staff.change(replace(workplace.staff.get(bo.id), left_on=TODAY))
        with pytest.raises(KnownError, match="Bo Dam er fratrådt"):
            workplace.conversations.plan_group([anna.id, bo.id], Meeting("albertslund", PERIOD))

    def test_a_form_for_one_is_refused(self, workplace: Workplace) -> None:
        people = [workplace.staff.add(Employee(name)).id for name in ("Anna", "Bo")]
        with pytest.raises(KnownError, match="ikke til gruppesamtaler"):
            workplace.conversations.plan_group(people, Meeting("kobenhavn-buf", PERIOD))

    def test_it_is_listed_for_every_participant(self, begin: Begin, workplace: Workplace) -> None:
        group = begin(names=("Anna Holm", "Bo Dam", "Carla Riis", "Dan Ø", "Eva Å"))
        current_mus = workplace.yearly_mus.current_mus(TODAY)
        for person in group.people:
            (line,) = workplace.conversations.of_employee(person.id)
            assert (line.group, line.names, line.status) == (True, "Anna, Bo og 3 andre", Status.UNDER_WAY)
            assert current_mus[person.id].conversation.id == group.id
        assert group_title(group.whole) == "Gruppesamtale: Anna, Bo og 3 andre"


class TestSeenFromOnePlace:
    @pytest.fixture
    def group(self, begin: Begin, secret_of: SecretOf) -> Any:
        """With a secret of each participant in answers, own plan, follow-up and last year's agreements too."""
        group = begin(REQUIRED)
        workplace = group.workplace
        for person in group.people:
            secret = secret_of(person.first_name)
            earlier = workplace.conversations.plan_new(
                person.id, Meeting("kobenhavn-buf", PeriodRule().period_of(PERIOD.first - timedelta(days=1)))
            )
            opened = workplace.conversations.open(earlier)
            field = opened.form.plan_fields()[0]
            row = replace(_row(field.key, f"{secret} i fjor"), id=f"i-fjor-{person.id}")
            workplace.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
            own = workplace.groups.own_plan(group.id, group.party(person.first_name))
            group.agree(own.id, f"{secret} i planen")
            days = (FollowUp(TODAY, f"{secret} opfølgning"),)
            workplace.writing.save(Changes(follow_ups={RowsKey(own.id, "opfoelgning"): days}))
        return group

    def test_a_participants_view_has_no_content_of_others(self, group: Any, secret_of: SecretOf) -> None:
        names = [person.first_name for person in group.people]
        for name in names:
            seen = part_visible_to(group.whole, group.party(name))
            told = repr((seen, seen.past, seen.facts(), seen.addenda, seen.status))
            for part in ("om ", "i planen", "opfølgning", "i fjor"):
                assert f"{secret_of(name)} {part}" in told, "their own is there"
            assert secret_of("Leder") in told
            assert secret_of("Fælles") in told
            for other in names:
                assert other == name or secret_of(other) not in told
                assert other == name or seen.past_of(group.employee(other)) == ()

    def test_the_common_view_has_no_individual_content(self, group: Any, secret_of: SecretOf) -> None:
        seen = part_visible_to(group.whole, None)
        told = repr((seen, seen.past, seen.facts()))
        assert secret_of("Fælles") in told
        assert secret_of("Leder") in told
        for person in group.people:
            assert secret_of(person.first_name) not in told
            assert seen.past_of(person.id) == ()
        assert seen.facts()
        assert seen.group

    def test_an_individual_conversation_is_fully_visible(self, workplace: Workplace) -> None:
        anna = workplace.staff.add(Employee("Anna"))
        opened = workplace.conversations.open(workplace.conversations.plan_new(anna.id, Meeting("albertslund", PERIOD)))
        assert part_visible_to(opened, None) is opened

    @pytest.mark.parametrize("whose", ["Anna", "Bo", None])
    def test_documents_contain_nothing_of_other_participants(
        self, group: Any, secret_of: SecretOf, whose: str | None
    ) -> None:
        workplace, party = group.workplace, group.party(whose) if whose else None
        every = [replace(request, party=party) for request in choices(group.whole.form)]
        texts = {
            str(request): _text(workplace.documents.render(group.id, request))
            for request in [*every, DocumentRequest(party=party)]
        }
        assert whose is None or any(f"{secret_of(whose)} i planen" in text for text in texts.values())
        for request, text in texts.items():
            assert secret_of("Leder") not in text, request
            for person in group.people:
                if person.first_name != whose:
                    assert secret_of(person.first_name) not in text, request
                else:
                    assert f"{secret_of(person.first_name)} om " not in text, f"a preparation never prints: {request}"


class TestKeywords:
    def test_only_keywords_are_shared(self, begin: Begin) -> None:
        group = begin()
        field = group.whole.form.field_with("stikord")
        picked = {AnswerKey(group.party("Bo"), "stikord"): list(field.options[:2])}
        group.workplace.writing.save(Changes(picked))
        (told,) = shared_picks(group.whole)
        assert (told.name, told.picks) == ("Bo", field.options[:2])


class TestOwnPlans:
    def test_the_first_time_it_is_filled_from_the_common_one(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        group.agree(group.whole.plan.id, "Møder", "Kursus")
        common = group.whole.plan.agreements
        own = group.workplace.groups.own_plan(group.id, group.party("Bo"))
        assert [row.carried_from for row in own.agreements] == [row.id for row in common]
        assert [row.cells for row in own.agreements] == [row.cells for row in common]
        assert {row.id for row in own.agreements}.isdisjoint(row.id for row in common)
        assert all(row.status is AgreementStatus.OPEN for row in own.agreements)
        assert group.whole.plan_of(group.party("Bo")) == own
        assert group.whole.plan_of(group.party("Anna")) is None

    def test_an_own_plan_changes_only_when_more_is_copied(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        groups, bo = group.workplace.groups, group.party("Bo")
        own = groups.own_plan(group.id, bo)
        assert own.agreements == ()
        group.agree(group.whole.plan.id, "Møder")
        assert groups.own_plan(group.id, bo).agreements == ()
        assert [row.cells for row in groups.copy_common_agreements(group.id, bo).agreements] == [{"maal": "Møder"}]
        group.agree(own.id, "Bos egen")
        group.agree(group.whole.plan.id, "Kursus")
        fetched = [row.cells["maal"] for row in groups.copy_common_agreements(group.id, bo).agreements]
        assert fetched == ["Møder", "Bos egen", "Kursus"]
        assert groups.copy_common_agreements(group.id, bo) == group.whole.plan_of(bo)

    def test_a_copied_agreement_is_recognised_after_the_common_row_was_restored(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        group.agree(group.whole.plan.id, "Møder")
        own = group.workplace.groups.own_plan(group.id, group.party("Bo"))
        cut_off = replace(own, agreements=tuple(replace(row, carried_from=None) for row in own.agreements))
        assert (
            missing_common_agreements(group.whole.plan, own)
            == missing_common_agreements(group.whole.plan, cut_off)
            == ()
        )

    def test_a_signed_own_plan_accepts_no_more_rows(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        own = group.workplace.groups.own_plan(group.id, group.party("Bo"))
        group.workplace.plan_recorder.sign(own, TODAY, "Bo og Mette")
        group.agree(group.whole.plan.id, "Møder")
        with pytest.raises(KnownError, match="underskrevet"):
            group.workplace.groups.copy_common_agreements(group.id, group.party("Bo"))

    def test_agreed_is_when_the_common_plan_and_everybodys_own_are(self, begin: Begin) -> None:
        group, later = begin(REQUIRED), TODAY + timedelta(days=3)
        plan_recorder = group.workplace.plan_recorder
        assert _agree_all(group, plan_recorder, later) == [Status.UNDER_WAY] * 3 + [Status.AGREED]

    def test_where_own_plans_are_optional_the_common_plan_decides(self, begin: Begin) -> None:
        group = begin()
        group.workplace.groups.own_plan(group.id, group.party("Bo"))
        group.workplace.plan_recorder.agree(group.whole.plan, TODAY)
        assert _status(group) is Status.AGREED

    def test_advice_names_participants_without_an_own_plan(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        group.agree(group.whole.plan.id, "Møder")
        group.workplace.groups.own_plan(group.id, group.party("Bo"))
        found = {advice.text: advice.party for advice in advice_for(group.whole)}
        assert found["Der er endnu ingen individuel plan for Anna og Carla."] == group.party("Anna")
        not_agreed = "I har ikke sat hak ved »Vi er enige« i den individuelle plan for Bo."
        assert found[not_agreed] == group.party("Bo")

    def test_advice_is_silent_where_they_are_optional(self, begin: Begin) -> None:
        assert not any("individuel" in advice.text for advice in advice_for(begin().whole))

    def test_the_page_of_each_shows_their_own_agreements(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        group.agree(group.whole.plan.id, "Møder")
        own = group.workplace.groups.own_plan(group.id, group.party("Bo"))
        group.agree(own.id, "Bos egen")
        book = group.workplace.conversations

        def shown(name: str) -> list[str]:
            (line,) = book.of_employee(group.employee(name))
            return [agreement.text for agreement in book.agreements(line)]

        assert shown("Bo") == ["Møder", "Bos egen"]
        assert shown("Anna") == ["Møder"]

    def test_documents_of_participants_are_separate(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        documents, bo = group.workplace.documents, DocumentRequest(party=group.party("Bo"))
        group.workplace.groups.own_plan(group.id, group.party("Bo"))
        common, own = documents.target(group.id).path, documents.target(group.id, request=bo).path
        assert common.name != own.name
        assert "Anna, Bo og Carla" in common.name
        assert "Bo Dam" in own.name
        documents.write(group.id, common)
        documents.write(group.id, own, bo)
        assert documents.target(group.id).path == common
        assert documents.target(group.id, request=bo).path == own


class TestGettingAConversationAlone:
    def test_the_preparation_moves_along_and_the_group_goes_on(self, begin: Begin, secret_of: SecretOf) -> None:
        group = begin()
        workplace, mine = group.workplace, _answers(group, "Bo")
        (form,) = workplace.groups.individual_forms(group.id)
        assert form.id == "albertslund"
        alone = workplace.conversations.open(_split(group, "Bo", form.id))
        employee = alone.party(PartyRole.EMPLOYEE)
        assert {key.field: value for key, value in alone.answers.items()} == mine
        assert {key.party for key in alone.answers} == {employee.id}
        assert [e.name for e in alone.employees] == ["Bo Dam"]
        assert not alone.group
        whole = group.whole
        assert secret_of("Bo") not in repr(whole)
        assert [e.name for e in whole.employees] == ["Anna Holm", "Carla Riis"]
        assert list(names_of(whole).values()) == ["Anna", "Carla"]
        current_mus = workplace.yearly_mus.current_mus(TODAY)
        assert current_mus[group.employee("Bo")].conversation.id == alone.conversation.id
        assert current_mus[group.employee("Anna")].conversation.id == group.id

    def test_history_stays_on_the_page_of_who_left(self, begin: Begin) -> None:
        group = begin()
        _split(group, "Bo", "albertslund")
        lines = group.workplace.conversations.of_employee(group.employee("Bo"))
        assert [(line.group, line.left_on) for line in lines] == [(False, None), (True, TODAY)]
        assert lines[1].names == "Anna og Carla"

    def test_undoing_a_split_restores_the_group(self, begin: Begin) -> None:
        group = begin()
        before = _picture(group)
        alone = _split(group, "Bo", "albertslund")
        assert group.workplace.groups.can_rejoin(alone)
        assert group.workplace.groups.rejoin(alone) == group.id
        assert _picture(group) == before
        with pytest.raises(KnownError):
            group.workplace.conversations.open(alone)

    def test_preparation_written_since_is_moved_back_too(self, begin: Begin) -> None:
        group = begin()
        alone = _split(group, "Bo", "albertslund")
        opened = group.workplace.conversations.open(alone)
        more = {AnswerKey(opened.party(PartyRole.EMPLOYEE).id, "andet"): "Endnu en ting"}
        group.workplace.writing.save(Changes(more))
        group.workplace.groups.rejoin(alone)
        assert group.whole.answers[AnswerKey(group.party("Bo"), "andet")] == "Endnu en ting"

    @pytest.mark.parametrize("role", [PartyRole.LEADER, PartyRole.SHARED])
    def test_a_split_cannot_be_undone_once_something_is_written(self, begin: Begin, role: PartyRole) -> None:
        group = begin()
        alone = _split(group, "Bo", "albertslund")
        opened = group.workplace.conversations.open(alone)
        group.workplace.writing.save(Changes({AnswerKey(opened.party(role).id, "andet"): "Skrevet"}))
        assert not group.workplace.groups.can_rejoin(alone)
        with pytest.raises(KnownError, match="har skrevet"):
            group.workplace.groups.rejoin(alone)
        assert group.workplace.conversations.open(alone).answers

    def test_another_form_stores_answers_it_has_no_field_for(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        workplace = group.workplace
        before, mine = _picture(group), _answers(group, "Bo")
        forms = [form.id for form in workplace.groups.individual_forms(group.id)]
        assert REQUIRED not in forms
        assert "abc-hurtig" in forms
        alone = _split(group, "Bo", "abc-hurtig")
        opened = workplace.conversations.open(alone)
        asked = {field.key for field in opened.form.fields()}
        assert {str(value) for value in opened.answers.values()} == {str(value) for value in mine.values()}
        stay = [key.field for key in opened.answers if key.field in asked]
        kept = workplace.form_change.carried_over_answers(alone)
        assert stay
        assert len(kept) == len(mine) - len(stay) > 0
        workplace.groups.rejoin(alone)
        assert _picture(group) == before

    @pytest.mark.parametrize("form_id", ["albertslund", "kobenhavn-buf"])
    def test_the_own_plan_is_copied_and_restored_by_undoing(self, begin: Begin, form_id: str) -> None:
        group = begin()
        groups = group.workplace.groups
        group.agree(group.whole.plan.id, "Fælles mål")
        own = groups.own_plan(group.id, group.party("Bo"))
        group.agree(own.id, "Bos eget mål")
        before = _picture(group)
        alone = _split(group, "Bo", form_id)
        opened = group.workplace.conversations.open(alone)
        goal = opened.form.plan_fields()[0].columns[0].key
        assert [row.cells[goal] for row in opened.plan.agreements] == ["Fælles mål", "Bos eget mål"]
        assert group.workplace.health() == []
        assert groups.can_rejoin(alone)
        groups.rejoin(alone)
        assert _picture(group) == before

    @pytest.mark.parametrize("what", ["signed", "signed by one", "refused", "copied", "filed", "attached"])
    def test_what_is_signed_filed_or_attached_is_not_deleted_by_going_back(self, begin: Begin, what: str) -> None:
        group = begin()
        alone = _split(group, "Bo", "albertslund")
        workplace, plan = group.workplace, group.workplace.conversations.open(alone).plan
        plan_recorder, leader = workplace.plan_recorder, workplace.plan_recorder.signatories(plan)[-1]
        {
            "signed": lambda: plan_recorder.journalise(plan_recorder.sign(plan, TODAY), TODAY, "Sag 7"),
            "signed by one": lambda: plan_recorder.sign_one(plan, leader, TODAY),
            "refused": lambda: plan_recorder.refuse(plan, Refusal(TODAY, PartyRole.EMPLOYEE)),
            "copied": lambda: plan_recorder.give_copy(plan, TODAY),
            "filed": lambda: plan_recorder.journalise(plan, TODAY),
            "attached": lambda: Attachments(workplace.database).add(alone, "Plan.pdf", b"%PDF", NOW),
        }[what]()
        before = workplace.conversations.open(alone).plans
        assert not workplace.groups.can_rejoin(alone)
        with pytest.raises(KnownError, match="Begge samtaler bliver"):
            workplace.groups.rejoin(alone)
        assert workplace.conversations.open(alone).plans == before

    def test_several_may_refuse_and_the_paper_says_who(self, begin: Begin) -> None:
        group = begin()
        plan_recorder, documents = group.workplace.plan_recorder, group.workplace.documents
        group.agree(group.whole.plan.id, "Fælles mål")
        for name in ("Bo", "Anna"):
            refusal = Refusal(TODAY, PartyRole.EMPLOYEE, "Uenig", group.party(name))
            plan_recorder.refuse(group.whole.plan, refusal)
        assert len(group.whole.plan.refusals) == 2
        text = _text_of(documents.render(group.id))
        for name in ("Anna Holm", "Bo Dam"):
            assert f"12. maj 2026: {name} ønsker ikke at underskrive planen." in text
        with pytest.raises(ValueError, match="which participant"):
            plan_recorder.refuse(group.whole.plan, Refusal(TODAY, PartyRole.EMPLOYEE))
        anna = Signatory(SignatoryRole.EMPLOYEE, group.party("Anna"))
        plan_recorder.sign_one(group.whole.plan, anna, TODAY)
        assert "Anna Holm ønsker ikke" not in _text_of(documents.render(group.id))
        plan_recorder.refuse(group.whole.plan, None, Signatory(SignatoryRole.EMPLOYEE, group.party("Bo")))
        assert group.whole.plan.refusals == ()
        assert group.workplace.health() == []

    def test_a_document_stored_as_edited_prevents_rejoining(self, begin: Begin, tmp_path: Path) -> None:
        group = begin()
        alone = _split(group, "Bo", "albertslund")
        documents = group.workplace.documents
        path = documents.write(alone, documents.target(alone, tmp_path).path)
        assert group.workplace.groups.can_rejoin(alone), "what was only made can be made again"
        path.write_bytes(path.read_bytes() + b"rettet")
        documents.store_edited(alone, path)
        assert not group.workplace.groups.can_rejoin(alone)
        with pytest.raises(KnownError, match="Begge samtaler bliver"):
            group.workplace.groups.rejoin(alone)
        assert "ændret i Word" in documents.earlier(alone)[0][1]

    def test_an_own_plan_that_has_been_written_in_since_does_not_go_back(self, begin: Begin) -> None:
        group = begin()
        group.agree(group.workplace.groups.own_plan(group.id, group.party("Bo")).id, "Bos eget mål")
        alone = _split(group, "Bo", "albertslund")
        plan = group.workplace.conversations.open(alone).plan
        row = replace(plan.agreements[0], responsible="Bo")
        group.workplace.writing.save(Changes(rows={RowsKey(plan.id, row.field): (row,)}))
        assert not group.workplace.groups.can_rejoin(alone)

    def test_a_signed_own_plan_stays_where_it_was_signed(self, begin: Begin) -> None:
        group = begin()
        own = group.workplace.groups.own_plan(group.id, group.party("Bo"))
        group.agree(own.id, "Bos eget mål")
        group.workplace.plan_recorder.sign(group.workplace.plan_recorder.agree(own, TODAY), TODAY, "Bo")
        signed = group.whole.plan_of(group.party("Bo"))
        alone = _split(group, "Bo", "albertslund")
        assert group.workplace.conversations.open(alone).plan.agreements == ()
        assert next(plan for plan in group.whole.plans if plan.id == own.id) == signed

    def test_twice_is_refused(self, begin: Begin) -> None:
        group = begin()
        bo = group.party("Bo")
        _split(group, "Bo", "albertslund")
        with pytest.raises(KnownError, match="allerede ude"):
            group.workplace.groups.split_out(group.id, bo, "albertslund", TODAY)

    def test_even_the_last_participant_can_leave(self, begin: Begin) -> None:
        group = begin()
        for name in ("Anna", "Bo", "Carla"):
            _split(group, name, "albertslund")
        assert group.whole.participants == ()
        assert part_visible_to(group.whole, None).facts()
        assert len(group.workplace.conversations.all()) == 4

    def test_a_participant_who_left_is_not_waited_for(self, begin: Begin) -> None:
        group = begin(REQUIRED)
        _split(group, "Bo", "abc-hurtig")
        assert not any("Bo" in advice.text for advice in advice_for(group.whole))

    def test_an_ordinary_conversation_cannot_rejoin_anything(self, workplace: Workplace) -> None:
        anna = workplace.staff.add(Employee("Anna"))
        key = workplace.conversations.plan_new(anna.id, Meeting("albertslund", PERIOD))
        assert not workplace.groups.can_rejoin(key)


def _row(field: str, text: str) -> Agreement:
    return Agreement("row", field, cells={"maal": text})


def _text(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _status(group: Any) -> Status:
    (line,) = group.workplace.conversations.of_employee(group.people[0].id)
    assert line.status is group.whole.status
    return line.status


def _agree_all(group: Any, plan_recorder: Any, later: date) -> list[Status]:
    """The status as the plans are agreed one by one."""
    found = []
    plan_recorder.agree(group.whole.plan, TODAY)
    for person in group.people:
        own = group.workplace.groups.own_plan(group.id, group.party(person.first_name))
        found.append(_status(group))
        plan_recorder.agree(own, later)
    return [*found, _status(group)]


def _text_of(content: bytes) -> str:
    return "\n".join(
        "".join(node.itertext()).replace("\N{NO-BREAK SPACE}", " ")
        for node in docx.Document(io.BytesIO(content)).element.body.iter()
        if node.tag.endswith("}p")
    )


def _split(group: Any, name: str, form_id: str) -> int:
    alone: int = group.workplace.groups.split_out(group.id, group.party(name), form_id, TODAY)
    return alone


def _answers(group: Any, name: str) -> dict[str, Any]:
    return {key.field: value for key, value in group.whole.answers.items() if key.party == group.party(name)}


def _picture(group: Any) -> Any:
    opened = group.whole
    return opened.answers, opened.parties, opened.employees, opened.plans
