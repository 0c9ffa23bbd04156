"""The documents that print the content stored at signature, and the name in their file names."""

from __future__ import annotations

from mus_desktop.model.document_table import signed_kind
from mus_desktop.model.form import Fact
from mus_desktop.model.group import short_names, shortened_danish_list
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest


def signed_paper(opened: OpenConversation, wanted: DocumentRequest) -> SignedContent | None:
    """Return the stored content that ``wanted`` prints, ``None`` for a document with current content.

    That is the plan once it is closed; in a mini-MUS the status sheet is the plan.
    """
    signed = wanted.is_plan or wanted.kind is signed_kind(opened.form)
    plan = opened.plan if wanted.party is None else opened.plan_of(wanted.party)
    return opened.signed.get(plan.id) if signed and plan is not None else None


def name_on_paper(signed: SignedContent) -> str:
    """Return the employee's name at signature, in the form used in file names."""
    if len(signed.people) > 1:
        return shortened_danish_list(short_names([*signed.people.values()]))
    return signed.label or signed.facts.get(Fact.EMPLOYEE, "")
