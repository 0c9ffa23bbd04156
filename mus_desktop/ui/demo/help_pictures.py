"""The pictures of the help: views of the README in a smaller window, so that their text can be read beside a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.demo.window_pictures import finish_layouts, grab
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.shell.main_window import MainWindow

_SIZE = (1000, 640)
_FILES = {
    "preparation": "forberedelse",
    "conversation": "samtale",
    "plan": "plan",
    "employee": "medarbejder",
    "safety": "sikkerhed",
}
"""The file of each view of the README."""


def grab_help_pictures(window: MainWindow, views: Iterable[tuple[str, QWidget]], folder: Path) -> list[Path]:
    """Save the pictures of the help in ``folder``, and return their paths.

    :param views: the views of the README, each shown when it is asked for.
    """
    size = window.size()
    window.resize(*_SIZE)
    window.page_stack.show_start()
    paths = [grab(window, folder / "overblik.png", small=True)]
    for name, view in views:
        if name == "plan":
            _scroll_to_plan(window)
        paths.append(grab(view, folder / f"{_FILES[name]}.png", small=True))
    window.resize(size)
    return paths


def _scroll_to_plan(window: MainWindow) -> None:
    """Scroll past the introduction of the plan to its agreements."""
    finish_layouts(window)
    view = window.page_stack.conversation
    page = view.pages.currentWidget() if view else None
    for field in page.fields if isinstance(page, ThemePage) else ():
        card = field.parentWidget()
        if isinstance(field, PlanWidget) and isinstance(page, ThemePage) and card is not None:
            page.verticalScrollBar().setValue(card.y())
