"""The marking of a form, such as *Fortroligt*, in a plan whose restyled template does not have it.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from mus_desktop.documents.untrusted.xml_reader import parse_xml
from mus_desktop.documents.word.completeness import text_of
from mus_desktop.documents.word.markup import WORD, append_content, element, literal, paragraph
from mus_desktop.model.text import printable_text

_HEADERS = ("word/header", "word/footer")


def ensure_marking(trees: Mapping[str, Any], parts: Mapping[str, bytes], main: str, marking: str) -> None:
    """Put ``marking`` above the body of the part ``main`` unless the document shows it.

    ``trees`` are the rendered parts; those of ``parts`` that have no commands, often the header, are not among them.
    """
    text = " ".join(printable_text(marking).split())
    if not text or any(_shows(shown, text) for shown in _texts(trees, parts)):
        return
    holder = element("body")
    append_content(holder, paragraph("Etiket", text))
    trees[main].find(f"{{{WORD}}}body").insert(0, holder[0])


def _texts(trees: Mapping[str, Any], parts: Mapping[str, bytes]) -> Iterator[str]:
    yield from (text_of(tree) for tree in trees.values())
    for name, content in parts.items():
        if name not in trees and name.startswith(_HEADERS) and name.endswith(".xml"):
            yield _text_of_part(content)


@lru_cache(maxsize=16)
def _text_of_part(content: bytes) -> str:
    """Return the text of a part, which is the same in all documents of a template."""
    return text_of(parse_xml(content))


def _shows(shown: str, text: str) -> bool:
    shown = " ".join(shown.split()).casefold()  # a restyled template may print it in capitals
    return text.casefold() in shown or literal(text).casefold() in shown
