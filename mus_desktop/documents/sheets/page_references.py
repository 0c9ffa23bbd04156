"""References to pages of the source of a form, which are false on any other paper."""

from __future__ import annotations

import re
from dataclasses import replace

from mus_desktop.model.form import Field, Form, NotesField

_SEE_PAGE = re.compile(r"[ ,;]*\b(?:jf\.|se)(?: også)? (?:side|s\.) \d+(?:[-–]\d+)?", re.IGNORECASE)
_NEXT_PAGE = re.compile(r" ?\([^()]*\b(?:næste|forrige|modstående) side\)", re.IGNORECASE)
_EMPTY = re.compile(r" ?\(\s*\)")


def without_page_references(form: Form) -> Form:
    """Return ``form`` without references such as *se side 4* and *(skemaet næste side)*.

    They are the source's own words and stay in the form and on screen, but the pages of a sheet are others.
    """
    return replace(
        form,
        tabs=tuple(
            replace(tab, text=unpaged_text(tab.text), fields=tuple(map(_field, tab.fields))) for tab in form.tabs
        ),
    )


def _field(field: Field) -> Field:
    cleaned = replace(field, text=unpaged_text(field.text))
    if isinstance(cleaned, NotesField):
        return replace(cleaned, prompts=tuple(replace(p, text=unpaged_text(p.text)) for p in cleaned.prompts))
    return cleaned


def unpaged_text(text: str) -> str:
    """Return ``text`` without references to pages."""
    return _EMPTY.sub("", _NEXT_PAGE.sub("", _SEE_PAGE.sub("", text)))
