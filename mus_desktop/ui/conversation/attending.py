"""Handlers for the requests of the fields on a page, beyond saving what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.agenda import agenda
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.closed_words import only_refused
from mus_desktop.model.form import PartyRole
from mus_desktop.services.conversation.gaps import agreement_for
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.agenda_dialog import YOU, AgendaDialog
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.shown_party import ShownParty
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.dialogs.messages import tell
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldWidget
from mus_desktop.ui.fields.inputs.info_text import InfoWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.inputs.text_dialog import TextDialog
from mus_desktop.ui.fields.rating.rating_field import RatingWidget

_NOT_AGREED = "Temaerne blev ikke gemt. Prøv igen, eller luk uden at ændre noget."


class Attending(QObject):
    """Handle wishes, agreed themes, texts stored in the settings, and agreements made from gaps.

    ``agreement_made`` carries changes to save at once, the key of the plan field and the id of the agreement.
    ``save_wanted``: everything typed must be saved first. ``refused`` carries the thing that could not be stored, and
    the reason.
    """

    save_wanted = Signal()
    refused = Signal(str, str)
    agreement_made = Signal(object, str, str)

    def __init__(
        self,
        workplace: Workplace,
        place: ShownParty,
        content: Callable[[], Content],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._place, self._window = workplace, place, window
        self._content = content

    def serve(self, widget: FieldWidget, pages: Pages) -> None:
        """Connect the requests of ``widget``, which is shown on one of ``pages``."""
        if isinstance(widget, RatingWidget):
            widget.agreement_wanted.connect(self.make_agreement)
        elif isinstance(widget, InfoWidget):
            widget.writing_wanted.connect(partial(self.ask_for_text, widget, pages))
        elif isinstance(widget, NotesWidget):
            widget.wish_marked.connect(partial(self._mark_wish, widget))

    def _mark_wish(self, widget: NotesWidget, party: int, target: str, wanted: bool) -> None:
        """Store that a party wants to talk about a field, or no longer does."""
        try:
            self._workplace.wishes.mark(self._place.conversation_id, party, target, wanted=wanted)
        except KnownError as error:
            widget.show_wish(party, marked=not wanted)
            self.refused.emit("Ønsket blev ikke gemt", error.message)

    def follow_agenda(self, walk: Wizard) -> None:
        """Order the themes of ``walk`` as agreed."""
        agreed = self._wishes().get(self._shared_party(), ())
        walk.follow(agenda(self._place.opened.form, agreed))

    def agree_on_themes(self, walk: Wizard, arrangement: Arrangement) -> None:
        """Ask which themes to take; the leader's wishes are hidden while the employee is looking along."""
        form, wishes = self._place.opened.form, self._wishes()
        agreed = wishes.get(self._shared_party(), ())
        keep = partial(self._agree, walk, arrangement)
        AgendaDialog(form, agreed, self._told_wishes(arrangement), keep, self._window).open()

    def ask_for_text(self, widget: InfoWidget, pages: Pages) -> TextDialog:
        """Open a dialog in which the leader rewrites the text of ``widget``."""
        keep = partial(self._write_text, pages, widget.field.setting)
        dialog = TextDialog(widget.field.title, widget.text(), keep, self._window)
        dialog.open()
        return dialog

    def make_agreement(self, competence: str, words: str, group: str) -> None:
        """Make an agreement from a gap in the first plan, or find the one that was made from it earlier."""
        self.save_wanted.emit()
        plan = self._content().plan
        agreement = agreement_for(self._place.opened.form, plan, competence, words, group)
        if agreement is None:
            return
        if plan.closed:
            text = "Skriv det som en tilføjelse i planen, eller tag det med næste gang."
            tell(self._window, "Planen er lukket" if only_refused([plan]) else "Planen er underskrevet", text)
            return
        rows = plan.rows(agreement.field)
        added = {} if agreement in rows else {RowsKey(plan.id, agreement.field): (*rows, agreement)}
        self.agreement_made.emit(Changes(rows=added), agreement.field, agreement.id)

    def _write_text(self, pages: Pages, key: str, text: str) -> None:
        """Store a text of the settings, and update it in every widget that shows it."""
        kept = self._workplace.texts.put(key, text)
        for widget in pages.fields():
            if isinstance(widget, InfoWidget) and widget.field.setting == key:
                widget.show_kept(kept)

    def _agree(self, walk: Wizard, arrangement: Arrangement, themes: Sequence[str]) -> None:
        try:
            self._workplace.wishes.agree(self._shared_party(), themes)
        except KnownError as error:
            if arrangement is Arrangement.CONVERSATION:  # the error's own message names folders
                raise KnownError(_NOT_AGREED) from error
            raise
        self.follow_agenda(walk)

    def _told_wishes(self, arrangement: Arrangement) -> dict[str, tuple[str, ...]]:
        """Return the wishes by first name.

        A group sees no individual wishes, except those of the one participant who is shown.
        """
        opened, wishes = self._place.opened, self._wishes()
        names = {employee.id: employee.first_name for employee in opened.employees}
        told = {
            names[party.employee]: wishes[party.id]
            for party in opened.parties
            if party.id in wishes and party.employee in names
        }
        leader = next(party.id for party in opened.parties if party.role is PartyRole.LEADER)
        if arrangement is Arrangement.PREPARATION and leader in wishes:
            told[YOU] = wishes[leader]
        return told

    def _wishes(self) -> dict[int, tuple[str, ...]]:
        return dict(self._workplace.wishes.of(self._place.conversation_id))

    def _shared_party(self) -> int:
        return self._place.opened.party(PartyRole.SHARED).id
