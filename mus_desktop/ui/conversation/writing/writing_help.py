"""Help in the note or plan cell that is being written in: spelling, and the leader's own phrases.

Lines are drawn in a text from the first time that it has the focus: a page opens as fast as without them, and a long
conversation is never checked as a whole. In *Samtale* there are none, because they would embarrass, and no phrases are
listed; a phrase whose key is typed is inserted there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
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
from mus_desktop.ui.conversation.writing.phrases import KEYS, insert_phrase, phrase_menu
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
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        QShortcut(QKeySequence(KEYS), window).activated.connect(self._on_phrase_wanted)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Hide the lines while the employee sees the screen."""
        self._turned = arrangement is Arrangement.CONVERSATION
        self._shown_changed.emit(self._checks_spelling())

    def _checks_spelling(self) -> bool:
        return self._has_dictionary and not self._turned and self._settings.checks_spelling()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._speller.postpone()
        if not isinstance(now, NoteEdit) or not self._pages.isAncestorOf(now):
            return
        if now.contextMenuPolicy() is not Qt.ContextMenuPolicy.CustomContextMenu:
            now.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            now.customContextMenuRequested.connect(partial(self._show_menu, now))
        if not self._has_dictionary:
            return
        checks = self._checks_spelling()  # it may have been switched in the settings
        self._shown_changed.emit(checks)
        if checks and not now.isReadOnly() and now.findChild(SpellingLines) is None:
            self._shown_changed.connect(SpellingLines(now, self._speller).set_shown)

    def _show_menu(self, edit: NoteEdit, position: QPoint) -> None:
        menu = edit.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]
        if self._checks_spelling():
            menu.insertActions(first, spelling_actions(edit, position, self._speller, self._add_word, menu))
        if not edit.isReadOnly() and not self._turned:
            menu.insertMenu(first, phrase_menu(edit, self._settings, menu))
        if menu.actions()[0] is not first:
            menu.insertSeparator(first)
        menu.popup(edit.mapToGlobal(position))

    def _on_phrase_wanted(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, NoteEdit) and self._pages.isAncestorOf(focused):
            insert_phrase(focused, self._settings, offer_all=not self._turned)

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
