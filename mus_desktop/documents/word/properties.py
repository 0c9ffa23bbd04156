"""The core properties of a document, which Word and the file explorer show.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml.builder import ElementMaker

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.headings import document_title
from mus_desktop.documents.word.markup import serialised
from mus_desktop.model.form import Fact, Form
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
    about = about_document(document_title(content.form, own=content.own), content.form, content.facts)
    return core_part(about, content.author, content.made_on, content.form.word_language)


@dataclass(frozen=True, slots=True)
class About:
    """The properties that say which document it is: its title (what, who and when), its form, and words to find it."""

    title: str
    subject: str = ""
    keywords: str = ""


def about_document(title: str, form: Form, facts: Mapping[Fact, str]) -> About:
    """Return the properties of the document ``title`` on ``form``; without a person, the form says which one it is."""
    who, period = facts.get(Fact.EMPLOYEE, ""), facts.get(Fact.PERIOD, "")
    subject = [form.title, form.organisation]
    return About(
        " – ".join(part for part in (title, who if who.strip() else form.title, period) if part.strip()),
        " – ".join(part for part in subject if part.strip()),
        "; ".join(dict.fromkeys(part for part in (title, form.title, form.marking, period) if part.strip())),
    )


def core_part(about: About, author: str, made_on: date | None, language: str) -> bytes:
    """Return the part ``docProps/core.xml``, without dates if ``made_on`` is ``None``."""
    author = as_property(author)
    # The order is free (``xsd:all``); this is the one that Word writes.
    return serialised(
        _PROPERTIES(
            "coreProperties",
            _DUBLIN_CORE("title", as_property(about.title)),
            *_filled(_DUBLIN_CORE, subject=about.subject),
            _DUBLIN_CORE("creator", author),
            *_filled(_PROPERTIES, keywords=about.keywords),
            _PROPERTIES("lastModifiedBy", author),
            *_days(made_on),
            _DUBLIN_CORE("language", language),
        )
    )


def _filled(maker: ElementMaker, **properties: str) -> list[Any]:
    return [maker(name, as_property(text)) for name, text in properties.items() if text.strip()]


def _days(made_on: date | None) -> list[Any]:
    if made_on is None:
        return []
    moment = f"{made_on.isoformat()}T00:00:00Z"
    return [_TERMS(name, {f"{{{_SCHEMA}}}type": "dcterms:W3CDTF"}, moment) for name in ("created", "modified")]


def as_property(text: str) -> str:
    """Return ``text`` as a property: one line, at most 255 characters (with more, Word calls the file damaged)."""
    return " ".join(printable_text(text).split())[:_LONGEST]
