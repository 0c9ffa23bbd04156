"""The mapping from field kinds to the widgets that show them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import Field
from mus_desktop.ui.fields.board.board_field import BoardWidget
from mus_desktop.ui.fields.field_widget import FieldContext, FieldWidget
from mus_desktop.ui.fields.inputs.choice_input import ChoiceWidget
from mus_desktop.ui.fields.inputs.info_text import InfoWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.inputs.typed_fields import CheckWidget, DateWidget, NumberWidget, TextWidget
from mus_desktop.ui.fields.plan.follow_up_field import FollowUpWidget
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.plan.signatures import SignaturesWidget
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from mus_desktop.ui.fields.table.table_field import TableWidget

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


def make_field_widget(field: Field, context: FieldContext, parent: QWidget | None = None) -> FieldWidget:
    """Return a widget for ``field``."""
    return WIDGETS[field.kind](field, context, parent)
