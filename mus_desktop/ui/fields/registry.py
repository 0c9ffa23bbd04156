"""Which widget shows which kind of field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import Field
from mus_desktop.ui.fields.base import FieldContext, FieldWidget
from mus_desktop.ui.fields.info import InfoWidget
from mus_desktop.ui.fields.notes import NotesWidget
from mus_desktop.ui.fields.plan import PlanWidget
from mus_desktop.ui.fields.signatures import SignaturesWidget

WIDGETS: dict[str, type[FieldWidget]] = {
    "info": InfoWidget,
    "notes": NotesWidget,
    "plan": PlanWidget,
    "signatures": SignaturesWidget,
}

WITHOUT_WIDGET_YET = frozenset(
    {
        "board",
        "check",
        "choice",
        "date",
        "follow_up",
        "number",
        "previous_plan",
        "rating",
        "table",
        "text",
    }
)
"""Kinds of the form language that no shipped form has put on screen yet."""


def make(field: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """The widget for ``field``; ``KeyError`` for a kind in :data:`WITHOUT_WIDGET_YET`."""
    return WIDGETS[field.kind](field, context, parent)
