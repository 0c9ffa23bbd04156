"""Which widget shows which kind of field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import Field
from mus_desktop.ui.fields.base import FieldContext, FieldWidget
from mus_desktop.ui.fields.check import CheckWidget
from mus_desktop.ui.fields.choice import ChoiceWidget
from mus_desktop.ui.fields.date import DateWidget
from mus_desktop.ui.fields.info import InfoWidget
from mus_desktop.ui.fields.notes import NotesWidget
from mus_desktop.ui.fields.number import NumberWidget
from mus_desktop.ui.fields.plan import PlanWidget
from mus_desktop.ui.fields.rating import RatingWidget
from mus_desktop.ui.fields.signatures import SignaturesWidget
from mus_desktop.ui.fields.table import TableWidget
from mus_desktop.ui.fields.text import TextWidget

WIDGETS: dict[str, type[FieldWidget]] = {
    "check": CheckWidget,
    "choice": ChoiceWidget,
    "date": DateWidget,
    "info": InfoWidget,
    "notes": NotesWidget,
    "number": NumberWidget,
    "plan": PlanWidget,
    "rating": RatingWidget,
    "signatures": SignaturesWidget,
    "table": TableWidget,
    "text": TextWidget,
}

WITHOUT_WIDGET_YET = frozenset({"board", "follow_up", "previous_plan"})
"""Kinds of the form language that no form has put on screen yet."""


def make(field: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """The widget for ``field``; ``KeyError`` for a kind in :data:`WITHOUT_WIDGET_YET`."""
    return WIDGETS[field.kind](field, context, parent)
