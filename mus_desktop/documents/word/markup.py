"""Paragraphs, cells, rows and tables as Word markup, and the loops that repeat them in a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RULE = "7C8795"
_WORD_JOINER = "\N{WORD JOINER}"


def literal(text: str) -> str:
    """Return a form's own words, escaped so that the template engine finds no commands in them."""
    for opening in ("{{", "{%", "{#"):
        text = text.replace(opening, f"{{{_WORD_JOINER}{opening[1]}")
    return text


def paragraph(style: str, text: str = "") -> str:
    """Return one paragraph in a named style."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def repeated_paragraph(style: str, source: str) -> str:
    """Return a paragraph for every text of the list ``source``."""
    return (
        paragraph(style, f"{{%p for linje in {source} %}}")
        + paragraph(style, "{{ linje }}")
        + paragraph(style, "{%p endfor %}")
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its width in twips (1/20 pt), its content, and the number of grid columns it covers."""

    width: int
    body: str
    span: int = 1
    look: str = ""

    def xml(self) -> str:
        """Return the cell as markup."""
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{self.width}" w:type="dxa"/>{span}{self.look}</w:tcPr>{self.body}</w:tc>'


def row(cells: Iterable[Cell], *, height: int = 0, header: bool = False) -> str:
    """Return a row that stays on one page; ``height`` is the least height in twips."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeats = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeats}</w:trPr>{''.join(cell.xml() for cell in cells)}</w:tr>"


def loop(source: str, body: str, width: int, columns: int) -> str:
    """Return ``body`` (a row) for every row of the list ``source``, each available as ``aftale``."""
    begin = row([Cell(width, paragraph("Celle", f"{{%tr for aftale in {source} %}}"), columns)])
    end = row([Cell(width, paragraph("Celle", "{%tr endfor %}"), columns)])
    return f"{begin}{body}{end}"


def part_row(source: str, body: str, width: int, columns: int) -> str:
    """Return a row across the table that is left out where the list ``source`` is empty."""
    begin = row([Cell(width, paragraph("Celle", f"{{%tr if {source} %}}"), columns)])
    end = row([Cell(width, paragraph("Celle", "{%tr endif %}"), columns)])
    return f"{begin}{row([Cell(width, body, columns)])}{end}"


def only_if(source: str, body: str) -> str:
    """Return ``body`` (paragraphs and tables), left out where the list ``source`` is empty."""
    return paragraph("Normal", f"{{%p if {source} %}}") + body + paragraph("Normal", "{%p endif %}")


def table(style: str, widths: Sequence[int], rows: str, *, heading: bool, caption: str = "") -> str:
    """Return a table of exact widths in twips.

    ``caption`` is read aloud by screen readers; ``heading`` marks a header row.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    named = f'<w:tblCaption w:val="{escape(caption)}"/>' if caption else ""
    look = f'<w:tblLook w:val="{"0020" if heading else "0000"}" w:firstRow="{int(heading)}" w:lastRow="0" '
    return (
        f'<w:tbl xmlns:w="{WORD}"><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{named}'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def bordered(side: str, *, size: int = 4, colour: str = RULE, bottom_aligned: bool = False) -> str:
    """Return the properties of a cell with a line on one side (``size`` in eighths of a point)."""
    align = '<w:vAlign w:val="bottom"/>' if bottom_aligned else ""
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
    return f"<w:tcBorders>{line}</w:tcBorders>{align}"
