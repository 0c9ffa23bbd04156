"""The status sheet of a mini-MUS: the status of each agreement, obstacles, new agreements, and the next date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mus_desktop.documents.content import StatusContent, StatusLine
from mus_desktop.documents.plan.headings import is_for_groups
from mus_desktop.documents.sheets.past_agreements import plan_row, status_boxes
from mus_desktop.documents.sheets.sheet_head import head_lines
from mus_desktop.documents.sheets.sheet_markup import divide_width, fact_lines, paragraph_of_runs, run, styled_lines
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.template_names import unfolded_columns
from mus_desktop.model.form import FollowUpField, Form, NotesField, PartyRole, PreviousPlanField, Purpose

_MIN_ROWS, _USUAL_ROWS, _MIN_NEW_ROWS = 4, 7, 2
_BOXES_IN_A_LINE = 3
_ROW_HEIGHT = 560
"""The least height of a row in twips; rows to write in grow until the page is full."""


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings of the parts: those of a follow-up form, or else the defaults."""

    title: str = "Status på udviklingsplanen"
    agreed: str = "Aftalerne"
    obstacle: str = "Hvad kommer i vejen?"
    initiatives: str = "Nye initiativer"
    columns: tuple[str, ...] = ("Hvad gør vi nu?", "Hvem og hvornår?")
    next: str = "Hvornår taler vi sammen igen?"


def status_body(content: StatusContent, paper: Paper) -> Markup:
    """Return the sheet as markup, one page for a plan of ordinary length."""
    headings, width = _headings_of(content.form), paper.text_width
    head = styled_lines("Heading1", headings.title) + head_lines(content, width)
    # The names of a group take the height of three rows.
    fewer = 1 if is_for_groups(content.form) else 0
    row_count = max(_MIN_ROWS - fewer, len(content.lines))
    new_count = max(_MIN_NEW_ROWS, _USUAL_ROWS - 2 * fewer - row_count)
    return (
        head
        + styled_lines("Afsnit", headings.agreed)
        + _agreements(content.lines, headings, width, row_count)
        + styled_lines("Afsnit", headings.initiatives)
        + _initiatives(content.initiatives, headings, width, new_count)
        + paragraph("Luft")
        + fact_lines([("Dato for denne status", content.own_on), (headings.next, content.next_on)], width)
        + _additions(content.additions)
    )


def _headings_of(form: Form) -> _Headings:
    if form.purpose is not Purpose.FOLLOW_UP:
        return _Headings()
    fields = list(form.fields())
    default_headings = _Headings()
    plan = next(iter(form.plan_fields()), None)
    return _Headings(
        title=form.tabs[0].subtitle or form.title,
        agreed=next((f.title for f in fields if isinstance(f, PreviousPlanField)), default_headings.agreed),
        obstacle=next((f.title for f in fields if isinstance(f, NotesField) and _common(f)), default_headings.obstacle),
        initiatives=plan.title if plan else default_headings.initiatives,
        columns=tuple(column.title for column in unfolded_columns(plan)) if plan else default_headings.columns,
        next=next((f.title for f in fields if isinstance(f, FollowUpField)), default_headings.next),
    )


def _common(field: NotesField) -> bool:
    return PartyRole.SHARED in field.by


def _agreements(lines: Sequence[StatusLine], headings: _Headings, width: int, row_count: int) -> Markup:
    all_reviewed = bool(lines) and all(line.status for line in lines)
    # Boxes to tick need more width than a status in words.
    widths = divide_width(width, [34, 17, 12, 37] if all_reviewed else [34, 16, 28, 22])
    heads = ("Aftale", "Frist og ansvarlig", "Status", headings.obstacle)
    rows = row(
        [Cell(w, styled_lines("Kolonnetitel", head)) for w, head in zip(widths, heads, strict=True)], header=True
    )
    for plan, of_plan in groupby([*lines, *[StatusLine("")] * (row_count - len(lines))], key=lambda line: line.plan):
        rows += plan_row(plan, width, len(widths))
        for line in of_plan:
            bodies = (_cell_text(line.agreed), _cell_text(line.due), _status(line), _cell_text(line.remark))
            rows += row([Cell(w, body) for w, body in zip(widths, bodies, strict=True)], height=_ROW_HEIGHT)
    return table("Plantabel", widths, rows, heading=True, caption=headings.agreed)


def _status(line: StatusLine) -> Markup:
    return paragraph_of_runs("Celle", run(line.status, "Valgt")) if line.status else status_boxes(_BOXES_IN_A_LINE)


def _initiatives(lines: Sequence[StatusLine], headings: _Headings, width: int, min_rows: int) -> Markup:
    widths = divide_width(width, [5, *[5 / max(1, len(headings.columns) - 1)] * (len(headings.columns) - 1)])
    rows = row(
        [Cell(w, styled_lines("Kolonnetitel", head)) for w, head in zip(widths, headings.columns, strict=True)],
        header=True,
    )
    for line in [*lines, *[StatusLine("")] * (max(min_rows, len(lines)) - len(lines))]:
        texts = [line.agreed, line.due, *[""] * len(widths)][: len(widths)]
        rows += row([Cell(w, _cell_text(text)) for w, text in zip(widths, texts, strict=True)], height=_ROW_HEIGHT)
    return table("Plantabel", widths, rows, heading=True, caption=headings.initiatives)


def _additions(additions: Sequence[str]) -> Markup:
    """Return the additions after the sheet was signed, as a plan prints them."""
    return (
        styled_lines("Afsnit", "Tilføjet efter underskrift")
        + joined(styled_lines("Normal", text) for text in additions)
        if additions
        else []
    )


def _cell_text(text: str) -> Markup:
    return styled_lines("Celle", text) or paragraph("Celle")
