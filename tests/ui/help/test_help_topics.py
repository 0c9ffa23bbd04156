"""The table of help pages: it has every view and dialog, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

from mus_desktop import ui
from mus_desktop.model import form
from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.help.help_topics import FIELD_TOPICS, FIRST_TOPIC, TOPICS

VIEWS = ("Page", "View")
NO_PLACE = {
    "InputDialog": "the base of all dialogs",
    "ReadingColumn": "the base of pages",
    "_Question": "a question about the page behind it",
    "ErrorReportView": "an error, not a task",
    "ThemePage": "a part of ConversationView",
    "ScrollPage": "a part of any page",
    "OpeningPage": "a part of any page",
    "MismatchedAnswerView": "a part of ConversationView",
    "StartHelp": "the program has not opened yet",
}
"""Classes that look like a place, and are none."""


def _bases() -> dict[str, set[str]]:
    return {
        node.name: {base.attr if isinstance(base, ast.Attribute) else base.id for base in node.bases
                    if isinstance(base, ast.Name | ast.Attribute)}
        for root in ui.__path__
        for path in Path(root).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }  # fmt: skip


def _is_dialog(name: str, bases: dict[str, set[str]]) -> bool:
    return name in ("QDialog", "QMessageBox") or any(_is_dialog(base, bases) for base in bases.get(name, ()))


def _is_view(name: str) -> bool:
    return name.endswith(VIEWS) and not name.startswith("_")


def test_every_view_and_dialog_has_a_page() -> None:
    bases = _bases()
    places = {name for name in bases if _is_dialog(name, bases) or _is_view(name)} - set(NO_PLACE)
    assert sorted(places - set(TOPICS)) == [], "a new dialog or view needs its help page in TOPICS"
    assert sorted(set(TOPICS) - places) == [], "a class in TOPICS no longer exists"


def test_every_page_in_the_table_exists_and_every_kind_of_field() -> None:
    keys = {page.key for page in HelpLibrary().pages}
    assert {*TOPICS.values(), *FIELD_TOPICS.values(), FIRST_TOPIC} <= keys
    assert all(hasattr(form, name) for name in FIELD_TOPICS)
