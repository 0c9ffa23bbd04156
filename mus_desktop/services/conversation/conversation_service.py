"""Planning, opening, finishing and listing conversations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache

from mus_desktop.errors import KnownError, UnreadableValue
from mus_desktop.model.closed_plan_text import closed_reason, reopen_instruction
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.display_names import distinct_names
from mus_desktop.model.form import Form
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.period import Period
from mus_desktop.model.plan import AgreementStatus, Plan
from mus_desktop.model.terms import Purpose
from mus_desktop.model.text import one_line
from mus_desktop.services.conversation import conversation_parts
from mus_desktop.services.conversation.agreement_lines import AgreementLine, agreement_lines
from mus_desktop.services.conversation.conversation_lines import (
    ConversationLine,
    line_of,
    most_advanced_mus_by_employee,
)
from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreementFinder
from mus_desktop.services.conversation.group_members import refuse_invalid_group
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.forms.form_names import FormNames
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_answers import StoredAnswers


@dataclass(frozen=True, slots=True)
class Meeting:
    """The appointment of a conversation before it is held. ``minutes`` is the planned duration."""

    form_id: str
    period: Period
    on_date: date | None = None
    at_time: time | None = None
    minutes: int | None = None
    place: str = ""


class ConversationService:
    """Everything a leader does with conversations except writing in them (see :mod:`~.conversation_writer`)."""

    def __init__(
        self,
        conversations: Conversations,
        answers: StoredAnswers,
        plans: Plans,
        employees: Employees,
        catalogue: Catalogue,
        forms: FormNames,
        preferences: Preferences,
        earlier_agreement_finder: EarlierAgreementFinder,
        signed_contents: SignedContents,
    ) -> None:
        self._conversations = conversations
        self._answers = answers
        self._plans = plans
        self._employees = employees
        self._catalogue = catalogue
        self._forms = forms
        self._preferences = preferences
        self._earlier_agreement_finder = earlier_agreement_finder
        self._signed_contents = signed_contents

    def plan_new(self, employee_id: int, meeting: Meeting) -> int:
        """Plan a conversation with an employee; return its id."""
        return self._conversations.add(self._planned(meeting), [employee_id]).id

    def plan_group(self, employee_ids: Sequence[int], meeting: Meeting) -> int:
        """Plan a conversation with a group of two to twelve; return its id.

        :raises KnownError: there are too few or too many employees, one has left, or the form is not for groups.
        """
        # Without duplicates, in the order they were chosen.
        people = [self._employees.get(key) for key in dict.fromkeys(employee_ids)]
        refuse_invalid_group(people, self._catalogue.form(meeting.form_id), self._labels())
        return self._conversations.add(self._planned(meeting), [person.id for person in people]).id

    def meeting(self, conversation_id: int) -> Meeting:
        """Return the appointment of the conversation, for the dialog that changes it."""
        stored = self._conversations.get(conversation_id)
        form = self._catalogue.pinned(stored.form_version)
        return Meeting(form.id, stored.period, stored.on_date, stored.at_time, stored.minutes, stored.place)

    def change_meeting(self, conversation_id: int, meeting: Meeting) -> None:
        """Store another time, place or period. The form is unchanged; a new day clears the postponement.

        :raises KnownError: a plan is closed (signed or refused); it prints the time and the period.
        """
        stored = self._conversations.get(conversation_id)
        changed = _with_meeting(stored, meeting)
        if _appointment(changed) != _appointment(stored) and (closed := self.closed_plans(conversation_id)):
            raise KnownError(
                f"{closed_reason(*closed)}, så samtalens dato og periode kan ikke ændres. "
                f"{reopen_instruction(*closed)}."
            )
        if changed.on_date is not None and changed.on_date != stored.on_date:
            changed = replace(changed, postponed_on=None)
        self._conversations.update(changed)

    def delete(self, conversation_id: int) -> None:
        """Delete the conversation with everything written in it.

        :raises KnownError: a plan is closed (signed or refused).
        """
        if closed := self.closed_plans(conversation_id):
            raise KnownError(
                f"{closed_reason(*closed)}, så samtalen kan ikke slettes her. {reopen_instruction(*closed)}."
            )
        self._conversations.delete(conversation_id)

    def open(self, conversation_id: int) -> OpenConversation:
        """Return the whole conversation.

        :raises KnownError: there is none with that id.
        """
        try:
            conversation, parties = self._conversations.with_parties(conversation_id)
        except KeyError:
            # The command line passes numbers typed by the user.
            raise KnownError(f"Der er ingen samtale med nummer {conversation_id}. Se numrene i oversigten.") from None
        plans = self._plans.of_conversation(conversation_id)
        has_closed = any(plan.closed for plan in plans)
        participants = conversation_parts.participants(conversation, parties, plans)
        form, everyone = self._form_of(conversation), self._employees.all()
        answers, ticks = self._answers.with_ticks_of_conversation(conversation_id)
        return OpenConversation(
            conversation=conversation,
            form=form,
            employees=conversation_parts.employees_with_ids(participants.present, everyone),
            leader=self._preferences.leader(),
            parties=parties,
            answers=answers,
            plan=conversation_parts.common_plan(parties, plans),
            plans=plans,
            follow_ups=self._earlier_agreement_finder.follow_ups(conversation_id),
            addenda=self._earlier_agreement_finder.addenda(conversation_id),
            look_back=cache(
                lambda: self._earlier_agreement_finder.from_conversation(conversation, participants.present)
            ),
            group=participants.total > 1 or INDIVIDUAL not in form.held,
            signed=self._signed_contents.of_conversation(conversation_id) if has_closed else {},
            closed_fields=self._signed_contents.closed_fields(conversation_id) if has_closed else frozenset(),
            former_participants=conversation_parts.employees_with_ids(participants.former, everyone),
            labels=distinct_names(everyone),
            ticks=ticks,
            ticking=conversation_parts.ticking_parties(conversation, parties),
        )

    def _form_of(self, conversation: Conversation) -> Form:
        form = self._catalogue.pinned(conversation.form_version)
        # Only agreements are typed in from paper; the other fields would be empty pages.
        return _with_plan_only(form) if conversation.purpose is Purpose.PAPER else form

    def of_employee(self, employee_id: int) -> list[ConversationLine]:
        """Return the employee's conversations, newest period first."""
        rows, labels = self._conversations.overview(employee_id), self._labels()
        return [
            line_of(row, self._forms, labels)._replace(employee=employee_id, left_on=row.left_on.get(employee_id))
            for row in rows
        ]

    def agreements(self, line: ConversationLine) -> tuple[AgreementLine, ...]:
        """Return the agreements of a conversation's plan as short lines, in the order of its form.

        In the list of one participant of a group these are the agreements of that participant's own plan, if there is
        one. If some of them are damaged, one line says so.
        """
        # Without reading the plans when there is nothing in them. A group's own plans are not in the count.
        if not line.agreements and not line.group:
            return ()
        try:
            return self._agreement_lines(line)
        except UnreadableValue:
            return (AgreementLine("(beskadiget)", None, "", AgreementStatus.OPEN),)

    def _agreement_lines(self, line: ConversationLine) -> tuple[AgreementLine, ...]:
        form = self._catalogue.pinned(line.conversation.form_version)
        plans = self._plans.of_conversation(line.conversation.id)
        parties = self._conversations.parties(line.conversation.id) if line.group else ()
        own_party_ids = {
            party.id for party in parties if party.employee is not None and party.employee == line.employee
        }
        own = next((plan for plan in plans if plan.party in own_party_ids and plan.agreements), None)
        return agreement_lines(
            form, own or conversation_parts.first_or_damaged(plan for plan in plans if plan.id == line.plan.id)
        )

    def all(self) -> list[ConversationLine]:
        """Return all conversations, newest period first."""
        labels = self._labels()
        return [line_of(row, self._forms, labels) for row in self._conversations.overview()]

    def yearly_mus_in(
        self, period: Period, employee_ids: Collection[int], excluding: int | None = None
    ) -> dict[int, ConversationLine]:
        """Return the MUS in ``period`` by employee id, excluding the conversation ``excluding``."""
        rows = [
            row
            for row in self._conversations.overview()
            if row.conversation.period == period and row.conversation.id != excluding
        ]
        furthest = most_advanced_mus_by_employee(rows, self._forms, self._labels())
        return {employee_id: furthest[employee_id] for employee_id in employee_ids if employee_id in furthest}

    def use_local_questions(self, form_id: str) -> int:
        """Apply the current local questions to the form's conversations not yet held; return how many."""
        version_id = self._catalogue.pin(form_id)
        version = self._catalogue.pinned(version_id).version
        # Conversations on an older version of the form itself are left as they are.
        not_held = [
            row.conversation
            for row in self._conversations.overview()
            if row.form_id == form_id
            and row.conversation.held_on is None
            and not any(plan and plan.closed for plan in (row.plan, *row.own_plans))
            and row.conversation.form_version != version_id
            and self._catalogue.pinned(row.conversation.form_version).version == version
        ]
        for conversation in not_held:
            self._conversations.update(replace(conversation, form_version=version_id))
        return len(not_held)

    def record_invited(self, conversation_id: int, day: date | None) -> None:
        """Record that the invitation was delivered on ``day``; ``None`` clears it."""
        self._change(conversation_id, invited_on=day)

    def record_declined(self, conversation_id: int, day: date | None) -> None:
        """Record that the employee declined on ``day``; ``None`` clears it."""
        self._change(conversation_id, declined_on=day)

    def record_postponed(self, conversation_id: int, day: date | None) -> None:
        """Record that the conversation was postponed on ``day``; ``None`` clears it."""
        self._change(conversation_id, postponed_on=day)

    def finish(self, conversation_id: int, day: date) -> None:
        """Record that the conversation was held on ``day``."""
        self._change(conversation_id, held_on=day)

    def reopen(self, conversation_id: int) -> None:
        """Undo :meth:`finish`.

        :raises KnownError: a plan is closed (signed or refused).
        """
        if obstacle := self.reopen_obstacle(conversation_id):
            raise KnownError(obstacle)
        self._change(conversation_id, held_on=None)

    def reopen_obstacle(self, conversation_id: int) -> str:
        """Return why :meth:`reopen` is refused now, as Danish sentences; empty if it is not."""
        closed = self.closed_plans(conversation_id)
        if not closed:
            return ""
        return f"{closed_reason(*closed)}. {reopen_instruction(*closed)}, hvis samtalen skal åbnes igen."

    def remember_tab(self, conversation_id: int, tab: str) -> None:
        """Store the page the leader was on when leaving the conversation."""
        self._conversations.set_last_tab(conversation_id, tab)

    def closed_plans(self, conversation_id: int) -> tuple[Plan, ...]:
        """Return the plans of the conversation that have been signed or refused."""
        return tuple(plan for plan in self._plans.of_conversation(conversation_id) if plan.closed)

    def _labels(self) -> dict[int, str]:
        return distinct_names(self._employees.all())

    def _planned(self, meeting: Meeting) -> Conversation:
        version = self._catalogue.pin(meeting.form_id)
        form = self._catalogue.pinned(version)
        planned = Conversation(
            id=0, form_version=version, period=meeting.period, purpose=form.purpose, counts=form.counts
        )
        return _with_meeting(planned, meeting)

    def _change(self, conversation_id: int, **dates: date | None) -> None:
        stored = self._conversations.get(conversation_id)
        self._conversations.update(replace(stored, **dates))  # type: ignore[arg-type]  # only date fields are passed


def _with_plan_only(form: Form) -> Form:
    """Return ``form`` reduced to its first plan, for agreements of last year typed in from paper."""
    first = form.plan_fields()[:1]
    return replace(form, tabs=tuple(replace(form.tab_of(field.key), fields=(field,)) for field in first))


def _appointment(conversation: Conversation) -> tuple[object, ...]:
    """Return the facts of the conversation that are printed at the head of a plan."""
    return conversation.period, conversation.on_date, conversation.at_time


def _with_meeting(conversation: Conversation, meeting: Meeting) -> Conversation:
    return replace(
        conversation,
        period=meeting.period,
        on_date=meeting.on_date,
        at_time=meeting.at_time,
        minutes=meeting.minutes,
        place=one_line(meeting.place),
    )
