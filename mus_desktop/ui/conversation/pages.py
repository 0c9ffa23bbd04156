"""The pages of the wizard, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mus_desktop.model.answers import Changes, merge_changes
from mus_desktop.model.dates import Today
from mus_desktop.model.form import FollowUpField, PlanField, PreviousPlanField, SignaturesField
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.services.conversation.state.field_content import Content
from mus_desktop.services.forms.texts import StoredText
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext, FieldWidget
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget


class Pages(QStackedWidget):
    """One page per tab. The pages show the state of ``live``, and report to it what is typed.

    ``built`` carries each page as it is created.

    :param texts: returns the texts of the settings, by key.
    """

    built = Signal(object)

    def __init__(
        self,
        live: LiveConversation,
        texts: Callable[[], Mapping[str, StoredText]],
        today: Today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "Pane")  # the themes that are not shown leave the accessibility tree
        self._live, self._texts, self._today = live, texts, today
        self._context = field_context(live.state, live.conversation_id, texts(), today)
        self._arrangement = Arrangement.PREPARATION
        self._pages: dict[int, ThemePage] = {}
        live.collect_with(self._report_edits)
        live.changed.connect(self._on_changed)

    def show_tab(self, number: int) -> ThemePage:
        """Show and return the page of tab ``number``."""
        page = self.page(number)
        self.setCurrentWidget(page)
        return page

    def page(self, number: int) -> ThemePage:
        """Return the page of tab ``number``; build it on first use."""
        if number not in self._pages:
            self._pages[number] = self._build(number)
        return self._pages[number]

    def rebuild(self) -> None:
        """Discard all pages, and build those of the party that is shown now. Collect what is typed first."""
        self._discard([*self._pages])

    def discard_closed_pages(self) -> None:
        """Discard the pages that were closed for typing; the others are still correct."""
        self._discard([number for number, page in self._pages.items() if not page.isEnabledTo(self)])

    def is_open(self) -> bool:
        """Return whether the current page is open for typing."""
        page = self.currentWidget()
        return page is None or page.isEnabledTo(self)

    def _discard(self, numbers: list[int]) -> None:
        self._context = field_context(self._live.state, self._live.conversation_id, self._texts(), self._today)
        for number in numbers:
            page = self._pages.pop(number)
            self.removeWidget(page)
            page.hide()
            page.deleteLater()

    def scroll_to(self, focused: QWidget) -> None:
        """Scroll the focused widget into view, also when the focus comes from outside the page."""
        page = self.currentWidget()
        # A widget taller than the page cannot be shown whole; scrolling to it would only make the page jump.
        if not isinstance(page, ThemePage) or page.is_opened_on(focused):
            return
        page.end_opening()
        if page.isAncestorOf(focused) and focused.height() < page.viewport().height():
            page.bring_into_view(focused)

    def fields(self) -> list[FieldWidget]:
        """Return every field on the pages built so far."""
        return [widget for page in self._pages.values() for widget in page.fields]

    def reload_fields_of_kind(self, kind: type[FieldWidget]) -> None:
        """Reload every field of ``kind`` from the current content."""
        for widget in self.fields():
            if isinstance(widget, kind):
                widget.load(self._content)

    def load_fields(self, keys: Container[str], *, plan: bool, past: bool = False) -> None:
        """Reload the fields with ``keys``.

        With ``plan`` also every field that belongs to the plan, with ``past`` the reviews of earlier agreements.
        """
        kinds = (*((PlanField, SignaturesField) if plan else ()), *((PreviousPlanField,) if past else ()))
        for widget in self.fields():
            if widget.field.key in keys or isinstance(widget.field, kinds):
                widget.load(self._content)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out the pages for the given arrangement."""
        self._arrangement = arrangement
        for page in self._pages.values():
            page.set_arrangement(arrangement)

    def show_leader_note(self, *, shown: bool) -> None:
        """Show the leader's preparation on the current page, or hide it on every page."""
        page = self.currentWidget()
        current = [page] if isinstance(page, ThemePage) else []
        for shown_page in current if shown else self._pages.values():
            shown_page.show_leader_note(shown=shown)

    def show_closed(self) -> None:
        """Close or open the fields that the signed plan prints. See also ``Content.closed_fields``."""
        for widget in self.fields():
            self._update_read_only(widget)
            if isinstance(widget, NotesWidget):
                widget.update_from(self._content)

    def _report_edits(self) -> None:
        """Report what was typed on all pages since the last time."""
        found: list[Changes] = []
        try:
            for widget in self.fields():
                if changes := widget.collect():
                    found.append(changes)  # noqa: PERF401 - what was found must survive an error
        finally:  # an error in one field must not lose what was typed in the others
            if found:
                self._live.apply(merge_changes(found))

    def _on_changed(self) -> None:
        """Show on every page what follows from a change on another."""
        content = self._live.state.content
        for widget in self.fields():
            widget.update_from(content)

    @property
    def _content(self) -> Content:
        return self._live.state.content

    def _build(self, number: int) -> ThemePage:
        page = ThemePage(self._live.state.form.tabs[number], self._context)
        page.load(self._content)
        page.set_arrangement(self._arrangement)
        for widget in page.fields:
            self._update_read_only(widget)
            widget.edited.connect(self._live.start_save_timers)
        self.addWidget(page)
        self.built.emit(page)
        return page

    def _update_read_only(self, widget: FieldWidget) -> None:
        if isinstance(widget.field, PlanField | FollowUpField):
            widget.set_signed(self._content.plan.closed)
        elif isinstance(widget, PreviousPlanWidget):
            widget.close_reviews(self._content.closed_reviews)
        elif isinstance(widget, AnsweredWidget):
            widget.set_signed(widget.field.key in self._content.closed_fields)


def field_context(
    state: ConversationState, conversation: int, texts: Mapping[str, StoredText], today: Today
) -> FieldContext:
    """Return the facts about the conversation that fields may use; ``texts`` are those of the settings."""
    opened = state.opened
    return FieldContext(
        form=opened.form,
        parties={party.role: party.id for party in opened.parties},
        plan=opened.plan.id,
        facts=opened.facts(),
        people=tuple(name for name in (*opened.printed_names(), opened.leader.name) if name),
        today=today,
        conversation=conversation,
        shared_picks=state.shared_picks,
        group=opened.group,
        texts=texts,
        signatories=state.signatories,
        ticking=state.ticking,
    )
