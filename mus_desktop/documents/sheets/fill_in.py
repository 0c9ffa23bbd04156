"""Places to fill in by hand on a sheet: in a cell, by the type of its column, and below the title of a field."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.documents.plan.blank_answers import BOX, DATE_TO_WRITE, blank_cell, steps
from mus_desktop.documents.sheets.sheet_markup import (
    LINE_HEIGHT,
    divide_width,
    paragraph_of_runs,
    run,
    text_to_fill_in,
)
from mus_desktop.documents.word.markup import Cell, Markup, bordered, element, paragraph, row, table
from mus_desktop.model.form import Column, ColumnType, Form


def cell_to_fill_in(column: Column, form: Form) -> Markup:
    """Return the content of an empty cell of ``column``: nothing for text, otherwise what is to be filled in."""
    match column.type:
        case ColumnType.CHECK:
            return boxes_to_tick([""])
        case ColumnType.CHOICE:
            return boxes_to_tick(column.options)
        case ColumnType.RATING:
            # The scale is explained above the table.
            return paragraph("Celle", steps(form.scale(column.scale)))
        case _:
            return paragraph("Celle", blank_cell(column, form))


def boxes_to_tick(labels: Sequence[str], style: str = "Celle") -> Markup:
    """Return ``labels`` in one paragraph, each after a box and never parted from it."""
    pieces = [(run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{label}   " if label else "")) for label in labels]
    return paragraph_of_runs(style, *(piece for pair in pieces for piece in pair))


def date_to_fill_in() -> Markup:
    """Return a line for day, month and year."""
    return text_to_fill_in(DATE_TO_WRITE)


def number_to_fill_in(unit: str, width: int) -> Markup:
    """Return a line for a number, with its unit after the line."""
    widths = divide_width(width, [1, 3])
    cells = [
        Cell(widths[0], paragraph("Skrivelinje"), formatting=bordered("bottom", colour="A9B3C0")),
        Cell(widths[1], _unit(unit), formatting=[element("vAlign", val="bottom")]),
    ]
    return table("Linjer", widths, row(cells, height=LINE_HEIGHT), heading=False) + paragraph("Slut")


def _unit(unit: str) -> Markup:
    return paragraph_of_runs("Skrivelinje", run(f"\N{NO-BREAK SPACE}{unit}")) if unit else paragraph("Skrivelinje")
