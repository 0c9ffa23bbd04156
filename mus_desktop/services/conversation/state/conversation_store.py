"""Loading the state of one conversation, and storing what is unsaved in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from mus_desktop.errors import AnswersRefused, KnownError, PlanClosed, SaveFailed, StorageError
from mus_desktop.model.answers import Changes, merge_changes
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.state.conversation_state import ConversationState, loaded
from mus_desktop.services.conversation.state.plan_step import StepChange

if TYPE_CHECKING:
    from mus_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The outcome of one attempt to save everything.

    ``state`` is what is still unsaved, ``at`` the time at which something typed was stored. ``problem`` is the reason
    that something is unsaved. ``closed`` holds the changes that a closed plan does not allow, ``refused_steps`` the
    reasons that it does not allow steps; both are no longer in ``state``, because a retry would not help.
    """

    state: ConversationState
    at: datetime | None = None
    problem: StorageError | None = None
    closed: Changes | None = None
    refused_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Written:
    """The outcome of storing changes: those that are still ``unsaved``, and those that a closed plan does not allow."""

    at: datetime | None = None
    unsaved: Changes = field(default_factory=Changes)
    closed: Changes | None = None
    problem: StorageError | None = None


class ConversationStore:
    """Loads and saves the state of the conversation ``conversation_id``."""

    def __init__(self, workplace: Workplace, conversation_id: int) -> None:
        self._workplace, self._id = workplace, conversation_id

    @property
    def conversation_id(self) -> int:
        """Return the id of the conversation."""
        return self._id

    def load(self, party: int | None = None) -> ConversationState:
        """Return the stored conversation, seen from ``party``. :raises KnownError: it does not exist."""
        return loaded(self._workplace.conversations.open(self._id), party, self._workplace.wishes.by_party(self._id))

    def reload(self, state: ConversationState, today: date) -> ConversationState:
        """Return ``state`` with the stored conversation as it is now; what is unsaved is kept on top."""
        whole = self._workplace.conversations.open(self._id)
        return state.reloaded(whole, self._workplace.wishes.by_party(self._id), today)

    def save(self, state: ConversationState, today: date) -> SaveResult:
        """Store everything unsaved: first what was typed, then the participant's plan, then the steps of the plan."""
        written = self._write(state.unsaved.changes)
        result = SaveResult(state.with_unsaved_changes(written.unsaved), written.at, written.problem, written.closed)
        if written.closed is not None:  # the plan was closed elsewhere: the steps wait until the leader has seen it
            return replace(result, state=self.reload(result.state, today))
        if state.unsaved.own_plan and (written.problem is None or isinstance(written.problem, AnswersRefused)):
            result = self._create_own_plan(result, today)
        # A plan is not closed by a step while something typed is missing in it.
        return self._store_steps(result) if state.unsaved.steps and not result.state.unsaved.changes else result

    def mark_wish(self, state: ConversationState, party: int, target: str, *, wanted: bool) -> ConversationState:
        """Store whether ``party`` wants to talk about ``target``; return the state with it."""
        self._workplace.wishes.set_wish(self._id, party, target, wanted=wanted)
        return state.with_wishes(self._workplace.wishes.by_party(self._id))

    def agree_on_themes(self, state: ConversationState, themes: Sequence[str]) -> ConversationState:
        """Store the agreed themes in order; return the state with them."""
        self._workplace.wishes.set_agreed_topics(state.opened.party(PartyRole.SHARED).id, themes)
        return state.with_wishes(self._workplace.wishes.by_party(self._id))

    def fetch_common_agreements(self, state: ConversationState) -> tuple[ConversationState, int]:
        """Add the common agreements to the shown participant's plan; return the state and how many were added.

        :raises KnownError: that failed.
        """
        groups, party = self._workplace.groups, state.party or 0
        before = len(groups.own_plan(self._id, party).agreements)
        plan = groups.copy_common_agreements(self._id, party)
        return state.with_stored_plan(plan), len(plan.agreements) - before

    def _write(self, changes: Changes) -> _Written:
        """Store ``changes`` in one transaction, or else those that can be stored."""
        if not changes:
            return _Written()
        try:
            return _Written(self._workplace.writing.save(changes, self._id))
        except AnswersRefused as error:
            return self._write_others(changes, error)
        except PlanClosed:
            return self._write_one_by_one(changes)
        except StorageError as error:
            return _Written(unsaved=changes, problem=error)

    def _write_others(self, changes: Changes, error: AnswersRefused) -> _Written:
        """Store the changes of the fields that ``error`` does not refuse; the others wait until they are edited."""
        refused = changes.in_fields(error.fields)
        if not refused:  # the same changes again would not end
            return self._write_one_by_one(changes)
        others = self._write(changes.without(refused))
        return replace(others, unsaved=refused.merged_with(others.unsaved), problem=_both(error, others.problem))

    def _write_one_by_one(self, changes: Changes) -> _Written:
        """Store each change separately, so that one that a closed plan does not allow does not block the others."""
        written, waiting = _Written(), list(changes.parts())
        while waiting:
            part = waiting[0]
            try:
                written = replace(written, at=self._workplace.writing.save(part, self._id))
            except PlanClosed:
                written = replace(written, closed=written.closed.merged_with(part) if written.closed else part)
            except AnswersRefused as error:
                written = replace(
                    written, unsaved=written.unsaved.merged_with(part), problem=_both(error, written.problem)
                )
            except StorageError as error:
                return self._interrupted(written, waiting, error)
            waiting.pop(0)
        return written

    @staticmethod
    def _interrupted(written: _Written, waiting: Sequence[Changes], error: StorageError) -> _Written:
        """Return ``written`` with everything unsaved that is not stored; the next attempt reports it as a whole."""
        closed = (written.closed,) if written.closed else ()
        return _Written(written.at, merge_changes((written.unsaved, *closed, *waiting)), problem=error)

    def _create_own_plan(self, result: SaveResult, today: date) -> SaveResult:
        state = result.state
        try:
            if state.needs_own_plan():
                self._workplace.groups.own_plan(self._id, state.party or 0)
            return replace(result, state=self.reload(state.with_own_plan_wanted(wanted=False), today))
        except StorageError as error:
            return replace(result, problem=error)

    def _store_steps(self, result: SaveResult) -> SaveResult:
        """Store the steps of the plan together; a step that the plan does not allow is left out."""
        state, step = result.state, None
        try:
            with self._workplace.in_one_transaction():
                plan = replace(state.plan, agreements=state.content.plan.agreements)
                for step in state.unsaved.steps.values():
                    plan = self._workplace.plan_recorder.take(plan, step)
        except SaveFailed as error:
            return replace(result, problem=error)
        except KnownError as error:
            if step is None:
                raise
            others = _without(result, step, error)
            return self._store_steps(others) if others.state.unsaved.steps else others
        return replace(result, state=state.with_steps_stored(plan))


def _both(refusal: AnswersRefused, other: StorageError | None) -> StorageError:
    """Return the error to show: that of the disk first, because a retry may help; two refusals are joined."""
    if isinstance(other, AnswersRefused):
        return AnswersRefused(f"{other.message} {refusal.message}", other.fields | refusal.fields)
    return other or refusal


def _without(result: SaveResult, step: StepChange, error: KnownError) -> SaveResult:
    reasons = (*result.refused_steps, error.message)
    return replace(result, state=result.state.without_step(step), refused_steps=reasons)
