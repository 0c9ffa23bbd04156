"""The looks that decide the height of text: letters, spacing and indents of paragraphs, margins in the cells of tables.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from mus_desktop.documents.untrusted.xml_reader import XmlRefused, parse_xml
from mus_desktop.documents.word.markup import WORD, whole_number

_W = f"{{{WORD}}}"
_LINE_OF_ARIAL = 1.15
"""The height of a line in Arial, as a multiple of the size of its letters."""
_SINGLE = 240
_PROPERTIES, _STYLE, _VALUE = f"{_W}pPr", f"{_W}pStyle", f"{_W}val"  # both are first where they are at all
_OFF = frozenset({"0", "false", "off"})
_INDENT_OF_LIST, _INDENT_PER_LEVEL = 240, 280
_SIDES = ("top", "left", "bottom", "right")
_USUAL_MARGINS = {"top": 0, "left": 108, "bottom": 0, "right": 108}


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """The look of a paragraph: ``half_points`` is the size of its letters, all other measures are in twips.

    ``line`` is the height of a line: in 240ths of a usual one, or in twips where ``exact``. ``outline_level`` counts
    from 0, and is ``None`` for a paragraph that is not a heading. ``border`` is the height of the lines
    above and below it.
    """

    half_points: float = 20
    bold: bool = False
    before: int = 0
    after: int = 0
    line: int = _SINGLE
    exact: bool = False
    indent: int = 0
    border: int = 0
    keeps_next: bool = False
    outline_level: int | None = None

    @property
    def line_height(self) -> float:
        """The height of one line in twips."""
        return self.line if self.exact else self.half_points * 10 * _LINE_OF_ARIAL * self.line / _SINGLE


class Looks:
    """The looks of the named styles of a document, from its part ``word/styles.xml``."""

    def __init__(self, styles: Any) -> None:
        self._styles = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        defaults = (styles.find(f"{_W}docDefaults/{_W}{kind}PrDefault/{_W}{kind}Pr") for kind in "pr")
        self._default = _changed(ParagraphLook(), *defaults)
        usual = (s for s in self._styles.values() if s.get(f"{_W}default") == "1" and s.get(f"{_W}type") == "paragraph")
        self._usual_style = next((style.get(f"{_W}styleId") for style in usual), "")
        self._known: dict[str, ParagraphLook] = {}
        self._known_margins: dict[str, dict[str, int]] = {}

    def of_style(self, name: str) -> ParagraphLook:
        """Return the look of the paragraph style ``name``; an unknown one looks like ordinary text."""
        if (known := self._known.get(name)) is not None:
            return known
        look = self._default
        for style in reversed([*self._with_bases(name if name in self._styles else self._usual_style)]):
            look = _changed(look, style.find(f"{_W}pPr"), style.find(f"{_W}rPr"))
        self._known[name] = look
        return look

    def of(self, paragraph: Any) -> ParagraphLook:
        """Return the look of ``paragraph``, with what is set on itself."""
        properties = paragraph[0] if len(paragraph) else None
        if properties is None or properties.tag != _PROPERTIES:
            return self.of_style("")
        look = self.of_style(style_of(paragraph))
        # Most paragraphs have nothing but a style.
        return look if len(properties) == 1 else _changed(look, properties, None)

    def cell_margins(self, table: Any) -> dict[str, int]:
        """Return the margins within the cells of ``table``, by side."""
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        margins = self._margins_of_style("" if style is None else style.get(_VALUE))
        own = table.find(f"{_W}tblPr/{_W}tblCellMar")
        return margins if own is None else margins | _margins_in(table)

    def _margins_of_style(self, name: str) -> dict[str, int]:
        if (known := self._known_margins.get(name)) is not None:
            return known
        margins = dict(_USUAL_MARGINS)
        for style in reversed([*self._with_bases(name)]):
            margins |= _margins_in(style)
        self._known_margins[name] = margins
        return margins

    def _with_bases(self, name: str) -> Iterator[Any]:
        """Yield the style ``name``, and those it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            base = self._styles[name].find(f"{_W}basedOn")
            name = "" if base is None else base.get(f"{_W}val")


@lru_cache(maxsize=16)
def looks_in(styles_part: bytes | None) -> Looks:
    """Return the looks of a document with this styles part; without one that can be read, all text looks usual."""
    try:
        return Looks(parse_xml(styles_part or b"<none/>"))
    except XmlRefused:
        return Looks(parse_xml(b"<none/>"))


def style_of(paragraph: Any) -> str:
    """Return the name of the style of ``paragraph``; empty if it names none."""
    properties = paragraph[0] if len(paragraph) else None
    if properties is None or properties.tag != _PROPERTIES or not len(properties) or properties[0].tag != _STYLE:
        return ""
    return str(properties[0].get(_VALUE))


def _margins_in(owner: Any) -> dict[str, int]:
    found = {side: owner.find(f"{_W}tblPr/{_W}tblCellMar/{_W}{side}") for side in _SIDES}
    return {side: whole_number(margin.get(f"{_W}w"), 0) for side, margin in found.items() if margin is not None}


def _changed(look: ParagraphLook, paragraph: Any, letters: Any) -> ParagraphLook:
    """Return ``look`` with the paragraph properties and the letter properties that are set; either may be ``None``."""
    changes: dict[str, Any] = {}
    if paragraph is not None:
        changes |= _spacing(paragraph.find(f"{_W}spacing")) | _indent(paragraph.find(f"{_W}ind"))
        changes |= _flag("keeps_next", paragraph.find(f"{_W}keepNext"))
        changes |= _list_indent(paragraph.find(f"{_W}numPr/{_W}ilvl"))
        changes |= _border(paragraph.find(f"{_W}pBdr"))
        level = paragraph.find(f"{_W}outlineLvl")
        changes |= {} if level is None else {"outline_level": whole_number(level.get(f"{_W}val"), 0)}
    if letters is not None:
        size = letters.find(f"{_W}sz")
        changes |= {} if size is None else {"half_points": max(1, whole_number(size.get(f"{_W}val"), 0))}
        changes |= _flag("bold", letters.find(f"{_W}b"))
    return replace(look, **changes) if changes else look


def _flag(name: str, found: Any) -> dict[str, bool]:
    return {} if found is None else {name: found.get(f"{_W}val") not in _OFF}


def _spacing(spacing: Any) -> dict[str, Any]:
    if spacing is None:
        return {}
    names = {"before": f"{_W}before", "after": f"{_W}after", "line": f"{_W}line"}
    changes: dict[str, Any] = {key: whole_number(spacing.get(at), 0) for key, at in names.items() if spacing.get(at)}
    return changes | ({"exact": spacing.get(f"{_W}lineRule") == "exact"} if "line" in changes else {})


def _border(borders: Any) -> dict[str, int]:
    if borders is None:
        return {}
    lines = (line for line in borders if line.tag in {f"{_W}top", f"{_W}bottom"})
    return {"border": sum(_line_height(line) for line in lines)}


def _line_height(line: Any) -> int:
    """Return the height of a border: its width is in eighths of a point, its distance from the text in points."""
    return whole_number(line.get(f"{_W}sz"), 0) * 20 // 8 + whole_number(line.get(f"{_W}space"), 0) * 20


def _indent(indent: Any) -> dict[str, int]:
    left = None if indent is None else indent.get(f"{_W}left")
    return {} if left is None else {"indent": whole_number(left, 0)}


def _list_indent(level: Any) -> dict[str, int]:
    """Return the indent of an item of the lists in ``resources/base/numbering.xml``."""
    indent = _INDENT_OF_LIST + _INDENT_PER_LEVEL * (0 if level is None else whole_number(level.get(_VALUE), 0))
    return {} if level is None else {"indent": indent}
