"""The documents a form offers, determined by its content and never by its name, and their names in a menu."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mus_desktop.documents.sheets.cards import has_cards
from mus_desktop.documents.sheets.pocket import has_pocket
from mus_desktop.documents.sheets.preparation import prepares
from mus_desktop.documents.titles import title_of
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.errors import DocumentError
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.conversation import Party
from mus_desktop.model.form import Form, PartyRole, PreviousPlanField, Purpose

PLAN_TEMPLATE = "plan.docx"
"""The file name of the Word template in the folder of a form."""
_PLANS = (DocumentKind.PLAN, DocumentKind.MINUTES)
_PARTIES = (PartyRole.EMPLOYEE, PartyRole.LEADER)
_WHY_NOT = {
    DocumentKind.PLAN: "har ingen plan, så der er intet at udskrive",
    DocumentKind.MINUTES: "siger ikke, at planen også er referat",
    DocumentKind.PREPARATION: "spørger ikke denne part om noget på forhånd",
    DocumentKind.CARDS: "har hverken spørgsmål eller stikord at klippe ud",
    DocumentKind.POCKET: "har ingen spørgsmål at tage med",
    DocumentKind.EVALUATION: "har ingen evaluering, som medarbejderen afleverer",
}


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
        return title_of(self.kind, form, self.role, self.size)


def offered(form: Form) -> tuple[DocumentKind, ...]:
    """Return the kinds of document offered on ``form``; a plan that is also the minutes is offered as minutes."""
    plan = DocumentKind.MINUTES if form.plan_is_minutes else DocumentKind.PLAN
    left_out = {DocumentKind.PLAN, DocumentKind.MINUTES} - {plan}
    if form.purpose is Purpose.FOLLOW_UP:
        left_out.add(plan)  # the status sheet contains the whole plan
    if not has_cards(form):
        left_out.add(DocumentKind.CARDS)
    if not form.plan_fields() and not any(isinstance(field, PreviousPlanField) for field in form.fields()):
        left_out.add(DocumentKind.STATUS)
    return tuple(kind for kind in DocumentKind if kind not in left_out and _possible(kind, form))


def choices(form: Form, parties: Sequence[Party] = (), own_plans: Collection[int] = ()) -> tuple[DocumentRequest, ...]:
    """Return every document offered: one guide per size, one preparation sheet per party.

    ``own_plans`` are the participants of a group, by party, who have their own plan.
    """
    found = [wanted for kind in offered(form) for wanted in _of_kind(kind, form, parties)]
    own = [replace(w, party=p.id) for w in found if w.kind in _PLANS for p in parties if p.id in own_plans]
    return (*[w for w in found if w.kind in _PLANS], *own, *[w for w in found if w.kind not in _PLANS])


def _of_kind(kind: DocumentKind, form: Form, parties: Sequence[Party]) -> Iterator[DocumentRequest]:
    if kind is DocumentKind.GUIDE:
        yield from (DocumentRequest(kind, size=size) for size in Size)
    elif kind is DocumentKind.PREPARATION:
        for role in (role for role in _PARTIES if prepares(form, role)):
            yield from (DocumentRequest(kind, role, party) for party in _whose(role, parties))
    elif kind is DocumentKind.EVALUATION:
        yield from (DocumentRequest(kind, party=party) for party in _whose(PartyRole.EMPLOYEE, parties))
    else:
        yield DocumentRequest(kind)


def _whose(role: PartyRole, parties: Sequence[Party]) -> Sequence[int | None]:
    """Return the participants who each have their own sheet of this kind; ``None`` if there is only one sheet."""
    ids = [party.id for party in parties if party.role is PartyRole.EMPLOYEE]
    return ids if role is PartyRole.EMPLOYEE and len(ids) > 1 else [None]


def require(wanted: DocumentRequest, form: Form) -> None:
    """Check that ``form`` can produce the document.

    :raises DocumentError: it cannot; the sentence says why and what to do.
    """
    sheet = wanted.kind is DocumentKind.PREPARATION
    if not _possible(wanted.kind, form) or (sheet and not _prepares(form, wanted.role)):
        raise DocumentError(f"Skemaet »{form.id}« {_WHY_NOT[wanted.kind]}. Vælg et andet skema eller dokument.")


def _prepares(form: Form, role: PartyRole) -> bool:
    return role in _PARTIES and prepares(form, role)


def _possible(kind: DocumentKind, form: Form) -> bool:
    """Return whether ``form`` has content for such a document."""
    if kind is DocumentKind.PLAN:
        return bool(form.plan_fields())
    if kind is DocumentKind.MINUTES:
        return form.plan_is_minutes
    if kind is DocumentKind.PREPARATION:
        return any(prepares(form, role) for role in _PARTIES)
    if kind is DocumentKind.EVALUATION:
        return any(field.handed_in for field in form.fields())
    return kind not in {DocumentKind.CARDS, DocumentKind.POCKET} or has_pocket(form) or has_cards(form)
