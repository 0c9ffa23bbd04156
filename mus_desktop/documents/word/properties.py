"""The core properties of a document, which Word and the file explorer show."""

from __future__ import annotations

from datetime import date
from html import escape

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.headings import plan_title
from mus_desktop.model.form import Fact
from mus_desktop.model.text import printable

_LONGEST = 255
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PURL = "http://purl.org/dc"


def core_properties(content: PlanContent) -> bytes:
    """Return the part ``docProps/core.xml`` of a plan."""
    name = content.facts.get(Fact.EMPLOYEE, "")
    title = f"{plan_title(content.form)} – {name}" if name.strip() else plan_title(content.form)
    return core_part(title, content.author, content.made_on, content.form.word_language)


def core_part(title: str, author: str, made_on: date | None, language: str) -> bytes:
    """Return the part ``docProps/core.xml``, without dates if ``made_on`` is ``None``."""
    author = _escaped(author)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}" xmlns:dc="{_PURL}/elements/1.1/" xmlns:dcterms="{_PURL}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>{_days(made_on)}"
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    ).encode()


def _days(made_on: date | None) -> str:
    if made_on is None:
        return ""
    return "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{made_on.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )


def as_property(text: str) -> str:
    """Return ``text`` as a property: one line, at most 255 characters (with more, Word calls the file damaged)."""
    return " ".join(printable(text).split())[:_LONGEST]


def _escaped(text: str) -> str:
    return escape(as_property(text), quote=False)
