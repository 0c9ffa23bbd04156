"""The text of a finished Word document, for comparing two documents.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mus_desktop.documents.untrusted.refusals import DAMAGED_TEMPLATE
from mus_desktop.documents.untrusted.xml_reader import XmlRefused, parse_xml
from mus_desktop.documents.word.completeness import text_of
from mus_desktop.documents.word.markup import WORD
from mus_desktop.documents.word.package import unzipped
from mus_desktop.documents.word.template_names import ROW_HEADING
from mus_desktop.errors import DocumentError

_W = f"{{{WORD}}}"
_BODY = "word/document.xml"
_HEADERS_AND_FOOTERS = ("word/header", "word/footer")


def visible_text(content: bytes, *, fields: bool = False) -> tuple[str, ...]:
    """Return the paragraphs that a reader of the document sees, first the body, then headers and footers.

    No-break spaces are plain ones. Blank paragraphs are left out, and without ``fields`` also text that Word computes
    itself, such as page numbers.

    :raises DocumentError: ``content`` is not a readable Word document.
    """
    parts = unzipped(content)
    if _BODY not in parts:
        raise DocumentError(DAMAGED_TEMPLATE)
    names = (_BODY, *sorted(name for name in parts if name.startswith(_HEADERS_AND_FOOTERS) and name.endswith(".xml")))
    lines = [line for name in names for line in _lines(parts[name], fields=fields)]
    return tuple(line for line in (line.replace("\N{NO-BREAK SPACE}", " ").strip() for line in lines) if line)


def same_text(one: bytes, other: bytes) -> bool:
    """Return whether two documents show the same text, ignoring properties and layout. False if one cannot be read."""
    try:
        return _compared(one) == _compared(other)
    except DocumentError:
        return False


def _compared(content: bytes) -> list[str]:
    # Earlier versions left the heading of the column of row titles blank.
    return [line for line in visible_text(content) if line != ROW_HEADING]


def _lines(part: bytes, *, fields: bool) -> list[str]:
    try:
        tree = parse_xml(part)
    except XmlRefused as error:
        raise DocumentError(DAMAGED_TEMPLATE) from error
    if not fields:
        for text in list(_in_fields(tree)):
            text.text = ""
    return text_of(tree).splitlines()


def _in_fields(tree: Any) -> Iterator[Any]:
    """Yield the texts that are the result of a field."""
    depth = 0
    for element in tree.iter(f"{_W}fldChar", f"{_W}t"):
        if element.tag == f"{_W}fldChar":
            # Fields can be nested.
            depth += {"begin": 1, "end": -1}.get(element.get(f"{_W}fldCharType"), 0)
        elif depth > 0 or any(above.tag == f"{_W}fldSimple" for above in element.iterancestors()):
            yield element
