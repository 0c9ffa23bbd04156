"""The Danish title of each document, on paper and in file names. Imports nothing of Word."""

from __future__ import annotations

from mus_desktop.documents.plan.headings import document_title
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience
from mus_desktop.model.form import Form, PartyRole

_WHOSE = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}


def title_of(
    kind: DocumentKind,
    form: Form,
    party: PartyRole = PartyRole.SHARED,
    size: Size | None = None,
    *,
    own_plan: bool = False,
) -> str:
    """Return a title: ``Samtaleguide A3``, ``Forberedelse, medarbejder``, ``Kompetenceudviklingsplan og referat``.

    ``own_plan``: the plan is that of one participant in a group.
    """
    entry = DOCUMENT_KINDS[kind]
    if entry.is_plan:
        return document_title(form, own=own_plan)
    if entry.audience is Audience.ONE_PARTY:
        return f"{entry.title}, {form.party_names.get(party, _WHOSE.get(party, '')).lower()}"
    return f"{entry.title} {size.value.upper()}" if entry.by_size and size else entry.title
