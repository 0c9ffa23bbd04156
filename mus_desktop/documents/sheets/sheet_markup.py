"""Building blocks of a sheet to fill in by hand: headings, questions, boxes to tick, lines, empty tables.

Every text is cleaned here, so that any text of a form or a name can be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from mus_desktop.documents.plan.rows import paragraphs
from mus_desktop.documents.word.markup import Cell, bordered, paragraph, row, table
from mus_desktop.model.form import Prompt
from mus_desktop.model.text import is_blank, printable

_LINE = 480
"""Height of a line to write on by hand, in twips (8½ mm)."""
_FACT_HEIGHT = 640
_GAP = 340
_TOGETHER = 5
_FACT_WEIGHTS = (1.3, 1.0, 1.3)
"""Weights of a name, a name, and a day with its time, chosen so that none of them wraps on a narrow page."""
_BAND = '<w:shd w:val="clear" w:color="auto" w:fill="EDF2F6"/>'
BOX = "\N{BALLOT BOX}"


def says(style: str, text: str) -> str:
    """Return ``text`` in a named style, one paragraph for each of its lines; nothing for a blank text."""
    return "" if is_blank(text) else "".join(paragraph(style, line) for line in paragraphs([text.strip()]))


def run(text: str, look: str = "") -> str:
    """Return a piece of text within a paragraph, in a named character style."""
    style = f'<w:rPr><w:rStyle w:val="{look}"/></w:rPr>' if look else ""
    words = escape(" ".join(printable(text).split("\n")), quote=False)
    return f'<w:r>{style}<w:t xml:space="preserve">{words}</w:t></w:r>'


def line_of(style: str, *runs: str) -> str:
    """Return a paragraph joined from the results of :func:`run`."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def tick(text: str, style: str = "Stikord") -> str:
    """Return a box to tick with its label."""
    return line_of(style, run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{text}"))


def questions(prompts: Iterable[Prompt]) -> str:
    """Return guiding questions, nested as in the form, with a space above each group."""
    return "".join(_question(prompt) for prompt in prompts)


def _question(prompt: Prompt) -> str:
    style, mark = ("Spoergsmaal", "•") if prompt.level == 0 else ("Underspoergsmaal", "–")
    air = paragraph("Slut") + paragraph("Slut") if prompt.opens_group else ""
    return air + line_of(style, run(mark), "<w:r><w:tab/></w:r>", run(prompt.text))


def fact_lines(facts: Sequence[tuple[str, str]], width: int) -> str:
    """Return labels with their values, each on a line to write on; three in a row."""
    rows = [facts[at : at + 3] for at in range(0, len(facts), 3)]
    return "".join(_fact_row(part, width) for part in rows)


def _fact_row(facts: Sequence[tuple[str, str]], width: int) -> str:
    widths = shared(width - _GAP * (len(facts) - 1), [_FACT_WEIGHTS[at] for at in range(len(facts))])
    cells: list[Cell] = []
    spaced: list[int] = []
    for each, (label, known) in zip(widths, facts, strict=True):
        if cells:
            cells.append(Cell(_GAP, paragraph("Etiket")))
            spaced.append(_GAP)
        said = " ".join(printable(known).split())
        cells.append(Cell(each, says("Etiket", label) + paragraph("Oplysning", said), look=bordered("bottom")))
        spaced.append(each)
    return table("Linjer", spaced, row(cells, height=_FACT_HEIGHT), heading=False) + paragraph("Slut")


def shared(width: int, weights: Sequence[float]) -> list[int]:
    """Return ``width`` divided by ``weights``; the parts add up to exactly ``width``."""
    parts = [int(width * weight / sum(weights)) for weight in weights]
    # The last part takes the rounding error, so that the cells add up to the width of the table.
    return [*parts[:-1], width - sum(parts[:-1])]


def lines(count: int, width: int, height: int = _LINE, *, together: bool = False) -> str:
    """Return empty lines to write on; ``together`` keeps them on one page."""
    one = row([Cell(width, paragraph("Skrivelinje"), look=bordered("bottom", colour="A9B3C0"))], height=height)
    kept = one.replace('<w:pStyle w:val="Skrivelinje"/>', '<w:pStyle w:val="Skrivelinje"/><w:keepNext/>')
    rows = kept * (count - 1) + one if together else one * count
    return table("Linjer", [width], rows, heading=False) + paragraph("Slut")


def row_label(label: str, text: str = "") -> str:
    """Return the first cell of a row: its label, with the text that explains it below."""
    return says("Celle", label) + says("Kolonnetekst", text)


def band(width: int, body: str, span: int = 1) -> str:
    """Return a shaded row across a table."""
    return row([Cell(width, body, span, _BAND)])


def tick_grid(labels: Sequence[str], width: int, across: int) -> str:
    """Return boxes to tick in ``across`` columns, read row by row in the order of the form."""
    across = max(1, min(across, len(labels)))
    widths = shared(width, [1] * across)
    rows = ""
    for at in range(0, len(labels), across):
        part = [tick(label) for label in labels[at : at + across]]
        part += [paragraph("Stikord")] * (across - len(part))
        rows += row([Cell(each, body) for each, body in zip(widths, part, strict=True)])
    return table("Linjer", widths, rows, heading=False) + paragraph("Slut")


def empty_table(
    heads: Sequence[tuple[str, str]],
    widths: Sequence[int],
    sides: Sequence[str],
    *,
    caption: str,
    height: int,
    groups: Sequence[str] = ("",),
    cells: Mapping[int, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> str:
    """Return a table to fill in: ``heads`` are titles with explanations, ``sides`` the labels of the rows.

    ``cells`` is preprinted markup by the number of its column. Each group has all of ``sides`` under its title.
    ``texts`` explain some of ``sides``.
    """
    rows = row([Cell(w, _head(*head)) for w, head in zip(widths, heads, strict=True)], header=True)
    ready = cells or {}
    below: list[str] = []
    for group in groups:
        below += [row([Cell(sum(widths), says("Gruppe", group), len(widths))])] if group else []
        for side in sides:
            bodies = [ready.get(n, paragraph("Celle")) for n in range(len(widths))]
            bodies[0] = row_label(side, (texts or {}).get(side, "")) or bodies[0]
            below.append(row([Cell(w, body) for w, body in zip(widths, bodies, strict=True)], height=height))
    rows += "".join(_with_next(each) for each in below[:-1]) if len(below) <= _TOGETHER else "".join(below[:-1])
    rows += below[-1]
    return table("Plantabel", widths, rows, heading=True, caption=printable(caption)) + paragraph("Luft")


def _with_next(markup: str) -> str:
    """Return a row that stays on the page of the next row, so that a small table is never split."""
    return markup.replace('<w:pStyle w:val="Celle"/>', '<w:pStyle w:val="Celle"/><w:keepNext/>')


def _head(title: str, text: str) -> str:
    return (says("Kolonnetitel", title) + says("Kolonnetekst", text)) or paragraph("Kolonnetitel")
