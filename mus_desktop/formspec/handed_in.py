"""Marking the answers that the employee hands in: those of the employee alone that an evaluation marks ``print``."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.model.form import Field, Form, NotesField, PartyRole, Purpose

HANDED_IN_SINCE = 2
"""The first form language with an evaluation to be handed in; in language 1 ``print`` did nothing on a preparation."""


def mark_handed_in(form: Form, language: int) -> Form:
    """Return ``form`` with the fields marked that an employee hands in; only an evaluation form has any.

    ``language`` is the version of the form language that the form is written in.
    See :attr:`~mus_desktop.model.form.Field.handed_in`.
    """
    if language < HANDED_IN_SINCE or form.purpose is not Purpose.EVALUATION:
        return form
    return replace(form, tabs=tuple(replace(tab, fields=tuple(map(_marked, tab.fields))) for tab in form.tabs))


def _marked(field: Field) -> Field:
    if field.prints and field.by == (PartyRole.EMPLOYEE,) and not isinstance(field, NotesField):
        return replace(field, handed_in=True)
    return field
