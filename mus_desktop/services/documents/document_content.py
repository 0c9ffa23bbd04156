"""Conversion of an open conversation to the content a document may show; everything else is left out here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mus_desktop.documents.content import (
    EvaluationContent,
    PlanContent,
    PocketContent,
    SheetContent,
    StatusContent,
    blank_content,
)
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.formspec.values import read_answer
from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.conversation import Party
from mus_desktop.model.form import Form, PartyRole
from mus_desktop.model.plan import Plan
from mus_desktop.model.signed_content import GROUP_LAYOUT
from mus_desktop.services.conversation.group_view import part_visible_to
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_source import DocumentSource, plan_content, sheet_fields
from mus_desktop.services.documents.printed_signers import printed_signers
from mus_desktop.services.documents.status_content import status_content


def content_of(
    opened: OpenConversation, request: DocumentRequest, today: date, settings: Mapping[str, str]
) -> PlanContent | SheetContent:
    """Return the content of ``request`` for ``opened``. ``settings`` are the stored texts that a form may show.

    Of a group conversation it contains only what the recipient may see.
    """
    is_common = opened.group and request.party is None
    visible = part_visible_to(opened, request.party)
    common_past = opened.past if opened.group and request.party is not None else ()
    signers = printed_signers(opened) if is_common else ()
    return CONTENTS[request.kind].from_conversation(
        DocumentSource(visible, request, today, settings, is_common=is_common, common_past=common_past, signers=signers)
    )


def refuse_unprintable(opened: OpenConversation, plan: Plan) -> None:
    """Raise ``ValueError``, ``TypeError`` or the like if a damaged value keeps ``plan`` from being printed."""
    owner = next(party for party in opened.parties if party.id == plan.party)
    visible = part_visible_to(opened, owner.id if owner.role is PartyRole.EMPLOYEE else None)
    plan_context(plan_content(visible, plan.closed_on or date.max))


def blank_of(form: Form, request: DocumentRequest) -> PlanContent | SheetContent:
    """Return the content of the empty document of ``form``."""
    return CONTENTS[request.kind].blank(form, request)


@dataclass(frozen=True, slots=True)
class ContentBuilders:
    """How the content of a kind of document is collected: from a conversation, and for an empty one."""

    from_conversation: Callable[[DocumentSource], PlanContent | SheetContent]
    blank: Callable[[Form, DocumentRequest], PlanContent | SheetContent]


def _answers(opened: OpenConversation, kind: DocumentKind, party: Party) -> dict[str, Value]:
    allowed = (f.key for f in opened.form.fields() if may_print_content(kind, f, party.role))
    found = {key: opened.answers.get(AnswerKey(party.id, key)) for key in allowed}
    return {key: value for key, value in found.items() if value is not None}


def _pocket(source: DocumentSource) -> PocketContent:
    return PocketContent(**sheet_fields(source.sheet()), picks={} if source.is_common else _picks(source.opened))


def _evaluation(source: DocumentSource) -> EvaluationContent:
    return EvaluationContent(
        **sheet_fields(source.sheet()), answers=None if source.is_common else _handed_in(source.opened)
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


def _plan_of_source(source: DocumentSource) -> PlanContent:
    content, stored = plan_content(source.opened, source.today), source.opened.signed.get(source.opened.plan.id)
    if stored is not None and stored.layout < GROUP_LAYOUT:
        return content  # the paper that was signed had neither of them
    return replace(content, signers=source.signers, own=source.opened.group and not source.is_common)


_PLAN = ContentBuilders(_plan_of_source, lambda form, _wanted: blank_content(form))
_SHEET = ContentBuilders(DocumentSource.sheet, lambda form, request: SheetContent(form=form, party=request.role))

CONTENTS: Mapping[DocumentKind, ContentBuilders] = {
    DocumentKind.PLAN: _PLAN,
    DocumentKind.MINUTES: _PLAN,
    DocumentKind.GUIDE: _SHEET,
    DocumentKind.PREPARATION: _SHEET,
    DocumentKind.CARDS: _SHEET,
    DocumentKind.POCKET: ContentBuilders(_pocket, lambda form, _wanted: PocketContent(form=form)),
    DocumentKind.STATUS: ContentBuilders(status_content, lambda form, _wanted: StatusContent(form=form)),
    DocumentKind.EVALUATION: ContentBuilders(_evaluation, lambda form, _wanted: EvaluationContent(form=form)),
}
"""The content of each kind of document."""
