"""The height of paragraphs and tables before Word lays them out, estimated from their styles and letter widths.

A page that is to be filled, and not overfilled, needs the height of its text. The estimate follows the markup itself,
so that it holds for whatever builds it. It errs upwards: words are not hyphenated, and a reserve is kept in each line.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mus_desktop.documents.word.letter_widths import line_count
from mus_desktop.documents.word.markup import WORD

_W = f"{{{WORD}}}"
_VAL = f"{_W}val"
_LINE_OF_LETTER = 1.15
"""The height of a line of Arial, as a multiple of the letter size."""
_WIDTH_USED = 0.985
"""The share of a line that is counted on, because kerning and rounding differ between programs."""
_WITHOUT_LINES = "Linjer"
_BORDER = 12
"""Twips that the borders of a row add."""
_TWIPS_PER_HALF_POINT = 10
_FIRST_INDENT, _MORE_INDENT = 240, 280
"""The indent of a list item of the first level, and of each level more, as in ``resources/base/numbering.xml``."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The resolved properties of a paragraph style; lengths in twips."""

    size: float = 200.0
    bold: bool = False
    before: int = 0
    after: int = 0
    line: int = 240
    exact: bool = False
    left: int = 0
    right: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class _CellMargins:
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0


class HeightEstimate:
    """Estimates heights with the styles of one document, given as the tree of its styles part."""

    def __init__(self, styles: Any) -> None:
        self._elements = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        self._defaults = styles.find(f"{_W}docDefaults")
        self._looks: dict[str, _Look] = {}
        self._margins: dict[str, _CellMargins] = {}

    def height(self, markup: Iterable[Any], width: int) -> int:
        """Return the height in twips of ``markup``, paragraphs and tables of that ``width``."""
        return round(sum(self._of(one, width) for one in markup))

    def _of(self, one: Any, width: int) -> float:
        if one.tag == f"{_W}tbl":
            return self._table(one)
        return self._paragraph(one, width) if one.tag == f"{_W}p" else 0.0

    def _paragraph(self, paragraph: Any, width: int) -> float:
        properties = paragraph.find(f"{_W}pPr")
        style = None if properties is None else properties.find(f"{_W}pStyle")
        look = self._look("Normal" if style is None else style.get(_VAL))
        if properties is not None and len(properties) > 1:
            look = _changed(look, properties)
        text = "".join(
            "\t" if part.tag == f"{_W}tab" else part.text or "" for part in paragraph.iter(f"{_W}t", f"{_W}tab")
        )
        # A bullet typed before a tab stands in the indent.
        text = text.split("\t", 1)[-1]
        available = (width - look.left - look.right - max(0, look.first)) * _WIDTH_USED
        lines = line_count(text, available, look.size, bold=look.bold or _is_bold(paragraph, self))
        height = look.line if look.exact else look.size * _LINE_OF_LETTER * look.line / 240
        return look.before + lines * height + look.after

    def _table(self, table: Any) -> float:
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        margins = self._cell_margins("TableNormal" if style is None else style.get(_VAL))
        # Tables only to place things have no lines between rows.
        border = 0 if style is not None and style.get(_VAL) == _WITHOUT_LINES else _BORDER
        total = 0.0
        pending: dict[int, float] = {}
        for row in table.iterchildren(f"{_W}tr"):
            height = self._row(row, margins, pending) + border
            pending = {at: need - height for at, need in pending.items()}
            total += height
        return float(total + max([0.0, *pending.values()]))

    def _row(self, row: Any, margins: _CellMargins, pending: dict[int, float]) -> float:
        """Return the height of ``row``; the heights of cells over several rows are put into ``pending``."""
        least = row.find(f"{_W}trPr/{_W}trHeight")
        needed = [float(least.get(_VAL)) if least is not None else 0.0]
        for at, cell in enumerate(row.iterchildren(f"{_W}tc")):
            properties = cell.find(f"{_W}tcPr")
            width, merged = int(properties.find(f"{_W}tcW").get(f"{_W}w")), properties.find(f"{_W}vMerge")
            height = self.height(cell, width - margins.left - margins.right) + margins.top + margins.bottom
            if merged is None:
                needed.append(height)
            elif merged.get(_VAL) == "restart":
                pending[at] = height
        return max(needed)

    def _look(self, style: str) -> _Look:
        if style not in self._looks:
            element = self._elements.get(style)
            if element is None:
                self._looks[style] = self._default_look()
            else:
                based = element.find(f"{_W}basedOn")
                parent = self._default_look() if based is None else self._look(based.get(_VAL))
                self._looks[style] = _changed(parent, element.find(f"{_W}pPr"), element.find(f"{_W}rPr"))
        return self._looks[style]

    def _default_look(self) -> _Look:
        return _changed(
            _Look(),
            self._defaults.find(f"{_W}pPrDefault/{_W}pPr"),
            self._defaults.find(f"{_W}rPrDefault/{_W}rPr"),
        )

    def _cell_margins(self, style: str) -> _CellMargins:
        if style not in self._margins:
            element = self._elements.get(style)
            based = None if element is None else element.find(f"{_W}basedOn")
            parent = _CellMargins() if based is None else self._cell_margins(based.get(_VAL))
            found = None if element is None else element.find(f"{_W}tblPr/{_W}tblCellMar")
            sides = {} if found is None else {_side(one): int(one.get(f"{_W}w")) for one in found}
            self._margins[style] = replace(parent, **sides)
        return self._margins[style]

    def is_bold_run(self, run: Any) -> bool:
        """Return whether the character style of ``run`` is bold."""
        style = run.find(f"{_W}rPr/{_W}rStyle")
        return style is not None and self._look(style.get(_VAL)).bold


def _is_bold(paragraph: Any, estimate: HeightEstimate) -> bool:
    return any(estimate.is_bold_run(run) for run in paragraph.iterchildren(f"{_W}r"))


def _side(margin: Any) -> str:
    return str(margin.tag).removeprefix(_W)


_SPACING = {"before": "before", "after": "after", "line": "line"}
_INDENTS = {"left": "left", "right": "right"}


def _changed(look: _Look, paragraph: Any = None, run: Any = None) -> _Look:
    """Return ``look`` with the properties that ``paragraph`` (``pPr``) and ``run`` (``rPr``) set themselves."""
    changes: dict[str, Any] = {}
    if paragraph is not None:
        level = paragraph.find(f"{_W}numPr/{_W}ilvl")
        changes |= {} if level is None else {"left": _FIRST_INDENT + _MORE_INDENT * int(level.get(_VAL))}
        changes |= _numbers(paragraph.find(f"{_W}spacing"), _SPACING) | _numbers(paragraph.find(f"{_W}ind"), _INDENTS)
        rule = _attribute(paragraph.find(f"{_W}spacing"), "lineRule")
        changes |= {"exact": rule == "exact"} if rule else {}
        hanging = _attribute(paragraph.find(f"{_W}ind"), "hanging")
        changes |= {"first": -int(hanging)} if hanging else {}
    if run is not None:
        size = _attribute(run.find(f"{_W}sz"), "val")
        changes |= {"size": float(size) * _TWIPS_PER_HALF_POINT} if size else {}
        changes |= {"bold": True} if run.find(f"{_W}b") is not None else {}
    return replace(look, **changes)


def _numbers(element: Any, names: Mapping[str, str]) -> dict[str, int]:
    return {ours: int(value) for theirs, ours in names.items() if (value := _attribute(element, theirs))}


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else element.get(f"{_W}{name}", "")
