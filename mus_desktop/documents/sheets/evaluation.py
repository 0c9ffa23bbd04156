"""The evaluation to be handed in: the employee's own answers, only to the questions that the form marks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from mus_desktop.documents.content import EvaluationContent
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.field_markup import SheetLayout, fillable_field, layout_of, title_and_text
from mus_desktop.documents.sheets.scales import legend
from mus_desktop.documents.sheets.sheet_markup import divide_width, fact_lines, row_label, styled_lines
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.template_names import ROW_HEADING
from mus_desktop.formspec.cells import cell_text, step_text
from mus_desktop.formspec.row_values import DEFAULT_COLUMN, GROUP, OVERALL_ROW, REMARK
from mus_desktop.formspec.values import as_text, read_answer
from mus_desktop.model.answers import Value
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, PartyRole, RatingColumn, RatingField, Tab, TableField

_HANDED_IN = "Evalueringen afleveres. Her står kun svarene på disse spørgsmål og intet andet fra forberedelsen."
_HANDING_IN = (("Afleveres til", ""), ("Afleveret den", ""))
_UNANSWERED = "Ikke besvaret"
_ANSWER = "Svar"


def evaluation_body(content: EvaluationContent, paper: Paper) -> Markup:
    """Return the evaluation as markup, with room to write if ``content`` has no answers at all."""
    form = content.form
    layout = layout_of(content, paper.text_width, PartyRole.EMPLOYEE)
    head = styled_lines("Etiket", "Evaluering til aflevering") + styled_lines("Heading1", form.title)
    head += fact_lines([*heading_facts(form, content.facts), *_HANDING_IN], layout.width)
    head += paragraph("Luft") + styled_lines("Undertitel", _HANDED_IN)
    return head + joined(_tab(tab, content, layout) for tab in form.tabs)


def _tab(tab: Tab, content: EvaluationContent, layout: SheetLayout) -> Markup:
    fields = [f for f in tab.fields if may_print_questions(DocumentKind.EVALUATION, f, PartyRole.EMPLOYEE)]
    if not fields:
        return []
    head = styled_lines("Tema", tab.title) + styled_lines("Undertitel", tab.subtitle)
    return head + joined(_field(field, content.answers, layout) for field in fields)


def _field(field: Field, answers: Mapping[str, Value] | None, layout: SheetLayout) -> Markup:
    # Only a blank evaluation has room to write; a filled one says that a question is not answered.
    if answers is None:
        return fillable_field(field, layout)
    # An answer that the field cannot hold is printed as it is, so that nothing is lost.
    value, as_it_is = read_answer(field, layout.form, answers.get(field.key))
    if as_it_is:
        return title_and_text(field) + styled_lines("Normal", as_it_is)
    if value is None:
        return title_and_text(field) + styled_lines("Normal", _UNANSWERED)
    if isinstance(field, RatingField):
        return title_and_text(field) + _rating(field, cast("Mapping[str, Any]", value), layout)
    if isinstance(field, TableField):
        return title_and_text(field) + _table(field, cast("Sequence[Any]", value), layout)
    return title_and_text(field) + styled_lines("Normal", as_text(field, layout.form, value))


def _rating(field: RatingField, value: Mapping[str, Any], layout: SheetLayout) -> Markup:
    scale = layout.form.scale(field.scale)
    already_explained = field.scale in layout.explained_scales
    layout.explained_scales.add(field.scale)
    columns = [c for c in field.columns if c.by in {None, *field.by}]
    # A rating without columns of its own has one mark a row.
    columns = columns or [RatingColumn(DEFAULT_COLUMN, _ANSWER, scale=field.scale)]
    names = field.rows or tuple(name for name in value if name != OVERALL_ROW)
    body = [_rating_cells(field, name, value.get(name, {}), columns, layout) for name in names]
    headings = [ROW_HEADING, *(column.title for column in columns), *([field.row_remark] if field.row_remark else [])]
    remark = value.get(OVERALL_ROW, {}).get(REMARK, "")
    weights = [4.0, *[2.0] * len(columns), *[3.0] * bool(field.row_remark)]
    return (
        ([] if already_explained else legend(scale, layout.width))
        + (_grid(headings, body, divide_width(layout.width, weights), field.title) if body else [])
        + (styled_lines("Ledetekst", field.remark) + styled_lines("Normal", remark) if remark else [])
    )


def _rating_cells(
    field: RatingField, name: str, cells: Mapping[str, Any], columns: Sequence[RatingColumn], layout: SheetLayout
) -> list[Markup]:
    """Return the cells of one statement: its label, the chosen steps, and its remark where the form asks for one."""
    group = f"{cells[GROUP]}: " if GROUP in cells else ""
    steps = [step_text(cells[c.key], layout.form.scale(c.scale)) if c.key in cells else "" for c in columns]
    remark = [cells.get(REMARK, "")] if field.row_remark else []
    return [
        row_label(group + name, field.row_texts.get(name, "")),
        *(styled_lines("Celle", text) for text in [*steps, *remark]),
    ]


def _table(field: TableField, value: Sequence[Any], layout: SheetLayout) -> Markup:
    cells_by_row: dict[str, Mapping[str, Any]] = {answer_row["id"]: answer_row["cells"] for answer_row in value}
    body = []
    for name in field.rows or tuple(cells_by_row):
        cells = cells_by_row.get(name, {})
        texts = [cell_text(c, layout.form, cells[c.key]) if c.key in cells else "" for c in field.columns]
        label_cells = [row_label(name, field.row_texts.get(name, ""))] if field.rows else []
        body.append([*label_cells, *(styled_lines("Celle", text) for text in texts)])
    headings = [*([ROW_HEADING] if field.rows else []), *(column.title for column in field.columns)]
    return _grid(headings, body, divide_width(layout.width, [1] * len(headings)), field.title)


def _grid(headings: Sequence[str], body: Sequence[Sequence[Markup]], widths: Sequence[int], caption: str) -> Markup:
    """Return a table with a header row; ``body`` is the markup of each cell, row by row, empty for a blank cell."""
    titles = [
        # Word cannot open a cell without a paragraph, and a blank title has none.
        Cell(w, styled_lines("Kolonnetitel", head) or paragraph("Kolonnetitel"))
        for w, head in zip(widths, headings, strict=True)
    ]
    rows = row(titles, header=True)
    for cells in body:
        rows += row([Cell(w, cell or paragraph("Celle")) for w, cell in zip(widths, cells, strict=True)])
    return table("Plantabel", widths, rows, heading=True, caption=caption) + paragraph("Luft")
