"""The text of a finished part that a reader sees on paper: paragraph by paragraph, and table by table, cell by cell.

Left out is text that Word does not print: hidden, white on white, too small to read, deleted with tracked changes, in a
hidden or deleted row, or below the first of several merged cells. Heavy: imports lxml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mus_desktop.documents.word.markup import WORD

_W = f"{{{WORD}}}"
_VALUE, _RUN, _PARAGRAPH, _ROW, _CELL, _TABLE = (f"{_W}{name}" for name in ("val", "r", "p", "tr", "tc", "tbl"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_OF_ELEMENT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TEXT = f"{_W}t"
_TEXTS = (_TEXT, *_TEXT_OF_ELEMENT)
_BETWEEN = "\x00"  # no part contains it
_OFF = frozenset({"0", "false", "off"})
_NO_FILL = frozenset({None, "auto", "FFFFFF", "none", "white"})
_WHITE = frozenset({"FFFFFF", "white"})
_WHITE_THEME_COLOURS = frozenset({"background1", "light1"})
_SMALLEST_SIZE = 5
"""Half points; smaller text cannot be read."""
# What an office program or a template may change without changing the words.
_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u00ad": "", "\u2060": "", "\u200b": ""})
_UNLIKE = re.compile("[\u00a0\u202f\u2011\u00ad\u2060\u200b]")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: the columns of the grid it covers, and its text, a line for each paragraph."""

    columns: range
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: its cells by their first column of the grid. ``is_header``: it is repeated on every page."""

    cells: Mapping[int, ShownCell]
    is_header: bool


@dataclass(frozen=True, slots=True)
class ShownText:
    """The text of a part as :func:`comparable` returns it: all of it, and the rows of each table."""

    text: str
    tables: tuple[tuple[ShownRow, ...], ...]


def comparable(text: str) -> str:
    """Return ``text`` for comparison: capitals, no-break spaces and soft hyphens make no difference."""
    return (text.translate(_SAME) if _UNLIKE.search(text) else text).casefold()


def shown_text(tree: Any, unseen_styles: Mapping[str, bool]) -> ShownText:
    """Return the text of the part ``tree``; ``unseen_styles`` is what :func:`unseen_styles_of` returns."""
    lines = _lines(tree, set(_unseen_texts(tree, unseen_styles)))
    reader = _table_reader(tree, lines)
    tables = tuple(tuple(reader.rows_of(table)) for table in tree.iter(_TABLE))
    return ShownText("\n".join(lines.values()), tables)


def _lines(tree: Any, unseen: set[Any]) -> dict[Any, str]:
    """Return the text of each paragraph."""
    found: dict[Any, list[str]] = {}
    texts: list[str] = []
    for element in tree.iter(_PARAGRAPH, *_TEXTS):
        if element.tag == _PARAGRAPH:
            found[element] = texts = []
        elif unseen and element in unseen:
            continue
        elif element.tag == _TEXT:
            texts.append(element.text or "")
        elif element.getparent().tag != f"{_W}tabs":
            texts.append(_TEXT_OF_ELEMENT[element.tag])
    # All at once, because that is faster than line by line.
    whole = comparable(_BETWEEN.join("".join(texts) for texts in found.values()))
    return dict(zip(found, whole.split(_BETWEEN), strict=True))


@dataclass(frozen=True, slots=True)
class _TableReader:
    """Reads the tables of a part, whose paragraphs have these ``lines`` of text."""

    lines: Mapping[Any, str]
    spans: Mapping[Any, int]
    """The number of grid columns of each cell that covers several."""
    left_out: Mapping[Any, int]
    """The number of grid columns before the first cell of each row that does not begin at the first."""
    headers: frozenset[Any]
    wrapped: bool
    """Whether rows or cells may be inside other elements."""

    def rows_of(self, table: Any) -> Iterator[ShownRow]:
        for row in _inside(table, _ROW, wrapped=self.wrapped):
            yield ShownRow({cell.columns.start: cell for cell in self._cells_of(row)}, row in self.headers)

    def _cells_of(self, row: Any) -> Iterator[ShownCell]:
        at = self.left_out.get(row, 0)
        for cell in _inside(row, _CELL, wrapped=self.wrapped):
            width = self.spans.get(cell, 1)
            yield ShownCell(range(at, at + width), "\n".join([self.lines[one] for one in cell.iter(_PARAGRAPH)]))
            at += width


def _table_reader(tree: Any, lines: Mapping[Any, str]) -> _TableReader:
    # Each kind of mark is found in one walk, because looking for it in each cell takes three times as long.
    return _TableReader(
        lines,
        {mark.getparent().getparent(): int(mark.get(_VALUE)) for mark in tree.iter(f"{_W}gridSpan")},
        {mark.getparent().getparent(): int(mark.get(_VALUE)) for mark in tree.iter(f"{_W}gridBefore")},
        frozenset(mark.getparent().getparent() for mark in tree.iter(f"{_W}tblHeader")),
        # Only a restyled template has them around rows or cells.
        wrapped=next(tree.iter(f"{_W}sdt", f"{_W}customXml"), None) is not None,
    )


def _inside(outer: Any, tag: str, *, wrapped: bool) -> Iterator[Any]:
    """Return the rows of a table or the cells of a row, without those of a table inside it."""
    if not wrapped:
        children: Iterator[Any] = outer.iterchildren(tag)
        return children
    return (one for one in outer.iterdescendants(tag) if next(one.iterancestors(outer.tag)) is outer)


def _unseen_texts(tree: Any, unseen_styles: Mapping[str, bool]) -> Iterator[Any]:
    """Yield the text elements that are not printed."""
    styles = (f"{_W}pStyle", f"{_W}rStyle") if unseen_styles else ()
    for mark in tree.iter(*_MARKS, *styles):
        rule = _MARKS.get(mark.tag)
        holder = rule(mark) if rule else _holder_by_style(mark, unseen_styles)
        if holder is not None:
            yield from holder.iter(*_TEXTS)


def _holder_by_style(mark: Any, unseen_styles: Mapping[str, bool]) -> Any:
    needs_fill = unseen_styles.get(mark.get(_VALUE, ""))
    if needs_fill is None:
        return None
    holder = mark.getparent().getparent()
    return None if needs_fill and _is_filled(holder) else holder


def _hidden(mark: Any) -> Any:
    return _run_of(mark) if mark.get(_VALUE) not in _OFF else None


def _white(mark: Any) -> Any:
    run = _run_of(mark) if _is_white(mark) else None
    return None if run is None or _is_filled(run) else run


def _is_white(colour: Any) -> bool:
    return colour.get(_VALUE) in _WHITE or colour.get(f"{_W}themeColor") in _WHITE_THEME_COLOURS


def _tiny(mark: Any) -> Any:
    size = mark.get(_VALUE, "")
    return _run_of(mark) if size.isdigit() and int(size) < _SMALLEST_SIZE else None


def _run_of(mark: Any) -> Any:
    """Return the run whose look ``mark`` is part of; ``None`` for the look of a paragraph mark."""
    holder = mark.getparent().getparent()
    return holder if holder is not None and holder.tag == _RUN else None


def _deleted(mark: Any) -> Any:
    parent = mark.getparent()
    if parent.tag == f"{_W}trPr":
        return parent.getparent()
    return None if parent.tag == f"{_W}rPr" else mark


def _hidden_row(mark: Any) -> Any:
    return mark.getparent().getparent() if mark.get(_VALUE) not in _OFF else None


def _merged_cell(mark: Any) -> Any:
    return None if mark.get(_VALUE) == "restart" else mark.getparent().getparent()


_MARKS: Mapping[str, Callable[[Any], Any]] = {
    f"{_W}vanish": _hidden,
    f"{_W}specVanish": _hidden,
    f"{_W}color": _white,
    f"{_W}sz": _tiny,
    f"{_W}del": _deleted,
    f"{_W}moveFrom": _deleted,
    f"{_W}hidden": _hidden_row,
    f"{_W}vMerge": _merged_cell,
    _FALLBACK: lambda mark: mark,
}
"""The marks that keep text from being printed, with the element around that text; ``None`` if it is printed."""


def _is_filled(holder: Any) -> bool:
    """Return whether the background of a run or paragraph is coloured, by itself or by what is around it."""
    return any(_fill_of(element) for element in (holder, *holder.iterancestors(_PARAGRAPH, _CELL, _TABLE)))


def _fill_of(element: Any) -> bool:
    fills = (shading.get(f"{_W}fill") for shading in element.iterfind(f"./*/{_W}shd"))
    highlights = (mark.get(_VALUE) for mark in element.iterfind(f"./{_W}rPr/{_W}highlight"))
    return any(colour not in _NO_FILL for colour in (*fills, *highlights))


def unseen_styles_of(styles: Any) -> dict[str, bool]:
    """Return the ids of the styles of the part ``styles`` whose text is not printed; true if it is on a dark ground."""
    found: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        parent = style.find(f"{_W}basedOn")
        based_on[name] = "" if parent is None else parent.get(_VALUE, "")
        if (unseen := _unseen(style)) is not None:
            found[name] = unseen
    return found | {name: found[parent] for name, parent in based_on.items() if parent in found and name not in found}


def _unseen(style: Any) -> bool | None:
    marks: Iterable[Any] = style.iterfind(f"./{_W}rPr/{_W}vanish")
    if any(mark.get(_VALUE) not in _OFF for mark in marks):
        return False
    is_white = any(_is_white(mark) for mark in style.iterfind(f"./{_W}rPr/{_W}color"))
    return True if is_white and not _fill_of(style) else None
