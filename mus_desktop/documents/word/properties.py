"""The core properties of a document, which Word and the file explorer show.

Heavy: imports lxml.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml.builder import ElementMaker

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.headings import document_title
from mus_desktop.documents.word.markup import serialised
from mus_desktop.model.form import Fact
from mus_desktop.model.text import printable_text

_LONGEST = 255
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PURL = "http://purl.org/dc"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES = {"cp": _PACKAGE, "dc": f"{_PURL}/elements/1.1/", "dcterms": f"{_PURL}/terms/", "xsi": _SCHEMA}
_PROPERTIES, _DUBLIN_CORE, _TERMS = (
    ElementMaker(namespace=_NAMES[prefix], nsmap=_NAMES) for prefix in ("cp", "dc", "dcterms")
)


def core_properties(content: PlanContent) -> bytes:
    """Return the part ``docProps/core.xml`` of a plan; its title is what the plan is, whose, and of which period."""
    about = (content.facts.get(fact, "").strip() for fact in (Fact.EMPLOYEE, Fact.PERIOD))
    title = " – ".join(part for part in (document_title(content.form, own=content.own), *about) if part)
    return core_part(title, content.author, content.made_on, content.form.word_language)


def core_part(title: str, author: str, made_on: date | None, language: str) -> bytes:
    """Return the part ``docProps/core.xml``, without dates if ``made_on`` is ``None``."""
    author = as_property(author)
    return serialised(
        _PROPERTIES(
            "coreProperties",
            _DUBLIN_CORE("title", as_property(title)),
            _DUBLIN_CORE("creator", author),
            _PROPERTIES("lastModifiedBy", author),
            *_days(made_on),
            _DUBLIN_CORE("language", language),
        )
    )


def _days(made_on: date | None) -> list[Any]:
    if made_on is None:
        return []
    moment = f"{made_on.isoformat()}T00:00:00Z"
    return [_TERMS(name, {f"{{{_SCHEMA}}}type": "dcterms:W3CDTF"}, moment) for name in ("created", "modified")]


def as_property(text: str) -> str:
    """Return ``text`` as a property: one line, at most 255 characters (with more, Word calls the file damaged)."""
    return " ".join(printable_text(text).split())[:_LONGEST]
