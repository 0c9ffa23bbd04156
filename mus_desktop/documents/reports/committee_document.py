"""The figures for the MED committee as a Word document.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mus_desktop.documents.sheets.built_document import Sheet, build_document
from mus_desktop.documents.sheets.sheet_markup import divide_width, paragraph_of_runs, run, styled_lines
from mus_desktop.documents.word.markup import Cell, joined, paragraph, row, table
from mus_desktop.documents.word.paper_size import A4_LANDSCAPE
from mus_desktop.documents.word.properties import About

_NOTE = (
    "Arbejdspladser med færre end fem medarbejdere er lagt sammen med andre. Tallene viser, hvor langt samtalerne er, "
    "og ikke, hvad nogen har svaret."
)


def build_committee_figures(
    period: str, headings: Sequence[str], lines: Sequence[Sequence[str]], made_on: date | None = None, author: str = ""
) -> bytes:
    """Return the table with those headings as a Word document; the last of ``lines`` is the total."""
    title = f"MUS {period}: tal til MED-udvalget"
    widths = divide_width(A4_LANDSCAPE.text_width, [30, *[10] * (len(headings) - 1)])
    head = row(
        [Cell(w, styled_lines("Kolonnetitel", text)) for w, text in zip(widths, headings, strict=True)], header=True
    )
    rows = joined(
        row([Cell(w, paragraph_of_runs("Celle", run(text, look))) for w, text in zip(widths, line, strict=True)])
        for line, look in zip(lines, [*[""] * (len(lines) - 1), "Valgt"], strict=True)
    )
    body = (
        styled_lines("Heading1", title)
        + styled_lines("Ledetekst", _NOTE)
        + paragraph("Luft")
        + table("Plantabel", widths, head + rows, heading=True, caption=title)
        + paragraph("Slut")
    )
    sheet = Sheet(
        about=About(title, "Tal til MED-udvalget", "MUS; MED"),
        body=body,
        paper=A4_LANDSCAPE,
        right=title,
        footer=title,
        made_on=made_on,
        author=author,
    )
    return build_document(sheet)
