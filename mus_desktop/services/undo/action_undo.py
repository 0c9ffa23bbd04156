"""Functions that undo the leader's latest action, unless something has changed since that would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.conversation_writer import ConversationWriter
from mus_desktop.services.conversation.form_change import FormChange
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.staff.observations import Observations
from mus_desktop.storage.records.stored_documents import StoredDocuments
from mus_desktop.storage.records.topics import Topics

UndoAction: TypeAlias = Callable[[], None]
"""Undoes one action, any time later. It raises :class:`KnownError` and changes nothing if that is not safe any more."""

_T = TypeVar("_T")
_EMPLOYEE_CHANGED = "Medarbejderens oplysninger er rettet igen siden. Ret dem under »Redigér«."
_EMPLOYEE_USED = (
    "Der er planlagt samtaler med medarbejderen siden. Er medarbejderen fratrådt, så notér det under »Redigér«."
)
_CONVERSATION_USED = (
    "Der er skrevet eller noteret noget i samtalen siden. Slet den på medarbejderens side, hvis den skal væk."
)
_EMPLOYEE_OBSERVED = "Du har skrevet en iagttagelse om medarbejderen siden. Fjern den først, hvis den skal væk."
_AGREEMENT_THERE = "Aftalen står i planen igen."
_PLAN_GONE = "Samtalen med planen er slettet."
_MEETING_CHANGED = "Tid og sted er ændret igen siden. Ret dem under »Ændr tid og sted«."
_FORM_CHANGED = "Samtalen eller skemaet er ændret siden. Vælg »Skift skema« for at skifte tilbage."


class ActionUndo:
    """Returns for each kind of action the function that undoes it. What is compared with is read at once.

    ``None`` if that cannot be read, because something else in the database is damaged: the action itself was done.
    """

    def __init__(
        self,
        database: Database,
        employees: Employees,
        conversations: Conversations,
        conversation_service: ConversationService,
        topics: Topics,
        documents: StoredDocuments,
        plans: Plans,
        writer: ConversationWriter,
        form_change: FormChange,
        catalogue: Catalogue,
        observations: Observations,
    ) -> None:
        self._database = database
        self._employees = employees
        self._conversations = conversations
        self._conversation_service = conversation_service
        self._topics = topics
        self._documents = documents
        self._plans = plans
        self._writer = writer
        self._form_change = form_change
        self._catalogue = catalogue
        self._observations = observations

    def of_added(self, employee_ids: Sequence[int]) -> UndoAction | None:
        """Return the removal of employees that were just added and have no conversations yet."""
        added = _readable(lambda: [self._employees.get(key) for key in employee_ids])
        if added is None:
            return None

        def undo() -> None:
            with self._database.transaction():
                for employee in added:
                    self._refuse_unless(self._stored_employee(employee.id) == employee, _EMPLOYEE_CHANGED)
                    self._refuse_unless(not self._conversation_service.of_employee(employee.id), _EMPLOYEE_USED)
                    self._refuse_unless(not self._observations.of_employee(employee.id), _EMPLOYEE_OBSERVED)
                    self._employees.delete(employee.id)

        return undo

    def of_changed_employee(self, before: Employee) -> UndoAction | None:
        """Return the restoring of the details ``before`` the change that was just stored."""
        after = _readable(lambda: self._employees.get(before.id))
        if after is None:
            return None

        def undo() -> None:
            self._refuse_unless(self._stored_employee(before.id) == after, _EMPLOYEE_CHANGED)
            self._employees.update(before)

        return undo

    def of_planned(self, conversation_id: int) -> UndoAction | None:
        """Return the removal of a conversation that was just planned and in which nothing has been written."""
        planned = _readable(lambda: self._content(conversation_id))
        if planned is None:
            return None

        def undo() -> None:
            self._refuse_unless(self._exists(conversation_id), _CONVERSATION_USED)
            with self._database.transaction():
                self._refuse_unless(self._content(conversation_id) == planned, _CONVERSATION_USED)
                self._conversations.delete(conversation_id)

        return undo

    def of_meeting(self, before: Conversation) -> UndoAction | None:
        """Return the restoring of the appointment ``before`` the change that was just stored."""
        after = _readable(lambda: _appointment(self._conversations.get(before.id)))
        if after is None:
            return None

        def undo() -> None:
            self._refuse_unless(self._exists(before.id), _MEETING_CHANGED)
            stored = self._conversations.get(before.id)
            closed = self._conversation_service.closed_plans(before.id)
            self._refuse_unless(_appointment(stored) == after and not closed, _MEETING_CHANGED)
            self._conversations.update(_with_appointment(stored, before))

        return undo

    def of_coming_form_change(self, conversation_id: int) -> UndoAction | None:
        """Return the change back to the present form, which is about to be changed; ``None`` if that loses something.

        What is written on either form is kept by both changes. Ticks at notes are not: they are for one paper only.
        """
        opened = _readable(lambda: self._conversation_service.open(conversation_id))
        if opened is None or opened.ticks:
            return None
        before, form_id = opened.conversation, opened.form.id

        def undo() -> None:
            self._refuse_unless(self._exists(conversation_id), _FORM_CHANGED)
            # The form may have a new version or other local questions meanwhile.
            self._refuse_unless(self._catalogue.pin(form_id) == before.form_version, _FORM_CHANGED)
            self._form_change.move_to_form(conversation_id, form_id)

        return undo

    def of_removed_agreement(self, plan_id: int, agreement: Agreement, place: int) -> UndoAction:
        """Return the restoring of an agreement that is being removed, at ``place`` among those of its field."""

        def undo() -> None:
            stored = self._stored_plan(plan_id)
            rows = [] if stored is None else list(stored.rows(agreement.field))
            self._refuse_unless(stored is not None, _PLAN_GONE)
            self._refuse_unless(agreement.id not in {row.id for row in rows}, _AGREEMENT_THERE)
            rows.insert(place, agreement)
            self._writer.save(Changes(rows={RowsKey(plan_id, agreement.field): tuple(rows)}))

        return undo

    def _stored_plan(self, plan_id: int) -> Plan | None:
        """Return the plan as stored now; ``None`` if its conversation was deleted."""
        try:
            plans = self._plans.of_conversation(self._plans.conversation_of(plan_id))
        except KeyError:
            return None
        return next((plan for plan in plans if plan.id == plan_id), None)

    def _content(self, conversation_id: int) -> tuple[object, ...]:
        """Return everything that is written or recorded in a conversation, to be compared."""
        opened = self._conversation_service.open(conversation_id)
        look_back = opened.look_back()
        earlier = [*look_back.common, *(past for own in look_back.own.values() for past in own)]
        return (
            replace(opened.conversation, last_tab=""),  # looking at it is no change
            dict(opened.answers),
            opened.parties,
            opened.plans,
            dict(opened.follow_ups),
            opened.addenda,
            dict(opened.ticks),
            [past.review for past in earlier],
            self._topics.of_conversation(conversation_id),
            self._documents.all(conversation_id),
            self._conversations.has_files(conversation_id),
        )

    def _exists(self, conversation_id: int) -> bool:
        try:
            self._conversations.get(conversation_id)
        except KeyError:
            return False
        return True

    def _stored_employee(self, employee_id: int) -> Employee | None:
        return next((one for one in self._employees.all() if one.id == employee_id), None)

    def _refuse_unless(self, safe: bool, reason: str) -> None:
        if not safe:
            raise KnownError(reason)


def _readable(read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except KnownError:
        return None


def _appointment(conversation: Conversation) -> tuple[object, ...]:
    """Return what *Ændr tid og sted* changes."""
    return (
        conversation.period,
        conversation.on_date,
        conversation.at_time,
        conversation.minutes,
        conversation.place,
        conversation.postponed_on,
    )


def _with_appointment(conversation: Conversation, other: Conversation) -> Conversation:
    return replace(
        conversation,
        period=other.period,
        on_date=other.on_date,
        at_time=other.at_time,
        minutes=other.minutes,
        place=other.place,
        postponed_on=other.postponed_on,
    )
