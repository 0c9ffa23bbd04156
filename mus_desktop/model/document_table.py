"""The one table of the kinds of document: the name, readers and printed answers of each, and which forms have it.

The menu *Dokumenter*, the command ``document``, the empty documents, the demo, ``forms check`` and the rule of
confidentiality all follow this table. The functions that make the documents are registered where Word is allowed, in
:mod:`mus_desktop.documents.sheets.sheet_registry`; ``tests/test_document_kinds.py`` compares them with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

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
    Purpose,
    SignaturesField,
)
from mus_desktop.model.terms import DocumentKind

PREPARING = (PartyRole.EMPLOYEE, PartyRole.LEADER)
"""The parties that have a preparation sheet each."""
WITHOUT_PARTY = (InfoField, PlanField, PreviousPlanField, FollowUpField, SignaturesField)
"""The kinds of field that no party answers on its own."""


class Audience(Enum):
    """Who reads a document. It decides whose copy there is, and which questions it may ask."""

    BOTH = auto()
    """Both parties, so it asks nothing that is for the leader alone."""
    ONE_PARTY = auto()
    """One party: there is a copy for each, with the questions to that party."""
    RECIPIENT = auto()
    """Whoever the employee hands it in to: there is a copy for each employee, with the answers handed in."""


class PrintedAnswerScope(Enum):
    """Which answers a document prints; the rules are in :mod:`mus_desktop.model.confidentiality`."""

    NOTHING = auto()
    EARLIER_AGREEMENTS = auto()
    """What earlier plans agreed, without anything said of it since; all else is printed empty."""
    PLAN = auto()
    """The agreements, the follow-up, the signatures, and the shared answers that the form marks ``print``."""
    AGREEMENTS = auto()
    """The agreements, their reviews and the next date."""
    KEYWORDS = auto()
    """The keywords that the parties have shown each other."""
    HANDED_IN = auto()
    """The employee's own answers that the form marks as handed in, and the shared ones that print."""


def on_every_form(_form: Form) -> bool:
    """Return true: the kind of document is there whatever the form contains."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A kind of document.

    ``title`` is its heading, its entry in the menu and the beginning of its file name; ``in_sentence`` its name in a
    sentence. ``is_possible`` returns whether a form has the content for it; if not, ``refusal`` ends the sentence that
    says so. ``is_offered`` returns whether the menu lists it on a form that has the content. ``is_plan``: it is the
    plan to be signed, made from a Word template, and a form may have its own title for it. ``by_size``: it can be
    printed in each size of paper.
    """

    title: str
    in_sentence: str
    audience: Audience
    prints: PrintedAnswerScope
    is_possible: Callable[[Form], bool] = on_every_form
    refusal: str = ""
    is_offered: Callable[[Form], bool] = on_every_form
    is_plan: bool = False
    by_size: bool = False


def is_question_visible_to_both(field: Field) -> bool:
    """Return whether both parties may read the question, which is not so for one to the leader alone."""
    return isinstance(field, WITHOUT_PARTY) or set(field.by) != {PartyRole.LEADER}


def is_prepared_by(form: Form, party: PartyRole) -> bool:
    """Return whether the form asks ``party``, employee or leader, anything before the conversation."""
    return party in PREPARING and any(party in field.by for field in form.fields())


def _is_prepared(form: Form) -> bool:
    return any(is_prepared_by(form, party) for party in PREPARING)


def _fields_visible_to_both(form: Form) -> Iterator[Field]:
    return (field for field in form.fields() if is_question_visible_to_both(field))


def _has_plan(form: Form) -> bool:
    return bool(form.plan_fields())


def _is_plan_offered(form: Form) -> bool:
    # A plan that is also the minutes is offered as minutes, and the status sheet of a mini-MUS contains the whole plan.
    return not form.plan_is_minutes and form.purpose is not Purpose.FOLLOW_UP


def _are_minutes_offered(form: Form) -> bool:
    return form.purpose is not Purpose.FOLLOW_UP


def _has_keywords(form: Form) -> bool:
    return any(isinstance(field, ChoiceField) and field.cards for field in _fields_visible_to_both(form))


def _has_cards_or_questions(form: Form) -> bool:
    return _has_keywords(form) or any(
        isinstance(field, NotesField) and field.prompts for field in _fields_visible_to_both(form)
    )


def _has_agreements(form: Form) -> bool:
    return _has_plan(form) or any(isinstance(field, PreviousPlanField) for field in form.fields())


def _is_handed_in(form: Form) -> bool:
    return any(field.handed_in for field in form.fields())


DOCUMENT_KINDS: Mapping[DocumentKind, DocumentEntry] = {
    DocumentKind.PLAN: DocumentEntry(
        title="Udviklingsplan",
        in_sentence="planen",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.PLAN,
        is_possible=_has_plan,
        refusal="har ingen plan, så der er intet at udskrive",
        is_offered=_is_plan_offered,
        is_plan=True,
    ),
    DocumentKind.MINUTES: DocumentEntry(
        title="Referat",
        in_sentence="referatet",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.PLAN,
        is_possible=lambda form: form.plan_is_minutes,
        refusal="siger ikke, at planen også er referat",
        is_offered=_are_minutes_offered,
        is_plan=True,
    ),
    DocumentKind.GUIDE: DocumentEntry(
        title="Samtaleguide",
        in_sentence="samtaleguiden",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.EARLIER_AGREEMENTS,
        by_size=True,
    ),
    DocumentKind.PREPARATION: DocumentEntry(
        title="Forberedelse",
        in_sentence="forberedelsesarket",
        audience=Audience.ONE_PARTY,
        prints=PrintedAnswerScope.EARLIER_AGREEMENTS,
        is_possible=_is_prepared,
        refusal="spørger ikke denne part om noget på forhånd",
    ),
    DocumentKind.CARDS: DocumentEntry(
        title="Kort",
        in_sentence="kortene",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.NOTHING,
        is_possible=_has_cards_or_questions,
        refusal="har hverken spørgsmål eller stikord at klippe ud",
        is_offered=_has_keywords,
    ),
    DocumentKind.POCKET: DocumentEntry(
        title="Huskeark",
        in_sentence="huskearket",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.KEYWORDS,
        is_possible=_has_cards_or_questions,
        refusal="har ingen spørgsmål at tage med",
    ),
    DocumentKind.STATUS: DocumentEntry(
        title="Status på aftaler",
        in_sentence="statusarket",
        audience=Audience.BOTH,
        prints=PrintedAnswerScope.AGREEMENTS,
        is_offered=_has_agreements,
    ),
    DocumentKind.EVALUATION: DocumentEntry(
        title="Evaluering til aflevering",
        in_sentence="evalueringen til aflevering",
        audience=Audience.RECIPIENT,
        prints=PrintedAnswerScope.HANDED_IN,
        is_possible=_is_handed_in,
        refusal="har ingen evaluering, som medarbejderen afleverer",
    ),
}
"""Every kind, in the order of the menu."""


def stored_kind(kind: DocumentKind) -> DocumentKind:
    """Return the kind a document is stored as: the plan is one document, also when it is called minutes."""
    return DocumentKind.PLAN if DOCUMENT_KINDS[kind].is_plan else kind


def signed_kind(form: Form) -> DocumentKind:
    """Return the document that is signed: the plan, or in a mini-MUS the status sheet, which contains the plan."""
    return DocumentKind.STATUS if form.purpose is Purpose.FOLLOW_UP else DocumentKind.PLAN


def main_document_kind(form: Form) -> DocumentKind:
    """Return the main document of a conversation: the one that is signed, or the evaluation if there is no plan."""
    evaluates = form.purpose is not Purpose.FOLLOW_UP and not _has_plan(form) and _is_handed_in(form)
    return DocumentKind.EVALUATION if evaluates else signed_kind(form)
