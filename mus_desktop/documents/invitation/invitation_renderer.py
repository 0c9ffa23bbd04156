"""Rendering an invitation to a finished, checked document in memory.

Heavy: imports jinja2 and lxml; import this module only when a document is made.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from mus_desktop.documents.invitation.invitation_content import TITLE, InvitationContent
from mus_desktop.documents.invitation.invitation_template import ENCLOSED, LETTER, derive_invitation_template
from mus_desktop.documents.untrusted.field_codes import check_fields
from mus_desktop.documents.word.completeness import check_cells, check_names
from mus_desktop.documents.word.marking import ensure_marking
from mus_desktop.documents.word.no_break import glue_words
from mus_desktop.documents.word.package import zipped
from mus_desktop.documents.word.prepared_template import PreparedTemplate, prepare
from mus_desktop.documents.word.properties import about_document, core_part
from mus_desktop.documents.word.template_engine import Engine, TemplateProblem
from mus_desktop.model.form import Fact, Form
from mus_desktop.model.text import one_line, printable_text

_LACKS_LETTER = (
    "Word-skabelonen til invitationen gentager ikke feltet »brev«, så teksten ville mangle. "
    "Ret den i Word, eller brug skabelonen, der følger med skemaet."
)
_CACHE_SIZE = 8


class InvitationRenderer:
    """Renders invitations, and caches compiled templates between them because compiling is slow."""

    def __init__(self) -> None:
        engine = Engine()
        self._prepared = lru_cache(maxsize=_CACHE_SIZE)(lambda template: prepare(template, engine))
        self._derived: dict[str, bytes] = {}

    def invitation(self, content: InvitationContent, template: bytes | None = None) -> bytes:
        """Return the invitation as a Word document, by ``template`` or else by the one derived from the form.

        The same content and template always produce the same bytes.

        :raises DocumentError: the template cannot be used.
        """
        prepared = self._prepared(self._template_of(content.form) if template is None else template)
        if LETTER not in prepared.loops.all:
            raise TemplateProblem(_LACKS_LETTER)
        return _rendered(prepared, content)

    def _template_of(self, form: Form) -> bytes:
        # A form has mappings and therefore no hash; its repr() covers the whole content.
        key = repr(form)
        if key not in self._derived:
            self._derived[key] = derive_invitation_template(form)
        return self._derived[key]


def _rendered(prepared: PreparedTemplate, content: InvitationContent) -> bytes:
    trees = prepared.render_parts(_context(content))
    ensure_marking(trees, prepared.parts, prepared.main, content.form.marking)
    for name, tree in trees.items():
        check_cells(tree)
        check_fields(tree, name)
        glue_words(tree)
    parts = {name: bytes(etree.tostring(tree, encoding="UTF-8", standalone=True)) for name, tree in trees.items()}
    if prepared.core:
        parts[prepared.core] = _properties(content)
    check_names(prepared.parts)
    return zipped(parts, after=prepared.package_of_unchanged)


def _context(content: InvitationContent) -> dict[str, Any]:
    footer = " · ".join(part for part in (TITLE, one_line(printable_text(content.employee)), content.period) if part)
    return {
        "overskrift": one_line(printable_text(content.heading)),
        LETTER: printable_text(content.letter).strip("\n").split("\n"),
        ENCLOSED: [one_line(printable_text(title)) for title in content.enclosed],
        "sidefod": footer,
    }


def _properties(content: InvitationContent) -> bytes:
    facts = {Fact.EMPLOYEE: content.employee, Fact.PERIOD: content.period}
    about = about_document(TITLE, content.form, facts)
    return core_part(about, content.author, content.made_on, content.form.word_language)
