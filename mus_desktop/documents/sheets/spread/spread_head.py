"""The head of a spread: the title of the form, and who talks when."""

from __future__ import annotations

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.headings import heading_facts
from mus_desktop.documents.sheets.sheet_markup import divide_width, styled_lines
from mus_desktop.documents.sheets.spread.spread_bands import BAND_GAP
from mus_desktop.documents.word.markup import Cell, Markup, bordered, element, paragraph, row, table
from mus_desktop.model.form import Fact, InfoField
from mus_desktop.model.text import printable_text

_TITLE_SHARE, _FACT_GAP, _HEAD_HEIGHT = 0.36, 240, 760
"""The share of the width that the title has, and twips between the facts beside it, and of all of them in height."""
_FACT_WEIGHTS = (1.6, 1.15, 1.5, 0.85)
"""Weights of the employee or all of a group, of the leader, of the day with its time, and of each other fact."""


def spread_head(content: SheetContent, width: int) -> Markup:
    """Return the title at the left, and who and when at the right."""
    form, facts = content.form, _facts(content)
    title = styled_lines("Etiket", "Samtaleguide") + styled_lines("Heading1", form.title)
    title += styled_lines("Undertitel", "  ·  ".join(form.cues))
    title_width = int(width * _TITLE_SHARE)
    weights = [_FACT_WEIGHTS[min(at, len(_FACT_WEIGHTS) - 1)] for at in range(len(facts))]
    widths = divide_width(width - title_width - _FACT_GAP * len(facts), weights)
    cells, grid = [Cell(title_width, title)], [title_width]
    for each, (label, value) in zip(widths, facts, strict=True):
        body = styled_lines("Etiket", label) + paragraph("Oplysning", " ".join(printable_text(value).split()))
        cells += [Cell(_FACT_GAP, paragraph("Slut")), Cell(each, body, formatting=bordered("bottom"))]
        grid += [_FACT_GAP, each]
    return table("Linjer", grid, row(cells, height=_HEAD_HEIGHT), heading=False) + gap()


def _facts(content: SheetContent) -> list[tuple[str, str]]:
    """Return employee, leader and time, and what else the form asks for about the conversation."""
    usual = heading_facts(content.form, content.facts)
    others = {
        fact: (label, content.facts.get(fact, ""))
        for field in content.form.fields()
        if isinstance(field, InfoField)
        for fact, label in field.facts.items()
        if fact not in {Fact.EMPLOYEE, Fact.LEADER, Fact.TIME}
    }
    return [*usual, *others.values()]


def gap() -> Markup:
    """Return the space below the head and below each band."""
    return [element("p", element("pPr", element("pStyle", val="Slut"), element("spacing", after=BAND_GAP - 20)))]
