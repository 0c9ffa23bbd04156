"""Roles that Qt's widgets cannot have by themselves: tables with their rows and cells, and widgets drawn by hand.

Only the name of a role is stored here, so that the first window loads no more; ``widget_interface`` reads it.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QWidget

ROLE_PROPERTY = "accessible_role"

RoleName = Literal[
    "Heading",
    "Table",
    "Row",
    "Cell",
    "ColumnHeader",
    "List",
    "ListItem",
    "Slider",
    "Link",
    "StaticText",
    "Graphic",
    "Pane",
]
"""Names of ``QAccessible.Role``."""


def set_role(widget: QWidget, role: RoleName) -> None:
    """Set the role of a label, a container or a widget drawn by hand; Qt's own inputs would lose their actions.

    The hidden children of the widget leave the accessibility tree, in which Qt keeps them. To be called before the
    widget has a text or a name, at which a running screen reader asks for the role, once.
    """
    widget.setProperty(ROLE_PROPERTY, role)
