"""The documents that print the content stored at signature, and the name in their file names."""

from __future__ import annotations

from mus_desktop.model.document_table import signed_kind
from mus_desktop.model.form import Fact
from mus_desktop.model.group import short_names, shortened_danish_list
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest


def signed_content_for(opened: OpenConversation, request: DocumentRequest) -> SignedContent | None:
    """Return the stored content that ``request`` prints, ``None`` for a document with current content.

    That is the plan once it is closed; in a mini-MUS the status sheet is the plan.
    """
    signed = request.is_plan or request.kind is signed_kind(opened.form)
    plan = opened.plan if request.party is None else opened.plan_of(request.party)
    return opened.signed.get(plan.id) if signed and plan is not None else None


def name_at_signature(signed: SignedContent) -> str:
    """Return the employee's name at signature, in the form used in file names."""
    if len(signed.people) > 1:
        return shortened_danish_list(short_names([*signed.people.values()]))
    return signed.label or signed.facts.get(Fact.EMPLOYEE, "")
