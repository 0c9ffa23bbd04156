"""The Word template of an invitation, derived from a form as that of its plan is; the result may be restyled.

Its names are ``overskrift``, the list of paragraphs ``brev``, the list ``bilag``, and ``sidefod`` of the base document.

Heavy: imports python-docx; import this module only when a template is made.
"""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips

from mus_desktop.documents.invitation.invitation_content import TITLE
from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.markup import literal, only_if, paragraph, repeated_paragraph
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.paper_size import A4_PORTRAIT
from mus_desktop.documents.word.properties import as_property
from mus_desktop.model.form import Form

LETTER, ENCLOSED = "brev", "bilag"


def derive_invitation_template(form: Form) -> bytes:
    """Return the template of ``form``'s invitation; the same form always produces the same bytes."""
    document = docx.Document(io.BytesIO(base_document(form.word_language)))
    document.core_properties.title = as_property(TITLE)
    _turn_upright(document)
    right = " · ".join(literal(part) for part in (form.marking, form.title) if part)
    document.sections[0].header.paragraphs[0].text = f"{literal(form.organisation)}\t{right}"
    body = document.element.body
    enclosed = paragraph("Heading2", "Bilag") + repeated_paragraph("Normal", ENCLOSED)
    markup = paragraph("Heading1", "{{ overskrift }}") + repeated_paragraph("Normal", LETTER)
    for element in markup + only_if(ENCLOSED, enclosed):
        # Before the last element, which is the section properties.
        body.insert(len(body) - 1, element)
    target = io.BytesIO()
    document.save(target)
    # Packed again without dates, so that the same form produces the same bytes.
    return zipped(unzipped(target.getvalue()))


def _turn_upright(document: Any) -> None:
    """Turn the page of the base document, which is that of a plan, into that of a letter."""
    section, paper = document.sections[0], A4_PORTRAIT
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(paper.width), Twips(paper.height)
    section.left_margin = section.right_margin = Twips(paper.side)
    for tab in document.styles.element.iter(qn("w:tab")):
        if tab.get(qn("w:val")) == "right":
            tab.set(qn("w:pos"), str(paper.text_width))
