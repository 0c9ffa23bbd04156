"""Moving between pages: a page is saved when left, its progress is shown, and the last one is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.form import Form
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.leader_note import LeaderNote
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.fields.field_widget import Arrangement


class PageNavigation(QObject):
    """Save and mark the pages of ``wizard`` as the leader moves between them.

    :param arrangement: returns the current arrangement.
    """

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        wizard: Wizard,
        note: LeaderNote,
        arrangement: Callable[[], Arrangement],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._live, self._wizard = workplace, live, wizard
        self._note, self._arrangement = note, arrangement
        self._tabs = _tabs_of_fields(live.state.form)
        live.changed.connect(self._on_changed)
        live.plan_changed.connect(self.show_progress_of_all)
        wizard.leaving.connect(self._on_leaving)
        wizard.arrived.connect(self._on_arrived)
        wizard.pages.built.connect(self._on_page_built)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_progress_of_all(self) -> None:
        """Show the progress of every page; only the common part counts while the employee sees the screen."""
        self._mark(range(len(self._live.state.form.tabs)))

    def _mark(self, numbers: Collection[int]) -> None:
        common = self._arrangement() is Arrangement.CONVERSATION
        state = self._live.state
        self._wizard.show_progress({number: state.progress(number, common=common) for number in numbers})

    def _on_changed(self, fields: Collection[str] | None) -> None:
        if fields is None:
            self.show_progress_of_all()
        else:
            self._mark({self._tabs[key] for key in fields if key in self._tabs})

    def _on_leaving(self, number: int) -> None:
        """Save, and create the participant's plan before the first page that needs it."""
        state = self._live.state
        self._live.set_own_plan_wanted(wanted=state.needs_own_plan(state.form.tabs[number]))
        self._live.save()
        self._note.hide()

    def _on_arrived(self, number: int) -> None:
        state = self._live.state
        tab = state.form.tabs[number]
        self._wizard.pages.page(number).setEnabled(not state.needs_own_plan(tab))
        self.show_progress_of_all()
        with suppress(StorageError):  # no edit is at stake, and the next save reports the error
            self._workplace.conversations.remember_tab(self._live.conversation_id, tab.key)

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            widget.inputs_changed.connect(self._wizard.set_tab_order)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        pages = self._wizard.pages
        if old is not None and pages.isAncestorOf(old):
            self._live.save()
        if now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            pages.scroll_to(now)


def _tabs_of_fields(form: Form) -> dict[str, int]:
    """Return the number of each field's tab, by the key of the field."""
    return {field.key: number for number, tab in enumerate(form.tabs) for field in tab.fields if field.key}
