"""Playing a story into an empty workplace through the services, as a leader would have done over the years."""

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
from mus_desktop.paths import resources
from mus_desktop.services.conversation.conversation_book import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.demo.story import Story, Told
from mus_desktop.services.workplace import Workplace

_NOT_OF_A_PERSON = {"conversation", "paper"}
_NOT_OF_A_ROW = {"status", "cells", "carried_from"}


def tell(story: Story, workplace: Workplace) -> list[int]:
    """Play ``story`` into an empty workplace through the services; return the ids of the conversations."""
    _settle_in(story, workplace)
    told, ids = [], {}
    with workplace.database.transaction():
        for person in story.employees:
            employee = workplace.staff.add(_employee(person))
            ids[employee.name] = employee.id
            for paper in person.get("paper", ()):
                _tell_paper(workplace, employee.id, paper)
            told += _tell_years(workplace, employee.id, person.get("conversation", ()))
        # Stories list the newest first.
        for group in reversed(story.groups):
            told.append(_tell_group(workplace, [ids[name] for name in group["people"]], group))
    return told


def _settle_in(story: Story, workplace: Workplace) -> None:
    workplace.preferences.set_leader(story.leader)
    workplace.preferences.set_period_rule(story.period)
    workplace.preferences.set_default_form(story.default_form)
    for key, text in story.texts.items():
        workplace.texts.store(key, text)
    for layer in story.local:
        own = LocalLayer(layer.get("reworded", {}), {key: tuple(added) for key, added in layer["added"].items()})
        workplace.catalogue.local_layers.keep(layer["form"], own)


def tell_conversation(workplace: Workplace, employee_id: int, told: Told, follows: int | None = None) -> int:
    """Play one conversation into ``workplace``; return its id. ``told`` has the shape of a form's ``example.toml``.

    :param follows: the conversation it follows up, if it is a mini-MUS.
    """
    meeting = _meeting(told)
    if follows is not None and _is_follow_up(workplace, told):
        conversation = workplace.follow_up_talks.plan_follow_up(follows, meeting)
    else:
        conversation = workplace.conversations.plan_new(employee_id, meeting)
    _tell(workplace, conversation, told)
    return conversation


def _tell_years(workplace: Workplace, employee_id: int, told: Sequence[Told]) -> list[int]:
    """Play an employee's conversations, listed newest first, in the order of the years."""
    played: list[int] = []
    yearly: int | None = None
    for one in reversed(told):
        played.append(tell_conversation(workplace, employee_id, one, yearly))
        if not _is_follow_up(workplace, one):
            yearly = played[-1]
    return played


def _tell_paper(workplace: Workplace, employee_id: int, told: Told) -> None:
    period = Period.parse(told["period"])
    rows = workplace.paper.read(told["pasted"].strip(), told["form"], period)
    file = resources() / "demo" / told["file"] if "file" in told else None
    workplace.paper.add_paper(employee_id, told["form"], period, rows, file)


def _tell_group(workplace: Workplace, people: Sequence[int], told: Told) -> int:
    conversation = workplace.conversations.plan_group(people, _meeting(told))
    _tell(workplace, conversation, told)
    opened = workplace.conversations.open(conversation)
    parties = dict(zip([person.name for person in opened.employees], opened.participants, strict=True))
    for participant in told.get("participant", ()):
        party = parties[participant["name"]].id
        workplace.writing.save(Changes(_answers(participant, {PartyRole.EMPLOYEE: party})))
        if participant.get("agreement") or participant.get("agreed_on"):
            _tell_own_plan(workplace, conversation, party, participant)
    return conversation


def _tell_own_plan(workplace: Workplace, conversation: int, party: int, told: Told) -> None:
    plan = workplace.groups.own_plan(conversation, party)
    more = _by_field(agreement_as_told(row) for row in told.get("agreement", ()))
    rows = {RowsKey(plan.id, field): (*plan.rows(field), *added) for field, added in more.items()}
    workplace.writing.save(Changes(rows=rows))
    _take_steps(workplace, plan, told)


def _tell(workplace: Workplace, conversation: int, told: Told) -> None:
    book = workplace.conversations
    book.note_invited(conversation, told.get("invited_on"))
    book.note_postponed(conversation, told.get("postponed_on"))
    book.note_declined(conversation, told.get("declined_on"))
    opened = book.open(conversation)
    parties = {role: opened.party(role).id for role in PartyRole}
    follow_ups = _follow_ups(told, opened.plan.id)
    changes = Changes(_answers(told, parties), _rows(told, opened), follow_ups, _reviews(told, opened))
    workplace.writing.save(changes, conversation)
    for role, targets in told.get("wishes", {}).items():
        _tell_wishes(workplace, opened, PartyRole(role), targets)
    if told.get("held_on"):
        book.finish(conversation, told["held_on"])
    _take_steps(workplace, opened.plan, told)
    workplace.writing.save(Changes(addenda=_additions(told, book.open(conversation).plan)))
    if told.get("last_tab"):
        book.remember_tab(conversation, told["last_tab"])


def _tell_wishes(workplace: Workplace, opened: OpenConversation, role: PartyRole, targets: Sequence[str]) -> None:
    """Store the topics a party wants to talk about; for both together, the themes in the order they have agreed on."""
    party = opened.party(role).id
    if role is PartyRole.SHARED:
        workplace.wishes.agree(party, targets)
        return
    for target in targets:
        workplace.wishes.mark(opened.conversation.id, party, target, wanted=True)


def _is_follow_up(workplace: Workplace, told: Told) -> bool:
    return workplace.catalogue.form(told["form"]).purpose is Purpose.FOLLOW_UP


def _employee(told: Told) -> Employee:
    return Employee(**{key: value for key, value in told.items() if key not in _NOT_OF_A_PERSON})


def _meeting(told: Told) -> Meeting:
    kept = {key: told[key] for key in ("on_date", "at_time", "minutes", "place") if key in told}
    return Meeting(form_id=told["form"], period=Period.parse(told["period"]), **kept)


def _answers(told: Told, parties: Mapping[PartyRole, int]) -> dict[AnswerKey, Value | None]:
    return {
        AnswerKey(party, field): value.strip() if isinstance(value, str) else value
        for role, party in parties.items()
        for field, value in told.get(role, {}).items()
    }


def _rows(told: Told, opened: OpenConversation) -> dict[RowsKey, tuple[Agreement, ...]]:
    rows = []
    for row in told.get("agreement", ()):
        origin = _past(opened, row["carried_from"]).agreement.id if "carried_from" in row else None
        rows.append(replace(agreement_as_told(row), carried_from=origin))
    return {RowsKey(opened.plan.id, field): tuple(of_field) for field, of_field in _by_field(rows).items()}


def _by_field(rows: Iterable[Agreement]) -> dict[str, list[Agreement]]:
    found: dict[str, list[Agreement]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(row)
    return found


def _follow_ups(told: Told, plan: int) -> dict[RowsKey, tuple[FollowUp, ...]]:
    rows: dict[RowsKey, tuple[FollowUp, ...]] = {}
    for row in told.get("follow_up", ()):
        key = RowsKey(plan, row["field"])
        made = FollowUp(**{name: value for name, value in row.items() if name != "field"})
        rows[key] = (*rows.get(key, ()), made)
    return rows


def _reviews(told: Told, opened: OpenConversation) -> dict[str, Review | None]:
    day: date = told.get("held_on") or told["on_date"]
    found: dict[str, Review | None] = {}
    for row in told.get("review", ()):
        agreement = _past(opened, row["of"]).agreement.id
        status = AgreementStatus(row["status"])
        found[agreement] = Review(agreement, day, status, row.get("comment", ""), opened.conversation.id)
    return found


def _past(opened: OpenConversation, words: str) -> PastAgreement:
    """Return the one earlier agreement that contains ``words``."""
    # Exactly one: anything else is a mistake in the story.
    (found,) = [past for past in opened.past if _says(past.agreement, words)]
    return found


def _additions(told: Told, plan: Plan) -> dict[AddendumKey, str]:
    found = {}
    for row in told.get("addition", ()):
        if "of" not in row:
            found[AddendumKey(plan.id, author=Author(row["author"]))] = row["body"].strip()
            continue
        (agreement,) = [kept for kept in plan.agreements if _says(kept, row["of"])]
        found[AddendumKey(plan.id, agreement.id, row["column"])] = row["body"].strip()
    return found


def _says(agreement: Agreement, words: str) -> bool:
    return any(words in text for text in agreement.cells.values())


def agreement_as_told(told: Mapping[str, Any]) -> Agreement:
    """Return the agreement in a table of a story: columns by name, ``status`` and ``cells`` as in the model."""
    row = Agreement(new_agreement_id(), **{key: value for key, value in told.items() if key not in _NOT_OF_A_ROW})
    cells = {key: text.strip() for key, text in told["cells"].items()}
    return replace(row, cells=cells, status=AgreementStatus(told.get("status", "open")))


def _take_steps(workplace: Workplace, plan: Plan, told: Told) -> None:
    planning = workplace.planning
    if told.get("agreed_on"):
        plan = planning.agree(plan, told["agreed_on"])
    if told.get("copy_given_on"):
        plan = planning.give_copy(plan, told["copy_given_on"])
    if told.get("signed_on"):
        plan = planning.sign(plan, told["signed_on"])
    for signature in told.get("signature", ()):
        who = next(one for one in planning.signatories(plan) if one.role == signature["role"])
        plan = planning.sign_one(plan, who, signature["on_date"])
    if refusal := told.get("refusal"):
        by = PartyRole(refusal["by"])
        plan = planning.refuse(plan, Refusal(refusal["on_date"], by, refusal.get("reason", "")))
    if told.get("journalised_on"):
        planning.journalise(plan, told["journalised_on"], told.get("journalised_where", ""))
