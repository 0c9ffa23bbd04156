"""The marking of a form, such as *Fortroligt*, in a plan whose restyled template does not have it.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from mus_desktop.documents.word.completeness import text_of
from mus_desktop.documents.word.markup import WORD, append_content, element, literal, paragraph
from mus_desktop.model.text import printable_text

_HEADERS = ("word/header", "word/footer")


def ensure_marking(trees: Mapping[str, Any], parts: Mapping[str, bytes], main: str, marking: str) -> None:
    """Put ``marking`` above the body of the part ``main`` unless the document shows it.

    ``trees`` are the rendered parts; those of ``parts`` that have no commands, often the header, are not among them.
    """
    text = " ".join(printable_text(marking).split())
    if not text or any(_shows(tree, text) for tree in _shown_parts(trees, parts)):
        return
    holder = element("body")
    append_content(holder, paragraph("Etiket", text))
    trees[main].find(f"{{{WORD}}}body").insert(0, holder[0])


def _shown_parts(trees: Mapping[str, Any], parts: Mapping[str, bytes]) -> Iterator[Any]:
    yield from trees.values()
    for name, content in parts.items():
        if name not in trees and name.startswith(_HEADERS) and name.endswith(".xml"):
            yield etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _shows(tree: Any, text: str) -> bool:
    shown = " ".join(text_of(tree).split()).casefold()  # a restyled template may print it in capitals
    return text.casefold() in shown or literal(text).casefold() in shown
