"""Confidentiality: the one rule that every document follows before it prints an answer, or even a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mus_desktop.model import terms
from mus_desktop.model.document_table import (
    DOCUMENT_KINDS,
    PREPARING,
    WITHOUT_PARTY,
    Audience,
    PrintedAnswerScope,
    is_question_visible_to_both,
    signed_kind,
)
from mus_desktop.model.form import (
    ChoiceField,
    Field,
    FollowUpField,
    Form,
    InfoField,
    NotesField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    SignaturesField,
)

DocumentKind = terms.DocumentKind

_AGREED = (PlanField, FollowUpField)
_BOTH = {PartyRole.EMPLOYEE, PartyRole.LEADER}


def may_print_content(document: DocumentKind, field: Field, party: PartyRole, *, ticked: bool = False) -> bool:
    """Return whether the content that ``party`` has entered in ``field`` may be printed in ``document``.

    A plan (also when it is the minutes) shows plans, follow-up dates and signatures, and the shared answers the form
    marks ``print``; a status sheet shows agreements, their reviews and the next date, and nothing else. The pocket page
    marks the keywords that the parties have shown each other. Guides and preparation sheets show what earlier plans
    agreed, which both parties have a copy of, and are otherwise printed empty, whichever party they are for: a
    preparation never prints, and a note never prints, whether the form marks it or not.

    The one exception is a shared note that is ``ticked``: every party of the conversation has ticked that it may follow
    the plan. It prints in the plan (also when it is the minutes) and nowhere else.

    The only answer of a single party that prints is one the form marks as handed in by the employee, and it prints in
    the evaluation to be handed in and nowhere else.
    """
    if isinstance(field, NotesField):
        return ticked and _is_in_plan(document) and party is PartyRole.SHARED and party in field.by
    if isinstance(field, InfoField):
        return False
    return PRINTING_RULES[DOCUMENT_KINDS[document].prints](field, party)


def may_be_ticked(form: Form, field: Field) -> bool:
    """Return whether the parties can tick that their shared note in ``field`` follows the plan of ``form``."""
    # What a mini-MUS signs is its status sheet, which shows agreements only.
    has_plan = signed_kind(form) is DocumentKind.PLAN and DOCUMENT_KINDS[DocumentKind.PLAN].is_possible(form)
    return has_plan and isinstance(field, NotesField) and PartyRole.SHARED in field.by


def _is_in_plan(document: DocumentKind) -> bool:
    return DOCUMENT_KINDS[document].prints is PrintedAnswerScope.PLAN


def _never(_field: Field, _party: PartyRole) -> bool:
    return False


def _in_plan(field: Field, party: PartyRole) -> bool:
    if isinstance(field, (*_AGREED, SignaturesField)):
        return party is not PartyRole.LEADER
    return field.prints and not field.handed_in and party is PartyRole.SHARED


def _as_agreement(field: Field, party: PartyRole) -> bool:
    if isinstance(field, _AGREED):
        return party is not PartyRole.LEADER
    return isinstance(field, PreviousPlanField) and party is PartyRole.SHARED


def _as_earlier_agreement(field: Field, party: PartyRole) -> bool:
    return isinstance(field, PreviousPlanField) and party is PartyRole.SHARED


def _as_keyword(field: Field, party: PartyRole) -> bool:
    return has_picks_visible_to_both(field) and party in field.by


def _handed_in(field: Field, party: PartyRole) -> bool:
    """Return whether an evaluation shows the answer of ``party``: one to be handed in, or a shared print field."""
    if isinstance(field, WITHOUT_PARTY) or not field.prints:
        return False
    if field.handed_in:
        return field.by == (PartyRole.EMPLOYEE,) and party is PartyRole.EMPLOYEE
    return party is PartyRole.SHARED and PartyRole.SHARED in field.by


PRINTING_RULES: Mapping[PrintedAnswerScope, Callable[[Field, PartyRole], bool]] = {
    PrintedAnswerScope.NOTHING: _never,
    PrintedAnswerScope.EARLIER_AGREEMENTS: _as_earlier_agreement,
    PrintedAnswerScope.PLAN: _in_plan,
    PrintedAnswerScope.AGREEMENTS: _as_agreement,
    PrintedAnswerScope.KEYWORDS: _as_keyword,
    PrintedAnswerScope.HANDED_IN: _handed_in,
}
"""Which fields each choice of :class:`PrintedAnswerScope` covers, other than notes and information."""


def has_picks_visible_to_both(field: Field) -> bool:
    """Return whether ``field`` holds keywords: cards that employee and leader each pick and show each other."""
    return isinstance(field, ChoiceField) and field.cards and set(field.by) >= _BOTH


def may_print_questions(document: DocumentKind, field: Field, party: PartyRole) -> bool:
    """Return whether the words of ``field`` (title and questions) may be printed in ``document`` for ``party``.

    Questions to the leader alone are printed only on the leader's own preparation sheet: that a senior talk is being
    considered must not be readable from a sheet on the table. A preparation sheet asks only what its party answers, and
    shows what earlier plans agreed; an evaluation to be handed in asks only the questions whose answers it shows.
    """
    match DOCUMENT_KINDS[document].audience:
        case Audience.RECIPIENT:
            return any(may_print_content(document, field, role) for role in PartyRole)
        case Audience.ONE_PARTY:
            return party in field.by or (isinstance(field, PreviousPlanField) and party in PREPARING)
        case Audience.BOTH:
            return is_question_visible_to_both(field)
