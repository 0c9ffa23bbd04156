"""Spelling in the note or plan cell that is being written in, for the leader alone.

Lines are drawn in a text from the first time that it has the focus: a page opens as fast as without them, and a long
conversation is never checked as a whole. In *Samtale* there are none, because they would embarrass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace
from mus_desktop.services.writing.dictionary_place import is_installed
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.spelling.speller import Speller
from mus_desktop.ui.controls.spelling.spelling_lines import SpellingLines
from mus_desktop.ui.controls.spelling.spelling_menu import spelling_actions
from mus_desktop.ui.dialogs.messages import show_message

_NAME = re.compile(r"[^\W\d_]+")


class WritingHelp(QObject):
    """Watches which text below ``pages`` has the focus, and helps with writing there."""

    _shown_changed = Signal(bool)

    def __init__(self, workplace: Workplace, opened: OpenConversation, pages: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._pages, self._window = workplace.writing_settings, pages, window
        known = [*self._settings.own_words(), *_names(opened)]
        self._speller = Speller(workplace.load_dictionary, known, self)
        self._turned = False
        self._has_dictionary = is_installed()
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._has_dictionary:
            app.focusChanged.connect(self._on_focus_changed)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Hide the lines while the employee sees the screen."""
        self._turned = arrangement is Arrangement.CONVERSATION
        self._shown_changed.emit(self._is_shown())

    def _is_shown(self) -> bool:
        return not self._turned and self._settings.checks_spelling()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, NoteEdit) or not self._pages.isAncestorOf(now):
            return
        shown = self._is_shown()  # it may have been switched off in the settings
        self._shown_changed.emit(shown)
        if shown and not now.isReadOnly() and now.findChild(SpellingLines) is None:
            self._attach(now)

    def _attach(self, edit: NoteEdit) -> None:
        lines = SpellingLines(edit, self._speller)
        self._shown_changed.connect(lines.set_shown)
        if edit.contextMenuPolicy() is not Qt.ContextMenuPolicy.CustomContextMenu:
            edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            edit.customContextMenuRequested.connect(partial(self._show_menu, edit))

    def _show_menu(self, edit: NoteEdit, position: QPoint) -> None:
        menu = edit.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._is_shown():
            first = menu.actions()[0]
            actions = spelling_actions(edit, position, self._speller, self._add_word, menu)
            menu.insertActions(first, actions)
            if actions:
                menu.insertSeparator(first)
        menu.popup(edit.mapToGlobal(position))

    def _add_word(self, word: str) -> None:
        try:
            self._settings.add_own_word(word)
        except KnownError as error:
            show_message(self._window, "Ordet blev ikke gemt", error.message)
        else:
            self._speller.add_known(word)


def _names(opened: OpenConversation) -> Iterator[str]:
    """Yield the names of the people and places of a conversation, also in the genitive."""
    texts = [opened.leader.name, opened.leader.workplace]
    texts += [text for one in opened.employees for text in (one.name, one.workplace)]
    for name in (name for text in texts for name in _NAME.findall(text)):
        yield from (name, f"{name}s")
