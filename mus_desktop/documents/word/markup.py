"""Paragraphs, cells, rows and tables as Word elements, and the loops that repeat them in a template.

Heavy: imports lxml; import this module only when a document is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree
from lxml.builder import ElementMaker

from mus_desktop.model.text import printable_text

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RULE = "7C8795"
QUESTION_LIST, DASHED_LIST = 1, 2
"""The lists of ``resources/base/numbering.xml``: nested bullets, and plain dashes."""
_DEEPEST_LEVEL = 8
_LAYOUT_TABLE = "Tabellen er kun til opstilling på siden."
_WORD_JOINER = "\N{WORD JOINER}"
_W = f"{{{WORD}}}"
_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ELEMENTS = ElementMaker(namespace=WORD, nsmap={"w": WORD})

Markup: TypeAlias = list[Any]
"""Elements in the order of the document. The same element may be used several times: it is copied when it is placed."""


def element(name: str, *content: Any, **attributes: object) -> Any:
    """Return the element ``w:name`` with ``content`` (elements, markup, text); its attributes are ``w:`` too."""
    made = _ELEMENTS(name, {f"{_W}{key}": str(value) for key, value in attributes.items()})
    append_content(made, *content)
    return made


def append_content(parent: Any, *content: Any) -> None:
    """Append ``content`` to ``parent``: text, elements, and markup; an element that is used already is copied."""
    for part in content:
        if isinstance(part, str):
            parent.text = (parent.text or "") + part
        elif isinstance(part, list | tuple):
            append_content(parent, *part)
        else:
            parent.append(part if part.getparent() is None else deepcopy(part))


def whole_number(value: str | None, default: int) -> int:
    """Return the number in an attribute; ``default`` if there is none, or something else such as ``50%``."""
    return int(value) if value is not None and _WHOLE_NUMBER.fullmatch(value) else default


def serialised(tree: Any) -> bytes:
    """Return ``tree`` as the bytes of a part, declared as Word and the parts under ``resources/base`` do."""
    return _DECLARATION + bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=False))


def joined(parts: Iterable[Markup]) -> Markup:
    """Return the elements of all ``parts``."""
    return [one for part in parts for one in part]


def literal(text: str) -> str:
    """Return a form's own words, changed so that the template engine finds no commands in them."""
    for opening in ("{{", "{%", "{#"):
        # A word joiner is invisible in print, and separates the two characters.
        text = text.replace(opening, f"{{{_WORD_JOINER}{opening[1]}")
    return text


def text_element(text: str) -> Any:
    """Return ``text`` as the content of a run; spaces at its ends are kept."""
    made = element("t", text)
    made.set(_SPACE, "preserve")
    return made


def styled(style: str, *runs: Any) -> Markup:
    """Return one paragraph in a named style with these runs."""
    return [element("p", element("pPr", element("pStyle", val=style)), *runs)]


def list_item(style: str, *runs: Any, number: int, level: int = 0, space_above: int = 0) -> Markup:
    """Return one item of the list ``number`` in ``resources/base/numbering.xml``, which also has its indent and bullet.

    ``space_above`` is in twips, instead of the space above that ``style`` has.
    """
    list_level = min(level, _DEEPEST_LEVEL)
    properties = element(
        "pPr",
        element("pStyle", val=style),
        element("numPr", element("ilvl", val=list_level), element("numId", val=number)),
        [element("spacing", before=space_above)] if space_above else [],
    )
    return [element("p", properties, *runs)]


def paragraph(style: str, text: str = "") -> Markup:
    """Return one paragraph in a named style."""
    return styled(style, element("r", text_element(text))) if text else styled(style)


def repeated_paragraph(style: str, source: str) -> Markup:
    """Return a paragraph for every text of the list ``source``."""
    return (
        paragraph(style, f"{{%p for linje in {source} %}}")
        + paragraph(style, "{{ linje }}")
        + paragraph(style, "{%p endfor %}")
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its width in twips (1/20 pt), its content, and the number of grid columns it covers.

    ``formatting`` are further properties of the cell, in the order of Word's schema.
    """

    width: int
    body: Markup
    span: int = 1
    formatting: Sequence[Any] = ()

    def xml(self) -> Any:
        """Return the cell as an element."""
        span = [element("gridSpan", val=self.span)] if self.span > 1 else []
        width = element("tcW", w=self.width, type="dxa")
        return element("tc", element("tcPr", width, span, self.formatting), self.body)


def row(cells: Iterable[Cell], *, height: int = 0, header: bool = False) -> Markup:
    """Return a row that is never split over two pages; ``height`` is its minimum height in twips."""
    tall = [element("trHeight", val=height, hRule="atLeast")] if height else []
    repeats = [element("tblHeader")] if header else []
    return [element("tr", element("trPr", element("cantSplit"), tall, repeats), *(cell.xml() for cell in cells))]


def loop(source: str, body: Markup, width: int, columns: int) -> Markup:
    """Return ``body`` (a row) for every row of the list ``source``, each available as ``aftale``."""
    # A ``{%tr`` command removes the row it is in from the document; ``{%p`` does the same with a paragraph.
    begin = row([Cell(width, paragraph("Celle", f"{{%tr for aftale in {source} %}}"), columns)])
    end = row([Cell(width, paragraph("Celle", "{%tr endfor %}"), columns)])
    return begin + body + end


def part_row(source: str, body: Markup, width: int, columns: int, formatting: Sequence[Any] = ()) -> Markup:
    """Return a row across the table that is left out where the list ``source`` is empty.

    ``formatting`` are further properties of its only cell.
    """
    begin = row([Cell(width, paragraph("Celle", f"{{%tr if {source} %}}"), columns)])
    end = row([Cell(width, paragraph("Celle", "{%tr endif %}"), columns)])
    return begin + row([Cell(width, body, columns, formatting)]) + end


def only_if(source: str, body: Markup) -> Markup:
    """Return ``body`` (paragraphs and tables), left out where the list ``source`` is empty."""
    return paragraph("Normal", f"{{%p if {source} %}}") + body + paragraph("Normal", "{%p endif %}")


def table(style: str, widths: Sequence[int], rows: Markup, *, heading: bool, caption: str = "") -> Markup:
    """Return a table of exact widths in twips.

    ``caption`` is read aloud by screen readers; ``heading`` marks a header row. A table without one has no columns of
    data: its description says so, and that it only places things side by side.
    """
    formatting = {"val": "0020" if heading else "0000", "firstRow": int(heading), "lastRow": 0, "firstColumn": 0}
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", **formatting, lastColumn=0, noHBand=1, noVBand=1),
        [element("tblCaption", val=" ".join(printable_text(caption).split("\n")))] if caption else [],
        [] if heading else [element("tblDescription", val=_LAYOUT_TABLE)],
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return [element("tbl", properties, grid, rows)]


def bordered(side: str, *, size: int = 4, colour: str = RULE, bottom_aligned: bool = False) -> Markup:
    """Return the properties of a cell with a line on one side (``size`` in eighths of a point)."""
    align = [element("vAlign", val="bottom")] if bottom_aligned else []
    return [element("tcBorders", element(side, val="single", sz=size, space=0, color=colour)), *align]


def kept_with_next(markup: Markup, *styles: str) -> Markup:
    """Return a copy of ``markup`` whose paragraphs in one of ``styles`` stay on the page of what follows."""
    copies = deepcopy(markup)
    for style in [found for one in copies for found in _styles_in(one) if found.get(f"{_W}val") in styles]:
        # The schema fixes the order of paragraph properties: keepNext comes right after pStyle.
        style.addnext(element("keepNext"))
    return copies


def _styles_in(one: Any) -> Iterator[Any]:
    found: Iterator[Any] = one.iter(f"{_W}pStyle")
    return found
