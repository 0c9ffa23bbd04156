"""The Danish title of each document, on paper and in file names. Imports nothing of Word."""

from __future__ import annotations

from mus_desktop.documents.plan.headings import plan_title
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience
from mus_desktop.model.form import Form, PartyRole

_WHOSE = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}


def title_of(kind: DocumentKind, form: Form, party: PartyRole = PartyRole.SHARED, size: Size | None = None) -> str:
    """Return a title: ``Samtaleguide A3``, ``Forberedelse, medarbejder``, ``Kompetenceudviklingsplan og referat``."""
    entry = DOCUMENT_KINDS[kind]
    if entry.is_plan and form.plan_title:
        return form.plan_title
    if entry.is_plan and form.plan_is_minutes:
        return f"{plan_title(form)} og referat"
    if entry.audience is Audience.ONE_PARTY:
        return f"{entry.title}, {form.party_names.get(party, _WHOSE.get(party, '')).lower()}"
    return f"{entry.title} {size.value.upper()}" if entry.by_size and size else entry.title
