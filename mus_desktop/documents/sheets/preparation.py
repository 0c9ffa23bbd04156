"""The preparation sheet: the questions to one party, with room to write. It never contains that party's answers."""

from __future__ import annotations

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.field_markup import Room, asked
from mus_desktop.documents.sheets.sheet_markup import fact_lines, says, tick
from mus_desktop.documents.word.markup import Markup, joined, paragraph
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import NotesField, PartyRole, Tab

_OWN = {
    PartyRole.EMPLOYEE: "Arket er dit eget. Skriv kun, hvad du har brug for, og bestem selv, hvad du vil tale om.",
    PartyRole.LEADER: "Arket er dit eget og hører ikke til i personalesagen. Det ligger ikke fremme under samtalen.",
}
_USUAL = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}


def preparation_body(content: SheetContent, paper: Paper) -> Markup:
    """Return the sheet of ``content.party`` as markup."""
    form, party = content.form, content.party
    room = Room(form, paper.text_width, party, facts=content.facts, settings=content.settings)
    who = form.party_names.get(party, _USUAL[party])
    head = says("Etiket", f"Forberedelse · {who}") + says("Heading1", form.title)
    head += (
        fact_lines(heading_facts(form, content.facts), room.width) + paragraph("Luft") + says("Undertitel", _OWN[party])
    )
    return head + joined(_tab(tab, room) for tab in form.tabs)


def _tab(tab: Tab, room: Room) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.PREPARATION, f, room.party)]
    if not fields:
        return []
    head = says("Tema", tab.title) + says("Undertitel", tab.subtitle)
    if any(isinstance(field, NotesField) and PartyRole.SHARED in field.by for field in fields):
        head += tick("Det vil jeg gerne tale om", "Ledetekst")
    return head + joined(asked(field, room) for field in fields)
