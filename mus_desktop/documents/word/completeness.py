"""The checks on every document before it is written: it contains all of the text, and Word can open it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.template_names import ADDITIONS
from mus_desktop.errors import DocumentError
from mus_desktop.model.text import is_blank

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


def check_complete(text: str, context: Mapping[str, Any]) -> None:
    """Raise :class:`IncompleteDocument` if a text of ``context`` is missing in the document's ``text``."""
    compared_text = _compared(text)
    for name, paragraphs in _expected(context):
        if any(_compared(paragraph) not in compared_text for paragraph in paragraphs if not is_blank(paragraph)):
            raise IncompleteDocument(name)


def _compared(text: str) -> str:
    # A restyled template may print text in capitals, and a finished document has no-break spaces in its dates.
    return text.casefold().replace("\N{NO-BREAK SPACE}", " ")


def _expected(context: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    # Only the employee, the additions and rows are required; a restyled template may omit other fields.
    yield "medarbejder", [context["medarbejder"]]
    yield ADDITIONS, context.get(ADDITIONS, [])
    for rows in context.values():
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                yield from ((name, cell) for name, cell in row.items() if isinstance(cell, list))


def check_names(parts: Iterable[str]) -> None:
    """Raise :class:`DamagedDocument` if two parts of a package have the same name, whatever its capitals."""
    # Part names in a package are compared without regard to capitals (OPC).
    names = Counter(name.lower() for name in parts)
    if any(count > 1 for count in names.values()):
        raise DamagedDocument
