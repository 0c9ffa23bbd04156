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

from mus_desktop.documents.untrusted.package_gate import WordPackage, clean_package
from mus_desktop.documents.untrusted.xml_reader import XmlRefused, parse_xml
from mus_desktop.documents.word.completeness import DamagedDocument
from mus_desktop.documents.word.content_search.shown_text import unseen_styles_of
from mus_desktop.documents.word.content_search.template_loops import TemplateLoops, loops_in
from mus_desktop.documents.word.field_locations import field_location_text
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.template_commands import template_source, with_breaks
from mus_desktop.documents.word.template_engine import (
    CODE_REFUSED,
    Engine,
    RenderBudget,
    TemplateProblem,
    UnknownField,
    missing_name,
)

_STYLES = "wordprocessingml.styles+xml"
_MARKS = ("{{", "{%", "{#")
_SETTINGS = "word/settings.xml"
_HYPHENATES = re.compile(rb"<w:autoHyphenation\b[^>]*/>")
_TWO_IN_A_ROW = rb'\g<0><w:consecutiveHyphenLimit w:val="2"/>'
_NEEDS_BREAKS = re.compile(r"[\t\n]")


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template ready to be rendered: its ``parts``, and the compiled ``commands`` of those that contain any.

    ``loops`` are the lists that it repeats something for; ``unseen_styles`` those whose text is not printed.
    ``package_of_unchanged`` are the parts that are the same in every document, packed.
    """

    parts: Mapping[str, bytes]
    package_of_unchanged: bytes
    commands: Mapping[str, Template]
    main: str
    core: str
    loops: TemplateLoops
    unseen_styles: Mapping[str, bool]

    def render_parts(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts that have commands, rendered, as trees by name.

        :raises UnknownField: the template names a field that ``context`` does not have.
        :raises TemplateProblem: the template tries to run code, or its loops would take too long.
        :raises DamagedDocument: the result is no longer markup.
        """
        budget = RenderBudget()
        try:
            texts = {name: budget.render(template, context) for name, template in self.commands.items()}
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

    :raises DocumentError: a damaged, protected or macro-enabled file, or parts or commands that are refused.
    """
    package = clean_package(unzipped(template))
    sources = {name: _source(package.parts[name]) for name in package.rendered()}
    commands = {
        name: engine.compile(source) for name, source in sources.items() if any(mark in source for mark in _MARKS)
    }
    # The main part is always rendered, because the layout is adjusted in its tree.
    if package.main not in commands:
        commands[package.main] = engine.compile(sources[package.main])
    parts = _with_hyphen_limit(package.parts)
    return PreparedTemplate(
        parts=parts,
        package_of_unchanged=zipped({n: part for n, part in parts.items() if n not in {*commands, package.core}}),
        commands=commands,
        main=package.main,
        core=package.core,
        loops=loops_in(sources.values()),
        unseen_styles=_unseen_styles(package),
    )


def _unseen_styles(package: WordPackage) -> Mapping[str, bool]:
    styles = next((package.parts[name] for name, kind in package.content_types.items() if kind.endswith(_STYLES)), None)
    return {} if styles is None else unseen_styles_of(parse_xml(styles))


def _with_hyphen_limit(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return ``parts`` with at most two hyphenated lines in a row: templates of earlier versions have no limit."""
    settings = parts.get(_SETTINGS, b"")
    if not settings or b"consecutiveHyphenLimit" in settings:
        return parts
    return {**parts, _SETTINGS: _HYPHENATES.sub(_TWO_IN_A_ROW, settings)}


def _source(part: bytes) -> str:
    """Return the markup with every command in one piece, whatever markup Word has put between its letters."""
    return template_source(parse_xml(part))


def _tree(text: str) -> Any:
    try:
        root = parse_xml(text.encode())
    except XmlRefused as error:
        raise DamagedDocument from error
    if _NEEDS_BREAKS.search(text):  # rare, and looking for them takes time
        with_breaks(root)
    return root


def _names_in(context: Mapping[str, Any]) -> set[str]:
    rows = [value[0] for value in context.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return {*context, *(name for row in rows for name in row)}
