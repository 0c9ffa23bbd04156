"""The preparation sheet: the questions to one party, with room to write. It never contains that party's answers."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.field_markup import SheetLayout, fillable_field, layout_of
from mus_desktop.documents.sheets.sheet_head import head_lines
from mus_desktop.documents.sheets.sheet_markup import styled_lines, tick_box
from mus_desktop.documents.sheets.themes import theme_heading, themes_on_paper, without_repeated_title
from mus_desktop.documents.word.markup import Markup, joined, paragraph
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, NotesField, PartyRole, PreviousPlanField, Tab

_PRIVACY_TEXT = {
    PartyRole.EMPLOYEE: "Arket er dit eget. Skriv kun, hvad du har brug for, og bestem selv, hvad du vil tale om.",
    PartyRole.LEADER: "Arket er dit eget og hører ikke til i personalesagen. Det ligger ikke fremme under samtalen.",
}
_HANDED_IN = "Svaret afleveres med evalueringen."
_USUAL_NAMES = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}


def preparation_body(content: SheetContent, paper: Paper) -> Markup:
    """Return the sheet of ``content.party`` as markup."""
    form, party = content.form, content.party
    layout = layout_of(content, paper.text_width, party)
    party_name = form.party_names.get(party, _USUAL_NAMES[party])
    head = styled_lines("Etiket", f"Forberedelse · {party_name}") + styled_lines("Heading1", form.title)
    head += head_lines(content, layout.width) + paragraph("Luft") + styled_lines("Undertitel", _PRIVACY_TEXT[party])
    return head + joined(_tab(tab, layout) for tab in themes_on_paper(form))


def _tab(tab: Tab, layout: SheetLayout) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.PREPARATION, f, layout.party)]
    # Nobody is asked to write last year's agreements down; they are there to be read.
    fields = [f for f in fields if layout.earlier or not isinstance(f, PreviousPlanField)]
    if not fields:
        return []
    head = theme_heading(layout.form, tab, tab.subtitle)
    # Only a theme with common notes can be wished for as a topic.
    if any(isinstance(field, NotesField) and PartyRole.SHARED in field.by for field in fields):
        head += tick_box("Det vil jeg gerne tale om", "Ledetekst")
    return head + joined(fillable_field(_with_notice(field), layout) for field in without_repeated_title(fields, tab))


def _with_notice(field: Field) -> Field:
    """Return ``field`` with the notice that its answer, unlike all else on the sheet, is handed in."""
    return replace(field, text="\n".join(filter(None, (field.text, _HANDED_IN)))) if field.handed_in else field
