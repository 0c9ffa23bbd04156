"""The plans of many conversations at once: the main thread reads and stores in the database, a worker writes files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.document_errors import Cancelled, NotResponding, TargetEdited
from mus_desktop.documents.word.file_access import DirectFiles, open_files
from mus_desktop.errors import DocumentError
from mus_desktop.model.form import PartyRole
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.conversation_documents import Documents
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.prepared_document import PreparedDocument, TargetSearch
from mus_desktop.services.documents.written_files import DocumentTarget, WrittenFiles


@dataclass(frozen=True, slots=True)
class PlanJob:
    """One plan to be written: plain values only, so that a worker needs no database.

    ``search`` finds its file when it is written: the folder may hang, and must not be touched before. ``problem`` is a
    Danish sentence that says why the plan cannot be written; empty if it can.
    """

    conversation: int
    request: DocumentRequest
    content: PlanContent
    template: bytes | None
    search: TargetSearch
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The result of a job: the bytes written to ``path``, or a Danish sentence with the reason for failure.

    ``path`` is that of the edited file if the plan was ``edited``. ``folder_lost`` is true if the folder does not
    answer, or the user does not want to wait for it.
    """

    job: PlanJob
    path: Path = Path()
    content: bytes = b""
    problem: str = ""
    edited: bool = False
    folder_lost: bool = False


class PeriodPlans:
    """Collects the plans of a period, and stores what was written of them. On the main thread."""

    def __init__(self, documents: Documents, conversation_service: ConversationService) -> None:
        self._documents = documents
        self._conversation_service = conversation_service

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have non-empty plans, the newest first."""
        periods = {line.conversation.period for line in self._conversation_service.all() if line.agreements}
        return tuple(sorted(periods, reverse=True))

    def collect_jobs(self, period: Period, folder: Path) -> tuple[PlanJob, ...]:
        """Return a job for every non-empty plan of ``period``, to be written in ``folder``."""
        numbers = [
            line.conversation.id for line in self._conversation_service.all() if line.conversation.period == period
        ]
        files = self._documents.files()
        return tuple(job for number in numbers for job in self._jobs(number, folder, files))

    def store(self, written: Sequence[PlanResult]) -> None:
        """Store the written documents, so that a file edited later can be recognised."""
        for result in written:
            if result.content:
                self._documents.store(result.job.conversation, result.path, result.content, result.job.request)

    def _jobs(self, number: int, folder: Path, files: WrittenFiles) -> Iterator[PlanJob]:
        opened = self._conversation_service.open(number)
        for request in _plans_in(opened):
            prepared = self._documents.prepare_from(opened, request, files)
            content = prepared.content()
            if not isinstance(content, PlanContent):
                raise TypeError
            template, problem = _template(prepared)
            yield PlanJob(number, request, content, template, prepared.search(folder), problem)


def _template(prepared: PreparedDocument) -> tuple[bytes | None, str]:
    try:
        return prepared.template(), ""
    except DocumentError as error:
        return None, error.message


def _plans_in(opened: OpenConversation) -> Iterator[DocumentRequest]:
    """Yield the common plan and participants' own plans, without empty ones."""
    employees = {party.id for party in opened.parties if party.role is PartyRole.EMPLOYEE}
    for plan in opened.plans:
        if any(not row.blank for row in plan.agreements):
            yield DocumentRequest(party=plan.party if plan.party in employees else None)


def write_all(
    jobs: Sequence[PlanJob], report: Callable[[int, int], None], stop: Event, *, make_parents: bool
) -> tuple[PlanResult, ...]:
    """Write every job and report progress to ``report``; end before the next plan when ``stop`` is set. For any thread.

    A plan that cannot be written does not stop the others, unless its folder does not answer.

    :param make_parents: whether missing folders above the folder may be created.
    """
    maker, written = DocumentMaker(), list[PlanResult]()
    report(0, len(jobs))
    if not jobs:
        return ()
    folder = jobs[0].search.folder
    with open_files(folder, stop) as files:
        for number, job in enumerate(jobs, 1):
            if stop.is_set():
                break
            result = _write(job, maker, files, make_parents=make_parents and number == 1)
            written.append(result)
            report(number, len(jobs))
            if result.folder_lost:
                break
    return tuple(written)


def _write(job: PlanJob, maker: DocumentMaker, files: DirectFiles, *, make_parents: bool) -> PlanResult:
    if job.problem:
        return PlanResult(job, problem=job.problem)
    path = job.search.usual_path
    try:
        content = maker.document(job.content, job.request, job.template)
        files.make_folder(job.search.folder, parents=make_parents)
        target = job.search.or_unrecorded(job.search.find(files), content, files)
        path = target.path
        # Two plans of one run may have the same usual name, and the first may fail to be written.
        job.search.written.reserve(path)
        return PlanResult(job, _write_file(job, target, content, files), content)
    except TargetEdited as error:
        return PlanResult(job, path, problem=error.message, edited=True)
    except (NotResponding, Cancelled) as error:
        return PlanResult(job, path, problem=error.message, folder_lost=True)
    except DocumentError as error:
        return PlanResult(job, path, problem=error.message)


def _write_file(job: PlanJob, target: DocumentTarget, content: bytes, files: DirectFiles) -> Path:
    """Write a plan and return its path: the next free name if another file has taken the planned one meanwhile."""
    try:
        files.write_new(target.path, content, target.replacing)
    except TargetEdited:
        # A plan with a file on disk is never written elsewhere: the edited file is reported instead.
        if not target.is_new:
            raise
        path = job.search.written.free_path((), target.path, files)
        files.write_new(path, content)
        return path
    return target.path
