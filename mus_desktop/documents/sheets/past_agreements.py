"""The agreements of earlier plans on a sheet: under the plan they belong to, with room to write what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mus_desktop.documents.content import StatusLine
from mus_desktop.documents.plan.rows import STATUS_WORDS
from mus_desktop.documents.sheets.fill_in import boxes_to_tick
from mus_desktop.documents.sheets.sheet_markup import MAX_UNSPLIT_ROWS, divide_width, shaded_row, styled_lines
from mus_desktop.documents.word.markup import Cell, Markup, joined, kept_with_next, paragraph, row, table

_HEADINGS = ("Aftale", "Status", "Bemærkning")
_WEIGHTS, _NARROW_WEIGHTS, _NARROW = (4, 2, 4), (4, 3, 3), 11_000
"""Weights of the columns, and on a sheet narrower than so many twips, where two boxes must fit on a line."""
BLANK_ROWS = 3
"""The usual number of rows where there is no agreement to print."""


def past_widths(width: int, least_status: int = 0) -> list[int]:
    """Return the widths of the columns; that of the statuses is at least ``least_status``."""
    widths = divide_width(width, _NARROW_WEIGHTS if width < _NARROW else _WEIGHTS)
    if widths[1] >= least_status:
        return widths
    agreed = (width - least_status) // 2
    return [agreed, least_status, width - least_status - agreed]


def past_agreements(
    lines: Sequence[StatusLine], widths: Sequence[int], height: int, caption: str, blank_rows: int = BLANK_ROWS
) -> Markup:
    """Return a table of ``lines``, each row at least ``height`` twips; without any, ``blank_rows`` to write them in."""
    width = sum(widths)
    heads = [Cell(w, styled_lines("Kolonnetitel", text)) for w, text in zip(widths, _HEADINGS, strict=True)]
    body: list[Markup] = []
    for plan, agreements in groupby(lines or [StatusLine("")] * blank_rows, key=lambda line: line.plan):
        body += [plan_row(plan, width, len(widths))] if plan else []
        body += [_row(line, widths, height) for line in agreements]
    # A small table is never split.
    *before, last = body
    rows = joined(kept_with_next(each, "Celle") if len(body) <= MAX_UNSPLIT_ROWS else each for each in before) + last
    return table("Plantabel", widths, row(heads, header=True) + rows, heading=True, caption=caption) + paragraph("Luft")


def plan_row(plan: str, width: int, span: int) -> Markup:
    """Return a row that names the plan the rows below it belong to; none for a plan that is not known."""
    return kept_with_next(shaded_row(width, styled_lines("Gruppe", plan), span), "Gruppe") if plan else []


def status_boxes(in_a_line: int = 2) -> Markup:
    """Return the statuses of an agreement as boxes to tick, ``in_a_line`` of them on each line."""
    words = [word for word in STATUS_WORDS.values() if word]
    word_lines = [words[at : at + in_a_line] for at in range(0, len(words), in_a_line)]
    return joined(boxes_to_tick(words_in_line, "Ledetekst") for words_in_line in word_lines)


def _row(line: StatusLine, widths: Sequence[int], height: int) -> Markup:
    agreed = styled_lines("Celle", line.agreed) + styled_lines("Kolonnetekst", line.due)
    bodies = (agreed or paragraph("Celle"), status_boxes(), paragraph("Celle"))
    return row([Cell(w, body) for w, body in zip(widths, bodies, strict=True)], height=height)
