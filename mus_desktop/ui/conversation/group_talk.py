"""A group's conversation in the wizard: switching between participants, and creating a plan on first use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import StorageError
from mus_desktop.model.form import Tab
from mus_desktop.model.plan import Plan
from mus_desktop.ui.conversation import autosave
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.record import Record
from mus_desktop.ui.conversation.saving import Saving
from mus_desktop.ui.conversation.shown_party import ShownParty
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.fields.plan.plan_field import PlanWidget


class Group(QObject):
    """Switch ``pages`` and ``walk`` between the participants; an individual conversation has only one.

    ``shown``: another participant is shown, or the common part. ``fetched``: common agreements were copied into a
    plan. ``due``: a plan that could not be created is to be retried.
    """

    shown = Signal()
    fetched = Signal()
    due = Signal()

    def __init__(
        self,
        place: ShownParty,
        record: Record,
        pages: Pages,
        walk: Wizard,
        saving: Saving,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._place, self._record, self._pages, self._walk, self._saving = place, record, pages, walk, saving
        self._before_talk: int | None = None
        self._again = QTimer(self, singleShot=True, interval=autosave.TRY_AGAIN_MS)
        self._again.timeout.connect(self.due)
        place.before_fetching.connect(saving.autosave.flush)
        place.fetched.connect(self._on_fetched)

    @property
    def chosen(self) -> int | None:
        """Return the chosen participant (party), also while *Samtale* shows only the common part."""
        return self._before_talk if self._before_talk is not None else self._place.party

    def begin_talk(self, save: Callable[[], bool]) -> bool:
        """Show only the common part before the whole group sees the screen; return False if saving failed.

        The pages of a participant are discarded, not hidden, because their content is for that one person.
        """
        if self._place.party is None:
            return True
        if not save():
            return False
        # Read before show(None), which clears it.
        party = self._place.party
        self.show(None)
        self._before_talk = party
        return True

    def end_talk(self, save: Callable[[], bool]) -> None:
        """Show the participant who was chosen before the talk; the common pages stay if saving fails."""
        party, self._before_talk = self._before_talk, None
        if party is not None and save():
            self.show(party)

    def show(self, party: int | None) -> None:
        """Show one participant, or (``None``) the common part; everything typed must be saved."""
        self._place.go_to(party)
        self._read_anew()
        self._pages.begin_anew(self._record.context())
        self._walk.show_tab(self._walk.themes.current_tab())
        self.shown.emit()

    def make_plan(self, tab: Tab | None = None) -> None:
        """Create the plan of the shown participant on its first use.

        While it cannot be stored, its page is closed for typing and creation is retried.
        """
        if not self._place.wants_plan(tab) or not self._saving.autosave.flush():
            return
        try:
            self._place.make_plan()
        except StorageError as error:
            self._saving.tell_failed(error.message)
            self._again.start()
        else:
            self._read_anew()
            self._pages.use(self._record.context())
            self._saving.tell_done()

    def try_again(self) -> None:
        """Retry creating the plan that the current page needs."""
        number = self._walk.themes.current_tab()
        if self._place.wants_plan(self._record.opened.form.tabs[number]):
            self._walk.show_tab(number)
        else:
            self._saving.tell_done()

    def _read_anew(self) -> None:
        self._record.read_anew()
        self._pages.set_closed(closed=self._record.content.plan.closed)

    def _on_fetched(self, plan: Plan) -> None:
        self._record.take_plan(plan)
        self._pages.load_again(PlanWidget)
        self.fetched.emit()
