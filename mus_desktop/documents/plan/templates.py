"""The Word template of a plan, derived from a form, so that nobody writes loops by hand; the result may be restyled.

Heavy: imports python-docx; import this module only when a template is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx

from mus_desktop.documents.plan.context import shown_fields
from mus_desktop.documents.plan.headings import is_for_groups, plan_facts, plan_title
from mus_desktop.documents.plan.sections import SECTIONS, additions_block, facts_block
from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.markup import Markup, joined, literal, only_if, paragraph
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.properties import as_property
from mus_desktop.documents.word.template_names import name_of
from mus_desktop.model.form import Field, Form, PreviousPlanField, SignaturesField, Tab


def derive_plan_template(form: Form) -> bytes:
    """Return the template of ``form``'s plan as a Word document; the same form always produces the same bytes."""
    document = docx.Document(io.BytesIO(base_document(form.word_language)))
    document.core_properties.title = as_property(plan_title(form))
    section = document.sections[0]
    right = " · ".join(literal(part) for part in (form.marking, form.title) if part)
    section.header.paragraphs[0].text = f"{literal(form.organisation)}\t{right}"
    body = document.element.body
    for markup in _body_markup(form):
        for element in markup:
            # Before the last element, which is the section properties.
            body.insert(len(body) - 1, element)
    target = io.BytesIO()
    document.save(target)
    # Packed again without dates, so that the same form produces the same bytes.
    return zipped(unzipped(target.getvalue()))


def _body_markup(form: Form) -> Iterator[Markup]:
    yield paragraph("Heading1", literal(plan_title(form)))
    if form.plan_is_minutes:
        yield paragraph("Oplysning", "Referat af samtalen {{ tidspunkt }}")
    yield facts_block(plan_facts(form), for_groups=is_for_groups(form))
    on_several_tabs = len({form.tab_of(f.key).key for f in _fields_with_title(form)}) > 1
    for tab in form.tabs:
        with_heading = on_several_tabs and tab.title != plan_title(form)
        # No level is skipped: without a heading of the theme, its fields are right below the title.
        yield from _tab(tab, "Heading3" if with_heading else "Heading2", with_heading=with_heading)
    yield additions_block()
    yield paragraph("Slut")


def _tab(tab: Tab, heading_style: str, *, with_heading: bool) -> Iterator[Markup]:
    """Yield the plan's markup for one theme, under the theme's own heading if ``with_heading``."""
    fields = shown_fields(tab.fields)
    heading = paragraph("Heading2", literal(tab.title)) if with_heading and any(map(_has_title, fields)) else []
    if fields and all(isinstance(field, PreviousPlanField) for field in fields):
        # A first plan has no earlier agreements: the heading is left out with them.
        yield only_if(name_of(fields[0].key), heading + joined(_field_markup(field, heading_style) for field in fields))
        return
    yield heading
    for field in fields:
        is_previous_plan = isinstance(field, PreviousPlanField)
        yield (
            only_if(name_of(field.key), _field_markup(field, heading_style))
            if is_previous_plan
            else _field_markup(field, heading_style)
        )


def _has_title(field: Field) -> bool:
    return not isinstance(field, SignaturesField)


def _fields_with_title(form: Form) -> list[Field]:
    return [f for f in shown_fields(form.fields()) if _has_title(f)]


def _field_markup(field: Field, heading: str) -> Markup:
    markup = SECTIONS[type(field)](field)
    return paragraph(heading, literal(field.title)) + markup if _has_title(field) else markup
