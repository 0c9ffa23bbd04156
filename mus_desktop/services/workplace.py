"""All use cases over one database, in one object.

The services that the first window needs are imported above; each of the others is imported by its property, on first
use. This is the one place where services are imported inside functions (docs/decisions/0005-lazy-imports.md).
"""

# ruff: noqa: PLC0415 - the services that the first window does not need are imported on first use

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop import paths
from mus_desktop.services.conversation.unfinished_conversations import UnfinishedConversations
from mus_desktop.services.conversation.yearly_mus import YearlyMus
from mus_desktop.services.forms.form_names import FormNames
from mus_desktop.services.people.staff import Staff
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.window_place import WindowPlace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.policy.policy import InstalledPolicy
from mus_desktop.storage.records.conversation_lists import ConversationLists
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings

if TYPE_CHECKING:
    from mus_desktop.services.conversation.answer_check import AnswerCheck
    from mus_desktop.services.conversation.conversation_service import ConversationService
    from mus_desktop.services.conversation.conversation_writer import ConversationWriter
    from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreementFinder
    from mus_desktop.services.conversation.follow_up_conversations import FollowUpConversations
    from mus_desktop.services.conversation.form_change import FormChange
    from mus_desktop.services.conversation.groups import Groups
    from mus_desktop.services.conversation.plan_recorder import PlanRecorder
    from mus_desktop.services.conversation.timeline.step_recorder import StepRecorder
    from mus_desktop.services.conversation.wishes import Wishes
    from mus_desktop.services.documents.conversation_documents import Documents
    from mus_desktop.services.documents.plans_signed_before_upgrade import PlansSignedBeforeUpgrade
    from mus_desktop.services.forms.catalogue import Catalogue
    from mus_desktop.services.forms.texts import Texts
    from mus_desktop.services.hints.hint_switches import HintSwitches
    from mus_desktop.services.invitation.calendar_planner import CalendarPlanner
    from mus_desktop.services.invitation.invitation_service import InvitationService
    from mus_desktop.services.invitation.message_texts import MessageTexts
    from mus_desktop.services.overview.follow_up_list import FollowUpList
    from mus_desktop.services.overview.leader_tasks import LeaderTasks
    from mus_desktop.services.paper.paper_plans import PaperPlans
    from mus_desktop.services.people.employee_observations import EmployeeObservations
    from mus_desktop.services.safety.safety_service import Safety
    from mus_desktop.services.staff_import.staff_import import StaffImportService
    from mus_desktop.services.statistics.period_figures import PeriodFigures
    from mus_desktop.services.undo.action_undo import ActionUndo
    from mus_desktop.services.writing.hunspell_dictionary import HunspellDictionary
    from mus_desktop.services.writing.writing_settings import WritingSettings
    from mus_desktop.storage.records.conversations import Conversations
    from mus_desktop.storage.records.follow_ups import FollowUps
    from mus_desktop.storage.records.setting_values import DocumentHome
    from mus_desktop.storage.records.signed_contents import SignedContents
    from mus_desktop.storage.records.stored_answers import StoredAnswers
    from mus_desktop.storage.records.stored_documents import StoredDocuments
    from mus_desktop.storage.records.topics import Topics


class Workplace:
    """Everything a leader can do, one service per use case; each is created on first use.

    :param forms: the folder of the forms that conversations can be held on.
    :param now: the clock.
    :param policy: what IT has decided for this PC; nothing by default.
    """

    is_sample = False
    """Whether the data are invented, to try the program with (:mod:`mus_desktop.services.demo.sample_workplace`)."""

    def __init__(
        self, database: Database, forms: Path, now: Callable[[], datetime], policy: InstalledPolicy | None = None
    ) -> None:
        self.database = database
        self.policy = policy or InstalledPolicy(paths.policy_file())
        self._forms = forms
        self._now = now
        self._settings = Settings(database)
        self._employees = Employees(database)
        self._lists = ConversationLists(database)
        self._plans = Plans(database)
        self._form_versions = FormVersions(database)
        self._form_names = FormNames(self._form_versions)

    @cached_property
    def staff(self) -> Staff:
        """The employees."""
        return Staff(self._employees)

    @cached_property
    def staff_import(self) -> StaffImportService:
        """The import of staff lists."""
        from mus_desktop.services.staff_import.staff_import import StaffImportService
        from mus_desktop.storage.records.staff.staff_imports import StaffImports

        return StaffImportService(
            self._employees, StaffImports(self.database), self.preferences, self.in_one_transaction, self._now
        )

    @cached_property
    def observations(self) -> EmployeeObservations:
        """What the leader noted about an employee between conversations, for the leader alone."""
        from mus_desktop.services.people.employee_observations import EmployeeObservations
        from mus_desktop.storage.records.staff.observations import Observations

        return EmployeeObservations(Observations(self.database), self._employees)

    @cached_property
    def preferences(self) -> Preferences:
        """The leader's settings."""
        place = WindowPlace(self.database.path.parent)
        return Preferences(self._settings, self._document_home, self.policy.policy, place)

    @cached_property
    def yearly_mus(self) -> YearlyMus:
        """The MUS of each employee in a period."""
        return YearlyMus(self._lists, self._employees, self._form_names)

    @cached_property
    def unfinished(self) -> UnfinishedConversations:
        """The outstanding steps of all conversations."""
        return UnfinishedConversations(self._lists, self._employees, self._form_names)

    @cached_property
    def leader_tasks(self) -> LeaderTasks:
        """The conversations that require the leader now."""
        from mus_desktop.services.overview.leader_tasks import LeaderTasks
        from mus_desktop.storage.records.agreements.open_agreements import OpenAgreements
        from mus_desktop.storage.records.history import History
        from mus_desktop.storage.records.past_due_agreements import DueDates

        records = DueDates(self.database), History(self.database), OpenAgreements(self.database)
        return LeaderTasks(self.unfinished, *records)

    @cached_property
    def follow_up_list(self) -> FollowUpList:
        """The open agreements across employees and years."""
        from mus_desktop.services.overview.follow_up_list import FollowUpList
        from mus_desktop.storage.records.agreements.open_agreements import OpenAgreements
        from mus_desktop.storage.records.reviews import Reviews

        return FollowUpList(OpenAgreements(self.database), Reviews(self.database), self.catalogue)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The forms, and the stored versions to which conversations are bound."""
        from mus_desktop.services.forms.catalogue import Catalogue

        return Catalogue(self._forms, self._form_versions, self._settings)

    @cached_property
    def conversations(self) -> ConversationService:
        """Plans, opens, finishes and lists conversations."""
        from mus_desktop.services.conversation.conversation_service import ConversationService

        return ConversationService(
            self._conversations,
            self._answers,
            self._plans,
            self._employees,
            self.catalogue,
            self._form_names,
            self.preferences,
            self._earlier_agreement_finder,
            self._signed_contents,
        )

    @cached_property
    def groups(self) -> Groups:
        """Conversations with several employees."""
        from mus_desktop.services.conversation.groups import Groups

        return Groups(
            self.database,
            self.conversations,
            self._conversations,
            self._answers,
            self._plans,
            self._topics,
            self.catalogue,
            self._answer_check,
            self._is_edited_document_stored,
        )

    @cached_property
    def follow_up_conversations(self) -> FollowUpConversations:
        """The mini-MUS conversations in which a plan is followed up."""
        from mus_desktop.services.conversation.follow_up_conversations import FollowUpConversations

        return FollowUpConversations(self._conversations, self.catalogue)

    @cached_property
    def paper(self) -> PaperPlans:
        """Plans typed in from paper."""
        from mus_desktop.services.paper.paper_plans import PaperPlans
        from mus_desktop.storage.records.attachments import Attachments

        attachments = Attachments(self.database)
        return PaperPlans(
            self.database,
            self._conversations,
            self._plans,
            self.catalogue,
            attachments,
            self._answer_check,
            self._now,
        )

    @cached_property
    def form_change(self) -> FormChange:
        """Moves a conversation to another form."""
        from mus_desktop.services.conversation.form_change import FormChange

        return FormChange(
            self.database, self._conversations, self._answers, self._plans, self._follow_ups, self.catalogue
        )

    @cached_property
    def action_undo(self) -> ActionUndo:
        """Undoes the leader's latest action."""
        from mus_desktop.services.undo.action_undo import ActionUndo
        from mus_desktop.storage.records.staff.observations import Observations

        return ActionUndo(
            self.database,
            self._employees,
            self._conversations,
            self.conversations,
            self._topics,
            self._stored_documents,
            self._plans,
            self.writing,
            self.form_change,
            self.catalogue,
            Observations(self.database),
        )

    @cached_property
    def writing(self) -> ConversationWriter:
        """Saves typed content."""
        from mus_desktop.services.conversation.conversation_writer import ConversationWriter
        from mus_desktop.storage.records.addenda import Addenda
        from mus_desktop.storage.records.reviews import Reviews

        reviews, addenda = Reviews(self.database), Addenda(self.database)
        return ConversationWriter(
            self.database,
            self._answers,
            self._plans,
            self._follow_ups,
            reviews,
            addenda,
            self._answer_check,
            self._now,
        )

    @cached_property
    def plan_recorder(self) -> PlanRecorder:
        """The steps of a plan after it is written."""
        from mus_desktop.services.conversation.plan_recorder import PlanRecorder
        from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE

        def template_of(form_id: str) -> bytes | None:
            return self.catalogue.template_of(form_id, PLAN_TEMPLATE)

        return PlanRecorder(
            self.database, self._plans, self._signed_contents, self.conversations, template_of, self._now
        )

    @cached_property
    def steps(self) -> StepRecorder:
        """The dated steps of a conversation, recorded without opening it."""
        from mus_desktop.services.conversation.timeline.step_recorder import StepRecorder

        return StepRecorder(self.database, self._conversations, self.conversations, self.plan_recorder)

    @cached_property
    def message_texts(self) -> MessageTexts:
        """The leader's texts for invitations and reminders."""
        from mus_desktop.services.invitation.message_texts import MessageTexts

        return MessageTexts(self._settings)

    @cached_property
    def invitations(self) -> InvitationService:
        """Invitations and reminders."""
        from mus_desktop.services.invitation.invitation_service import InvitationService

        return InvitationService(
            self.database,
            self.conversations,
            self.catalogue,
            self.documents,
            self.preferences,
            self.calendar_planner,
            self.steps,
            self._now,
        )

    @cached_property
    def calendar_planner(self) -> CalendarPlanner:
        """The calendar files of conversations."""
        from mus_desktop.services.invitation.calendar_planner import CalendarPlanner
        from mus_desktop.storage.records.invitation.calendar_entries import CalendarEntries

        return CalendarPlanner(CalendarEntries(self.database))

    @cached_property
    def texts(self) -> Texts:
        """The texts the leader stores in the settings."""
        from mus_desktop.services.forms.texts import Texts

        return Texts(self._settings, self._now)

    @cached_property
    def hint_switches(self) -> HintSwitches:
        """Which hints are switched off."""
        from mus_desktop.services.hints.hint_switches import HintSwitches

        return HintSwitches(self._settings)

    @cached_property
    def writing_settings(self) -> WritingSettings:
        """What the leader has chosen about spelling."""
        from mus_desktop.services.writing.writing_settings import WritingSettings

        return WritingSettings(self._settings)

    @staticmethod
    def load_dictionary() -> HunspellDictionary | None:
        """Return the Danish dictionary, ``None`` if it is not installed. No other thread runs for 0.3 s."""
        from mus_desktop.services.writing.hunspell_dictionary import load_dictionary

        return load_dictionary()

    @cached_property
    def documents(self) -> Documents:
        """Creates the Word documents."""
        from mus_desktop.services.documents.conversation_documents import Documents

        return Documents(
            self._stored_documents,
            self.conversations,
            self.catalogue,
            self.preferences,
            self._signed_contents,
            self._topics,
            self._now,
        )

    @cached_property
    def period_figures(self) -> PeriodFigures:
        """The anonymous report on a period, and the figures for the MED committee."""
        from mus_desktop.services.statistics.committee_figures import CommitteeFigures
        from mus_desktop.services.statistics.period_figures import PeriodFigures
        from mus_desktop.services.statistics.round_reports import RoundReports
        from mus_desktop.storage.records.reviews import Reviews

        reports = RoundReports(
            self._lists,
            self._conversations,
            self._answers,
            self._topics,
            self._plans,
            Reviews(self.database),
            self.catalogue,
            self._settings,
            self.preferences,
        )
        committee = CommitteeFigures(self._lists, self._employees, self._plans)
        return PeriodFigures(self._lists, reports, committee, self.preferences, self._now)

    @cached_property
    def wishes(self) -> Wishes:
        """The topics the parties want to talk about, and their order."""
        from mus_desktop.services.conversation.wishes import Wishes

        return Wishes(self._topics)

    @cached_property
    def plans_signed_before_upgrade(self) -> PlansSignedBeforeUpgrade:
        """Plans signed under schema 1, and the Word documents from before the upgrade."""
        from mus_desktop.services.documents.plans_signed_before_upgrade import PlansSignedBeforeUpgrade

        return PlansSignedBeforeUpgrade(self._signed_contents, self._stored_documents, self.documents, self.preferences)

    @cached_property
    def safety(self) -> Safety:
        """Backup, restore and the password."""
        from mus_desktop.services.safety.safety_service import Safety

        safety = Safety(self.database, self._now, policy=self.policy.policy)
        safety.add_target_of_policy()
        return safety

    @contextmanager
    def in_one_transaction(self) -> Iterator[None]:
        """Run the block in one transaction: everything in it is stored, or nothing. :raises StorageError: it failed."""
        with self.database.transaction():
            yield

    def complete_upgrade(self) -> None:
        """Store what plans signed under an older schema lack; without effect if there are none."""
        if self._plans.lacks_content():
            self.plan_recorder.store_missing_contents()

    def health(self) -> list[str]:
        """Return faults of database, plans, forms and newest backup as Danish sentences; empty if there are none."""
        forms = [error.message for error in self.catalogue.failures()]
        health = self.database.health()
        damaged = [] if health else self.catalogue.damaged()
        return [*health, *damaged, *self.plan_recorder.findings(), *forms, *self.safety.findings()]

    def remarks(self) -> list[str]:
        """Return Danish sentences for IT that are about no fault of the data; empty if there are none."""
        from mus_desktop.services.safety.protection import others_may_read
        from mus_desktop.storage.database.folder_access import other_readers

        readers = other_readers(self.database.path)
        encrypted = self.database.key is not None
        return [others_may_read(self.database.path.parent, readers, encrypted=encrypted)] if readers else []

    def close(self) -> None:
        """Close the database; everything saved is on disk."""
        self.database.close()

    def _document_home(self) -> DocumentHome:
        from mus_desktop.storage.backup.installation import installation_id
        from mus_desktop.storage.records.setting_values import DocumentHome

        folder = self.database.path.parent.absolute()
        return DocumentHome(installation_id(folder), str(folder))

    def _is_edited_document_stored(self, conversation_id: int) -> bool:
        # Groups must not import the documents just to be created.
        return self.documents.has_edited_document(conversation_id)

    @cached_property
    def _conversations(self) -> Conversations:
        from mus_desktop.storage.records.conversations import Conversations

        return Conversations(self.database)

    @cached_property
    def _answers(self) -> StoredAnswers:
        from mus_desktop.storage.records.stored_answers import StoredAnswers

        return StoredAnswers(self.database)

    @cached_property
    def _answer_check(self) -> AnswerCheck:
        from mus_desktop.services.conversation.answer_check import AnswerCheck
        from mus_desktop.storage.records.owners import Owners

        return AnswerCheck(self.catalogue, Owners(self.database))

    @cached_property
    def _earlier_agreement_finder(self) -> EarlierAgreementFinder:
        from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreementFinder
        from mus_desktop.storage.records.addenda import Addenda
        from mus_desktop.storage.records.history import History
        from mus_desktop.storage.records.reviews import Reviews

        history, reviews, addenda = History(self.database), Reviews(self.database), Addenda(self.database)
        return EarlierAgreementFinder(history, reviews, addenda, self._follow_ups, self.catalogue)

    @cached_property
    def _follow_ups(self) -> FollowUps:
        from mus_desktop.storage.records.follow_ups import FollowUps

        return FollowUps(self.database)

    @cached_property
    def _signed_contents(self) -> SignedContents:
        from mus_desktop.storage.records.signed_contents import SignedContents

        return SignedContents(self.database)

    @cached_property
    def _stored_documents(self) -> StoredDocuments:
        from mus_desktop.storage.records.stored_documents import StoredDocuments

        return StoredDocuments(self.database)

    @cached_property
    def _topics(self) -> Topics:
        from mus_desktop.storage.records.topics import Topics

        return Topics(self.database)
