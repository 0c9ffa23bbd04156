"""Rendering content and a template to a finished, checked document in memory.

Heavy: imports jinja2 and lxml; import this module only when a document is made.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.column_titles import column_titles
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.untrusted.field_codes import check_fields
from mus_desktop.documents.word.completeness import check_cells, check_complete, check_names
from mus_desktop.documents.word.content_search.shown_text import shown_text
from mus_desktop.documents.word.layout import adjust_layout
from mus_desktop.documents.word.marking import ensure_marking
from mus_desktop.documents.word.no_break import glue_words
from mus_desktop.documents.word.package import zipped
from mus_desktop.documents.word.prepared_template import PreparedTemplate, prepare
from mus_desktop.documents.word.properties import core_properties
from mus_desktop.documents.word.template_engine import Engine
from mus_desktop.model.form import Form

T = TypeVar("T")

_CACHE_SIZE = 16


class Renderer:
    """Renders plans, and caches compiled templates between them because compiling is slow."""

    def __init__(self) -> None:
        self._engine = Engine()
        self._prepared: OrderedDict[str, PreparedTemplate] = OrderedDict()
        self._derived: OrderedDict[str, bytes] = OrderedDict()

    def plan(self, content: PlanContent, template: bytes | None = None) -> bytes:
        """Return the plan as a Word document, rendered with ``template`` or else with the one derived from the form.

        The same content and template always produce the same bytes.

        :raises DocumentError: the template cannot be used, or the document would be incomplete.
        """
        prepared = self._prepared_template(template if template is not None else self._template_of(content.form))
        context = plan_context(content)
        trees = prepared.render_parts(context)
        styles = prepared.parts.get("word/styles.xml")
        ensure_marking(trees, prepared.parts, prepared.main, content.form.marking)
        for name, tree in trees.items():
            check_cells(tree)
            # Checked again, because a command can leave out part of a field's code.
            check_fields(tree, name)
        # A restyled template may have lost a field; what was agreed must not be missing on paper.
        shown = [shown_text(tree, prepared.unseen_styles) for tree in trees.values()]
        check_complete(shown, context, prepared.loops, column_titles(content.form))
        for tree in trees.values():
            glue_words(tree)
        # Last, because no-break spaces decide how many lines a text needs.
        adjust_layout(trees[prepared.main], styles, is_blank=content.is_blank)
        rendered_parts = {
            name: bytes(etree.tostring(tree, encoding="UTF-8", standalone=True)) for name, tree in trees.items()
        }
        if prepared.core:
            rendered_parts[prepared.core] = core_properties(content)
        check_names(prepared.parts)
        return zipped(rendered_parts, after=prepared.package_of_unchanged)

    def _prepared_template(self, template: bytes) -> PreparedTemplate:
        return _cached(self._prepared, hashlib.sha256(template).hexdigest(), lambda: prepare(template, self._engine))

    def _template_of(self, form: Form) -> bytes:
        # A form has mappings and therefore no hash; its repr() covers the whole content.
        return _cached(self._derived, repr(form), lambda: derive_plan_template(form))


def _cached(cache: OrderedDict[str, T], key: str, make: Callable[[], T]) -> T:
    """Return the cached value of ``key``, made if missing; the least recently used value is discarded."""
    if key not in cache:
        cache[key] = make()
        while len(cache) > _CACHE_SIZE:
            cache.popitem(last=False)
    cache.move_to_end(key)
    return cache[key]
