"""The Word template of a plan, derived from a form, so that nobody writes loops by hand; the result may be restyled.

Heavy: imports python-docx; import this module only when a template is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import docx

from mus_desktop.documents.plan.context import shown_fields
from mus_desktop.documents.plan.headings import document_title, is_for_groups, plan_facts, plan_title
from mus_desktop.documents.plan.sections import SECTIONS, additions_block, facts_block, notes_block
from mus_desktop.documents.plan.signature_block import group_signature_block, signature_block
from mus_desktop.documents.plan.signer_rows import employee_label
from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.markup import Markup, joined, literal, only_if, paragraph
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.properties import as_property
from mus_desktop.documents.word.template_names import name_of
from mus_desktop.model.form import Fact, Field, Form, PreviousPlanField, SignatureLine, SignaturesField, Tab
from mus_desktop.model.group import GROUP

_OWN_AGREEMENTS = "Aftaler"
"""The title of the only plan field of a form in a participant's own plan."""


def derive_plan_template(form: Form) -> bytes:
    """Return the template of ``form``'s plan as a Word document; the same form always produces the same bytes."""
    document = docx.Document(io.BytesIO(base_document(form.word_language)))
    document.core_properties.title = as_property(document_title(form))
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
    yield paragraph("Heading1", "{{ plantitel }}" if _may_be_held_in_groups(form) else literal(plan_title(form)))
    if form.plan_is_minutes:
        yield paragraph("Oplysning", "Referat af samtalen {{ tidspunkt }}")
    yield facts_block(_facts_labels(form), for_groups=is_for_groups(form))
    with_title = _fields_with_title(form)
    on_several_tabs = len({form.tab_of(f.key).key for f in with_title}) > 1
    headed = {tab.key for tab in form.tabs if on_several_tabs and tab.title != plan_title(form)}
    # No level is skipped: without a heading of the theme, its fields are right below the title.
    styles = {f.key: "Heading3" if form.tab_of(f.key).key in headed else "Heading2" for f in with_title}
    markups = {f.key: _titled(form, f, styles[f.key]) + SECTIONS[type(f)](f) for f in with_title}
    signatures = [f for f in form.fields() if isinstance(f, SignaturesField)]
    markups |= {f.key: _signatures(form, f) for f in signatures}
    # Above the signatures, because they cover the notes too.
    for first in signatures[:1]:
        markups[first.key] = notes_block() + markups[first.key]
    for tab in form.tabs:
        yield from _tab(tab, markups, with_heading=tab.key in headed)
    yield [] if signatures else notes_block()
    yield additions_block()
    yield paragraph("Slut")


def _tab(tab: Tab, markups: Mapping[str, Markup], *, with_heading: bool) -> Iterator[Markup]:
    """Yield the plan's markup for one theme, under the theme's own heading if ``with_heading``."""
    fields = shown_fields(tab.fields)
    heading = paragraph("Heading2", literal(tab.title)) if with_heading and any(map(_has_title, fields)) else []
    if fields and all(isinstance(field, PreviousPlanField) for field in fields):
        # A first plan has no earlier agreements: the heading is left out with them.
        yield only_if(name_of(fields[0].key), heading + joined(markups[field.key] for field in fields))
        return
    yield heading
    for field in fields:
        is_previous_plan = isinstance(field, PreviousPlanField)
        yield only_if(name_of(field.key), markups[field.key]) if is_previous_plan else markups[field.key]


def _titled(form: Form, field: Field, style: str) -> Markup:
    """Return the title of ``field``, which is left out where it would repeat the title of the plan right below it."""
    is_only_plan = form.plan_fields() == (field,)
    if is_only_plan and field is _fields_with_title(form)[0] and field.title.rstrip(" :") == plan_title(form):
        return []
    # The title of a group's plan may say that it is common.
    title = (
        _by_plan(_OWN_AGREEMENTS, field.title)
        if is_only_plan and _may_be_held_in_groups(form)
        else literal(field.title)
    )
    return paragraph(style, title)


def _signatures(form: Form, field: SignaturesField) -> Markup:
    if not _may_be_held_in_groups(form):
        return signature_block(field)
    label = field.signers.get(SignatureLine.EMPLOYEE, "")
    block = signature_block(field, _by_plan(employee_label(form, label), label))
    return only_if("not gruppeplan", block) + only_if("gruppeplan", group_signature_block(field))


def _facts_labels(form: Form) -> Mapping[Fact, str]:
    """Return the labels of the facts as template text: a participant's own plan says whose it is in the singular."""
    labels = plan_facts(form)
    return {
        fact: _by_plan(employee_label(form, label), label)
        if fact is Fact.EMPLOYEE and _may_be_held_in_groups(form)
        else literal(label)
        for fact, label in labels.items()
    }


def _by_plan(own_words: str, words: str) -> str:
    """Return text of the template: ``own_words`` in a participant's own plan, ``words`` in every other."""
    if own_words == words:
        return literal(words)
    return f"{{% if egen_plan %}}{literal(own_words)}{{% else %}}{literal(words)}{{% endif %}}"


def _has_title(field: Field) -> bool:
    return not isinstance(field, SignaturesField)


def _fields_with_title(form: Form) -> list[Field]:
    return [f for f in shown_fields(form.fields()) if _has_title(f)]


def _may_be_held_in_groups(form: Form) -> bool:
    return GROUP in form.held
