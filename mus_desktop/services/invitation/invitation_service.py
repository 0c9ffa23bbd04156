"""Invitations and reminders of one or several conversations: reads and stores, on the main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mus_desktop.documents.invitation.invitation_content import INVITATION_TEMPLATE, TITLE, InvitationContent
from mus_desktop.documents.word.document_files import document_name
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.terms import DocumentKind
from mus_desktop.model.text import danish_sort_key
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.conversation.timeline.step_recorder import StepRecorder, Undo
from mus_desktop.services.documents.conversation_documents import Documents
from mus_desktop.services.documents.document_kinds import choices
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.invitation.calendar_entry import Mailbox
from mus_desktop.services.invitation.calendar_planner import CalendarPlanner
from mus_desktop.services.invitation.invitation_job import (
    InvitationJob,
    InvitationResult,
    InvitationRun,
    MaterialDocument,
    OwnCalendarWriting,
)
from mus_desktop.services.invitation.invitation_values import PREPARATION, lacking_of, values_for
from mus_desktop.services.invitation.mail_address import checked_address
from mus_desktop.services.invitation.message_text import MessageKind, MessageText, checked_text, filled_text
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.database.connection import Database

_SENT_WITH = (DocumentKind.PREPARATION, DocumentKind.GUIDE)
_FOLDERS = {MessageKind.INVITATION: "Invitationer", MessageKind.REMINDER: "Påmindelser"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """An employee of a conversation who can be written to. ``lacking`` is what a reminder would be about."""

    conversation: Conversation
    employee: Employee
    name: str
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: an invitation or a reminder, its text with place holders, and the focus of the round, if any."""

    kind: MessageKind
    text: MessageText
    focus: str = ""


class InvitationService:
    """Collects what employees get, and records what the leader says was sent: the program cannot know."""

    def __init__(
        self,
        database: Database,
        conversations: ConversationService,
        catalogue: Catalogue,
        documents: Documents,
        preferences: Preferences,
        calendar: CalendarPlanner,
        steps: StepRecorder,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._catalogue = catalogue
        self._documents = documents
        self._preferences = preferences
        self._calendar = calendar
        self._steps = steps
        self._now = now

    def recipients(self, kind: MessageKind, conversations: Sequence[int] | None = None) -> tuple[Recipient, ...]:
        """Return those who can get such a mail, of these conversations or of all that are not over.

        To be invited, a conversation is neither held nor declined; to be reminded, something must be missing.
        """
        numbers = self._current() if conversations is None else conversations
        found = sorted(
            (recipient for number in numbers for recipient in self._of(self._conversations.open(number))),
            key=lambda one: (danish_sort_key(one.name), one.conversation.id),
        )
        if kind is MessageKind.INVITATION:
            return tuple(one for one in found if not (one.conversation.held_on or one.conversation.declined_on))
        return tuple(one for one in found if one.lacking)

    def filled(self, recipient: Recipient, message: Message) -> MessageText:
        """Return the text that the recipient would get. :raises KnownError: a place holder is wrong."""
        opened = self._conversations.open(recipient.conversation.id)
        values = values_for(opened, recipient.employee, recipient.lacking, message.focus)
        return filled_text(checked_text(message.text), values)

    def run(self, recipients: Sequence[Recipient], message: Message) -> InvitationRun:
        """Return what is to be written for ``recipients``, as plain values for a background thread.

        :raises KnownError: a place holder is wrong, the leader's own address is none, or the folder has to be chosen.
        """
        checked = Message(message.kind, checked_text(message.text), message.focus)
        leader = self._preferences.leader()
        address = checked_address(leader.email, "dig selv")
        sender = Mailbox(leader.name, address) if address else None
        parent = self._preferences.folder_for_writing()
        jobs = tuple(self._job(recipient, checked, sender) for recipient in recipients)
        now = self._now()
        name = f"{_FOLDERS[message.kind]} {now:%Y-%m-%d}"
        return InvitationRun(jobs, parent, name, now, self._documents.may_make_parents())

    def store(self, results: Sequence[InvitationResult]) -> None:
        """Store which versions of the calendar entries were written."""
        written = (result.job for result in results if not result.problem)
        files = (file for job in written for file in (job.calendar, job.own_calendar) if file)
        with self._database.transaction():
            self._calendar.store(file.issued for file in files)

    def own_calendar(self, conversation: int) -> OwnCalendarWriting:
        """Return the entries of a conversation for the own calendar: its time, or after it the days of follow-up.

        :raises KnownError: there is none, or the folder has to be chosen.
        """
        now = self._now()
        files = self._calendar.own_files(self._conversations.open(conversation), now.date())
        parent = self._preferences.folder_for_writing()
        return OwnCalendarWriting(files, parent, now, self._documents.may_make_parents())

    def store_own_calendar(self, writing: OwnCalendarWriting) -> None:
        """Store which versions were written."""
        with self._database.transaction():
            self._calendar.store(file.issued for file in writing.files)

    def confirm_sent(self, conversations: Sequence[int], day: date) -> tuple[int, Undo]:
        """Record that these conversations were invited to on ``day``; return how many, and what undoes it as a whole.

        A conversation that was invited to before keeps its first day.

        :raises KnownError: one of them does not allow it now; then none is recorded.
        """
        numbers = dict.fromkeys(conversations)
        new = [one for one in numbers if self._conversations.open(one).conversation.invited_on is None]
        with self._database.transaction():
            undos = [self._steps.record(number, ConversationStep.INVITED, day) for number in new]

        def undo() -> None:
            with self._database.transaction():
                for each in undos:
                    each()

        return len(new), undo

    def _current(self) -> Iterator[int]:
        for line in self._conversations.all():
            if line.conversation.declined_on is None and line.plan.signed_on is None:
                yield line.conversation.id

    @staticmethod
    def _of(opened: OpenConversation) -> Iterator[Recipient]:
        present = {party.employee for party in opened.participants}
        for employee in opened.employees:
            if employee.id in present and employee.active:
                lacking = lacking_of(opened, employee)
                yield Recipient(opened.conversation, employee, opened.label(employee), lacking)

    def _job(self, recipient: Recipient, message: Message, sender: Mailbox | None) -> InvitationJob:
        opened, employee = self._conversations.open(recipient.conversation.id), recipient.employee
        values = values_for(opened, employee, recipient.lacking, message.focus)
        text, remarks = filled_text(message.text, values), list[str]()
        to = _mailbox_of(recipient, remarks)
        material = tuple(self._material(opened, recipient, message.kind))
        calendar = own = None
        if message.kind is MessageKind.INVITATION:
            letter = self._letter(
                opened, recipient, text, [document.request.title(opened.form) for document in material]
            )
            material = (letter, *material)
            calendar, own = self._calendar.files_of(opened, recipient.name, to, sender, remarks)
        return InvitationJob(
            opened.conversation.id, employee.id, recipient.name, text, to, sender, material, calendar, own,
            tuple(remarks),
        )  # fmt: skip

    def _letter(
        self, opened: OpenConversation, recipient: Recipient, text: MessageText, enclosed: Sequence[str]
    ) -> MaterialDocument:
        period = opened.conversation.period.title
        content = InvitationContent(
            form=opened.form,
            heading=text.subject,
            letter=text.body,
            enclosed=tuple(enclosed),
            employee=recipient.employee.name,
            period=period,
            made_on=self._now().date(),
            author=opened.leader.name,
        )
        template = self._catalogue.template_of(opened.form.id, INVITATION_TEMPLATE)
        return MaterialDocument(document_name(TITLE, recipient.name, period), content, template=template)

    def _material(
        self, opened: OpenConversation, recipient: Recipient, kind: MessageKind
    ) -> Iterator[MaterialDocument]:
        """Yield the sheet of this employee, and the guide with an invitation; both have the local questions."""
        party = next(one for one in opened.participants if one.employee == recipient.employee.id)
        for request in choices(opened.form, opened.participants):
            is_own_sheet = request.role is PartyRole.EMPLOYEE and request.party in (None, party.id)
            if request.kind is DocumentKind.PREPARATION:
                wanted = is_own_sheet and (kind is MessageKind.INVITATION or recipient.lacking == PREPARATION)
            else:
                wanted = kind is MessageKind.INVITATION and request.kind in _SENT_WITH and request.size is Size.A4
            if wanted:
                content = self._documents.prepare_from(opened, request).content()
                period = opened.conversation.period.title
                yield MaterialDocument(
                    document_name(request.title(opened.form), recipient.name, period), content, request
                )


def _mailbox_of(recipient: Recipient, remarks: list[str]) -> Mailbox | None:
    """Return the mailbox of the recipient; ``None`` adds a remark on why there is none."""
    try:
        address = checked_address(recipient.employee.email, recipient.name)
    except KnownError as error:
        remarks.append(error.message)
        return None
    if not address:
        remarks.append(
            f"{recipient.name} har ingen e-mailadresse, så mailkladden er uden modtager. Skriv den under »Redigér«."
        )
    return Mailbox(recipient.employee.name, address) if address else None
