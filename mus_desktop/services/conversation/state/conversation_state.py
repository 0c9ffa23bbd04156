"""An open conversation: what is stored, and everything entered since that is not. Immutable, and without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from typing import TypeAlias

from mus_desktop.model.answers import Changes
from mus_desktop.model.form import (
    FollowUpField,
    Form,
    PartyRole,
    PlanField,
    PreviousPlanField,
    Purpose,
    SignaturesField,
    Tab,
)
from mus_desktop.model.plan import Plan, Signatory
from mus_desktop.model.plan_card import with_plan_card
from mus_desktop.model.progress import Progress, progress_of
from mus_desktop.model.review import PastAgreement
from mus_desktop.model.signed_content import FollowingNote
from mus_desktop.services.conversation.group_view import SharedPicks, names_of, part_visible_to, shared_picks
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.rescue_copy import changes_text, rescue_text
from mus_desktop.services.conversation.signing import printed_shared_fields, prints_earlier_agreements, signatory_names
from mus_desktop.services.conversation.state.field_content import Content
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange, with_step

RowsFromReviews: TypeAlias = Callable[[Form, Plan, Iterable[PastAgreement], Changes, date], Changes]
"""Returns the rows of the plan that follow from changed reviews, as ``carrying.changes_from_reviews`` does."""
Wishes: TypeAlias = Mapping[int, tuple[str, ...]]
"""The themes and fields that each party, by id, wants to talk about; of the shared party, the agreed themes."""

_OF_A_PLAN = (PlanField, PreviousPlanField, FollowUpField, SignaturesField)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What has been entered and is not stored, as one queue.

    ``changes`` were typed. ``steps`` of the plan were taken, by their line on the card, in order; they are stored after
    everything typed. ``own_plan``: the shown participant's plan must be created.
    """

    changes: Changes = made(default_factory=Changes)
    steps: Mapping[tuple[PlanStep, Signatory | None], StepChange] = made(default_factory=dict)
    own_plan: bool = False

    def __bool__(self) -> bool:
        """Return whether something entered would be lost. A plan that was not created holds nothing yet."""
        return bool(self.steps or self.changes)


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One conversation as stored and as entered since; of a group, seen from one party.

    ``whole`` is the conversation as it was loaded, ``party`` the shown participant of a group (``None`` for the common
    part), and ``opened`` what may be shown of it. ``form`` includes the plan card. ``content`` is what the fields show;
    ``plan`` the shown plan as stored, without the unsaved steps. ``signatories`` must sign it. ``wishes`` are those of
    all parties.
    """

    whole: OpenConversation
    party: int | None
    opened: OpenConversation
    form: Form
    content: Content
    plan: Plan
    signatories: Mapping[Signatory, str]
    wishes: Wishes
    unsaved: Unsaved = made(default_factory=Unsaved)

    # -- changes ----------------------------------------------------------------------------------------------------

    def with_changes(
        self, changes: Changes, today: date, rows_from_reviews: RowsFromReviews | None = None
    ) -> ConversationState:
        """Return the state after ``changes``, and after the rows that ``rows_from_reviews`` adds because of them."""
        if not changes:
            return self
        if self.content.ticks:
            changes = self.content.with_fallen_ticks(changes)
        content = self.content.with_changes(changes, today)
        if rows_from_reviews and changes.reviews:
            # A review of an earlier agreement may add a row to the plan; both are saved together.
            follows = rows_from_reviews(self.opened.form, content.plan, content.past, changes, today)
            content, changes = content.with_changes(follows, today), changes.merged_with(follows)
        unsaved = replace(self.unsaved, changes=self.unsaved.changes.merged_with(changes))
        return replace(self, content=content, unsaved=unsaved)

    def with_step(self, step: StepChange) -> ConversationState:
        """Return the state after a step of the plan; a later step on the same line replaces an earlier one."""
        others = {place: taken for place, taken in self.unsaved.steps.items() if place != step.place}
        return self.with_steps({**others, step.place: step})

    def without_step(self, step: StepChange) -> ConversationState:
        """Return the state without an unsaved step, which the plan does not allow."""
        return self.with_steps({place: one for place, one in self.unsaved.steps.items() if place != step.place})

    def with_steps(self, steps: Mapping[tuple[PlanStep, Signatory | None], StepChange]) -> ConversationState:
        """Return the state with these unsaved steps, applied to the stored plan with the rows on screen."""
        plan = replace(self.plan, agreements=self.content.plan.agreements)
        for step in steps.values():
            plan = with_step(plan, step, tuple(self.signatories))
        return replace(self, content=self._content_with(plan), unsaved=replace(self.unsaved, steps=steps))

    def plan_after_step(self, step: StepChange) -> Plan:
        """Return the plan as it would be after ``step``."""
        return with_step(self.content.plan, step, tuple(self.signatories))

    def with_stored_plan(self, plan: Plan) -> ConversationState:
        """Return the state with ``plan`` as stored now, with its rows; nothing may be unsaved in it."""
        return replace(self, plan=plan, content=replace(self.content, plan=plan))

    def with_wishes(self, wishes: Wishes) -> ConversationState:
        """Return the state with other wishes and agreed themes."""
        content = replace(self.content, wishes=_shown_wishes(self.opened, wishes))
        return replace(self, wishes=wishes, content=content)

    def with_own_plan_wanted(self, *, wanted: bool) -> ConversationState:
        """Return the state with the creation of the participant's plan wanted, or no longer."""
        return replace(self, unsaved=replace(self.unsaved, own_plan=wanted))

    # -- saving -----------------------------------------------------------------------------------------------------

    def with_unsaved_changes(self, changes: Changes) -> ConversationState:
        """Return the state after everything typed but ``changes`` was stored, or was given up."""
        return replace(self, unsaved=replace(self.unsaved, changes=changes))

    def with_steps_stored(self, plan: Plan) -> ConversationState:
        """Return the state after all steps were stored in ``plan``."""
        return replace(self, plan=plan).with_steps({})

    def reloaded(self, whole: OpenConversation, wishes: Wishes, today: date) -> ConversationState:
        """Return the conversation as stored now, with everything that is unsaved on top."""
        fresh = loaded(whole, self.party, wishes).with_changes(self.unsaved.changes, today)
        return fresh.with_own_plan_wanted(wanted=self.unsaved.own_plan).with_steps(self.unsaved.steps)

    # -- derived ----------------------------------------------------------------------------------------------------

    @property
    def is_shown_to_group(self) -> bool:
        """Return whether several people see the screen in *Samtale*, who must not see the leader's note either."""
        return self.whole.group and self.party is None

    @property
    def ticking(self) -> dict[int, str]:
        """Return who can tick that a note follows the plan, with their names; nobody if a participant is shown."""
        return {who.party: name for who, name in self.signatories.items()} if self._is_common_plan else {}

    @property
    def shared_picks(self) -> tuple[SharedPicks, ...]:
        """Return the keywords that the participants share with each other, when all of them see the screen."""
        return shared_picks(self.whole) if self.is_shown_to_group else ()

    @property
    def participant_name(self) -> str:
        """Return the short name of the shown participant; empty for the common part."""
        return names_of(self.whole).get(self.party or 0, "")

    def needs_own_plan(self, tab: Tab | None = None) -> bool:
        """Return whether the participant's plan must be created before ``tab`` is shown or, for ``None``, printed."""
        wanted = tab is None or any(isinstance(field, _OF_A_PLAN) for field in tab.fields)
        return wanted and self.party is not None and not self.opened.plan.id

    def progress(self, number: int, *, common: bool) -> Progress:
        """Return the progress of tab ``number``. ``common``: only the common part counts."""
        counted = [one.id for one in self.opened.parties if one.role is PartyRole.SHARED or not common]
        content, tab = self.content, self.form.tabs[number]
        return progress_of(
            tab, content.answers, content.plan, counted, past=content.past, follow_ups=content.follow_ups
        )

    def last_tab(self) -> int:
        """Return the number of the tab where the leader left; the first if unknown."""
        keys = [tab.key for tab in self.opened.form.tabs]
        last = self.opened.conversation.last_tab
        return keys.index(last) if last in keys else 0

    def as_text(self) -> str:
        """Return everything written as plain text, for a copy elsewhere."""
        content = self.content
        return rescue_text(
            self.opened,
            content.answers,
            content.plan,
            past=content.past,
            follow_ups=content.follow_ups,
            addenda=content.addenda,
        )

    def text_of(self, changes: Changes) -> str:
        """Return the text of ``changes``, so that it can be copied; empty if there is none."""
        return changes_text(self.opened, changes)

    def _content_with(self, plan: Plan) -> Content:
        """Return the content with the dates of ``plan``, and the fields and reviews that it closes or opens again."""
        if plan == self.content.plan:
            return self.content
        reviews = self.content.closed_reviews
        if plan.closed != self.content.plan.closed:
            reviews = _closed_reviews(self.whole, plan, (past.agreement.id for past in self.content.past))
        own = printed_shared_fields(self.form, self._following_notes()) if plan.closed else ()
        others = [signed.closed_fields for key, signed in self.whole.signed.items() if key != plan.id]
        fields = frozenset(key for keys in (*others, own) for key in keys)
        ticks_closed = plan.closed if self._is_common_plan else self.content.ticks_closed
        return replace(self.content, plan=plan, closed_fields=fields, closed_reviews=reviews, ticks_closed=ticks_closed)

    @property
    def _is_common_plan(self) -> bool:
        return self.plan.party == self.opened.party(PartyRole.SHARED).id

    def _following_notes(self) -> tuple[FollowingNote, ...]:
        """Return the notes that follow the shown plan, with the ticks on screen."""
        return replace(self.opened, answers=self.content.answers, ticks=self.content.ticks).following_notes()


def loaded(whole: OpenConversation, party: int | None, wishes: Wishes) -> ConversationState:
    """Return a stored conversation in which nothing has been entered yet, seen from ``party``."""
    opened = part_visible_to(whole, party)
    looks_back = any(isinstance(field, PreviousPlanField) for field in opened.form.fields())
    stored = opened.signed.get(opened.plan.id)
    content = Content(
        opened.answers,
        opened.plan,
        past=opened.past if looks_back else (),
        follow_ups=opened.follow_ups_of(opened.plan.id),
        addenda=opened.addenda_of(opened.plan.id),
        wishes=_shown_wishes(opened, wishes),
        closed_fields=opened.closed_fields,
        closed_reviews=_closed_reviews(whole, opened.plan, stored.closed_reviews if stored else ()),
        ticks=opened.ticks,
        ticks_closed=whole.plan.closed,
    )
    # Plans entered from paper have no plan card, because they were signed on paper.
    form = opened.form if opened.conversation.purpose is Purpose.PAPER else with_plan_card(opened.form)
    signatories = signatory_names(whole, opened.plan)
    return ConversationState(whole, party, opened, form, content, opened.plan, signatories, wishes)


def _shown_wishes(opened: OpenConversation, wishes: Wishes) -> Wishes:
    shown = {party.id for party in opened.parties}
    return {party: wished for party, wished in wishes.items() if party in shown}


def _closed_reviews(whole: OpenConversation, plan: Plan, own: Iterable[str]) -> frozenset[str]:
    """Return the earlier agreements that closed plans print: those of other plans, and ``own`` if it is closed."""
    others = [content.closed_reviews for key, content in whole.signed.items() if key != plan.id]
    mine = own if plan.closed and prints_earlier_agreements(whole.form) else ()
    return frozenset(key for keys in (*others, mine) for key in keys)
