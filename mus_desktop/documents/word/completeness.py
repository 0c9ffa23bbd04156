"""The checks on every document before it is written: it contains all of the text, and Word can open it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.row_matching import Cells, TableMatch, missing_outside_tables, without
from mus_desktop.documents.word.shown_text import ShownRow, ShownText, comparable
from mus_desktop.documents.word.template_loops import TemplateLoops
from mus_desktop.documents.word.template_names import ADDITIONS
from mus_desktop.errors import DocumentError
from mus_desktop.model.text import is_blank

ColumnTitles: TypeAlias = Mapping[str, Mapping[str, str]]

_W = f"{{{WORD}}}"
_TEXT_OF_ELEMENT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}


class IncompleteDocument(DocumentError):
    """The document would lack part of what was agreed; ``field`` is the first field missing."""

    def __init__(self, field: str) -> None:
        super().__init__(
            f"Dokumentet er ikke skrevet, fordi Word-skabelonen ikke viser alt fra »{field}«. "
            "Sæt feltet ind i skabelonen, eller brug den, der følger med skemaet."
        )
        self.field = field


class DamagedDocument(DocumentError):
    """The template produces a document that Word could not open."""

    def __init__(self) -> None:
        super().__init__(
            "Dokumentet er ikke skrevet, fordi Word-skabelonen ikke giver et dokument, der kan åbnes. "
            "Brug skabelonen, der følger med skemaet."
        )


def text_of(tree: Any) -> str:
    """Return all text of a part, one line for each paragraph."""
    return "\n".join(_line(paragraph) for paragraph in tree.iter(f"{_W}p"))


def _line(paragraph: Any) -> str:
    return "".join(_TEXT_OF_ELEMENT.get(element.tag) or element.text or "" for element in _text_elements(paragraph))


def _text_elements(paragraph: Any) -> Iterable[Any]:
    return (
        element for element in paragraph.iter(f"{_W}t", *_TEXT_OF_ELEMENT) if element.getparent().tag != f"{_W}tabs"
    )


def check_cells(tree: Any) -> None:
    """Raise :class:`DamagedDocument` if a cell does not end in a paragraph; Word calls such a file damaged."""
    for cell in tree.iter(f"{_W}tc"):
        if not len(cell) or cell[-1].tag != f"{_W}p":
            raise DamagedDocument


def check_complete(
    parts: Sequence[ShownText], context: Mapping[str, Any], loops: TemplateLoops, titles: ColumnTitles
) -> None:
    """Raise :class:`IncompleteDocument` unless the document shows the content of ``context`` in order and place.

    Every row of agreements must be whole in a row of one table, with its cells in the same columns as those of the
    other rows, below their own headings if the template has kept those. A template that prints agreements as
    paragraphs must print them whole, one after another. A restyled template may omit other answers, but print none in
    part.

    :param parts: the text shown in each part of the document.
    :param titles: the title of each column, by the name of its list.
    """
    text = "\n".join(part.text for part in parts)
    if comparable(context["medarbejder"]) not in text:
        raise IncompleteDocument("medarbejder")
    for name, lines in _looped_texts(context, loops):
        if without(text, lines) is None:
            raise IncompleteDocument(name)
    if missing := _missing_in_rows([table for part in parts for table in part.tables], text, context, loops, titles):
        raise IncompleteDocument(missing)


def _looped_texts(context: Mapping[str, Any], loops: TemplateLoops) -> Iterator[tuple[str, list[str]]]:
    for name, value in context.items():
        is_required = name == ADDITIONS or name in loops.all
        if is_required and isinstance(value, list) and all(isinstance(line, str) for line in value):
            yield name, [comparable(line) for line in value if not is_blank(line)]


def _missing_in_rows(
    tables: Sequence[Sequence[ShownRow]],
    text: str,
    context: Mapping[str, Any],
    loops: TemplateLoops,
    titles: ColumnTitles,
) -> str:
    """Return the first column of a row that is not shown whole and in its place; empty if all rows are."""
    lists = {name: rows for name, rows in context.items() if rows and isinstance(rows, list) and _is_rows(rows)}
    found: set[int] = set()
    used: list[set[int]] = [set() for _ in tables]
    in_tables = {name: _required(rows) for name, rows in lists.items() if name in loops.rows}
    # The lists with most text first: a short text may be part of another list's.
    names = sorted(in_tables, key=lambda name: -sum(map(len, in_tables[name])))
    search = partial(_missing_in_tables, tables, used)
    wanted = {name: (in_tables[name], titles.get(name, {}), loops.rows[name]) for name in names}
    lost = [name for name in names if search(*wanted[name], exact=True)]
    for name in lost:
        if missing := search(*wanted[name], exact=False):
            return missing
    found |= {id(row) for name in names for row in lists[name]}
    for rows in lists.values():
        rest = [row for row in rows if id(row) not in found]
        if rest and (missing := missing_outside_tables(text, _required(rest))):
            return missing
        found |= {id(row) for row in rest}
    return ""


def _missing_in_tables(
    tables: Sequence[Sequence[ShownRow]],
    used: list[set[int]],
    rows: Sequence[Cells],
    titles: Mapping[str, str],
    height: int,
    *,
    exact: bool,
) -> str:
    """Find ``rows`` in one of ``tables`` and record which of its rows they take; return the first column missing."""
    if not rows:
        return ""
    matches = []
    headings = {name: comparable(title) for name, title in titles.items()}
    for number, table in enumerate(tables):
        match = TableMatch(table, rows, used[number], headings, height=height, exact=exact)
        if not match.missing:
            used[number].update(match.taken)
            return ""
        matches.append(match)
    best = max(matches, key=lambda match: match.progress, default=None)
    return best.missing if best else next(iter(rows[0]))


def _is_rows(value: Sequence[Any]) -> bool:
    return isinstance(value[0], dict)


def _required(rows: Iterable[Mapping[str, Any]]) -> list[Cells]:
    """Return what must be printed of each row: its non-blank cells; rows without any are left out."""
    required = [
        {
            column: lines
            for column, cell in row.items()
            if isinstance(cell, list) and (lines := tuple(comparable(line) for line in cell if not is_blank(line)))
        }
        for row in rows
    ]
    return [cells for cells in required if cells]


def check_names(parts: Iterable[str]) -> None:
    """Raise :class:`DamagedDocument` if two parts of a package have the same name, whatever its capitals."""
    # Part names in a package are compared without regard to capitals (OPC).
    names = Counter(name.lower() for name in parts)
    if any(count > 1 for count in names.values()):
        raise DamagedDocument
