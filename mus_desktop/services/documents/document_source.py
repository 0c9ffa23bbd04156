"""What a document is made from: the part of a conversation that its reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from mus_desktop.documents.content import PlanContent, PrintedSigner, SheetContent, StatusLine
from mus_desktop.documents.plan.rows import agreed_text
from mus_desktop.model.confidentiality import may_print_content
from mus_desktop.model.document_table import DOCUMENT_KINDS, PrintedAnswerScope
from mus_desktop.model.form import PartyRole, PreviousPlanField
from mus_desktop.model.plan import due_and_responsible_text
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.signing import shown_content
from mus_desktop.services.documents.document_kinds import DocumentRequest


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """What a document is made from: the part of the conversation its reader may see, and the request for it.

    ``is_common``: it is for a whole group, so it shows no participant's own answers. ``common_past`` are the earlier
    agreements of the whole group, for the sheet of one participant. ``signers`` sign the group's plan.
    """

    opened: OpenConversation
    request: DocumentRequest
    today: date
    settings: Mapping[str, str]
    is_common: bool
    common_past: tuple[PastAgreement, ...] = ()
    signers: tuple[PrintedSigner, ...] = ()

    def sheet(self) -> SheetContent:
        """Return the content that every sheet has."""
        return SheetContent(
            form=self.opened.form,
            facts=self.opened.facts(),
            party=self.request.role,
            made_on=self.today,
            author=self.opened.leader.name,
            settings=self.settings,
            earlier=self._earlier() if self._prints_earlier() else (),
        )

    def _prints_earlier(self) -> bool:
        fields = [field for field in self.opened.form.fields() if isinstance(field, PreviousPlanField)]
        return DOCUMENT_KINDS[self.request.kind].prints is PrintedAnswerScope.EARLIER_AGREEMENTS and any(
            may_print_content(self.request.kind, field, PartyRole.SHARED) for field in fields
        )

    def _earlier(self) -> tuple[StatusLine, ...]:
        """Return what earlier plans agreed, each under its plan; neither the status nor the comment of today."""
        names = ", ".join(self.opened.printed_names())
        found = []
        own = self.opened.past
        # An agreement that the participant has copied to their own plan is there once.
        copied = {past.agreement.carried_from for past in own}
        for past in (*(past for past in self.common_past if past.agreement.id not in copied), *own):
            plan = past.plan_label if past.common else f"{past.plan_label} · {names}"
            due = due_and_responsible_text(past.agreement.due_on, past.agreement.responsible)
            found.append(StatusLine(agreed_text(past), due, plan=plan))
        return tuple(found)


def sheet_fields(heading: SheetContent) -> dict[str, Any]:
    """Return the fields that every sheet has, as arguments for a subclass with more fields."""
    # ``asdict`` would also turn the form into dictionaries.
    return {part.name: getattr(heading, part.name) for part in fields(heading)}


def plan_content(opened: OpenConversation, today: date) -> PlanContent:
    """Return the plan of ``opened``, as stored when it was closed."""
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
        notes=shown.notes,
        follow_ups=shown.follow_ups,
        addenda=opened.addenda_of(plan.id),
        past=shown.past,
    )


def _added_after_closing(opened: OpenConversation) -> frozenset[str]:
    """Return the agreements added since the plan was closed, also if the day of signature is in the future."""
    stored = opened.signed.get(opened.plan.id)
    ids = {row.id for row in opened.plan.agreements}
    return frozenset(ids - {row.id for row in stored.agreements}) if stored else frozenset()
