"""The content of a plan at signature, which is stored with the plan and printed from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mus_desktop.documents.plan.rows import STATUS_WORDS, agreed_text
from mus_desktop.errors import UnreadableValue
from mus_desktop.formspec.values import RULES
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.document_table import signed_kind
from mus_desktop.model.group import takes_part
from mus_desktop.model.plan import Plan, Signatory, SignatoryRole, due_and_responsible_text
from mus_desktop.model.review import FollowUp, PastAgreement, Review
from mus_desktop.model.signed_content import FollowingNote, ReviewedLine, SignedContent
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.group_view import part_visible_to
from mus_desktop.services.conversation.open_conversation import OpenConversation

if TYPE_CHECKING:
    from mus_desktop.model.form import Form


def required_signatories(opened: OpenConversation, plan: Plan) -> tuple[Signatory, ...]:
    """Return who must sign ``plan``: the leader and its employee; for a group's common plan every participant."""
    employees = [party for party in opened.parties if party.role is PartyRole.EMPLOYEE]
    own_party = [party for party in employees if party.id == plan.party]
    # All participants if everybody has left, because somebody must be able to sign.
    attending = [party for party in employees if takes_part(party, opened.conversation)] or employees
    leader = opened.party(PartyRole.LEADER)
    return (
        *(Signatory(SignatoryRole.EMPLOYEE, party.id) for party in own_party or attending),
        Signatory(SignatoryRole.LEADER, leader.id),
    )


def signatory_names(opened: OpenConversation, plan: Plan) -> dict[Signatory, str]:
    """Return who must sign ``plan``, each with the name on screen, the leader last."""
    people = {employee.id: opened.label(employee) for employee in opened.employees}
    of_party = {party.id: people[party.employee] for party in opened.parties if party.employee in people}
    leader = opened.leader.name or "Lederen"
    return {
        signatory: leader if signatory.role is SignatoryRole.LEADER else of_party.get(signatory.party, "Medarbejderen")
        for signatory in required_signatories(opened, plan)
    }


def content_to_sign(opened: OpenConversation, plan: Plan) -> SignedContent:
    """Return everything the printed ``plan`` shows now; of a group only the content that belongs to that plan.

    :raises UnreadableValue: a value at the head of the document is damaged; a placeholder for it must not be signed.
    """
    if opened.conversation.damaged or any(employee.damaged for employee in opened.employees):
        raise UnreadableValue
    owner = next(party for party in opened.parties if party.id == plan.party)
    visible = part_visible_to(opened, owner.id if owner.role is PartyRole.EMPLOYEE else None)
    names = dict(zip((person.id for person in visible.employees), visible.printed_names(), strict=True))
    people = {party.id: names[party.employee] for party in opened.parties if party.employee in names}
    # The plan of one person: its file name contains the person's label.
    for_one_person = owner.role is PartyRole.EMPLOYEE or not opened.group
    label = visible.label(visible.employees[0]) if for_one_person and len(visible.employees) == 1 else ""
    return replace(current_content(visible), people=people, label=label)


def current_content(opened: OpenConversation) -> SignedContent:
    """Return the content of the plan of ``opened`` from its current answers and rows."""
    notes, together = opened.following_notes(), opened.look_back().reviewed_together
    closed = printed_shared_fields(opened.form, notes)
    ticked = {note.field for note in notes}
    answers = {key: opened.answers.get(AnswerKey(opened.party(PartyRole.SHARED).id, key)) for key in closed}
    return SignedContent(
        facts={fact: text for fact, text in opened.facts().items() if text},
        author=opened.leader.name,
        agreed_on=opened.plan.agreed_on,
        agreements=opened.plan.agreements,
        answers={key: value for key, value in answers.items() if value is not None and key not in ticked},
        notes=notes,
        closed_fields=closed,
        follow_ups=opened.follow_ups_of(opened.plan.id),
        past=tuple(reviewed_line(past, together.get(past.agreement.carried_from or "")) for past in opened.past),
        closed_reviews=tuple(past.agreement.id for past in opened.past)
        if prints_earlier_agreements(opened.form)
        else (),
    )


def prints_earlier_agreements(form: Form) -> bool:
    """Return whether the signed document (plan, or status sheet of a mini-MUS) shows earlier agreements' status."""
    earlier_fields = [field for field in form.fields() if field.kind == "previous_plan"]
    return any(may_print_content(signed_kind(form), field, PartyRole.SHARED) for field in earlier_fields)


def printed_shared_fields(form: Form, notes: Iterable[FollowingNote]) -> tuple[str, ...]:
    """Return the keys of the fields whose common answer the plan prints, in the order of the form.

    :param notes: the notes that follow the plan.
    """
    ticked = {note.field for note in notes}
    return tuple(
        field.key
        for field in form.fields()
        if field.kind in RULES
        and may_print_content(DocumentKind.PLAN, field, PartyRole.SHARED, ticked=field.key in ticked)
    )


def shown_content(opened: OpenConversation) -> SignedContent:
    """Return the content of the plan of ``opened``: as stored when it was closed, with later additions.

    Later rows, additions and the day a follow-up was done print with their own dates, so that the signed content is
    recognisable.
    """
    stored = opened.signed.get(opened.plan.id)
    # A plan that is not closed is printed as it is now.
    if stored is None:
        return current_content(opened)
    known = {row.id for row in stored.agreements}
    later = tuple(row for row in opened.plan.agreements if row.id not in known)
    return replace(
        stored,
        agreements=(*stored.agreements, *later),
        follow_ups=_with_later(stored.follow_ups, opened.follow_ups_of(opened.plan.id)),
    )


def _with_later(
    stored: Mapping[str, tuple[FollowUp, ...]], today: Mapping[str, tuple[FollowUp, ...]]
) -> dict[str, tuple[FollowUp, ...]]:
    keys = dict.fromkeys((*stored, *today))
    return {key: _rows_with_later(stored.get(key, ()), today.get(key, ())) for key in keys}


def _rows_with_later(stored: tuple[FollowUp, ...], today: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
    """Return the stored rows, each with the day it was done, and rows added since at their positions."""
    rows = []
    for position in range(max(len(stored), len(today))):
        signed_row = stored[position] if position < len(stored) else FollowUp()
        current_row = today[position] if position < len(today) else FollowUp()
        # A follow-up row has no id; it is identified by its position.
        rows.append(replace(signed_row, done_on=current_row.done_on) if not signed_row.blank else current_row)
    return tuple(rows)


def reviewed_line(past: PastAgreement, group_review: Review | None = None) -> ReviewedLine:
    """Return an earlier agreement as the plan prints it; ``group_review`` is that of the common one it is a copy of."""
    review = past.review or group_review
    status = review.status if review else past.agreement.status
    due = due_and_responsible_text(past.agreement.due_on, past.agreement.responsible)
    comment = review.comment if review else ""
    return ReviewedLine(agreed_text(past), STATUS_WORDS[status], comment, due, past.plan_label)
