"""The checks on every document before it is written: it contains all of the text, and Word can open it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from mus_desktop.documents.word.content_search.row_matching import (
    Cells,
    RowSearch,
    expected_rows,
    search_table,
    search_text,
    without,
)
from mus_desktop.documents.word.content_search.shown_text import ShownText, comparable
from mus_desktop.documents.word.content_search.template_loops import ListLoop, TemplateLoops
from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.template_names import ADDITIONS, NOTES
from mus_desktop.errors import DocumentError
from mus_desktop.model.text import is_blank

_NOT_ALL_OF_FIELD = (
    "Dokumentet er ikke skrevet, fordi Word-skabelonen ikke viser alt fra »{}«. "
    "Sæt feltet ind i skabelonen, eller brug den, der følger med skemaet."
)
_NO_PLACE_FOR_NOTES = (
    "Dokumentet er ikke skrevet, fordi Word-skabelonen ikke har plads til de noter, der må følge planen. "
    f"Sæt afsnittet »{NOTES}« ind i skabelonen, eller fjern hakkene ved noterne i samtalen."
)
ColumnTitles: TypeAlias = Mapping[str, Mapping[str, str]]

_W = f"{{{WORD}}}"
_TEXT_OF_ELEMENT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}


class IncompleteDocument(DocumentError):
    """The document would lack part of what was agreed; ``field`` is the first field missing."""

    def __init__(self, field: str) -> None:
        super().__init__(_NO_PLACE_FOR_NOTES if field == NOTES else _NOT_ALL_OF_FIELD.format(field))
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
    if missing := _missing_in_rows(parts, context, loops, titles):
        raise IncompleteDocument(missing)


def _looped_texts(context: Mapping[str, Any], loops: TemplateLoops) -> Iterator[tuple[str, list[str]]]:
    for name, value in context.items():
        is_required = name == ADDITIONS or name in loops.all
        if is_required and isinstance(value, list) and all(isinstance(line, str) for line in value):
            yield name, [comparable(line) for line in value if not is_blank(line)]


def _missing_in_rows(
    parts: Sequence[ShownText], context: Mapping[str, Any], loops: TemplateLoops, titles: ColumnTitles
) -> str:
    """Return the first column of a row that is not shown whole and in its place; empty if all rows are."""
    lists = {name: rows for name, rows in context.items() if rows and isinstance(rows, list) and _is_rows(rows)}
    search = _ListSearch(parts)
    found: set[int] = set()
    # In the order of the document: rows of one list may have the same words as those of another one.
    for name in sorted(lists, key=partial(_place_of_first_loop, loops)):
        rest = [row for row in lists[name] if id(row) not in found]
        headings = {column: comparable(title) for column, title in titles.get(name, {}).items()}
        own_loops = [loop for loop in loops.lists if loop.name == name]
        if missing := search.missing(own_loops, expected_rows(rest), headings):
            return NOTES if name == NOTES else missing
        found |= {id(row) for row in rest}
    return ""


def _place_of_first_loop(loops: TemplateLoops, name: str) -> int:
    """Return the number of the first loop over the list ``name``; after all loops if there is none."""
    return next((number for number, loop in enumerate(loops.lists) if loop.name == name), len(loops.lists))


class _ListSearch:
    """Finds lists in a document one after another; each table row belongs to one of them."""

    def __init__(self, parts: Sequence[ShownText]) -> None:
        self._tables = [table for part in parts for table in part.tables]
        self._text = "\n".join(part.text for part in parts)
        self._used: list[set[int]] = [set() for _ in self._tables]
        self._after = (0, -1)
        """The table row in which the last list found ended."""

    def missing(self, loops: Sequence[ListLoop], rows: Sequence[Cells], titles: Mapping[str, str]) -> str:
        """Return the first column missing in the place where most of ``rows`` are; empty if one of ``loops`` shows all.

        :param loops: all loops over the list.
        """
        if not rows:
            return ""
        results = []
        for loop in loops or (None,):
            results += self._in_tables(loop, rows, titles) if loop and loop.cells else [self._in_text(loop, rows)]
            if not results[-1].missing:
                return ""
        return max(results, key=lambda result: result.progress).missing

    def _in_text(self, loop: ListLoop | None, rows: Sequence[Cells]) -> RowSearch:
        return search_text(self._text, loop, rows)

    def _in_tables(self, loop: ListLoop, rows: Sequence[Cells], titles: Mapping[str, str]) -> list[RowSearch]:
        """Return the searches of the tables, the last of which has found all rows if any table has."""
        results = [RowSearch(next(iter(rows[0])))]
        # A table within another may come after it here, though not in the document.
        for after in (self._after, (0, -1)):
            for number, table in enumerate(self._tables):
                free = [row for row in range(len(table)) if (number, row) > after and row not in self._used[number]]
                results.append(search_table(table, loop, rows, titles, free))
                if not results[-1].missing:
                    self._used[number].update(results[-1].taken)
                    self._after = (number, results[-1].taken[-1])
                    return results
        return results


def _is_rows(value: Sequence[Any]) -> bool:
    return isinstance(value[0], dict)


def check_names(parts: Iterable[str]) -> None:
    """Raise :class:`DamagedDocument` if two parts of a package have the same name, whatever its capitals."""
    # Part names in a package are compared without regard to capitals (OPC).
    names = Counter(name.lower() for name in parts)
    if any(count > 1 for count in names.values()):
        raise DamagedDocument
