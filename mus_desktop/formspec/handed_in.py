"""Which answers the employee hands in: those of the employee alone that an evaluation marks ``print``."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.model.form import Field, Form, NotesField, PartyRole, Purpose

HANDED_IN_SINCE = 2
"""The first form language that has an evaluation to be handed in; before, ``print`` on a preparation did nothing."""


def mark_handed_in(form: Form, language: int) -> Form:
    """``form`` with :attr:`~mus_desktop.model.form.Field.handed_in` set where its ``language`` and purpose allow it."""
    if language < HANDED_IN_SINCE or form.purpose is not Purpose.EVALUATION:
        return form
    return replace(form, tabs=tuple(replace(tab, fields=tuple(map(_marked, tab.fields))) for tab in form.tabs))


def _marked(field: Field) -> Field:
    if field.prints and field.by == (PartyRole.EMPLOYEE,) and not isinstance(field, NotesField):
        return replace(field, handed_in=True)
    return field
