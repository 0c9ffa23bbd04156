"""Which documents a form offers, by what is in it and never by its name; and what each is called in a menu."""

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
"""The name of the Word template that travels with a form."""
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
    """A document that is wanted.

    ``role`` is whose preparation sheet it is. ``party`` is the id of the participant it is for, ``None`` for what is
    common. ``size`` only matters to a guide.
    """

    kind: DocumentKind = DocumentKind.PLAN
    role: PartyRole = PartyRole.SHARED
    party: int | None = None
    size: Size = Size.A4

    def title(self, form: Form) -> str:
        """What the document is called, on paper and as a file."""
        return title_of(self.kind, form, self.role, self.size)


def offered(form: Form) -> tuple[DocumentKind, ...]:
    """The kinds of document worth offering for a conversation on ``form``; a plan that is the minutes goes as such."""
    plan = DocumentKind.MINUTES if form.plan_is_minutes else DocumentKind.PLAN
    left_out = {DocumentKind.PLAN, DocumentKind.MINUTES} - {plan}
    if form.purpose is Purpose.FOLLOW_UP:
        left_out.add(plan)  # the status sheet holds it all
    if not has_cards(form):
        left_out.add(DocumentKind.CARDS)
    if not form.plan_fields() and not any(isinstance(field, PreviousPlanField) for field in form.fields()):
        left_out.add(DocumentKind.STATUS)
    return tuple(kind for kind in DocumentKind if kind not in left_out and _possible(kind, form))


def choices(form: Form, parties: Sequence[Party] = (), own_plans: Collection[int] = ()) -> tuple[DocumentRequest, ...]:
    """Every document offered, one by one: guides by size, preparation sheets by party.

    ``own_plans`` are the participants of a group, by party, who have a plan of their own.
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
    """The participants who each have such a sheet of their own; ``None`` stands for the only one there is."""
    ids = [party.id for party in parties if party.role is PartyRole.EMPLOYEE]
    return ids if role is PartyRole.EMPLOYEE and len(ids) > 1 else [None]


def require(wanted: DocumentRequest, form: Form) -> None:
    """:raises DocumentError: nothing in ``form`` can become the document; says why and what to do."""
    sheet = wanted.kind is DocumentKind.PREPARATION
    if not _possible(wanted.kind, form) or (sheet and not _prepares(form, wanted.role)):
        raise DocumentError(f"Skemaet »{form.id}« {_WHY_NOT[wanted.kind]}. Vælg et andet skema eller dokument.")


def _prepares(form: Form, role: PartyRole) -> bool:
    return role in _PARTIES and prepares(form, role)


def _possible(kind: DocumentKind, form: Form) -> bool:
    """Whether there is anything in ``form`` to make such a document of."""
    if kind is DocumentKind.PLAN:
        return bool(form.plan_fields())
    if kind is DocumentKind.MINUTES:
        return form.plan_is_minutes
    if kind is DocumentKind.PREPARATION:
        return any(prepares(form, role) for role in _PARTIES)
    if kind is DocumentKind.EVALUATION:
        return any(field.handed_in for field in form.fields())
    return kind not in {DocumentKind.CARDS, DocumentKind.POCKET} or has_pocket(form) or has_cards(form)
