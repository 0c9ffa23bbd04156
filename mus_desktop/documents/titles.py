"""The Danish title of each document, on paper and in file names. Imports nothing of Word."""

from __future__ import annotations

from mus_desktop.documents.plan.headings import plan_title
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form, PartyRole

_TITLES = {
    DocumentKind.PLAN: "Udviklingsplan",
    DocumentKind.MINUTES: "Referat",
    DocumentKind.GUIDE: "Samtaleguide",
    DocumentKind.PREPARATION: "Forberedelse",
    DocumentKind.CARDS: "Kort",
    DocumentKind.POCKET: "Lommeside",
    DocumentKind.STATUS: "Status på aftaler",
    DocumentKind.EVALUATION: "Evaluering til aflevering",
}
_WHOSE = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}


def title_of(kind: DocumentKind, form: Form, party: PartyRole = PartyRole.SHARED, size: Size | None = None) -> str:
    """Return a title: ``Samtaleguide A3``, ``Forberedelse, medarbejder``, ``Kompetenceudviklingsplan og referat``."""
    if kind in {DocumentKind.PLAN, DocumentKind.MINUTES}:
        if form.plan_title:
            return form.plan_title
        if form.plan_is_minutes:
            return f"{plan_title(form)} og referat"
    title = _TITLES[kind]
    if kind is DocumentKind.PREPARATION:
        return f"{title}, {form.party_names.get(party, _WHOSE.get(party, '')).lower()}"
    return f"{title} {size.value.upper()}" if kind is DocumentKind.GUIDE and size else title
