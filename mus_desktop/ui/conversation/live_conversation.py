"""The open conversation on screen, saved automatically: 400 ms after the last key, 2 s after the first, or on request.

Nothing is reported as saved before it is committed. What could not be saved stays in one queue and is retried every
5 s. A change that a closed plan does not allow would fail every time: it is handed back, and the rest is saved. An
answer that does not fit the form stays in the queue until it is edited; no timer retries it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from mus_desktop.errors import AnswersRefused
from mus_desktop.model.answers import Changes, changed_fields
from mus_desktop.model.plan import Plan
from mus_desktop.services.conversation.carry_on import changes_from_reviews
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.services.conversation.state.conversation_store import ConversationStore, SaveResult
from mus_desktop.services.conversation.state.plan_step import StepChange

AFTER_LAST_KEY_MS = 400
AT_LATEST_MS = 2000
TRY_AGAIN_MS = 5000


class LiveConversation(QObject):
    """The :class:`ConversationState` of the open conversation, and its automatic saving.

    ``changed`` carries the keys of the fields that
    changed, ``None`` for all. ``plan_changed``: a step of the plan was taken or undone. ``plan_created``: the shown
    participant has a plan now.

    ``typed``: there are unsaved changes. ``saved``: everything is on disk, with the time. ``unchanged``: nothing waits,
    and nothing typed was stored. ``failed`` carries the error because of which something is unsaved.
    ``refused``: the changes that a closed plan does not allow, ``step_refused`` the reason that it does not allow a
    step; they no longer wait.
    """

    changed = Signal(object)
    plan_changed = Signal()
    plan_created = Signal()
    typed = Signal()
    saved = Signal(object)
    unchanged = Signal()
    failed = Signal(object)
    refused = Signal(object)
    step_refused = Signal(str)

    def __init__(self, store: ConversationStore, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._today = store, today
        self._state = store.load()
        self._ask_pages: Callable[[], None] = lambda: None
        self._shown_plan = _without_rows(self._state)
        self._announced = self._failing = False
        self._after_last_key = self._timer(AFTER_LAST_KEY_MS)
        self._at_latest = self._timer(AT_LATEST_MS)
        self._try_again = self._timer(TRY_AGAIN_MS)

    @property
    def state(self) -> ConversationState:
        """Return the conversation as it is now."""
        return self._state

    @property
    def conversation_id(self) -> int:
        """Return the id of the conversation."""
        return self._store.conversation_id

    @property
    def failing(self) -> bool:
        """Return whether the last attempt to save everything failed."""
        return self._failing

    def collect_with(self, report: Callable[[], None]) -> None:
        """Call ``report`` before each save; it reports what was typed, by :meth:`apply`.

        A call and not a signal, because an error in it must not look like a successful save.
        """
        self._ask_pages = report

    def start_save_timers(self) -> None:
        """Start the timers of the automatic saving, because something was typed."""
        if not self._at_latest.isActive():
            self._at_latest.start()
        if not self._announced and not self._state.unsaved.changes:
            self._announced = True
            self.typed.emit()
        # Restarted at every key; _at_latest is not, so that steady typing is saved too.
        self._after_last_key.start()

    def apply(self, changes: Changes) -> None:
        """Take over typed changes; they are saved with the next :meth:`save`."""
        before, self._state = self._state, self._state.with_changes(changes, self._today(), changes_from_reviews)
        if self._state is not before:
            self.changed.emit(None if changes.reviews else changed_fields(changes))

    def record_step(self, step: StepChange) -> None:
        """Record a step of the plan, or remove it; a step that cannot be saved remains visible and waits."""
        self._state = self._state.with_step(step)
        self.save()

    def set_own_plan_wanted(self, *, wanted: bool) -> None:
        """Create the shown participant's plan with the next :meth:`save`, or no longer."""
        if wanted is not self._state.unsaved.own_plan:
            self._state = self._state.with_own_plan_wanted(wanted=wanted)

    def save(self) -> bool:
        """Save everything that waits now; return whether everything entered is on disk."""
        announced, self._announced = self._announced, False
        for timer in (self._after_last_key, self._at_latest, self._try_again):
            timer.stop()
        self._ask_pages()
        before = self._state.unsaved
        if before or before.own_plan:
            result = self._store.save(self._state, self._today())
            self._state = result.state
            waits = bool(result.state.unsaved)
            self._schedule(result, waits=waits)
            self._report(result, created=before.own_plan and not result.state.unsaved.own_plan)
            return not waits and result.closed is None
        if announced or self._failing:
            self._failing = False
            self.unchanged.emit()
        return True

    def show_party(self, party: int | None) -> None:
        """Load the conversation as seen from another party; everything entered must be saved."""
        self._state = self._store.load(party)
        self._shown_plan = _without_rows(self._state)

    def reload(self) -> None:
        """Load what was stored elsewhere; what is unsaved is kept on top."""
        self._state = self._store.reload(self._state, self._today())

    def fetch_common_agreements(self) -> int:
        """Add the common agreements to the shown participant's plan; return how many were added.

        Everything entered must be saved. :raises KnownError: that failed.
        """
        self._state, count = self._store.fetch_common_agreements(self._state)
        self.changed.emit(None)
        return count

    def mark_wish(self, party: int, target: str, *, wanted: bool) -> None:
        """Store whether ``party`` wants to talk about ``target``. :raises KnownError: that failed."""
        self._state = self._store.mark_wish(self._state, party, target, wanted=wanted)

    def agree_on_themes(self, themes: Sequence[str]) -> None:
        """Store the agreed themes in order. :raises KnownError: that failed."""
        self._state = self._store.agree_on_themes(self._state, themes)

    def _schedule(self, result: SaveResult, *, waits: bool) -> None:
        """Try again later, unless only answers wait that must be edited first."""
        self._failing = result.problem is not None
        if (waits or result.state.unsaved.own_plan) and not isinstance(result.problem, AnswersRefused):
            self._try_again.start()

    def _report(self, result: SaveResult, *, created: bool) -> None:
        """Emit what one attempt to save has changed, and why something waits."""
        if created:
            self.plan_created.emit()
        self.report_plan(again=bool(result.refused_steps))  # the card still shows what was refused
        if result.closed is not None:
            self.refused.emit(result.closed)
        if result.problem is not None:
            self.failed.emit(result.problem)
        elif result.at is not None:
            self.saved.emit(result.at)
        else:
            self.unchanged.emit()
        for reason in result.refused_steps:
            self.step_refused.emit(reason)

    def report_plan(self, *, again: bool = False) -> None:
        """Emit ``plan_changed`` if the steps of the plan are not those shown last, or if ``again``.

        Showing them also reloads the inputs that are being edited.
        """
        plan = _without_rows(self._state)
        if again or plan != self._shown_plan:
            self._shown_plan = plan
            self.plan_changed.emit()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.save)
        return timer


def _without_rows(state: ConversationState) -> Plan:
    return replace(state.content.plan, agreements=())
