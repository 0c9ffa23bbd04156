"""The status sheet of a mini-MUS: the status of each agreement, obstacles, new agreements, and the next date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mus_desktop.documents.content import StatusContent, StatusLine
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.field_markup import status_boxes
from mus_desktop.documents.sheets.sheet_markup import fact_lines, line_of, run, says, shared
from mus_desktop.documents.word.markup import Cell, Markup, joined, paragraph, row, table
from mus_desktop.documents.word.names import open_columns
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.form import FollowUpField, Form, NotesField, PartyRole, PreviousPlanField, Purpose

_FEWEST, _ROWS, _FEWEST_NEW = 4, 7, 2
_BOXES_IN_A_LINE = 3
_ROOM, _LOWEST, _TALLEST = 3_300, 460, 820


@dataclass(frozen=True, slots=True)
class _Words:
    """The headings of the parts: those of a follow-up form, or else the defaults."""

    title: str = "Status på udviklingsplanen"
    agreed: str = "Aftalerne"
    obstacle: str = "Hvad kommer i vejen?"
    initiatives: str = "Nye initiativer"
    columns: tuple[str, ...] = ("Hvad gør vi nu?", "Hvem og hvornår?")
    next: str = "Hvornår taler vi sammen igen?"


def status_body(content: StatusContent, paper: Paper) -> Markup:
    """Return the sheet as markup, one page for a plan of ordinary length."""
    words, width = _words_of(content.form), paper.text_width
    head = says("Heading1", words.title) + fact_lines(heading_facts(content.form, content.facts), width)
    return (
        head
        + says("Felttitel", words.agreed)
        + _agreements(content.lines, words, width)
        + says("Felttitel", words.initiatives)
        + _initiatives(content.initiatives, words, width, max(_FEWEST_NEW, _ROWS - max(_FEWEST, len(content.lines))))
        + paragraph("Luft")
        + fact_lines([(words.next, content.next_on), ("Dato for denne status", "")], width)
        + _additions(content.additions)
    )


def _words_of(form: Form) -> _Words:
    if form.purpose is not Purpose.FOLLOW_UP:
        return _Words()
    fields = list(form.fields())
    usual = _Words()
    plan = next(iter(form.plan_fields()), None)
    return _Words(
        title=form.tabs[0].subtitle or form.title,
        agreed=next((f.title for f in fields if isinstance(f, PreviousPlanField)), usual.agreed),
        obstacle=next((f.title for f in fields if isinstance(f, NotesField) and _common(f)), usual.obstacle),
        initiatives=plan.title if plan else usual.initiatives,
        columns=tuple(column.title for column in open_columns(plan)) if plan else usual.columns,
        next=next((f.title for f in fields if isinstance(f, FollowUpField)), usual.next),
    )


def _common(field: NotesField) -> bool:
    return PartyRole.SHARED in field.by


def _agreements(known: Sequence[StatusLine], words: _Words, width: int) -> Markup:
    rows_wanted = max(_FEWEST, len(known))
    height = max(_LOWEST, min(_TALLEST, _ROOM // rows_wanted))
    told = bool(known) and all(each.status for each in known)
    widths = shared(width, [34, 17, 12, 37] if told else [34, 16, 28, 22])  # boxes to tick take more room than a word
    heads = ("Aftale", "Frist og ansvarlig", "Status", words.obstacle)
    rows = row([Cell(w, says("Kolonnetitel", head)) for w, head in zip(widths, heads, strict=True)], header=True)
    for each in [*known, *[StatusLine("")] * (rows_wanted - len(known))]:
        bodies = (_said(each.agreed), _said(each.due), _status(each), _said(each.remark))
        rows += row([Cell(w, body) for w, body in zip(widths, bodies, strict=True)], height=height)
    return table("Plantabel", widths, rows, heading=True, caption=words.agreed)


def _status(each: StatusLine) -> Markup:
    return line_of("Celle", run(each.status, "Valgt")) if each.status else status_boxes(_BOXES_IN_A_LINE)


def _initiatives(known: Sequence[StatusLine], words: _Words, width: int, fewest: int) -> Markup:
    widths = shared(width, [5, *[5 / max(1, len(words.columns) - 1)] * (len(words.columns) - 1)])
    rows = row(
        [Cell(w, says("Kolonnetitel", head)) for w, head in zip(widths, words.columns, strict=True)], header=True
    )
    for each in [*known, *[StatusLine("")] * (max(fewest, len(known)) - len(known))]:
        texts = [each.agreed, each.due, *[""] * len(widths)][: len(widths)]
        rows += row([Cell(w, _said(text)) for w, text in zip(widths, texts, strict=True)], height=_LOWEST)
    return table("Plantabel", widths, rows, heading=True, caption=words.initiatives)


def _additions(said: Sequence[str]) -> Markup:
    """Return the additions after the sheet was signed, as a plan prints them."""
    return says("Gruppe", "Tilføjet efter underskrift") + joined(says("Normal", text) for text in said) if said else []


def _said(text: str) -> Markup:
    return says("Celle", text) or paragraph("Celle")
