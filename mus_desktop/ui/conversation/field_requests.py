"""Handlers for the requests of the fields on a page, beyond saving what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.agenda import agenda
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.closed_plan_text import closed_only_by_refusal
from mus_desktop.model.form import PartyRole
from mus_desktop.services.conversation.gap_agreements import agreement_for_gap
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.agenda_dialog import YOU, AgendaDialog
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.inputs.info_text import InfoWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.inputs.text_dialog import TextDialog
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.fields.plan.plan_row import PlanRow
from mus_desktop.ui.fields.rating.rating_field import RatingWidget

_NOT_AGREED = "Temaerne blev ikke gemt. Prøv igen, eller luk uden at ændre noget."


class FieldRequests(QObject):
    """Handle wishes, agreed themes, texts stored in the settings, and agreements made from gaps.

    ``navigation_wanted`` carries the key of a plan field and the id of an agreement in it. ``refused`` carries what
    could not be stored, and the reason.
    """

    refused = Signal(str, str)
    navigation_wanted = Signal(str, str)

    def __init__(self, workplace: Workplace, live: LiveConversation, pages: Pages, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._live, self._pages, self._window = workplace, live, pages, window
        pages.built.connect(self._on_page_built)

    def _on_page_built(self, page: ThemePage) -> None:
        for widget in page.fields:
            if isinstance(widget, RatingWidget):
                widget.agreement_wanted.connect(self.make_agreement)
            elif isinstance(widget, InfoWidget):
                widget.writing_wanted.connect(partial(self.ask_for_text, widget))
            elif isinstance(widget, NotesWidget):
                widget.wish_marked.connect(partial(self._mark_wish, widget))
            elif isinstance(widget, PlanWidget):
                widget.grid.restorer = self._restorer

    def _restorer(self, row: PlanRow) -> Callable[[], None]:
        """Return how the agreement of ``row`` is stored again when its conversation is no longer open."""
        agreement, plan = row.agreement(), self._live.state.content.plan
        ids = [one.id for one in plan.rows(agreement.field)]
        place = ids.index(agreement.id) if agreement.id in ids else len(ids)
        return self._workplace.action_undo.of_removed_agreement(plan.id, agreement, place)

    def _mark_wish(self, widget: NotesWidget, party: int, target: str, wanted: bool) -> None:
        """Store that a party wants to talk about a field, or no longer does."""
        try:
            self._live.mark_wish(party, target, wanted=wanted)
        except KnownError as error:
            # The star has changed already, and must show what is stored.
            widget.show_wish(party, marked=not wanted)
            self.refused.emit("Ønsket blev ikke gemt", error.message)

    def apply_agenda(self, wizard: Wizard) -> None:
        """Order the themes of ``wizard`` as agreed."""
        wizard.apply_agenda(agenda(self._live.state.opened.form, self._agreed()))

    def agree_on_themes(self, wizard: Wizard, arrangement: Arrangement) -> None:
        """Ask which themes to take; the leader's wishes are hidden while the employee sees the screen."""
        keep = partial(self._agree, wizard, arrangement)
        form, wishes = self._live.state.opened.form, self._wishes_by_first_name(arrangement)
        AgendaDialog(form, self._agreed(), wishes, keep, self._window).open()

    def ask_for_text(self, widget: InfoWidget) -> TextDialog:
        """Open a dialog in which the leader rewrites the text of ``widget``."""
        keep = partial(self._write_text, widget.field.setting)
        dialog = TextDialog(widget.field.title, widget.text(), keep, self._window)
        dialog.open()
        return dialog

    def make_agreement(self, competence: str, words: str, group: str) -> None:
        """Make an agreement from a gap in the first plan, or find the one that was made from it earlier."""
        self._live.save()
        state = self._live.state
        plan = state.content.plan
        agreement = agreement_for_gap(state.opened.form, plan, competence, words, group)
        if agreement is None:
            return
        if plan.closed:
            text = "Skriv det som en tilføjelse i planen, eller tag det med næste gang."
            show_message(
                self._window, "Planen er lukket" if closed_only_by_refusal([plan]) else "Planen er underskrevet", text
            )
            return
        rows = plan.rows(agreement.field)
        if agreement not in rows:
            self._live.apply(Changes(rows={RowsKey(plan.id, agreement.field): (*rows, agreement)}))
            self._live.save()
        self.navigation_wanted.emit(agreement.field, agreement.id)

    def _write_text(self, key: str, text: str) -> None:
        """Store a text of the settings, and update it in every widget that shows it."""
        kept = self._workplace.texts.store(key, text)
        for widget in self._pages.fields():
            if isinstance(widget, InfoWidget) and widget.field.setting == key:
                widget.show_stored_text(kept)

    def _agree(self, wizard: Wizard, arrangement: Arrangement, themes: Sequence[str]) -> None:
        try:
            self._live.agree_on_themes(themes)
        except KnownError as error:
            if arrangement is Arrangement.CONVERSATION:  # the error's own message names folders
                raise KnownError(_NOT_AGREED) from error
            raise
        self.apply_agenda(wizard)

    def _wishes_by_first_name(self, arrangement: Arrangement) -> dict[str, tuple[str, ...]]:
        """Return the wishes by first name.

        A group sees no individual wishes, except those of the one participant who is shown.
        """
        opened, wishes = self._live.state.opened, self._live.state.wishes
        names = {employee.id: employee.first_name for employee in opened.employees}
        wishes_by_name = {
            names[party.employee]: wishes[party.id]
            for party in opened.parties
            if party.id in wishes and party.employee in names
        }
        leader = opened.party(PartyRole.LEADER).id
        if arrangement is Arrangement.PREPARATION and leader in wishes:
            wishes_by_name[YOU] = wishes[leader]
        return wishes_by_name

    def _agreed(self) -> tuple[str, ...]:
        state = self._live.state
        return state.wishes.get(state.opened.party(PartyRole.SHARED).id, ())
