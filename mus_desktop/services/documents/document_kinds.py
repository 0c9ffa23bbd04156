"""The documents offered on a form, with a copy for each reader and size, as the table of kinds says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mus_desktop.documents.titles import title_of
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.errors import DocumentError
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.conversation import Party
from mus_desktop.model.document_table import DOCUMENT_KINDS, PREPARING, Audience, is_prepared_by
from mus_desktop.model.form import Form, PartyRole

PLAN_TEMPLATE = "plan.docx"
"""The file name of the Word template in the folder of a form."""


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A request for one document.

    ``role`` is the party whose preparation sheet it is. ``party`` is the id of the participant it is for, ``None`` for
    common content. ``size`` applies to a guide only.
    """

    kind: DocumentKind = DocumentKind.PLAN
    role: PartyRole = PartyRole.SHARED
    party: int | None = None
    size: Size = Size.A4

    def title(self, form: Form) -> str:
        """Return the title of the document, used as heading and file name."""
        return title_of(self.kind, form, self.role, self.size, own_plan=self.is_plan and self.party is not None)

    @property
    def is_plan(self) -> bool:
        """Whether it is the plan, also when the plan is the minutes."""
        return DOCUMENT_KINDS[self.kind].is_plan


def offered_kinds(form: Form) -> tuple[DocumentKind, ...]:
    """Return the kinds of document offered on ``form``, in the order of the menu."""
    return tuple(kind for kind, entry in DOCUMENT_KINDS.items() if entry.is_possible(form) and entry.is_offered(form))


def choices(form: Form, parties: Sequence[Party] = (), own_plans: Collection[int] = ()) -> tuple[DocumentRequest, ...]:
    """Return every document offered: one guide per size, one preparation sheet per party.

    ``own_plans`` are the participants of a group, by party, who have their own plan.
    """
    requests = [request for kind in offered_kinds(form) for request in _of_kind(kind, form, parties)]
    own_plan_requests = [
        replace(w, party=party.id) for w in requests if w.is_plan for party in parties if party.id in own_plans
    ]
    # Participants' own plans follow the common plan, before all other documents.
    return (*[w for w in requests if w.is_plan], *own_plan_requests, *[w for w in requests if not w.is_plan])


def _of_kind(kind: DocumentKind, form: Form, parties: Sequence[Party]) -> Iterator[DocumentRequest]:
    entry = DOCUMENT_KINDS[kind]
    if entry.audience is Audience.ONE_PARTY:
        for role in (role for role in PREPARING if is_prepared_by(form, role)):
            yield from (DocumentRequest(kind, role, party) for party in _recipients(role, parties))
    elif entry.audience is Audience.RECIPIENT:
        yield from (DocumentRequest(kind, party=party) for party in _recipients(PartyRole.EMPLOYEE, parties))
    elif entry.by_size:
        yield from (DocumentRequest(kind, size=size) for size in Size)
    else:
        yield DocumentRequest(kind)


def _recipients(role: PartyRole, parties: Sequence[Party]) -> Sequence[int | None]:
    """Return the participants who each have their own sheet of this kind; ``None`` if there is only one sheet."""
    ids = [party.id for party in parties if party.role is PartyRole.EMPLOYEE]
    return ids if role is PartyRole.EMPLOYEE and len(ids) > 1 else [None]


def refuse_unavailable(request: DocumentRequest, form: Form) -> None:
    """Raise :class:`DocumentError` if ``form`` cannot produce the document; the sentence says why and what to do."""
    entry = DOCUMENT_KINDS[request.kind]
    has_copy = entry.audience is not Audience.ONE_PARTY or is_prepared_by(form, request.role)
    if not (entry.is_possible(form) and has_copy):
        raise DocumentError(f"Skemaet »{form.id}« {entry.refusal}. Vælg et andet skema eller dokument.")
