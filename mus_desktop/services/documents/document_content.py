"""Conversion of an open conversation to the content a document may show; everything else is left out here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from mus_desktop.documents.content import (
    EvaluationContent,
    PlanContent,
    PocketContent,
    SheetContent,
    StatusContent,
    StatusLine,
    blank_content,
)
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.plan.rows import STATUS_WORDS, added_after, all_additions
from mus_desktop.formspec.values import read_answer
from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.conversation import Party
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Field, Form, PartyRole, PlanField, Purpose, Role
from mus_desktop.model.plan import Agreement, Plan, due_and_responsible_text
from mus_desktop.model.review import FollowUp
from mus_desktop.model.signed_content import ReviewedLine
from mus_desktop.services.conversation.group_view import part_visible_to
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.signing import prints_earlier_agreements, shown_content
from mus_desktop.services.documents.document_kinds import DocumentRequest


def content_of(
    opened: OpenConversation, request: DocumentRequest, today: date, settings: Mapping[str, str]
) -> PlanContent | SheetContent:
    """Return the content of ``request`` for ``opened``. ``settings`` are the stored texts that a form may show.

    Of a group conversation it contains only what the recipient may see.
    """
    is_common = opened.group and request.party is None
    visible = part_visible_to(opened, request.party)
    return CONTENTS[request.kind].from_conversation(
        DocumentSource(visible, request, today, settings, is_common=is_common)
    )


def refuse_unprintable(opened: OpenConversation, plan: Plan) -> None:
    """Raise ``ValueError``, ``TypeError`` or the like if a damaged value keeps ``plan`` from being printed."""
    owner = next(party for party in opened.parties if party.id == plan.party)
    visible = part_visible_to(opened, owner.id if owner.role is PartyRole.EMPLOYEE else None)
    plan_context(_plan(visible, plan.closed_on or date.max))


def blank_of(form: Form, request: DocumentRequest) -> PlanContent | SheetContent:
    """Return the content of the empty document of ``form``."""
    return CONTENTS[request.kind].blank(form, request)


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """What a document is made from: the part of the conversation its reader may see, and the request for it.

    ``is_common``: it is for a whole group, so it shows no participant's own answers.
    """

    opened: OpenConversation
    request: DocumentRequest
    today: date
    settings: Mapping[str, str]
    is_common: bool

    def sheet(self) -> SheetContent:
        """Return the content that every sheet has."""
        return SheetContent(
            form=self.opened.form,
            facts=self.opened.facts(),
            party=self.request.role,
            made_on=self.today,
            author=self.opened.leader.name,
            settings=self.settings,
        )


@dataclass(frozen=True, slots=True)
class ContentBuilders:
    """How the content of a kind of document is collected: from a conversation, and for an empty one."""

    from_conversation: Callable[[DocumentSource], PlanContent | SheetContent]
    blank: Callable[[Form, DocumentRequest], PlanContent | SheetContent]


def _sheet_fields(heading: SheetContent) -> dict[str, Any]:
    """Return the fields that every sheet has, as arguments for a subclass with more fields."""
    # ``asdict`` would also turn the form into dictionaries.
    return {part.name: getattr(heading, part.name) for part in fields(heading)}


def _plan(opened: OpenConversation, today: date) -> PlanContent:
    plan, shown = opened.plan, shown_content(opened)
    return PlanContent(
        form=opened.form,
        facts=shown.facts,
        agreements=shown.agreements,
        agreed_on=shown.agreed_on,
        signed_on=plan.signed_on,
        closed_on=plan.closed_on,
        later_ids=_added_after_closing(opened),
        refusals=plan.refusals,
        participant_names=shown.people if len(shown.people) > 1 else {},
        # A closed plan prints the same on every day.
        made_on=plan.signed_on or plan.closed_on or today,
        author=shown.author,
        answers=shown.answers,
        follow_ups=shown.follow_ups,
        addenda=opened.addenda_of(plan.id),
        past=shown.past,
    )


def _added_after_closing(opened: OpenConversation) -> frozenset[str]:
    """Return the agreements added since the plan was closed, also if the day of signature is in the future."""
    stored = opened.signed.get(opened.plan.id)
    ids = {row.id for row in opened.plan.agreements}
    return frozenset(ids - {row.id for row in stored.agreements}) if stored else frozenset()


def _answers(opened: OpenConversation, kind: DocumentKind, party: Party) -> dict[str, Value]:
    allowed = (f.key for f in opened.form.fields() if may_print_content(kind, f, party.role))
    found = {key: opened.answers.get(AnswerKey(party.id, key)) for key in allowed}
    return {key: value for key, value in found.items() if value is not None}


def _pocket(source: DocumentSource) -> PocketContent:
    return PocketContent(**_sheet_fields(source.sheet()), picks={} if source.is_common else _picks(source.opened))


def _evaluation(source: DocumentSource) -> EvaluationContent:
    return EvaluationContent(
        **_sheet_fields(source.sheet()), answers=None if source.is_common else _handed_in(source.opened)
    )


def _handed_in(opened: OpenConversation) -> dict[str, Value]:
    """Return the answers that the one employee in ``opened`` hands in, and the common answers that print."""
    found: dict[str, Value] = {}
    for party in opened.parties:
        found |= _answers(opened, DocumentKind.EVALUATION, party)
    return found


def _picks(opened: OpenConversation) -> dict[str, dict[PartyRole, tuple[str, ...]]]:
    """Return the keywords shared with the other party."""
    found: dict[str, dict[PartyRole, tuple[str, ...]]] = {}
    for party in opened.parties:
        for key, value in _answers(opened, DocumentKind.POCKET, party).items():
            # Only words of the form are shared with the other party, never another text that was stored in their place.
            picks, _ = read_answer(opened.form.field_with(key), opened.form, value)
            if isinstance(picks, list):
                found.setdefault(key, {})[party.role] = tuple(picks)
    return found


def _status(source: DocumentSource) -> StatusContent:
    """Return the current status sheet. In a mini-MUS it is the plan, so once signed it prints as stored."""
    opened, heading = source.opened, source.sheet()
    if opened.form.purpose is Purpose.FOLLOW_UP:
        return _status_of_follow_up(opened, heading)
    own_lines = tuple(
        _status_line(opened.form.field_with(row.field), row) for row in opened.plan.agreements if not row.blank
    )
    own_on, next_on = status_days(opened.follow_ups_of(opened.plan.id), source.today)
    return StatusContent(
        **_sheet_fields(heading), lines=own_lines, own_on=_day_text(own_on), next_on=_day_text(next_on)
    )


def _status_of_follow_up(opened: OpenConversation, heading: SheetContent) -> StatusContent:
    shown, plan = shown_content(opened), _plan(opened, heading.made_on or date.max)
    # A signed sheet prints names and dates as they were when it was signed.
    facts = shown.facts if opened.plan.closed else heading.facts
    own_on = opened.conversation.held_on or opened.conversation.on_date
    days = sorted(row.due_on for rows in shown.follow_ups.values() for row in rows if row.due_on)
    next_on = next((day for day in days if own_on is None or day > own_on), None)
    return StatusContent(
        **_sheet_fields(replace(heading, facts=facts, author=shown.author, made_on=plan.made_on)),
        lines=_reviewed(shown.past) if prints_earlier_agreements(opened.form) else (),
        initiatives=tuple(_initiative(opened.form, row, plan) for row in shown.agreements if not row.blank),
        own_on=_day_text(own_on),
        next_on=_day_text(next_on),
        additions=tuple(all_additions(plan)),
    )


def status_days(follow_ups: Mapping[str, Iterable[FollowUp]], today: date) -> tuple[date | None, date | None]:
    """Return the day of the status that is due now, and the day to talk again after it; ``None`` where none is agreed.

    Due now is the newest day that has come without being done; if there is none, the first day to come.
    """
    days = sorted({row.due_on for rows in follow_ups.values() for row in rows if row.due_on and not row.done_on})
    come = [day for day in days if day <= today]
    own = come[-1] if come else next(iter(days), None)
    return own, next((day for day in days if own and day > max(own, today)), None)


def _day_text(day: date | None) -> str:
    return format_date(day) if day else ""


def _reviewed(past: Iterable[ReviewedLine]) -> tuple[StatusLine, ...]:
    return tuple(StatusLine(line.agreed, line.due, line.status, line.remark) for line in past)


def _initiative(form: Form, row: Agreement, plan: PlanContent) -> StatusLine:
    line, day = _status_line(form.field_with(row.field), row), added_after(row, plan)
    return replace(line, agreed=f"{line.agreed} (Tilføjet {format_date(day)})") if day else line


def _status_line(field: Field, agreement: Agreement) -> StatusLine:
    words = [text for text in agreement.cells.values() if text.strip()]
    goal = field.column_with(Role.GOAL) if isinstance(field, PlanField) else None
    gap_level_text = agreement.cells.get(goal.key, "") if goal else ""
    return StatusLine(gap_level_text or next(iter(words), ""), _due(agreement), STATUS_WORDS[agreement.status])


def _due(agreement: Agreement) -> str:
    return due_and_responsible_text(agreement.due_on, agreement.responsible)


_PLAN = ContentBuilders(lambda source: _plan(source.opened, source.today), lambda form, _wanted: blank_content(form))
_SHEET = ContentBuilders(DocumentSource.sheet, lambda form, request: SheetContent(form=form, party=request.role))

CONTENTS: Mapping[DocumentKind, ContentBuilders] = {
    DocumentKind.PLAN: _PLAN,
    DocumentKind.MINUTES: _PLAN,
    DocumentKind.GUIDE: _SHEET,
    DocumentKind.PREPARATION: _SHEET,
    DocumentKind.CARDS: _SHEET,
    DocumentKind.POCKET: ContentBuilders(_pocket, lambda form, _wanted: PocketContent(form=form)),
    DocumentKind.STATUS: ContentBuilders(_status, lambda form, _wanted: StatusContent(form=form)),
    DocumentKind.EVALUATION: ContentBuilders(_evaluation, lambda form, _wanted: EvaluationContent(form=form)),
}
"""The content of each kind of document."""
