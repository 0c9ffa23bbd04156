"""Answers what the fields on a page ask for beyond being typed in."""

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
from mus_desktop.ui.conversation.shown_party import Place
from mus_desktop.ui.conversation.wizard import Walk
from mus_desktop.ui.dialogs.messages import tell
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldWidget
from mus_desktop.ui.fields.inputs.info_text import InfoWidget
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget
from mus_desktop.ui.fields.inputs.text_dialog import TextDialog
from mus_desktop.ui.fields.rating.rating_field import RatingWidget

_NOT_AGREED = "Temaerne blev ikke gemt. Prøv igen, eller luk uden at ændre noget."


class Attending(QObject):
    """Wishes and the agreed themes, texts kept in the settings, and gaps that become agreements.

    ``agreement_made`` carries changes to be saved at once, the plan field's key and the agreement's id.
    ``save_wanted``: everything typed is to be saved first. ``refused`` says what could not be stored, and why.
    """

    save_wanted = Signal()
    refused = Signal(str, str)
    agreement_made = Signal(object, str, str)

    def __init__(
        self,
        workplace: Workplace,
        place: Place,
        content: Callable[[], Content],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._place, self._window = workplace, place, window
        self._content = content

    def serve(self, widget: FieldWidget, pages: Pages) -> None:
        """Answer what ``widget``, which stands on one of ``pages``, asks for."""
        if isinstance(widget, RatingWidget):
            widget.agreement_wanted.connect(self.make_agreement)
        elif isinstance(widget, InfoWidget):
            widget.writing_wanted.connect(partial(self.ask_for_text, widget, pages))
        elif isinstance(widget, NotesWidget):
            widget.wish_marked.connect(partial(self._mark_wish, widget))

    def _mark_wish(self, widget: NotesWidget, party: int, target: str, wanted: bool) -> None:
        """Note that a party wants to talk about a field, or no longer does."""
        try:
            self._workplace.wishes.mark(self._place.conversation_id, party, target, wanted=wanted)
        except KnownError as error:
            widget.show_wish(party, marked=not wanted)
            self.refused.emit("Ønsket blev ikke gemt", error.message)

    def follow_agenda(self, walk: Walk) -> None:
        """Let ``walk`` take the themes as they are agreed."""
        agreed = self._wishes().get(self._shared_party(), ())
        walk.follow(agenda(self._place.opened.form, agreed))

    def agree_on_themes(self, walk: Walk, arrangement: Arrangement) -> None:
        """Ask which themes to take; while the employee looks along, the leader's own wishes are not told."""
        form, wishes = self._place.opened.form, self._wishes()
        agreed = wishes.get(self._shared_party(), ())
        keep = partial(self._agree, walk, arrangement)
        AgendaDialog(form, agreed, self._told_wishes(arrangement), keep, self._window).open()

    def ask_for_text(self, widget: InfoWidget, pages: Pages) -> TextDialog:
        """Let the leader write the text of ``widget`` anew."""
        keep = partial(self._write_text, pages, widget.field.setting)
        dialog = TextDialog(widget.field.title, widget.text(), keep, self._window)
        dialog.open()
        return dialog

    def make_agreement(self, competence: str, words: str, group: str) -> None:
        """Make an agreement of a gap in the first plan, or find the one that was made of it before."""
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
        """Keep a text of the settings, and show it wherever it stands."""
        kept = self._workplace.texts.put(key, text)
        for widget in pages.fields():
            if isinstance(widget, InfoWidget) and widget.field.setting == key:
                widget.show_kept(kept)

    def _agree(self, walk: Walk, arrangement: Arrangement, themes: Sequence[str]) -> None:
        try:
            self._workplace.wishes.agree(self._shared_party(), themes)
        except KnownError as error:
            if arrangement is Arrangement.CONVERSATION:  # its own sentence names folders
                raise KnownError(_NOT_AGREED) from error
            raise
        self.follow_agenda(walk)

    def _told_wishes(self, arrangement: Arrangement) -> dict[str, tuple[str, ...]]:
        """Who wants what, by first name. A group hears nobody's wish but, with one participant shown, that one's."""
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
