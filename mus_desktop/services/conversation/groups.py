"""Individual plans of the participants of a group, splitting a participant out of the group, and rejoining."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mus_desktop.errors import KnownError
from mus_desktop.formspec.values import fits
from mus_desktop.model.answers import Value
from mus_desktop.model.closed_plan_text import closed_reason
from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.group import INDIVIDUAL, takes_part
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, new_agreement_id
from mus_desktop.model.terms import PartyRole, Purpose
from mus_desktop.services.conversation.answer_check import AnswerCheck
from mus_desktop.services.conversation.carried_over import carried_over_key, field_of, form_version_of
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.split_plan import copied_agreements, is_unchanged_copy
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.topics import Topics

if TYPE_CHECKING:
    from mus_desktop.model.form import Form


def missing_common_agreements(common: Plan, own: Plan) -> tuple[Agreement, ...]:
    """Return the common agreements that a participant's own plan does not have."""
    copied_ids = {row.carried_from for row in own.agreements}
    own_contents = [_agreed_content(row) for row in own.agreements]
    return tuple(
        row
        for row in common.agreements
        if not row.blank and row.id not in copied_ids and _agreed_content(row) not in own_contents
    )


def _has_recorded_step(plan: Plan) -> bool:
    """Return whether a step of the plan was recorded: agreed, signed, refused, copied to the employee or filed."""
    return plan.closed or any((plan.agreed_on, plan.signed_on, plan.copy_given_on, plan.journalised_on))


def _agreed_content(row: Agreement) -> Agreement:
    # Without the values that the program assigns, so that only the agreed content is compared.
    return replace(row, id="", status=AgreementStatus.OPEN, added_on=None, carried_from=None)


class Groups:
    """Everything a leader does with a group conversation except writing in it.

    :param has_edited_document: returns whether a document of a conversation was edited in Word and stored as the
        agreed version.
    """

    def __init__(
        self,
        database: Database,
        conversation_service: ConversationService,
        conversations: Conversations,
        answers: StoredAnswers,
        plans: Plans,
        topics: Topics,
        catalogue: Catalogue,
        check: AnswerCheck,
        has_edited_document: Callable[[int], bool],
    ) -> None:
        self._has_edited_document = has_edited_document
        self._database = database
        self._conversation_service = conversation_service
        self._conversations = conversations
        self._answers = answers
        self._plans = plans
        self._topics = topics
        self._catalogue = catalogue
        self._check = check

    def own_plan(self, conversation_id: int, party: int) -> Plan:
        """Return a participant's own plan; on the first call it is created with the current rows of the common plan."""
        opened = self._conversation_service.open(conversation_id)
        own = opened.plan_of(party)
        if own is not None:
            return own
        with self._database.transaction():
            return self._add_missing(self._plans.add(party), opened.plan)

    def copy_common_agreements(self, conversation_id: int, party: int) -> Plan:
        """Add the common agreements that the participant's own plan does not have; return the changed plan."""
        own, opened = self.own_plan(conversation_id, party), self._conversation_service.open(conversation_id)
        if own.closed:
            raise KnownError(f"{closed_reason(own)}, så der kan ikke hentes mere til den.")
        return self._add_missing(own, opened.plan)

    def individual_forms(self, conversation_id: int) -> tuple[Form, ...]:
        """Return the forms for an individual conversation instead: the group's own form if it allows that, else all."""
        own = self._conversation_service.open(conversation_id).form
        available = [form for form in self._catalogue.available() if INDIVIDUAL in form.held]
        same = tuple(form for form in available if form.id == own.id)
        return same or tuple(form for form in available if form.purpose is Purpose.MUS)

    def split_out(self, conversation_id: int, party: int, form_id: str, day: date) -> int:
        """Move a participant from the group to a new individual conversation on ``day``; return its id.

        The participant's preparation is moved; content without a field on another form is kept with it. The agreements
        of their own plan are copied, unless it is signed or the group has held its conversation: then that plan still
        counts in the group.
        """
        group = self._conversations.get(conversation_id)
        leaving = self._party(conversation_id, party)
        if leaving.employee is None or leaving.left_on is not None:
            raise KnownError("Deltageren er allerede ude af gruppen. Find samtalen på medarbejderens side.")
        with self._database.transaction():
            version = self._catalogue.pin(form_id)
            counts = self._catalogue.pinned(version).counts
            individual = Conversation(0, version, group.period, origin=group.id, counts=counts)
            individual = self._conversations.add(individual, [leaving.employee])
            self._move_preparation(leaving, group, self._employee_party(individual.id), individual)
            self._copy_plan(group, leaving._replace(left_on=day), individual)
            self._conversations.set_left_on(party, day)
        return individual.id

    def can_rejoin(self, conversation_id: int) -> bool:
        """Return whether splitting out can be undone: only the employee's preparation is written yet, nothing filed."""
        opened = self._conversation_service.open(conversation_id)
        group_party = self._party_in_group(opened.conversation)
        if group_party is None or opened.conversation.origin is None:
            return False
        employee_party = opened.party(PartyRole.EMPLOYEE).id
        # The preparation is moved back by rejoin; everything else would be deleted with the conversation.
        written = any(key.party != employee_party for key in opened.answers) or opened.follow_ups or opened.addenda
        reviewed = any(past.review for past in opened.past)
        if written or reviewed or opened.conversation.held_on or any(map(_has_recorded_step, opened.plans)):
            return False
        # Agreements written or changed since are in the individual conversation only.
        if not self._is_unchanged_copy(opened, group_party):
            return False
        # Rejoining deletes the individual conversation, and its attached files with it.
        return not (self._conversations.has_files(conversation_id) or self._has_edited_document(conversation_id))

    def rejoin(self, conversation_id: int) -> int:
        """Undo :meth:`split_out`: move the preparation back, delete the conversation, return the group's id.

        :raises KnownError: something has been written since.
        """
        individual = self._conversations.get(conversation_id)
        group_party = self._party_in_group(individual)
        if group_party is None or individual.origin is None or not self.can_rejoin(conversation_id):
            raise KnownError(
                "I har skrevet eller noteret noget i samtalen, så den kan ikke lægges tilbage i gruppen. "
                "Begge samtaler bliver."
            )
        with self._database.transaction():
            group = self._conversations.get(individual.origin)
            self._move_preparation(self._employee_party(individual.id), individual, group_party, group)
            self._conversations.set_left_on(group_party.id, None)
            self._conversations.delete(individual.id)
        return group.id

    def _add_missing(self, own: Plan, common: Plan) -> Plan:
        new_rows = [
            replace(row, id=new_agreement_id(), status=AgreementStatus.OPEN, added_on=None, carried_from=row.id)
            for row in missing_common_agreements(common, own)
        ]
        filled = replace(own, agreements=(*own.agreements, *new_rows))
        with self._database.transaction():
            for field in dict.fromkeys(row.field for row in new_rows):
                self._save_rows(own.id, field, filled.rows(field))
        return filled

    def _copy_plan(self, group: Conversation, leaving: Party, individual: Conversation) -> None:
        own = self._own_plan(group.id, leaving.id)
        # A signed plan, and one of a conversation that was held, stays in the group where it was agreed.
        if own is None or own.closed or takes_part(leaving, group):
            return
        source, target = (self._catalogue.pinned(one.form_version) for one in (group, individual))
        rows = copied_agreements(own.agreements, source, target)
        # A new individual conversation has exactly one plan, that of the shared party.
        (plan,) = self._plans.of_conversation(individual.id)
        for field in dict.fromkeys(row.field for row in rows):
            self._save_rows(plan.id, field, [row for row in rows if row.field == field])

    def _save_rows(self, plan: int, field: str, rows: Sequence[Agreement]) -> None:
        self._check.check_rows(plan, field, rows)
        self._plans.save_rows(plan, field, rows)

    def _is_unchanged_copy(self, individual: OpenConversation, group_party: Party) -> bool:
        rows = individual.plan.agreements
        if not rows or individual.conversation.origin is None:
            return not rows
        own = self._own_plan(individual.conversation.origin, group_party.id)
        source = self._catalogue.pinned(self._conversations.get(individual.conversation.origin).form_version)
        return is_unchanged_copy(rows, own.agreements if own else (), source, individual.form)

    def _own_plan(self, conversation_id: int, party: int) -> Plan | None:
        return next((plan for plan in self._plans.of_conversation(conversation_id) if plan.party == party), None)

    def _move_preparation(
        self, source_party: Party, source: Conversation, target_party: Party, target: Conversation
    ) -> None:
        """Move a preparation to the same employee's party in another conversation, on the same or another form."""
        stored = self._answers.of_conversation(source.id)
        given = {key.field: value for key, value in stored.items() if key.party == source_party.id}
        target_keys = self._target_keys(given, source.form_version, target.form_version)
        self._answers.move(source_party.id, target_party.id, target_keys)
        # Wishes are part of the preparation.
        wishes = self._topics.of_conversation(source.id).get(source_party.id, ())
        self._topics.save(target_party.id, [*self._topics.of_conversation(target.id).get(target_party.id, ()), *wishes])
        # Moved and not copied, or splitting out and rejoining would double them.
        self._topics.save(source_party.id, ())

    def _target_keys(self, given: Mapping[str, Value], source: int, target: int) -> Mapping[str, str]:
        """Return each field's key on the other form, or a key to keep its answer by.

        The key is unchanged if the field means the same there and can hold the answer.
        """
        if source == target:
            return {}
        form, old, new, target_keys = (
            self._catalogue.pinned(target),
            self._value_kinds(source),
            self._value_kinds(target),
            {},
        )
        for name, value in given.items():
            origin, key = form_version_of(name), field_of(name)
            kind = self._value_kinds(origin).get(key) if origin else old.get(name)
            same_meaning = origin in (None, target) and kind is not None and new.get(key) == kind
            same_meaning = same_meaning and fits(form.field_with(key), form, value)
            target_keys[name] = key if same_meaning else carried_over_key(source, name)
        return target_keys

    def _value_kinds(self, form_version: int) -> dict[str, tuple[str, object, bool]]:
        """Return the kind of value each employee field takes; confidential and handed-in fields are different kinds."""
        fields = self._catalogue.pinned(form_version).fields()
        return {f.key: (f.kind, getattr(f, "options", None), f.handed_in) for f in fields if PartyRole.EMPLOYEE in f.by}

    def _party_in_group(self, individual: Conversation) -> Party | None:
        """Return the employee's party in the group that ``individual`` was split out of."""
        if individual.origin is None or individual.purpose is not Purpose.MUS:
            return None
        employee = self._employee_party(individual.id).employee
        parties = self._conversations.parties(individual.origin)
        return next((p for p in parties if p.employee == employee and p.left_on is not None), None)

    def _employee_party(self, conversation_id: int) -> Party:
        return next(p for p in self._conversations.parties(conversation_id) if p.role is PartyRole.EMPLOYEE)

    def _party(self, conversation_id: int, party: int) -> Party:
        return next(p for p in self._conversations.parties(conversation_id) if p.id == party)
