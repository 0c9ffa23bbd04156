"""From an open conversation to what may stand in a document. What may not is left behind here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from mus_desktop.documents.content import (
    PlanContent,
    PocketContent,
    SheetContent,
    StatusContent,
    StatusLine,
    blank_content,
)
from mus_desktop.documents.rows import STATUS_WORDS, agreed_in
from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.confidentiality import DocumentKind, may_appear
from mus_desktop.model.conversation import Party
from mus_desktop.model.dates import written
from mus_desktop.model.form import Fact, Field, Form, PartyRole, PlanField, PreviousPlanField, Purpose, Role
from mus_desktop.model.plan import Agreement, Plan, due_and_responsible
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversations import OpenConversation
from mus_desktop.services.document_kinds import Wanted

_PLANS = (DocumentKind.PLAN, DocumentKind.MINUTES)


def content_of(
    opened: OpenConversation, wanted: Wanted, today: date, settings: Mapping[str, str]
) -> PlanContent | SheetContent:
    """What ``wanted`` shows of ``opened``. ``settings`` are the texts kept in settings that a form may show."""
    if wanted.kind in _PLANS:
        return _plan(opened, wanted, today)
    about = SheetContent(
        form=opened.form,
        facts=_facts(opened, wanted),
        party=wanted.role,
        made_on=today,
        author=opened.leader.name,
        settings=settings,
    )
    if wanted.kind is DocumentKind.POCKET:
        return PocketContent(**_of(about), picks=_picks(opened))
    return _status(opened, wanted, about) if wanted.kind is DocumentKind.STATUS else about


def _of(about: SheetContent) -> dict[str, Any]:
    """What every sheet has, for a sheet that has more."""
    return {part.name: getattr(about, part.name) for part in fields(about)}


def blank_of(form: Form, wanted: Wanted) -> PlanContent | SheetContent:
    """The empty document of ``form``."""
    if wanted.kind in _PLANS:
        return blank_content(form)
    if wanted.kind is DocumentKind.POCKET:
        return PocketContent(form=form)
    return (
        StatusContent(form=form) if wanted.kind is DocumentKind.STATUS else SheetContent(form=form, party=wanted.role)
    )


def _plan(opened: OpenConversation, wanted: Wanted, today: date) -> PlanContent:
    plan = _plan_of(opened, wanted)
    return PlanContent(
        form=opened.form,
        facts=_facts(opened, wanted),
        agreements=plan.agreements,
        agreed_on=plan.agreed_on,
        signed_on=plan.signed_on,
        made_on=today,
        author=opened.leader.name,
        answers=_shared(opened, wanted.kind),
        follow_ups=opened.follow_ups_of(plan.id),
        addenda=opened.addenda_of(plan.id),
        past=_past(opened, wanted),
    )


def _facts(opened: OpenConversation, wanted: Wanted) -> dict[Fact, str]:
    """The facts; on what is made for one participant of a group only that one is named."""
    facts = opened.facts()
    party = next((p for p in opened.parties if p.id == wanted.party), None)
    named = [person.name for person in opened.employees if party is not None and person.id == party.employee]
    return {**facts, Fact.EMPLOYEE: named[0]} if named else facts


def _plan_of(opened: OpenConversation, wanted: Wanted) -> Plan:
    own = (plan for plan in opened.plans if plan.party == wanted.party)
    return next(own, opened.plan)


def _shared(opened: OpenConversation, kind: DocumentKind) -> dict[str, Value]:
    """The common answers that may be printed; no preparation and no note ever gets this far."""
    party = opened.party(PartyRole.SHARED)
    return _answers(opened, kind, party)


def _answers(opened: OpenConversation, kind: DocumentKind, party: Party) -> dict[str, Value]:
    allowed = (f.key for f in opened.form.fields() if may_appear(kind, f, party.role))
    found = {key: opened.answers.get(AnswerKey(party.id, key)) for key in allowed}
    return {key: value for key, value in found.items() if value is not None}


def _picks(opened: OpenConversation) -> dict[str, dict[PartyRole, tuple[str, ...]]]:
    """The keywords told to the other party. In a group nobody's are printed on a page that others see."""
    if sum(party.role is PartyRole.EMPLOYEE for party in opened.parties) > 1:
        return {}
    found: dict[str, dict[PartyRole, tuple[str, ...]]] = {}
    for party in opened.parties:
        for key, value in _answers(opened, DocumentKind.POCKET, party).items():
            if isinstance(value, list):
                found.setdefault(key, {})[party.role] = tuple(str(word) for word in value)
    return found


def _status(opened: OpenConversation, wanted: Wanted, about: SheetContent) -> StatusContent:
    plan, past = _plan_of(opened, wanted), _past(opened, wanted)
    days = [day for rows in opened.follow_ups_of(plan.id).values() for day in rows if day.due_on and not day.done_on]
    next_on = written(min(day.due_on for day in days if day.due_on)) if days else ""
    own = tuple(_line(opened.form.field_with(row.field), row) for row in plan.agreements if not row.blank)
    if opened.form.purpose is Purpose.FOLLOW_UP:
        return StatusContent(**_of(about), lines=_reviewed(opened, past), initiatives=own, next_on=next_on)
    return StatusContent(**_of(about), lines=own, next_on=next_on)


def _reviewed(opened: OpenConversation, past: Iterable[PastAgreement]) -> tuple[StatusLine, ...]:
    back = [f for f in opened.form.fields() if isinstance(f, PreviousPlanField)]
    if not any(may_appear(DocumentKind.STATUS, field, PartyRole.SHARED) for field in back):
        return ()
    return tuple(
        StatusLine(
            agreed_in(known),
            _due(known.agreement),
            STATUS_WORDS[known.review.status if known.review else known.agreement.status],
            known.review.comment if known.review else "",
        )
        for known in past
    )


def _line(field: Field, agreement: Agreement) -> StatusLine:
    words = [text for text in agreement.cells.values() if text.strip()]
    goal = field.column_with(Role.GOAL) if isinstance(field, PlanField) else None
    said = agreement.cells.get(goal.key, "") if goal else ""
    return StatusLine(said or next(iter(words), ""), _due(agreement), STATUS_WORDS[agreement.status])


def _due(agreement: Agreement) -> str:
    return due_and_responsible(agreement.due_on, agreement.responsible)


def _past(opened: OpenConversation, wanted: Wanted) -> tuple[PastAgreement, ...]:
    """What is looked back on: a participant's own on what is made for them alone, otherwise what is common."""
    party = next((party for party in opened.parties if party.id == wanted.party), None)
    return opened.past if party is None or party.employee is None else opened.past_of(party.employee)
