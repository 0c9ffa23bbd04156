"""The plans of many conversations at once: the main thread reads and stores in the database, a worker writes files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.document_files import TargetEdited, next_free_path, write_new
from mus_desktop.errors import DocumentError
from mus_desktop.model.form import PartyRole
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.conversation_documents import Documents
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.prepared_document import PreparedDocument
from mus_desktop.services.documents.written_files import WrittenFiles


@dataclass(frozen=True, slots=True)
class PlanJob:
    """One plan to be written: plain values only, so that a worker needs no database.

    ``replacing`` is the SHA-256 of the file that may be overwritten. ``is_new`` is true if the plan has no file yet.
    ``problem`` is a Danish sentence that says why the plan cannot be written; empty if it can.
    """

    conversation: int
    request: DocumentRequest
    content: PlanContent
    template: bytes | None
    path: Path
    replacing: str | None
    is_new: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The result of a job: the bytes written to disk, or a Danish sentence with the reason for failure."""

    job: PlanJob
    content: bytes = b""
    problem: str = ""
    edited: bool = False


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
                self._documents.store(result.job.conversation, result.job.path, result.content, result.job.request)

    def _jobs(self, number: int, folder: Path, files: WrittenFiles) -> Iterator[PlanJob]:
        opened = self._conversation_service.open(number)
        for request in _plans_in(opened):
            prepared = self._documents.prepare_from(opened, request, files)
            content, target = prepared.content(), prepared.target(folder)
            if not isinstance(content, PlanContent):
                raise TypeError
            template, problem = _template(prepared)
            # Two plans of one run may have the same usual name, and neither is on disk yet.
            files.reserve(target.path)
            yield PlanJob(number, request, content, template, target.path, target.replacing, target.is_new, problem)


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
    jobs: Sequence[PlanJob], report: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> tuple[PlanResult, ...]:
    """Write every job and report progress to ``report``; stop between two plans if ``cancelled``. For any thread.

    A plan that cannot be written does not stop the others.
    """
    maker, written = DocumentMaker(), []
    report(0, len(jobs))
    for number, job in enumerate(jobs, 1):
        if cancelled():
            break
        written.append(_write(job, maker))
        report(number, len(jobs))
    return tuple(written)


def _write(job: PlanJob, maker: DocumentMaker) -> PlanResult:
    if job.problem:
        return PlanResult(job, problem=job.problem)
    try:
        content = maker.document(job.content, job.request, job.template)
        path = _write_file(job, content)
    except TargetEdited as error:
        return PlanResult(job, problem=error.message, edited=True)
    except DocumentError as error:
        return PlanResult(job, problem=error.message)
    return PlanResult(replace(job, path=path), content)


def _write_file(job: PlanJob, content: bytes) -> Path:
    """Write a plan and return its path: the next free name if another file has taken the planned one meanwhile."""
    try:
        write_new(job.path, content, replacing=job.replacing)
    except TargetEdited:
        # A plan with a file on disk is never written elsewhere: the edited file is reported instead.
        if not job.is_new:
            raise
        path = next_free_path(job.path)
        write_new(path, content)
        return path
    return job.path
