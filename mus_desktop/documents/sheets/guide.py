"""The conversation guide: the whole form on paper, placed on the table between the parties. Contains no answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.field_markup import Room, asked
from mus_desktop.documents.sheets.sheet_markup import band, fact_lines, line_of, questions, run, says, shared
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, Form, InfoField, NotesField, PartyRole, PlanField, Tab

_ON_TABLE = 10_000
"""The text height in twips from which a page is a large sheet that several people write on."""
_NOTE = 1_900
_SHORT_NOTE = 1_150
_BESIDE = 2_700
_FEW_COLUMNS = 2


def guide_body(content: SheetContent, paper: Paper) -> Markup:
    """Return the guide to ``content.form`` as markup."""
    form, width = content.form, paper.text_width
    tall = 1.3 if paper.text_height > _ON_TABLE else 1.0
    room = Room(form, width, tall=tall, facts=content.facts, settings=content.settings)
    head = says("Etiket", "Samtaleguide") + says("Heading1", form.title) + says("Undertitel", "  ·  ".join(form.cues))
    if not _facts_first(form):
        head += fact_lines(heading_facts(form, content.facts), width)
    return head + joined(_tab(tab, room) for tab in form.tabs)


def _facts_first(form: Form) -> bool:
    """Return whether the form begins with its own lines for who and when."""
    return any(isinstance(field, InfoField) and field.facts for field in form.tabs[0].fields)


def _tab(tab: Tab, room: Room) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.GUIDE, f, PartyRole.SHARED)]
    # A theme for the leader alone leaves no trace in the guide, not even its title.
    if tab.fields and not fields:
        return []
    time = f"{tab.minutes} minutter" if tab.minutes else ""
    below = " · ".join(part for part in (tab.subtitle, time) if part)
    head = says("Tema", tab.title) + says("Undertitel", below) + says("Ledetekst", tab.text)
    return head + joined(_parts(fields, room))


def _parts(fields: Sequence[Field], room: Room) -> Iterator[Markup]:
    """Yield the markup of each field; a note followed by a small plan is placed beside it, as on the paper forms."""
    at = 0
    while at < len(fields):
        field = fields[at]
        beside = _beside(fields[at:])
        if beside:
            yield _in_columns(beside, room)
            at += len(beside)
        else:
            yield _note(field, room) if isinstance(field, NotesField) else asked(field, room)
            at += 1


def _beside(fields: Sequence[Field]) -> Sequence[Field]:
    """Return the note, the reading text after it and the small plan at the start of ``fields``; empty if not there."""
    end = next((n for n, field in enumerate(fields[1:], 1) if not isinstance(field, InfoField)), 0)
    small = end and isinstance(fields[0], NotesField) and _is_small(fields[end])
    return fields[: end + 1] if small else ()


def _is_small(field: Field) -> bool:
    return isinstance(field, PlanField) and len(field.columns) <= _FEW_COLUMNS and not field.groups


def _note(note: NotesField, room: Room) -> Markup:
    """Return a note as a title across the page, the questions at the left and room to write at the right."""
    if not note.prompts and not note.text:
        rows = band(room.width, says("Baandtitel", note.title))
        rows += row([Cell(room.width, _cues(room.form))], height=room.high(_SHORT_NOTE))
        return table("Samtaletabel", [room.width], rows, heading=False, caption=note.title) + paragraph("Luft")
    widths = shared(room.width, [45, 55])
    rows = band(room.width, says("Baandtitel", note.title), 2)
    rows += row([Cell(widths[0], _asks(note)), Cell(widths[1], _cues(room.form))], height=room.high(_NOTE))
    return table("Samtaletabel", widths, rows, heading=False, caption=note.title) + paragraph("Luft")


def _asks(note: NotesField) -> Markup:
    return says("Ledetekst", note.text) + questions(note.prompts)


def _cues(form: Form) -> Markup:
    """Return the questions printed with every note."""
    if not form.cues:
        return paragraph("Celle")
    return line_of("Ledetekst", run("  ·  ".join(form.cues), "Daempet")) + paragraph("Celle")


def _in_columns(fields: Sequence[Field], room: Room) -> Markup:
    note, *between, plan = fields
    if not isinstance(note, NotesField) or not isinstance(plan, PlanField):
        raise TypeError
    widths = shared(room.width, [62, 38])
    reading = joined(says("Baandtitel", f.title) + says("Vejledning", f.text) for f in between)
    agreeing = joined(
        says("Kolonnetitel", column.title) + says("Kolonnetekst", column.text) + paragraph("Celle") * 2
        for column in plan.columns
    )
    bodies = (
        says("Baandtitel", note.title) + _asks(note) + _cues(room.form),
        reading + says("Baandtitel", plan.title) + says("Ledetekst", plan.text) + agreeing,
    )
    cells = [Cell(w, body) for w, body in zip(widths, bodies, strict=True)]
    rows = row(cells, height=room.high(_BESIDE))
    return table("Samtaletabel", widths, rows, heading=False, caption=note.title) + paragraph("Luft")
