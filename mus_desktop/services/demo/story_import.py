"""Import of a story into an empty workplace through the services, as a leader would have entered it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.form import PartyRole, Purpose
from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal, new_agreement_id
from mus_desktop.model.review import AddendumKey, Author, FollowUp, PastAgreement, Review
from mus_desktop.model.text import comparison_key
from mus_desktop.paths import resources
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.demo.story import Story, StoryTable
from mus_desktop.services.workplace import Workplace

_NOT_EMPLOYEE_KEYS = {"conversation", "paper"}
_NOT_AGREEMENT_KEYS = {"status", "cells", "carried_from"}


def import_story(story: Story, workplace: Workplace) -> list[int]:
    """Play ``story`` into an empty workplace through the services; return the ids of the conversations."""
    _store_settings(story, workplace)
    imported_ids: list[int] = []
    ids: dict[str, int] = {}
    # One transaction, so that the many steps do not each wait for the disk.
    with workplace.database.transaction():
        for person in story.employees:
            employee = workplace.staff.add(_employee(person))
            ids[comparison_key(employee.name)] = employee.id
            for paper in person.get("paper", ()):
                _import_paper(workplace, employee.id, paper)
            imported_ids += _import_years(workplace, employee.id, person.get("conversation", ()))
        # Stories list the newest first.
        for group in reversed(story.groups):
            imported_ids.append(
                _import_group(workplace, [ids[comparison_key(name)] for name in group["people"]], group)
            )
    return imported_ids


def _store_settings(story: Story, workplace: Workplace) -> None:
    workplace.preferences.set_leader(story.leader)
    workplace.preferences.set_period_rule(story.period)
    workplace.preferences.set_default_form(story.default_form)
    for key, text in story.texts.items():
        workplace.texts.store(key, text)
    for layer in story.local:
        questions = LocalLayer(layer.get("reworded", {}), {key: tuple(added) for key, added in layer["added"].items()})
        workplace.catalogue.local_layers.store(layer["form"], questions)


def import_conversation(
    workplace: Workplace, employee_id: int, table: StoryTable, follows_up: int | None = None
) -> int:
    """Play one conversation into ``workplace``; return its id. ``table`` is a table as in a form's ``example.toml``.

    :param follows_up: the conversation it follows up, if it is a mini-MUS.
    """
    meeting = _meeting(table)
    if follows_up is not None and _is_follow_up(workplace, table):
        conversation = workplace.follow_up_conversations.plan_follow_up(follows_up, meeting)
    else:
        conversation = workplace.conversations.plan_new(employee_id, meeting)
    _import_content(workplace, conversation, table)
    return conversation


def _import_years(workplace: Workplace, employee_id: int, table: Sequence[StoryTable]) -> list[int]:
    """Play an employee's conversations, listed newest first, in the order of the years."""
    imported_ids: list[int] = []
    yearly: int | None = None
    for entry in reversed(table):
        imported_ids.append(import_conversation(workplace, employee_id, entry, yearly))
        if not _is_follow_up(workplace, entry):
            yearly = imported_ids[-1]
    return imported_ids


def _import_paper(workplace: Workplace, employee_id: int, table: StoryTable) -> None:
    period = Period.parse(table["period"])
    rows = workplace.paper.read(table["pasted"].strip(), table["form"], period)
    file = resources() / "demo" / table["file"] if "file" in table else None
    workplace.paper.add_paper(employee_id, table["form"], period, rows, file)


def _import_group(workplace: Workplace, people: Sequence[int], table: StoryTable) -> int:
    conversation = workplace.conversations.plan_group(people, _meeting(table))
    _import_content(workplace, conversation, table)
    opened = workplace.conversations.open(conversation)
    names = [comparison_key(person.name) for person in opened.employees]
    parties = dict(zip(names, opened.participants, strict=True))
    for participant in table.get("participant", ()):
        party = parties[comparison_key(participant["name"])].id
        workplace.writing.save(Changes(_answers(participant, {PartyRole.EMPLOYEE: party})))
        if participant.get("agreement") or participant.get("agreed_on"):
            _import_own_plan(workplace, conversation, party, participant)
    return conversation


def _import_own_plan(workplace: Workplace, conversation: int, party: int, table: StoryTable) -> None:
    plan = workplace.groups.own_plan(conversation, party)
    more = _by_field(agreement_from_table(row) for row in table.get("agreement", ()))
    rows = {RowsKey(plan.id, field): (*plan.rows(field), *added) for field, added in more.items()}
    workplace.writing.save(Changes(rows=rows))
    _record_steps(workplace, plan, table)


def _import_content(workplace: Workplace, conversation: int, table: StoryTable) -> None:
    conversation_service = workplace.conversations
    conversation_service.record_invited(conversation, table.get("invited_on"))
    conversation_service.record_postponed(conversation, table.get("postponed_on"))
    conversation_service.record_declined(conversation, table.get("declined_on"))
    opened = conversation_service.open(conversation)
    # Each party's answers are under the name of its role: ``employee``, ``leader``, ``shared``.
    parties = {role: opened.party(role).id for role in PartyRole}
    follow_ups = _follow_ups(table, opened.plan.id)
    changes = Changes(_answers(table, parties), _rows(table, opened), follow_ups, _reviews(table, opened))
    workplace.writing.save(changes, conversation)
    for role, targets in table.get("wishes", {}).items():
        _import_wishes(workplace, opened, PartyRole(role), targets)
    if table.get("held_on"):
        conversation_service.finish(conversation, table["held_on"])
    _record_steps(workplace, opened.plan, table)
    workplace.writing.save(Changes(addenda=_additions(table, conversation_service.open(conversation).plan)))
    if table.get("last_tab"):
        conversation_service.remember_tab(conversation, table["last_tab"])


def _import_wishes(workplace: Workplace, opened: OpenConversation, role: PartyRole, targets: Sequence[str]) -> None:
    """Store the topics a party wants to talk about; for both together, the themes in the order they have agreed on."""
    party = opened.party(role).id
    if role is PartyRole.SHARED:
        workplace.wishes.set_agreed_topics(party, targets)
        return
    for target in targets:
        workplace.wishes.set_wish(opened.conversation.id, party, target, wanted=True)


def _is_follow_up(workplace: Workplace, table: StoryTable) -> bool:
    return workplace.catalogue.form(table["form"]).purpose is Purpose.FOLLOW_UP


def _employee(table: StoryTable) -> Employee:
    return Employee(**{key: value for key, value in table.items() if key not in _NOT_EMPLOYEE_KEYS})


def _meeting(table: StoryTable) -> Meeting:
    kept = {key: table[key] for key in ("on_date", "at_time", "minutes", "place") if key in table}
    return Meeting(form_id=table["form"], period=Period.parse(table["period"]), **kept)


def _answers(table: StoryTable, parties: Mapping[PartyRole, int]) -> dict[AnswerKey, Value | None]:
    return {
        AnswerKey(party, field): value.strip() if isinstance(value, str) else value
        for role, party in parties.items()
        for field, value in table.get(role, {}).items()
    }


def _rows(table: StoryTable, opened: OpenConversation) -> dict[RowsKey, tuple[Agreement, ...]]:
    rows = []
    for row in table.get("agreement", ()):
        origin = _earlier_agreement(opened, row["carried_from"]).agreement.id if "carried_from" in row else None
        rows.append(replace(agreement_from_table(row), carried_from=origin))
    return {RowsKey(opened.plan.id, field): tuple(of_field) for field, of_field in _by_field(rows).items()}


def _by_field(rows: Iterable[Agreement]) -> dict[str, list[Agreement]]:
    result: dict[str, list[Agreement]] = {}
    for row in rows:
        result.setdefault(row.field, []).append(row)
    return result


def _follow_ups(table: StoryTable, plan: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
    rows: dict[RowsKey, tuple[FollowUp, ...]] = {}
    for row in table.get("follow_up", ()):
        key = RowsKey(plan, row["field"])
        made = FollowUp(**{name: value for name, value in row.items() if name != "field"})
        rows[key] = (*rows.get(key, ()), made)
    return rows


def _reviews(table: StoryTable, opened: OpenConversation) -> dict[str, Review | None]:
    day: date = table.get("held_on") or table["on_date"]
    result: dict[str, Review | None] = {}
    for row in table.get("review", ()):
        agreement = _earlier_agreement(opened, row["of"]).agreement.id
        status = AgreementStatus(row["status"])
        result[agreement] = Review(agreement, day, status, row.get("comment", ""), opened.conversation.id)
    return result


def _earlier_agreement(opened: OpenConversation, fragment: str) -> PastAgreement:
    """Return the one earlier agreement that contains ``fragment``."""
    # Exactly one: anything else is a mistake in the story.
    (result,) = [past for past in opened.past if _contains(past.agreement, fragment)]
    return result


def _additions(table: StoryTable, plan: Plan) -> dict[AddendumKey, str]:
    result = {}
    for row in table.get("addition", ()):
        if "of" not in row:
            result[AddendumKey(plan.id, author=Author(row["author"]))] = row["body"].strip()
            continue
        (agreement,) = [kept for kept in plan.agreements if _contains(kept, row["of"])]
        result[AddendumKey(plan.id, agreement.id, row["column"])] = row["body"].strip()
    return result


def _contains(agreement: Agreement, fragment: str) -> bool:
    return any(fragment in text for text in agreement.cells.values())


def agreement_from_table(table: Mapping[str, Any]) -> Agreement:
    """Return the agreement described by a table of a story, whose keys are those of :class:`Agreement`."""
    row = Agreement(
        new_agreement_id(), **{key: value for key, value in table.items() if key not in _NOT_AGREEMENT_KEYS}
    )
    cells = {key: text.strip() for key, text in table["cells"].items()}
    return replace(row, cells=cells, status=AgreementStatus(table.get("status", "open")))


def _record_steps(workplace: Workplace, plan: Plan, table: StoryTable) -> None:
    plan_recorder = workplace.plan_recorder
    if table.get("agreed_on"):
        plan = plan_recorder.agree(plan, table["agreed_on"])
    if table.get("copy_given_on"):
        plan = plan_recorder.give_copy(plan, table["copy_given_on"])
    if table.get("signed_on"):
        plan = plan_recorder.sign(plan, table["signed_on"])
    for signature in table.get("signature", ()):
        who = next(entry for entry in plan_recorder.signatories(plan) if entry.role == signature["role"])
        plan = plan_recorder.sign_one(plan, who, signature["on_date"])
    if refusal := table.get("refusal"):
        by = PartyRole(refusal["by"])
        plan = plan_recorder.refuse(plan, Refusal(refusal["on_date"], by, refusal.get("reason", "")))
    if table.get("journalised_on"):
        plan_recorder.journalise(plan, table["journalised_on"], table.get("journalised_where", ""))
