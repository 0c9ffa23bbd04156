"""Moving a conversation to another form before it is held; no content is deleted.

An answer moves to the field with the same key and kind that the same party answers, unless more people would see it
there than in the original field. Content without such a field is stored under a key that contains the form it belongs
to (see :mod:`~.carried_over`), is shown separately, and gets its field again when the conversation is moved back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mus_desktop.errors import KnownError
from mus_desktop.formspec.agreement_mapping import map_agreement, matching_plan_field, plan_field_name
from mus_desktop.formspec.changes_check import checked_answer
from mus_desktop.formspec.plain_text import json_as_text
from mus_desktop.formspec.values import as_text
from mus_desktop.model.answers import AnswerKey, RowsKey, Value
from mus_desktop.model.closed_plan_text import closed_reason, reopen_instruction
from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.plan import Agreement
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.carried_over import carried_over_key, field_of, form_version_of
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.stored_answers import StoredAnswers

if TYPE_CHECKING:
    from mus_desktop.model.form import Field, Form, PlanField


@dataclass(frozen=True, slots=True)
class CarriedOverAnswer:
    """An answer without a field on the conversation's current form: its original title, its owner and its text.

    ``employee`` is the owner in a group. A preparation is as confidential here as on its form.
    """

    title: str
    party: PartyRole
    text: str
    form_title: str
    employee: int | None = None


class FormChange:
    """Moves conversations between forms. Moving back to the earlier form restores everything."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        answers: StoredAnswers,
        plans: Plans,
        follow_ups: FollowUps,
        catalogue: Catalogue,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._answers = answers
        self._plans = plans
        self._follow_ups = follow_ups
        self._catalogue = catalogue

    def move_to_form(self, conversation_id: int, form_id: str) -> None:
        """Move the conversation to the current version of the form ``form_id``.

        :raises KnownError: it has been held, its plan is signed, or the form is for another type of conversation.
        """
        conversation = self._conversations.get(conversation_id)
        parties = self._conversations.parties(conversation_id)
        version = self._catalogue.pin(form_id)
        form = self._catalogue.pinned(version)
        self._refuse_invalid_move(conversation, parties, form)
        if version == conversation.form_version:
            return
        with self._database.transaction():
            self._move_answers(conversation, parties, form)
            # A tick was for the plan of the form before; on another paper it must be asked for again.
            self._answers.save_ticks(dict.fromkeys(self._answers.with_ticks_of_conversation(conversation_id)[1]))
            self._move_rows(conversation, form)
            self._move_follow_ups(conversation, form)
            tabs = {tab.key for tab in form.tabs}
            # The page that the leader left may not exist on the new form.
            last_tab = conversation.last_tab if conversation.last_tab in tabs else ""
            self._conversations.update(
                replace(conversation, form_version=version, last_tab=last_tab, counts=form.counts)
            )

    def forms_for(self, conversation_id: int) -> tuple[Form, ...]:
        """Return the forms the conversation can be moved to, in their current versions."""
        conversation = self._conversations.get(conversation_id)
        parties = self._conversations.parties(conversation_id)
        possible = []
        for form in self._catalogue.available():
            try:
                self._refuse_invalid_move(conversation, parties, form)
            except KnownError:
                continue
            possible.append(form)
        return tuple(possible)

    def unmatched_titles(self, conversation_id: int, form_id: str) -> list[str]:
        """Return the titles, without repetition, of fields whose content has no field on the form ``form_id``."""
        conversation = self._conversations.get(conversation_id)
        roles = {party.id: party.role for party in self._conversations.parties(conversation_id)}
        old = self._catalogue.pinned(conversation.form_version)
        new = next(form for form in self._catalogue.available() if form.id == form_id)
        stored = self._answers.of_conversation(conversation_id)
        unmatched = {
            key.field
            for key, value in stored.items()
            if form_version_of(key.field) is None
            and not self._can_move(conversation, key, value, roles[key.party], new)
        }
        return [field.title for field in old.fields() if field.key in unmatched]

    def carried_over_answers(self, conversation_id: int) -> list[CarriedOverAnswer]:
        """Return the answers from other forms that have no field on the current one, in the order of their forms."""
        parties = {party.id: party for party in self._conversations.parties(conversation_id)}
        answers_by_place = []
        for key, value in self._answers.of_conversation(conversation_id).items():
            version = form_version_of(key.field)
            if version is None:
                continue
            form, party = self._catalogue.pinned(version), parties[key.party]
            # Kept answers are sorted as on their own form; an answer that has no field there is last, under its key.
            fields = [field for field in form.fields() if field.key]
            position = next((n for n, field in enumerate(fields) if field.key == field_of(key.field)), len(fields))
            field = fields[position] if position < len(fields) else None
            title, text = (field.title, as_text(field, form, value)) if field else (key.field, json_as_text(value))
            answer = CarriedOverAnswer(title, party.role, text, form.display_name, party.employee)
            answers_by_place.append(((version, position, key.party), answer))
        return [answer for _, answer in sorted(answers_by_place, key=lambda pair: pair[0])]

    def _refuse_invalid_move(self, conversation: Conversation, parties: Iterable[Party], form: Form) -> None:
        if conversation.held_on:
            raise KnownError("Samtalen er holdt, så den kan ikke flyttes til et andet skema. Planlæg en ny samtale.")
        if closed := [plan for plan in self._plans.of_conversation(conversation.id) if plan.closed]:
            raise KnownError(
                f"{closed_reason(*closed)}, så samtalen kan ikke flyttes til et andet skema. "
                f"{reopen_instruction(*closed)}."
            )
        if form.purpose is not conversation.purpose:
            raise KnownError("Skemaet er til en anden slags samtale. Vælg et andet skema.")
        people = [party for party in parties if party.employee is not None and party.left_on is None]
        held_as, sentence = (
            ("group", "Skemaet er ikke til en gruppe. Vælg et skema, der kan bruges til gruppesamtaler.")
            if len(people) > 1
            else ("individual", "Skemaet er kun til grupper. Vælg et skema til en individuel samtale.")
        )
        if held_as not in form.held:
            raise KnownError(sentence)

    def _move_answers(self, conversation: Conversation, parties: Iterable[Party], form: Form) -> None:
        roles = {party.id: party.role for party in parties}
        stored = self._answers.of_conversation(conversation.id)
        own = {key: value for key, value in stored.items() if form_version_of(key.field) is None}
        movable = {
            key for key, value in own.items() if self._can_move(conversation, key, value, roles[key.party], form)
        }
        for key in own.keys() - movable:
            used_keys = {other.field for other in stored if other.party == key.party}
            self._answers.move_to_field(key, carried_over_key(conversation.form_version, key.field, used_keys))
        # Content written on this form is restored before content that another form has under the same key.
        # ``False`` sorts before ``True``.
        for key in sorted(stored.keys() - own.keys(), key=lambda key: (self._form_of(key).id != form.id, key)):
            original_key = AnswerKey(key.party, field_of(key.field))
            if original_key not in movable and self._can_move(conversation, key, stored[key], roles[key.party], form):
                self._answers.move_to_field(key, original_key.field)
                movable.add(original_key)

    def _form_of(self, answer: AnswerKey) -> Form:
        return self._catalogue.pinned(form_version_of(answer.field) or 0)

    def _can_move(self, conversation: Conversation, key: AnswerKey, value: Value, role: PartyRole, form: Form) -> bool:
        """Return whether an answer can move to ``form``: same key, kind and party, and the field accepts the value."""
        old = _field(self._catalogue.pinned(form_version_of(key.field) or conversation.form_version), key.field)
        new = _field(form, key.field)
        if old is None or new is None or old.kind != new.kind:
            return False
        if _visible_to_more(old, new, role):
            return False
        try:
            # A value that the field would alter does not fit either.
            return checked_answer(new, form, role, value) == value
        except ValueError:
            return False

    def _move_rows(self, conversation: Conversation, form: Form) -> None:
        for plan in self._plans.of_conversation(conversation.id):
            moved = [self._moved_row(row, conversation.form_version, form) for row in plan.agreements]
            self._plans.update_rows(plan.id, moved)

    def _moved_row(self, row: Agreement, version: int, form: Form) -> Agreement:
        old = self._catalogue.pinned(form_version_of(row.field) or version)
        source = _plan_field(old, row.field)
        target = matching_plan_field(row, source, form) if source else None
        if source is None or target is None:
            return replace(row, field=carried_over_key(version, row.field))
        return map_agreement(
            row, source, target, plan_name=plan_field_name(source, old), target_plan_name=plan_field_name(target, form)
        )

    def _move_follow_ups(self, conversation: Conversation, form: Form) -> None:
        used_keys: set[RowsKey] = set()
        stored = self._follow_ups.of_conversation(conversation.id)
        # Days of the current form come first, so that carried-over ones never take their field.
        for key in sorted(stored, key=lambda key: (form_version_of(key.field) is not None, key)):
            old = self._catalogue.pinned(form_version_of(key.field) or conversation.form_version)
            field = _follow_up_field(field_of(key.field), old, form)
            others = {other.field for other in (*stored, *used_keys) if other.plan == key.plan and other != key}
            if field is None or RowsKey(key.plan, field) in used_keys:
                field = carried_over_key(conversation.form_version, key.field, others)
            self._follow_ups.move_to_field(key, field)
            used_keys.add(RowsKey(key.plan, field))


def _visible_to_more(old: Field, new: Field, role: PartyRole) -> bool:
    """Return whether a confidential answer by ``role`` in ``old`` would be handed in or compared in ``new``."""
    compared = role is PartyRole.LEADER and getattr(new, "compared", False) and not getattr(old, "compared", False)
    return (new.handed_in and not old.handed_in) or compared


def _field(form: Form, key: str) -> Field | None:
    return next((field for field in form.fields() if field.key == field_of(key)), None)


def _plan_field(form: Form, key: str) -> PlanField | None:
    return next((field for field in form.plan_fields() if field.key == field_of(key)), None)


def _follow_up_field(key: str, old: Form, new: Form) -> str | None:
    """Return the field that follow-up days move to: that of the same key, else the only one if both have one."""
    new_keys = [field.key for field in new.fields() if field.kind == "follow_up"]
    if key in new_keys:
        return key
    old_keys = [field.key for field in old.fields() if field.kind == "follow_up"]
    return new_keys[0] if len(new_keys) == len(old_keys) == 1 else None
