"""The conversation guide: the whole form on paper, placed on the table between the parties. Contains no answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.field_markup import SheetLayout, fillable_field, layout_of, writing_label
from mus_desktop.documents.sheets.sheet_head import head_lines
from mus_desktop.documents.sheets.sheet_markup import (
    divide_width,
    paragraph_of_runs,
    questions,
    run,
    shaded_row,
    styled_lines,
)
from mus_desktop.documents.sheets.themes import theme_heading, themes_on_paper, without_repeated_title
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.agenda import in_agreed_order
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, Form, InfoField, NotesField, PartyRole, PlanField, Tab

_LARGE_SHEET_HEIGHT = 10_000
"""The text height in twips from which a page is a large sheet that several people write on."""
_NOTE_HEIGHT = 1_900
_SHORT_NOTE_HEIGHT = 1_150
_NOTE_AND_PLAN_HEIGHT = 2_700
_FEW_COLUMNS = 2


def guide_body(content: SheetContent, paper: Paper) -> Markup:
    """Return the guide to ``content.form`` as markup."""
    form, width = content.form, paper.text_width
    # On a large sheet on the table several people write, with bigger letters.
    height_scale = 1.3 if paper.text_height > _LARGE_SHEET_HEIGHT else 1.0
    layout = layout_of(content, width, height_scale=height_scale)
    head = (
        styled_lines("Etiket", "Samtaleguide")
        + styled_lines("Heading1", form.title)
        + styled_lines("Undertitel", "  ·  ".join(form.cues))
    )
    if not _begins_with_facts(form):
        head += head_lines(content, width)
    tabs = themes_on_paper(in_agreed_order(form, content.agreed_topics))
    return head + joined(_tab(tab, layout) for tab in tabs)


def _begins_with_facts(form: Form) -> bool:
    """Return whether the form begins with its own lines for who and when."""
    return any(isinstance(field, InfoField) and field.facts for field in form.tabs[0].fields)


def _tab(tab: Tab, layout: SheetLayout) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.GUIDE, f, PartyRole.SHARED)]
    # A theme for the leader alone leaves no trace in the guide, not even its title.
    if tab.fields and not fields:
        return []
    time = f"{tab.minutes} minutter" if tab.minutes else ""
    below = " · ".join(part for part in (tab.subtitle, time) if part)
    head = theme_heading(layout.form, tab, below) + styled_lines("Ledetekst", tab.text)
    return head + joined(_fields_markup(without_repeated_title(fields, tab), layout))


def _fields_markup(fields: Sequence[Field], layout: SheetLayout) -> Iterator[Markup]:
    """Yield the markup of each field; a note followed by a small plan is placed beside it, as on the paper forms."""
    at = 0
    while at < len(fields):
        field = fields[at]
        note_and_plan = _note_with_small_plan(fields[at:])
        if note_and_plan:
            yield _in_columns(note_and_plan, layout)
            at += len(note_and_plan)
        else:
            yield _note(field, layout) if isinstance(field, NotesField) else fillable_field(field, layout)
            at += 1


def _note_with_small_plan(fields: Sequence[Field]) -> Sequence[Field]:
    """Return the note, the reading text after it and the small plan at the start of ``fields``; empty if not there."""
    end = next((n for n, field in enumerate(fields[1:], 1) if not isinstance(field, InfoField)), 0)
    small = end and isinstance(fields[0], NotesField) and _is_small(fields[end])
    return fields[: end + 1] if small else ()


def _is_small(field: Field) -> bool:
    return isinstance(field, PlanField) and len(field.columns) <= _FEW_COLUMNS and not field.groups


def _note(note: NotesField, layout: SheetLayout) -> Markup:
    """Return a note: a title across the page, the questions at the left and space to write at the right."""
    if not note.prompts and not note.text:
        rows = _band(note, layout)
        rows += row([Cell(layout.width, _space(note, layout))], height=layout.scaled_height(_SHORT_NOTE_HEIGHT))
        return table("Samtaletabel", [layout.width], rows, heading=False, caption=note.title) + paragraph("Luft")
    widths = divide_width(layout.width, [45, 55])
    rows = _band(note, layout, 2)
    rows += row(
        [Cell(widths[0], _question_markup(note)), Cell(widths[1], _space(note, layout))],
        height=layout.scaled_height(_NOTE_HEIGHT),
    )
    return table("Samtaletabel", widths, rows, heading=False, caption=note.title) + paragraph("Luft")


def _band(note: NotesField, layout: SheetLayout, span: int = 1) -> Markup:
    """Return the title of a note across the page; nothing where it repeats the heading above."""
    return shaded_row(layout.width, styled_lines("Baandtitel", note.title), span) if note.title else []


def _question_markup(note: NotesField) -> Markup:
    return styled_lines("Ledetekst", note.text) + questions(note.prompts)


def _space(note: NotesField, layout: SheetLayout) -> Markup:
    """Return the content of the space to write in: its label, and the questions printed with every note."""
    return writing_label(note) + _cues(layout.form)


def _cues(form: Form) -> Markup:
    """Return the questions printed with every note."""
    if not form.cues:
        return paragraph("Celle")
    return paragraph_of_runs("Ledetekst", run("  ·  ".join(form.cues), "Daempet")) + paragraph("Celle")


def _in_columns(fields: Sequence[Field], layout: SheetLayout) -> Markup:
    note, *between, plan = fields
    if not isinstance(note, NotesField) or not isinstance(plan, PlanField):
        raise TypeError
    widths = divide_width(layout.width, [62, 38])
    reading_markup = joined(styled_lines("Baandtitel", f.title) + styled_lines("Vejledning", f.text) for f in between)
    plan_markup = joined(
        styled_lines("Kolonnetitel", column.title) + styled_lines("Kolonnetekst", column.text) + paragraph("Celle") * 2
        for column in plan.columns
    )
    bodies = (
        styled_lines("Baandtitel", note.title) + _question_markup(note) + _space(note, layout),
        reading_markup + styled_lines("Baandtitel", plan.title) + styled_lines("Ledetekst", plan.text) + plan_markup,
    )
    cells = [Cell(w, body) for w, body in zip(widths, bodies, strict=True)]
    rows = row(cells, height=layout.scaled_height(_NOTE_AND_PLAN_HEIGHT))
    return table("Samtaletabel", widths, rows, heading=False, caption=note.title) + paragraph("Luft")
