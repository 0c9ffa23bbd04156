"""Showing the hints below the pages, a moment after something was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HintKind
from mus_desktop.services.hints.hints import hints_while_writing
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.text_entry.inserted_text import insert_when_then
from mus_desktop.ui.conversation.hints.hint_panel import HintPanel
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.dialogs.messages import show_message

_PAUSE_MS = 800
"""The pause after a change before hints are sought: they must not appear while a sentence is being written."""


class PageHints(QObject):
    """Shows on each page the hints about its fields. ``chosen`` carries a hint whose place the leader goes to."""

    chosen = Signal(object)

    def __init__(
        self, workplace: Workplace, live: LiveConversation, wizard: Wizard, today: Callable[[], date], window: QWidget
    ) -> None:
        super().__init__(window)
        self._workplace, self._live, self._wizard = workplace, live, wizard
        self._today, self._window = today, window
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        wizard.pages.built.connect(self._on_page_built)
        wizard.arrived.connect(lambda _number: self._pause.start(0))
        live.changed.connect(lambda _fields: self._pause.start(_PAUSE_MS))
        live.plan_changed.connect(lambda: self._pause.start(0))

    def refresh(self) -> None:
        """Show the hints about the fields of the current page; later, if the data cannot be read at the moment."""
        page = self._wizard.pages.currentWidget()
        if not isinstance(page, ThemePage) or page.hints is None:
            return
        try:
            switched_off = self._workplace.hint_switches.off()
        except StorageError:  # the data get another protection just now
            self._pause.start(_PAUSE_MS)
            return
        keys = {field.key for field in page.tab.fields}
        talk = Discussed(self._live.state.opened, self._live.state.form, self._live.state.content, self._today())
        hints = hints_while_writing(talk, switched_off)
        page.hints.show_hints([hint for hint in hints if hint.field in keys])

    def switch_off(self, kind: HintKind) -> None:
        """Show no more hints of ``kind``."""
        try:
            self._workplace.hint_switches.switch_off(kind)
        except KnownError as error:
            show_message(self._window, "Valget blev ikke gemt", error.message)
        self.refresh()

    def _on_page_built(self, page: ThemePage) -> None:
        panel = HintPanel(page)
        page.show_below(panel)
        panel.chosen.connect(self._on_chosen)
        # Later: the row that was clicked is removed.
        panel.unwanted.connect(lambda kind: QTimer.singleShot(0, self, lambda: self.switch_off(kind)))
        panel.rows_changed.connect(self._wizard.set_tab_order)

    def _on_chosen(self, hint: Advice) -> None:
        self.chosen.emit(hint)
        focused = QApplication.focusWidget()
        if hint.kind is HintKind.WHEN_THEN and isinstance(focused, NoteEdit) and not focused.isReadOnly():
            insert_when_then(focused)
