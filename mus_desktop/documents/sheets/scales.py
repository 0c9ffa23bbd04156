"""The explanation of a scale on paper: its steps with their labels, and the meaning of an empty answer."""

from __future__ import annotations

from mus_desktop.documents.sheets.sheet_markup import divide_width, styled_lines
from mus_desktop.documents.word.markup import Cell, Markup, paragraph, row, table
from mus_desktop.model.form import Scale


def legend(scale: Scale, width: int) -> Markup:
    """Return the whole scale: a table if the steps have descriptions, otherwise a line."""
    if not any(step.text for step in scale.steps):
        steps_text = "  ·  ".join(_step_name(str(step.value), step.label) for step in scale.steps)
        return (
            styled_lines("Ledetekst", scale.title)
            + styled_lines("Ledetekst", steps_text)
            + styled_lines("Ledetekst", scale.blank)
        )
    widths = divide_width(width, [1.2, 2.8, 8])
    rows = _row(scale.headings, widths, "Kolonnetitel", header=True) if scale.headings else []
    for step in scale.steps:
        rows += _row((str(step.value), step.label, step.text), widths, "Vejledning")
    if scale.blank:
        rows += row([Cell(width, styled_lines("Vejledning", scale.blank), len(widths))])
    markup = table("Samtaletabel", widths, rows, heading=bool(scale.headings), caption=scale.title)
    return styled_lines("Ledetekst", scale.title) + markup + paragraph("Luft")


def _step_name(value: str, label: str) -> str:
    return value if value == label else f"{value} {label}"


def _row(texts: tuple[str, ...], widths: list[int], style: str, *, header: bool = False) -> Markup:
    cells = [Cell(w, styled_lines(style, text) or paragraph(style)) for w, text in zip(widths, texts, strict=True)]
    return row(cells, header=header)
