"""A prepared Word template: its parts read and its commands compiled, once for all documents.

Heavy: imports jinja2 and lxml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from mus_desktop.documents.word.completeness import DamagedDocument
from mus_desktop.documents.word.field_locations import field_location_text
from mus_desktop.documents.word.package import DAMAGED_TEMPLATE, MACROS_REFUSED, unzipped
from mus_desktop.documents.word.template_commands import template_source, with_breaks
from mus_desktop.documents.word.template_engine import CODE_REFUSED, Engine, TemplateProblem, UnknownField, missing_name
from mus_desktop.errors import DocumentError

_OVERRIDE = re.compile(r"<Override\b[^>]*>")
_ATTRIBUTE = re.compile(r'(PartName|ContentType)\s*=\s*"([^"]*)"')
_MAIN = ("document.main+xml", "template.main+xml")
_RENDERED = (*_MAIN, "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
_CORE = "core-properties+xml"
_MARKS = ("{{", "{%", "{#")
_NEEDS_BREAKS = re.compile(r"[\t\n]")


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template ready to be rendered: its ``parts``, and the compiled ``commands`` of those that contain any."""

    parts: Mapping[str, bytes]
    commands: Mapping[str, Template]
    main: str
    core: str

    def render_parts(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts that have commands, rendered, as trees by name.

        :raises UnknownField: the template names a field that ``context`` does not have.
        :raises TemplateProblem: the template tries to run code.
        :raises DamagedDocument: the result is no longer markup.
        """
        try:
            texts = {name: template.render(context) for name, template in self.commands.items()}
        except UndefinedError as error:
            raise self._unknown(missing_name(error), context) from error
        except (SecurityError, TypeError, ValueError, OverflowError) as error:
            raise TemplateProblem(CODE_REFUSED) from error
        return {name: _tree(text) for name, text in texts.items()}

    def _unknown(self, field: str, context: Mapping[str, Any]) -> UnknownField:
        places = (field_location_text(field, name, _source(self.parts[name])) for name in self.commands)
        return UnknownField(field, _names_in(context), next((place for place in places if place), ""))


def prepare(template: bytes, engine: Engine) -> PreparedTemplate:
    """Return ``template`` (a .docx or .dotx) read and compiled.

    :raises DocumentError: a damaged, protected or macro-enabled file, or commands that are refused.
    """
    parts = unzipped(template)
    content_types = _content_types_of(parts)
    main = next((name for name, content_type in content_types.items() if content_type.endswith(_MAIN)), "")
    if main not in parts:
        raise DocumentError(
            MACROS_REFUSED
            if any("macroEnabled" in content_type for content_type in content_types.values())
            else DAMAGED_TEMPLATE
        )
    sources = {
        name: _source(parts[name])
        for name, content_type in content_types.items()
        if content_type.endswith(_RENDERED) and name in parts
    }
    commands = {
        name: engine.compile(source) for name, source in sources.items() if any(mark in source for mark in _MARKS)
    }
    # The main part is always rendered, because the layout is adjusted in its tree.
    if main not in commands:
        commands[main] = engine.compile(sources[main])
    core = next((name for name, content_type in content_types.items() if content_type.endswith(_CORE)), "")
    return PreparedTemplate(_as_document(parts), commands, main, core)


def _content_types_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return content types by part name."""
    overrides = (dict(_ATTRIBUTE.findall(entry)) for entry in _OVERRIDE.findall(_content_types_part(parts)))
    return {entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "") for entry in overrides}


def _content_types_part(parts: Mapping[str, bytes]) -> str:
    return parts["[Content_Types].xml"].decode("utf-8", "replace")


def _as_document(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return ``parts`` with the content type of a document, because a template (.dotx) must not produce templates."""
    types = _content_types_part(parts).replace(
        "wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"
    )
    return parts | {"[Content_Types].xml": types.encode()}


def _source(part: bytes) -> str:
    """Return the markup with every command in one piece, whatever markup Word has put between its letters."""
    try:
        return template_source(_parsed(part))
    except etree.XMLSyntaxError as error:
        raise DocumentError(DAMAGED_TEMPLATE) from error


def _tree(text: str) -> Any:
    try:
        root = _parsed(text.encode())
    except etree.XMLSyntaxError as error:
        raise DamagedDocument from error
    if _NEEDS_BREAKS.search(text):  # rare, and looking for them takes time
        with_breaks(root)
    return root


def _parsed(part: bytes) -> Any:
    # Entities and outside references are never followed: a template may come from anywhere.
    root: Any = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:
        raise DocumentError(DAMAGED_TEMPLATE)
    return root


def _names_in(context: Mapping[str, Any]) -> set[str]:
    rows = [value[0] for value in context.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return {*context, *(name for row in rows for name in row)}
