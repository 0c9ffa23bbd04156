"""Which widget shows which kind of field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import Field
from mus_desktop.ui.fields.base import FieldContext, FieldWidget
from mus_desktop.ui.fields.board import BoardWidget
from mus_desktop.ui.fields.check import CheckWidget
from mus_desktop.ui.fields.choice import ChoiceWidget
from mus_desktop.ui.fields.date import DateWidget
from mus_desktop.ui.fields.follow_up import FollowUpWidget
from mus_desktop.ui.fields.info import InfoWidget
from mus_desktop.ui.fields.notes import NotesWidget
from mus_desktop.ui.fields.number import NumberWidget
from mus_desktop.ui.fields.plan import PlanWidget
from mus_desktop.ui.fields.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.rating import RatingWidget
from mus_desktop.ui.fields.signatures import SignaturesWidget
from mus_desktop.ui.fields.table import TableWidget
from mus_desktop.ui.fields.text import TextWidget

WIDGETS: dict[str, type[FieldWidget]] = {
    "board": BoardWidget,
    "check": CheckWidget,
    "choice": ChoiceWidget,
    "date": DateWidget,
    "follow_up": FollowUpWidget,
    "info": InfoWidget,
    "notes": NotesWidget,
    "number": NumberWidget,
    "plan": PlanWidget,
    "previous_plan": PreviousPlanWidget,
    "rating": RatingWidget,
    "signatures": SignaturesWidget,
    "table": TableWidget,
    "text": TextWidget,
}


def make(field: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """The widget for ``field``."""
    return WIDGETS[field.kind](field, context, parent)
