"""A conversation as it is shown now: the stored data and the changes typed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from mus_desktop.model.answers import Changes
from mus_desktop.model.form import Form, PartyRole, PreviousPlanField, Purpose
from mus_desktop.model.plan import Plan
from mus_desktop.model.plan_card import with_plan_card
from mus_desktop.model.progress import Progress, progress_of
from mus_desktop.model.review import PastAgreement
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.rescue_copy import rescue_text
from mus_desktop.services.conversation.signing import printed_shared_fields, prints_last_plan, signatory_names
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.shown_party import ShownParty
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext


class Record:
    """The stored conversation and the changes typed on top.

    ``opened`` is the conversation as it was loaded, seen from ``place``; ``content`` includes the typed changes.
    ``signatories`` are the names of the people who must sign its plan.
    """

    def __init__(self, workplace: Workplace, place: ShownParty, today: Callable[[], date]) -> None:
        self._workplace, self._place, self._today = workplace, place, today
        self.opened: OpenConversation
        self.content: Content
        self.read_anew()

    def read_anew(self) -> None:
        """Reload what the place shows; everything typed must be saved."""
        opened = self.opened = self._place.opened
        shown = {party.id for party in opened.parties}
        looks_back = any(isinstance(field, PreviousPlanField) for field in opened.form.fields())
        self.content = Content(
            opened.answers,
            opened.plan,
            past=opened.past if looks_back else (),
            follow_ups=opened.follow_ups_of(opened.plan.id),
            addenda=opened.addenda_of(opened.plan.id),
            wishes={party: wished for party, wished in self._wishes().items() if party in shown},
            closed_fields=opened.closed_fields,
            closed_reviews=self._closed_reviews(opened.plan, self._stored_reviews(opened)),
        )
        self.signatories = signatory_names(self._place.whole, opened.plan)

    def reload(self) -> None:
        """Reload the conversation from the database; everything typed must be saved or discarded."""
        self._place.go_to(self._place.party)
        self.read_anew()

    @property
    def form(self) -> Form:
        """Return the form with its plan card; plans entered from paper have none, because they were signed on paper."""
        from_paper = self.opened.conversation.purpose is Purpose.PAPER
        return self.opened.form if from_paper else with_plan_card(self.opened.form)

    def _wishes(self) -> Mapping[int, tuple[str, ...]]:
        return self._workplace.wishes.of(self._place.conversation_id)

    def context(self) -> FieldContext:
        """Return the facts about the conversation that fields may use."""
        opened = self.opened
        return FieldContext(
            form=opened.form,
            parties={party.role: party.id for party in opened.parties},
            plan=opened.plan.id,
            facts=opened.facts(),
            people=tuple(name for name in (*opened.written_names(), opened.leader.name) if name),
            today=self._today,
            conversation=self._place.conversation_id,
            told=self._place.told,
            group=opened.group,
            texts=self._workplace.texts.all(),
            signatories=self.signatories,
        )

    def take(self, changes: Changes) -> None:
        """Apply typed changes to the content."""
        self.content = self.content.with_changes(changes, self._today())

    def take_plan(self, plan: Plan) -> None:
        """Replace the plan and its rows, which have changed elsewhere."""
        self.content = replace(self.content, plan=plan)

    def take_steps(self, plan: Plan) -> None:
        """Replace the plan after one of its steps was taken; the rows are kept."""
        closed_fields, closed_reviews = self._closed_fields(plan), self.content.closed_reviews
        if plan.closed != self.content.plan.closed:
            closed_reviews = self._closed_reviews(plan, (past.agreement.id for past in self.content.past))
        self.take_plan(replace(plan, agreements=self.content.plan.agreements))
        self.content = replace(self.content, closed_fields=closed_fields, closed_reviews=closed_reviews)

    def _closed_fields(self, plan: Plan) -> frozenset[str]:
        """Return the fields printed by closed plans, with ``plan`` as it is now; the other plans are as before."""
        others = [content.closed_fields for key, content in self._place.whole.signed.items() if key != plan.id]
        own = printed_shared_fields(self.opened) if plan.closed else ()
        return frozenset(key for keys in (*others, own) for key in keys)

    def _closed_reviews(self, plan: Plan, own: Iterable[str]) -> frozenset[str]:
        """The earlier agreements that closed plans print: those of other plans, and ``own`` if ``plan`` is closed."""
        others = [content.closed_reviews for key, content in self._place.whole.signed.items() if key != plan.id]
        mine = own if plan.closed and prints_last_plan(self.opened.form) else ()
        return frozenset(key for keys in (*others, mine) for key in keys)

    @staticmethod
    def _stored_reviews(opened: OpenConversation) -> tuple[str, ...]:
        stored = opened.signed.get(opened.plan.id)
        return stored.closed_reviews if stored else ()

    def take_past(self, past: tuple[PastAgreement, ...]) -> None:
        """Replace the earlier agreements after they were reloaded."""
        self.content = replace(self.content, past=past)

    def marks(self, arrangement: Arrangement) -> list[Progress]:
        """Return the progress of each tab; only the common part counts while the employee is looking along."""
        roles = (PartyRole.SHARED,) if arrangement is Arrangement.CONVERSATION else tuple(PartyRole)
        counted = [party.id for party in self.opened.parties if party.role in roles]
        content = self.content
        marked = partial(progress_of, past=content.past, follow_ups=content.follow_ups)
        return [marked(tab, content.answers, content.plan, counted) for tab in self.form.tabs]

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
