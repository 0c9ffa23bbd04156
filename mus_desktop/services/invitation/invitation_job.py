"""The folder with the material for one employee: plain values in, files out, on any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.documents.invitation.invitation_content import InvitationContent
from mus_desktop.documents.word.document_errors import Cancelled, NotResponding
from mus_desktop.documents.word.document_files import name_part, next_free_path
from mus_desktop.documents.word.file_access import DirectFiles, open_files
from mus_desktop.errors import KnownError
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.invitation.calendar_entry import CalendarEntry, EntryNumber, Mailbox, Method
from mus_desktop.services.invitation.message_text import MessageText
from mus_desktop.storage.records.invitation.calendar_entries import IssuedEntry

if TYPE_CHECKING:
    from mus_desktop.documents.invitation.invitation_renderer import InvitationRenderer
    from mus_desktop.services.invitation.mail_draft import MailFile

OWN_CALENDAR = "Til din egen kalender"
"""The folder with the entries for the leader's own calendar."""
_NO_REQUEST = DocumentRequest()


@dataclass(frozen=True, slots=True)
class MaterialDocument:
    """A document that goes with the mail: its file name, and what it is made from."""

    name: str
    content: PlanContent | SheetContent | InvitationContent
    request: DocumentRequest = _NO_REQUEST
    template: bytes | None = None


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file to be written. ``issued`` is stored when it has been."""

    name: str
    entry: CalendarEntry
    issued: IssuedEntry
    method: Method

    def content(self, made_at: datetime) -> bytes:
        """Return the file. :raises KnownError: the time of the appointment does not exist."""
        # icalendar takes long to import, so it waits until a file is wanted.
        from mus_desktop.services.invitation.calendar_file import calendar_file  # noqa: PLC0415

        return calendar_file(self.entry, EntryNumber(self.issued.uid, self.issued.sequence), self.method, made_at)


@dataclass(frozen=True, slots=True)
class InvitationJob:
    """What one employee gets: the mail with its material, and the entry for the leader's own calendar.

    ``name`` is the employee's name on screen. ``remarks`` are Danish sentences on what the leader must add by hand.
    """

    conversation: int
    employee: int
    name: str
    message: MessageText
    to: Mailbox | None = None
    sender: Mailbox | None = None
    documents: tuple[MaterialDocument, ...] = ()
    calendar: CalendarFile | None = None
    own_calendar: CalendarFile | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvitationResult:
    """What was written for a job: its folder and its mail draft, or a Danish sentence with the reason for failure.

    ``folder_lost`` is true if the folder does not answer, or the user does not want to wait for it.
    """

    job: InvitationJob
    folder: Path = Path()
    draft: Path | None = None
    problem: str = ""
    folder_lost: bool = False


@dataclass(frozen=True, slots=True)
class InvitationRun:
    """Several jobs to be written to a new folder below ``parent``, and what that folder is called."""

    jobs: Sequence[InvitationJob]
    parent: Path
    folder_name: str
    made_at: datetime
    make_parents: bool

    def write(self, report: Callable[[int, int], None], stop: Event) -> tuple[InvitationResult, ...]:
        """Write every job; end before the next employee when ``stop`` is set. For any thread.

        One that cannot be written does not stop the others, unless the folder does not answer.
        """
        written: list[InvitationResult] = []
        report(0, len(self.jobs))
        with open_files(self.parent, stop) as files:
            writer = _Writer(self, files)
            for number, job in enumerate(self.jobs, 1):
                if stop.is_set():
                    break
                written.append(writer.result_of(job))
                report(number, len(self.jobs))
                if written[-1].folder_lost:
                    break
        return tuple(written)


class _Writer:
    """Writes the folders of a run, and caches costly objects between them."""

    def __init__(self, run: InvitationRun, files: DirectFiles) -> None:
        self._run, self._files = run, files
        self._maker = DocumentMaker()
        self._letters: InvitationRenderer | None = None
        self._root: Path | None = None
        self._taken: list[str] = []

    def result_of(self, job: InvitationJob) -> InvitationResult:
        """Return what was written for ``job``, or why it was not."""
        try:
            return self._write(job)
        except (NotResponding, Cancelled) as error:
            return InvitationResult(job, problem=error.message, folder_lost=True)
        except KnownError as error:
            return InvitationResult(job, problem=error.message)

    def _write(self, job: InvitationJob) -> InvitationResult:
        contents = list(self._contents(job))  # all made before anything is written: a folder is whole or missing
        folder = next_free_path(self._root_folder() / (name_part(job.name) or "Medarbejder"), names=self._taken)
        self._taken.append(folder.name)
        self._files.make_folder(folder, parents=False)
        draft = folder / "Mail.eml"
        for path, content in (
            *((folder / file.name, file.content) for file in contents),
            (draft, self._draft(job, contents)),
        ):
            self._files.write_new(path, content)
        if job.own_calendar:
            self._write_own(job.own_calendar)
        return InvitationResult(job, folder, draft)

    def _contents(self, job: InvitationJob) -> Iterator[MailFile]:
        from mus_desktop.services.invitation.mail_draft import MailFile  # noqa: PLC0415 - only when a draft is made

        for document in job.documents:
            yield MailFile(document.name, self._document(document))
        if job.calendar:
            yield MailFile(job.calendar.name, job.calendar.content(self._run.made_at), job.calendar.method)

    def _document(self, document: MaterialDocument) -> bytes:
        if not isinstance(document.content, InvitationContent):
            return self._maker.document(document.content, document.request, document.template)
        if self._letters is None:
            # Word libraries take a tenth of a second to import, so they wait until a document is wanted.
            from mus_desktop.documents.invitation.invitation_renderer import InvitationRenderer  # noqa: PLC0415

            self._letters = InvitationRenderer()
        return self._letters.invitation(document.content, document.template)

    @staticmethod
    def _draft(job: InvitationJob, files: Sequence[MailFile]) -> bytes:
        from mus_desktop.services.invitation.mail_draft import MailDraft, draft_file  # noqa: PLC0415 - as above

        return draft_file(MailDraft(job.message.subject, job.message.body, job.to, job.sender, files))

    def _write_own(self, calendar: CalendarFile) -> None:
        folder = self._root_folder() / OWN_CALENDAR
        self._files.make_folder(folder, parents=False)
        self._files.reuse_or_write_copy(folder / calendar.name, calendar.content(self._run.made_at))

    def _root_folder(self) -> Path:
        if self._root is None:
            parent = self._run.parent
            self._files.make_folder(parent, parents=self._run.make_parents)
            self._root = next_free_path(parent / self._run.folder_name, names=self._files.names(parent))
            self._files.make_folder(self._root, parents=False)
            self._taken.append(OWN_CALENDAR)
        return self._root


@dataclass(frozen=True, slots=True)
class OwnCalendarWriting:
    """Entries for the leader's own calendar, to be written to a folder below ``parent``."""

    files: Sequence[CalendarFile]
    parent: Path
    made_at: datetime
    make_parents: bool

    def run(self, files: DirectFiles) -> tuple[Path, ...]:
        """Write the entries and return their paths. :raises DocumentError: one cannot be written."""
        folder = self.parent / OWN_CALENDAR
        contents = [(folder / file.name, file.content(self.made_at)) for file in self.files]
        files.make_folder(self.parent, parents=self.make_parents)
        files.make_folder(folder, parents=False)
        return tuple(files.reuse_or_write_copy(path, content) for path, content in contents)
