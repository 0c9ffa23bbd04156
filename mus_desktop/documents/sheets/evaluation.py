"""The evaluation to be handed in: the employee's own answers, only to the questions that the form marks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from mus_desktop.documents.content import EvaluationContent
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.field_markup import Room, asked, titled
from mus_desktop.documents.sheets.scales import legend
from mus_desktop.documents.sheets.sheet_markup import fact_lines, row_label, says, shared
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.formspec.cells import cell_text, step_text
from mus_desktop.formspec.grids import DEFAULT_COLUMN, GROUP, OVERALL_ROW, REMARK
from mus_desktop.formspec.values import as_text, read_answer
from mus_desktop.model.answers import Value
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, PartyRole, RatingColumn, RatingField, Tab, TableField

_HANDED_IN = "Evalueringen afleveres. Her står kun svarene på disse spørgsmål og intet andet fra forberedelsen."
_UNANSWERED = "Ikke besvaret"
_ANSWER = "Svar"


def evaluation_body(content: EvaluationContent, paper: Paper) -> Markup:
    """Return the evaluation as markup, with room to write if ``content`` has no answers at all."""
    form = content.form
    room = Room(form, paper.text_width, PartyRole.EMPLOYEE, facts=content.facts, settings=content.settings)
    head = says("Etiket", "Evaluering til aflevering") + says("Heading1", form.title)
    head += fact_lines(heading_facts(form, content.facts), room.width)
    head += paragraph("Luft") + says("Undertitel", _HANDED_IN)
    return head + joined(_tab(tab, content, room) for tab in form.tabs)


def _tab(tab: Tab, content: EvaluationContent, room: Room) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.EVALUATION, f, PartyRole.EMPLOYEE)]
    if not fields:
        return []
    head = says("Tema", tab.title) + says("Undertitel", tab.subtitle)
    return head + joined(_field(field, content.answers, room) for field in fields)


def _field(field: Field, answers: Mapping[str, Value] | None, room: Room) -> Markup:
    if answers is None:
        return asked(field, room)
    value, as_it_is = read_answer(field, room.form, answers.get(field.key))
    if as_it_is:
        return titled(field) + says("Normal", as_it_is)
    if value is None:
        return titled(field) + says("Normal", _UNANSWERED)
    if isinstance(field, RatingField):
        return titled(field) + _rating(field, cast("Mapping[str, Any]", value), room)
    if isinstance(field, TableField):
        return titled(field) + _table(field, cast("Sequence[Any]", value), room)
    return titled(field) + says("Normal", as_text(field, room.form, value))


def _rating(field: RatingField, value: Mapping[str, Any], room: Room) -> Markup:
    scale = room.form.scale(field.scale)
    known = field.scale in room.shown
    room.shown.add(field.scale)
    columns = [c for c in field.columns if c.by in {None, *field.by}]
    columns = columns or [RatingColumn(DEFAULT_COLUMN, _ANSWER, scale=field.scale)]
    names = field.rows or tuple(name for name in value if name != OVERALL_ROW)
    body = [_rated(field, name, value.get(name, {}), columns, room) for name in names]
    heads = ["", *(column.title for column in columns), *([field.row_remark] if field.row_remark else [])]
    remark = value.get(OVERALL_ROW, {}).get(REMARK, "")
    weights = [4.0, *[2.0] * len(columns), *[3.0] * bool(field.row_remark)]
    return (
        ([] if known else legend(scale, room.width))
        + (_grid(heads, body, shared(room.width, weights), field.title) if body else [])
        + (says("Ledetekst", field.remark) + says("Normal", remark) if remark else [])
    )


def _rated(
    field: RatingField, name: str, cells: Mapping[str, Any], columns: Sequence[RatingColumn], room: Room
) -> list[Markup]:
    """Return the cells of one statement: its label, the chosen steps, and its remark where the form asks for one."""
    group = f"{cells[GROUP]}: " if GROUP in cells else ""
    steps = [step_text(cells[c.key], room.form.scale(c.scale)) if c.key in cells else "" for c in columns]
    remark = [cells.get(REMARK, "")] if field.row_remark else []
    return [
        row_label(group + name, field.row_texts.get(name, "")),
        *(says("Celle", text) for text in [*steps, *remark]),
    ]


def _table(field: TableField, value: Sequence[Any], room: Room) -> Markup:
    given: dict[str, Mapping[str, Any]] = {each["id"]: each["cells"] for each in value}
    body = []
    for name in field.rows or tuple(given):
        cells = given.get(name, {})
        texts = [cell_text(c, room.form, cells[c.key]) if c.key in cells else "" for c in field.columns]
        lead = [row_label(name, field.row_texts.get(name, ""))] if field.rows else []
        body.append([*lead, *(says("Celle", text) for text in texts)])
    heads = [*([""] if field.rows else []), *(column.title for column in field.columns)]
    return _grid(heads, body, shared(room.width, [1] * len(heads)), field.title)


def _grid(heads: Sequence[str], body: Sequence[Sequence[Markup]], widths: Sequence[int], caption: str) -> Markup:
    """Return a table with a row of titles; ``body`` holds the markup of each cell, empty for a blank one."""
    titles = [
        Cell(w, says("Kolonnetitel", head) or paragraph("Kolonnetitel")) for w, head in zip(widths, heads, strict=True)
    ]
    rows = row(titles, header=True)
    for cells in body:
        rows += row([Cell(w, cell or paragraph("Celle")) for w, cell in zip(widths, cells, strict=True)])
    return table("Plantabel", widths, rows, heading=True, caption=caption) + paragraph("Luft")
