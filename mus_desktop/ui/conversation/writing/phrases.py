"""The leader's own phrases in a text: typed as a short key, or chosen in a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTextEdit

from mus_desktop.model.text import one_line
from mus_desktop.services.writing.writing_settings import WritingSettings
from mus_desktop.ui.controls.text_entry.inserted_text import insert_when_then, replace_last_word

KEYS = "Ctrl+Space"
_LONGEST_ENTRY = 50
_TITLE = "Indsæt &frase"
_NONE_YET = "Lav dine egne fraser under Indstillinger"
_WHEN_THEN = "Skriv »Når …, så …«"


def insert_phrase(edit: QTextEdit, settings: WritingSettings, *, offer_all: bool) -> None:
    """Replace the key before the cursor by its phrase; if it is none, offer all phrases below the cursor."""
    if edit.isReadOnly() or replace_last_word(edit, settings.phrase):
        return
    if offer_all:
        menu = QMenu(edit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_phrase_menu(menu, edit, settings)
        menu.popup(edit.viewport().mapToGlobal(edit.cursorRect().bottomLeft()))


def phrase_menu(edit: QTextEdit, settings: WritingSettings, parent: QMenu) -> QMenu:
    """Return the submenu with all phrases, for the menu of a text."""
    menu = QMenu(_TITLE, parent)
    fill_phrase_menu(menu, edit, settings)
    return menu


def fill_phrase_menu(menu: QMenu, edit: QTextEdit, settings: WritingSettings) -> None:
    """Add an entry for each phrase, and one for *Når ..., så ...*."""
    phrases = settings.phrases()
    for key, text in phrases.items():
        line = one_line(text)
        shown = line if len(line) <= _LONGEST_ENTRY else f"{line[: _LONGEST_ENTRY - 1]}…"
        _add(menu, f"{shown}\t{key}", partial(edit.insertPlainText, text))
    if not phrases:
        menu.addAction(_NONE_YET).setEnabled(False)
    menu.addSeparator()
    _add(menu, _WHEN_THEN, partial(insert_when_then, edit))


def _add(menu: QMenu, text: str, act: Callable[[], None]) -> None:
    action = QAction(text.replace("&", "&&"), menu)
    action.triggered.connect(lambda _checked: act())
    menu.addAction(action)
