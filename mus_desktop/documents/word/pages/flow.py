"""The body of a document as blocks from top to bottom: its paragraphs, and the rows of its tables, with their heights.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mus_desktop.documents.word.markup import WORD, element, whole_number
from mus_desktop.documents.word.pages.looks import Looks, ParagraphLook, style_of
from mus_desktop.documents.word.pages.text_measure import line_count
from mus_desktop.model.text import is_blank

_W = f"{{{WORD}}}"
_P, _T, _BR, _CELL = (f"{_W}{name}" for name in ("p", "t", "br", "tc"))
_ROW_PROPERTIES, _HEADER, _CELL_WIDTH = f"{_W}trPr", f"{_W}tblHeader", f"{_W}tcPr/{_W}tcW"
_ONE_CELL = 3
"""The most children of a row with one cell: its exceptions to the table, its properties, the cell."""
_USUAL_WIDTH = 3_600
_COUNTED_LINE, _AROUND_LINES = 268, 190
"""The height of a line in a cell, with some for lines that end early, and of the space around them."""
_BEFORE_PAGE_BREAK = frozenset(f"{_W}{name}" for name in ("pStyle", "keepNext", "keepLines"))
BORDER = 10
"""The height of the line between two rows."""
_LINES_TABLE, _WRITING_LINE = "Linjer", "Skrivelinje"
_SYMBOL_LINE = 1.16
"""How much higher a line is with a box to tick, whose font (Segoe UI Symbol) is taller than Arial."""


@dataclass(slots=True)
class Block:
    """A paragraph or a table row of the body. Measures are in twips.

    ``table`` is the table of a row, ``None`` for a paragraph. ``keeps_next`` is whether it stays on the page of the
    block after it. ``before`` is the part of ``height`` that is left out at the top of a page.
    """

    element: Any
    height: float
    keeps_next: bool
    before: float = 0.0
    table: Any = None
    is_header: bool = False
    may_split: bool = False
    heading: bool = False

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return self.table is not None

    @property
    def is_space(self) -> bool:
        """Whether this is a paragraph without text, which only sets tables apart."""
        return not self.is_row and is_blank(_text(self.element))

    def keep_with_next(self) -> None:
        """Keep this block on the page of the block after it."""
        self.keeps_next = True
        for paragraph in self.element.iter(f"{_W}p"):
            keep_paragraph_with_next(paragraph)

    def start_page(self) -> None:
        """Begin a page with this paragraph, without the space above it, which such a page would keep."""
        properties = self.element.find(f"{_W}pPr")
        before = [child for child in properties if child.tag in _BEFORE_PAGE_BREAK]
        properties.insert(properties.index(before[-1]) + 1 if before else 0, element("pageBreakBefore"))
        set_space_above(self.element, 0)

    def release(self) -> None:
        """Let a page end after this row, whatever the styles of the text in it say."""
        self.keeps_next = False
        for paragraph in self.element.iter(f"{_W}p"):
            keep_paragraph_with_next(paragraph).set(f"{_W}val", "0")


def set_space_above(paragraph: Any, height: int) -> None:
    """Set the space above ``paragraph``, which names its style, in twips."""
    properties = paragraph.find(f"{_W}pPr")
    spacing = properties.find(f"{_W}spacing")
    if spacing is None:
        spacing = element("spacing")
        # The schema fixes the order: of what a paragraph has here, only an indent comes after its spacing.
        indent = properties.find(f"{_W}ind")
        properties.append(spacing) if indent is None else indent.addprevious(spacing)
    spacing.set(f"{_W}before", str(height))


def keep_paragraph_with_next(paragraph: Any) -> Any:
    """Keep ``paragraph`` on the page of what follows it, whatever its style says; return the element that says so."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    found = properties.find(f"{_W}keepNext")
    if found is None:
        # The schema fixes the order of paragraph properties: keepNext comes right after pStyle.
        style = properties.find(f"{_W}pStyle")
        found = element("keepNext")
        properties.insert(0 if style is None else 1, found)
    found.attrib.pop(f"{_W}val", None)
    return found


def blocks_of(body: Any, looks: Looks, width: float, line_counts: Mapping[Any, int] | None = None) -> list[Block]:
    """Return the blocks of ``body`` whose text is ``width`` twips wide; rows in ``line_counts`` are not measured."""
    return list(_blocks(body, looks, width, line_counts or {}))


def _blocks(body: Any, looks: Looks, width: float, line_counts: Mapping[Any, int]) -> Iterator[Block]:
    for child in body.iterchildren(f"{_W}p", f"{_W}tbl"):
        if child.tag == f"{_W}p":
            look = looks.of(child)
            height = paragraph_height(child, look, width)
            heading = look.outline_level is not None
            lines = height / max(1, look.line_height)
            yield Block(child, height, look.keeps_next, look.before, may_split=lines > 4, heading=heading)
        else:
            margins = looks.cell_margins(child)
            for row in child.iterchildren(f"{_W}tr"):
                yield _row(row, child, looks, margins, line_counts.get(row, 0))


def _row(row: Any, table: Any, looks: Looks, margins: dict[str, int], lines: int) -> Block:
    properties = row.find(_ROW_PROPERTIES)
    marks = () if properties is None else [mark.tag for mark in properties]
    first = next(row.iter(_P), None)
    keeps_next = first is not None and looks.of(first).keeps_next
    cells = [_cell_height(cell, looks, margins) for cell in row.iterchildren(_CELL)] if not lines else []
    height = max([minimum_height(row), *cells, lines * _COUNTED_LINE + _AROUND_LINES if lines else 0]) + BORDER
    return Block(
        row, height, keeps_next, table=table, is_header=_HEADER in marks, may_split=f"{_W}cantSplit" not in marks
    )


def minimum_height(row: Any) -> int:
    """Return the height that ``row`` has at least, in twips; 0 if none is set."""
    found = row.find(f"{_W}trPr/{_W}trHeight")
    return 0 if found is None else whole_number(found.get(f"{_W}val"), 0)


def _cell_height(cell: Any, looks: Looks, margins: dict[str, int]) -> float:
    found = cell.find(_CELL_WIDTH)
    width = whole_number(None if found is None else found.get(f"{_W}w"), _USUAL_WIDTH)
    width -= margins["left"] + margins["right"]
    heights = [paragraph_height(p, looks.of(p), width) for p in cell.iterchildren(_P)]
    return margins["top"] + margins["bottom"] + sum(heights)


def paragraph_height(paragraph: Any, look: ParagraphLook, width: float) -> float:
    """Return the height of ``paragraph`` where it is ``width`` twips wide, with the space above and below it."""
    text = _text(paragraph)
    lines = line_count(text, width - look.indent, look.half_points, bold=look.bold)
    taller = _SYMBOL_LINE if "☐" in text and not look.exact else 1.0
    return look.before + lines * look.line_height * taller + look.border + look.after


def _text(paragraph: Any) -> str:
    text = "".join(paragraph.itertext(_T, with_tail=False))
    return text if next(paragraph.iter(_BR), None) is None else _text_with_breaks(paragraph)


def _text_with_breaks(paragraph: Any) -> str:
    return "".join(part.text or "" if part.tag == _T else "\n" for part in paragraph.iter(_T, _BR))


def continues_agreement(row: Any) -> bool:
    """Return whether ``row`` continues the agreement above it: a heading with text below, across the table."""
    return len(row) <= _ONE_CELL and len(cells := row.findall(_CELL)) == 1 and len(cells[0].findall(_P)) > 1


def is_group_title(row: Any) -> bool:
    """Return whether ``row`` is the title of the rows below it: one line of text across the table."""
    one_cell = len(row) <= _ONE_CELL and len(cells := row.findall(_CELL)) == 1
    return one_cell and len(cells[0].findall(_P)) == 1 and not is_blank(_text(row))


def is_writing_line(block: Block) -> bool:
    """Return whether ``block`` is a line to write on, of which there may be more: not the lines that a form counts."""
    if not block.is_row or not _in_lines_table(block) or not minimum_height(block.element):
        return False
    first = next(block.element.iter(f"{_W}p"), None)
    return first is not None and style_of(first) == _WRITING_LINE and is_blank(_text(block.element))


def has_space_to_write(block: Block) -> bool:
    """Return whether ``block`` is a row with a height of its own and a cell to write in."""
    if not block.is_row or block.is_header or _in_lines_table(block) or not minimum_height(block.element):
        return False
    return any(len(cell) and is_blank(_text(cell[-1])) for cell in block.element.iterchildren(f"{_W}tc"))


def begins_with_text(row: Block) -> bool:
    """Return whether there is text in the first cell of ``row``."""
    first = row.element.find(_CELL)
    return first is not None and not is_blank(_text(first))


def _in_lines_table(block: Block) -> bool:
    style = block.table.find(f"{_W}tblPr/{_W}tblStyle")
    return style is not None and style.get(f"{_W}val") == _LINES_TABLE
