"""Building blocks of a sheet to fill in by hand: headings, questions, boxes to tick, lines, empty tables.

Every text is cleaned here, so that any text of a form or a name can be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mus_desktop.documents.plan.blank_answers import BOX
from mus_desktop.documents.plan.rows import paragraphs
from mus_desktop.documents.word.markup import (
    QUESTION_LIST,
    Cell,
    Markup,
    bordered,
    element,
    joined,
    kept_with_next,
    list_item,
    paragraph,
    row,
    styled,
    table,
    text_element,
)
from mus_desktop.documents.word.pages.text_measure import text_width
from mus_desktop.documents.word.widths import fitted_widths
from mus_desktop.model.form import Prompt
from mus_desktop.model.text import is_blank, printable_text

LINE_HEIGHT = 540
"""Height of a line to write on by hand, in twips (9½ mm)."""
_FACT_HEIGHT = 640
_GAP = 340
MAX_UNSPLIT_ROWS = 5
"""The number of rows up to which a table is kept on one page."""
_FACT_WEIGHTS = (1.3, 1.0, 1.3)
"""Weights of a name, a name, and a day with its time, chosen so that none of them wraps on a narrow page."""
_LETTER = 150
"""Twips that are enough for any letter of a text to fill in."""
_BAND_COLOUR = "EDF2F6"
_SPACE_ABOVE_GROUP = 90


def styled_lines(style: str, text: str) -> Markup:
    """Return ``text`` as paragraphs in a named style, one for each of its lines; empty for a blank text."""
    return [] if is_blank(text) else joined(paragraph(style, line) for line in paragraphs([text.strip()]))


def fitted_lines(style: str, text: str, half_points: int, width: int) -> Markup:
    """Return ``text`` in a bold style of this size, smaller where a word would be wider than ``width`` and broken."""
    widest = max((text_width(word, half_points, bold=True) for word in text.split()), default=0.0)
    if widest <= width:
        return styled_lines(style, text)
    size = int(half_points * width / widest)
    look = element("rPr", element("sz", val=size), element("szCs", val=size))
    return joined(styled(style, element("r", look, text_element(line))) for line in paragraphs([text.strip()]))


def run(text: str, formatting: str = "") -> Any:
    """Return a run (a piece of text within a paragraph), in the character style ``formatting`` if one is named."""
    style = [element("rPr", element("rStyle", val=formatting))] if formatting else []
    return element("r", style, text_element(" ".join(printable_text(text).split("\n"))))


def paragraph_of_runs(style: str, *runs: Any) -> Markup:
    """Return a paragraph joined from the results of :func:`run`."""
    return styled(style, *runs)


def tick_box(text: str, style: str = "Stikord") -> Markup:
    """Return a box to tick with its label."""
    return paragraph_of_runs(style, run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{text}"))


def questions(prompts: Iterable[Prompt]) -> Markup:
    """Return guiding questions, nested as in the form, with a space above each group."""
    return joined(_question(prompt) for prompt in prompts)


def _question(prompt: Prompt) -> Markup:
    style = "Spoergsmaal" if prompt.level == 0 else "Underspoergsmaal"
    space_above = _SPACE_ABOVE_GROUP if prompt.opens_group else 0
    return list_item(style, run(prompt.text), number=QUESTION_LIST, level=prompt.level, space_above=space_above)


def fact_lines(facts: Sequence[tuple[str, str]], width: int) -> Markup:
    """Return labels with their values, each on a line to write on; three in a row."""
    rows = [facts[at : at + 3] for at in range(0, len(facts), 3)]
    return joined(_fact_row(part, width) for part in rows)


def _fact_row(facts: Sequence[tuple[str, str]], width: int) -> Markup:
    widths = divide_width(width - _GAP * (len(facts) - 1), [_FACT_WEIGHTS[at] for at in range(len(facts))])
    cells: list[Cell] = []
    spaced: list[int] = []
    for each, (label, text) in zip(widths, facts, strict=True):
        if cells:
            cells.append(Cell(_GAP, paragraph("Etiket")))
            spaced.append(_GAP)
        value = " ".join(printable_text(text).split())
        cells.append(
            Cell(each, styled_lines("Etiket", label) + paragraph("Oplysning", value), formatting=bordered("bottom"))
        )
        spaced.append(each)
    return table("Linjer", spaced, row(cells, height=_FACT_HEIGHT), heading=False) + paragraph("Slut")


def divide_width(width: int, weights: Sequence[float]) -> list[int]:
    """Return ``width`` divided by ``weights``; the parts add up to exactly ``width``."""
    parts = [int(width * weight / sum(weights)) for weight in weights]
    # The last part takes the rounding error, so that the cells add up to the width of the table.
    return [*parts[:-1], width - sum(parts[:-1])]


def writing_lines(count: int, width: int, height: int = LINE_HEIGHT, *, keep_together: bool = False) -> Markup:
    """Return empty lines to write on; ``keep_together`` keeps them on one page."""
    one = row([Cell(width, paragraph("Skrivelinje"), formatting=bordered("bottom"))], height=height)
    rows = kept_with_next(one, "Skrivelinje") * (count - 1) + one if keep_together else one * count
    return table("Linjer", [width], rows, heading=False) + paragraph("Slut")


def text_to_fill_in(text: str, height: int = LINE_HEIGHT) -> Markup:
    """Return a place to fill in, such as a date, as tall as a line to write on."""
    width = len(text) * _LETTER
    cell = Cell(width, paragraph("Celle", text), formatting=[element("vAlign", val="bottom")])
    return table("Linjer", [width], row([cell], height=height), heading=False) + paragraph("Slut")


def row_label(label: str, text: str = "") -> Markup:
    """Return the first cell of a row: its label, with the text that explains it below."""
    return styled_lines("Celle", label) + styled_lines("Kolonnetekst", text)


def shaded_row(width: int, body: Markup, span: int = 1) -> Markup:
    """Return a shaded row across a table, its title, which is repeated where the table goes on on the next page."""
    shade = element("shd", val="clear", color="auto", fill=_BAND_COLOUR)
    return row([Cell(width, body, span, [shade])], header=True)


def tick_grid(labels: Sequence[str], width: int, column_count: int) -> Markup:
    """Return boxes to tick in ``column_count`` columns, read row by row in the order of the form."""
    column_count = max(1, min(column_count, len(labels)))
    widths = divide_width(width, [1] * column_count)
    rows: Markup = []
    for at in range(0, len(labels), column_count):
        part = [tick_box(label) for label in labels[at : at + column_count]]
        part += [paragraph("Stikord")] * (column_count - len(part))
        rows += row([Cell(each, body) for each, body in zip(widths, part, strict=True)])
    return table("Linjer", widths, rows, heading=False) + paragraph("Slut")


def empty_table(
    headings: Sequence[tuple[str, str]],
    widths: Sequence[int],
    row_labels: Sequence[str],
    *,
    caption: str,
    height: int,
    groups: Sequence[str] = ("",),
    cells: Mapping[int, Markup] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Markup:
    """Return a table to fill in: ``headings`` are titles with explanations, ``row_labels`` the labels of the rows.

    ``cells`` is preprinted markup by the number of its column. Each group has all of ``row_labels`` under its title.
    ``texts`` explain some of ``row_labels``.
    """
    widths = fitted_widths(widths, [f"{title} {text}" for title, text in headings])
    rows = row([Cell(w, _head(*head)) for w, head in zip(widths, headings, strict=True)], header=True)
    preprinted = cells or {}
    body_rows: list[Markup] = []
    for group in groups:
        body_rows += [row([Cell(sum(widths), styled_lines("Gruppe", group), len(widths))])] if group else []
        for side in row_labels:
            bodies = [preprinted.get(n, paragraph("Celle")) for n in range(len(widths))]
            bodies[0] = row_label(side, (texts or {}).get(side, "")) or bodies[0]
            body_rows.append(row([Cell(w, body) for w, body in zip(widths, bodies, strict=True)], height=height))
    # A small table is never split.
    *before, last = body_rows
    rows += (
        joined(kept_with_next(each, "Celle") if len(body_rows) <= MAX_UNSPLIT_ROWS else each for each in before) + last
    )
    return table("Plantabel", widths, rows, heading=True, caption=caption) + paragraph("Luft")


def _head(title: str, text: str) -> Markup:
    return (styled_lines("Kolonnetitel", title) + styled_lines("Kolonnetekst", text)) or paragraph("Kolonnetitel")
