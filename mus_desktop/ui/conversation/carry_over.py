"""Earlier agreements carried over into the new plan, and agreements entered from paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversation.carrying import carried_along, carried_on
from mus_desktop.services.conversation.group_view import seen_by
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import tell
from mus_desktop.ui.fields.field_widget import Content
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.paper.paper_dialog import PaperDialog

_EACH_THEIR_OWN = "Aftaler fra før programmet hører til den enkelte. Vælg deltageren øverst, og skriv dem dér."


class CarryingOn(QObject):
    """Handle the requests of the fields about earlier agreements.

    ``save_wanted``: something must be saved now. ``go_wanted`` carries the key of a plan field and the id of an
    agreement in it; ``past_changed`` carries the reloaded earlier agreements.

    :param opened: returns the conversation as it is shown now.
    :param content: returns the stored and typed content as it is now.
    """

    save_wanted = Signal()
    go_wanted = Signal(str, str)
    past_changed = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        opened: Callable[[], OpenConversation],
        content: Callable[[], Content],
        today: Callable[[], date],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._seen, self._window = workplace, opened, window
        self._content, self._today = content, today
        self._aside = Changes()

    def serve(self, widget: PreviousPlanWidget) -> None:
        """Connect the requests of ``widget``."""
        widget.carry_wanted.connect(self._on_carry_wanted)
        widget.carry_undone.connect(self.save_wanted)
        widget.go_wanted.connect(self._on_go_wanted)
        widget.paper_wanted.connect(self._on_paper_wanted)

    def put_aside(self, changes: Changes) -> None:
        """Keep changes that are not on any page yet until the next save."""
        self._aside = self._aside.then(changes)

    def take_aside(self) -> Changes:
        """Return and clear the changes that are not on any page yet."""
        taken, self._aside = self._aside, Changes()
        return taken

    def follows(self, changes: Changes) -> Changes:
        """Return the rows that ``changes`` to the reviews of earlier agreements add to the plan."""
        if not changes.reviews:
            return Changes()
        content = self._content()
        return carried_along(self._opened.form, content.plan, content.past, changes, self._today())

    def _on_carry_wanted(self, agreement: str) -> None:
        """Carry over an earlier agreement, also one whose row was removed from the plan again."""
        self.save_wanted.emit()
        self.put_aside(carried_on(self._opened.form, self._plan, self._past(agreement), self._today()))
        self.save_wanted.emit()

    def _on_go_wanted(self, agreement: str) -> None:
        row = next((row for row in self._plan.agreements if row.carried_from == agreement), None)
        if row is not None:
            self.go_wanted.emit(row.field, row.id)

    def _on_paper_wanted(self) -> None:
        self.save_wanted.emit()
        workplace, opened = self._workplace, self._opened
        if opened.group and not opened.participants:
            tell(self._window, "Vælg en deltager", _EACH_THEIR_OWN)
            return
        dialog = PaperDialog(
            workplace.paper, workplace.preferences, opened.employee, opened.form, self._today(), self._window
        )
        dialog.stored.connect(self._on_stored)
        dialog.open()

    def _on_stored(self) -> None:
        whole, seen = self._workplace.conversations.open(self._opened.conversation.id), self._opened
        party = next((party.id for party in seen.participants), None)
        self.past_changed.emit(seen_by(whole, party).past)

    @property
    def _opened(self) -> OpenConversation:
        return self._seen()

    @property
    def _plan(self) -> Plan:
        return self._content().plan

    def _past(self, agreement: str) -> PastAgreement:
        return next(past for past in self._content().past if past.agreement.id == agreement)
