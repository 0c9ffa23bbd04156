"""The first year: last year's agreements, made on paper, so that they can be followed up like any others.

The file they came in may be attached. Its bytes are stored unchanged; only copies of it are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from mus_desktop.documents.word.document_files import file_name, next_free_path
from mus_desktop.documents.word.file_access import DirectFiles
from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.model.conversation import Attachment, Conversation
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.answer_check import AnswerCheck
from mus_desktop.services.documents.folder_work import CopyWriting, FileWork, may_hang
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.paper.openable_files import may_be_opened
from mus_desktop.services.paper.pasted_agreements import agreements_in
from mus_desktop.storage.database.connection import Database, is_open_here
from mus_desktop.storage.database.file_header import key_file
from mus_desktop.storage.records.attachments import Attachments
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans
from mus_desktop.system_errors import DiskProblem, explanation, problem_of

MAX_FILE_BYTES = 20_000_000
"""The most bytes an attached file may have."""
_TOO_LARGE = "»{}« er for stor til at blive gemt her. Vælg en fil på højst 20 MB."


class PaperPlans:
    """Stores agreements from before the program was used, so that they are shown among the earlier agreements."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        plans: Plans,
        catalogue: Catalogue,
        attachments: Attachments,
        check: AnswerCheck,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._plans = plans
        self._catalogue = catalogue
        self._attachments = attachments
        self._check = check
        self._now = now

    def read(self, text: str, form_id: str, period: Period) -> tuple[Agreement, ...]:
        """Return the agreements in text pasted from Word or Excel, as rows of the form's first plan."""
        form = self._catalogue.pinned(self._catalogue.pin(form_id))
        return agreements_in(text, form.plan_fields()[0], period.first) if form.plan_fields() else ()

    def add_paper(
        self,
        employee: int,
        form_id: str,
        period: Period,
        rows: Sequence[Agreement],
        file: Path | None = None,
        content: bytes | None = None,
    ) -> int:
        """Store ``rows`` (of the form's first plan) as the agreements of ``period``; return the conversation's id.

        If there are agreements of the same period on the same form, the new ones are added below. ``file`` is stored
        unchanged; its ``content`` is what :meth:`reading` has returned, otherwise it is read here.

        :raises KnownError: there is nothing to store, the form has no plan, or the file cannot be read.
        """
        if content is None:
            content = _read_file(file) if file else b""
        filled_rows = [row for row in rows if not row.blank]
        if not filled_rows and not file:
            raise KnownError("Der er ingen aftaler at gemme. Skriv eller indsæt dem, eller vælg en fil.")
        version = self._catalogue.pin(form_id)
        fields = self._catalogue.pinned(version).plan_fields()
        if not fields:
            raise KnownError("Skemaet har ingen plan, som aftalerne kan stå i. Vælg et skema med en plan.")
        with self._database.transaction():
            conversation = self._conversation(employee, version, period)
            (plan, *_) = self._plans.of_conversation(conversation)
            used_ids = {row.id for row in plan.agreements}
            # The same rows may be added twice, but an id must be unique in its plan.
            new = [replace(row, id=_unique_id(row.id, used_ids), field=fields[0].key) for row in filled_rows]
            self._check.check_rows(plan.id, fields[0].key, new)
            self._plans.save_rows(plan.id, fields[0].key, [*plan.rows(fields[0].key), *new])
            if file:
                self._attachments.add(conversation, file.name, content, self._now())
        return conversation

    def attachments(self, employee: int) -> list[Attachment]:
        """Return the files attached to the employee's conversations."""
        return self._attachments.of_employee(employee)

    def attachments_of(self, conversation: int) -> list[Attachment]:
        """Return the files attached to one conversation, the oldest first."""
        return self._attachments.of_conversation(conversation)

    def reading(self, file: Path) -> FileWork[bytes]:
        """Return the reading of a file that is to be attached; it raises ``KnownError`` if the file cannot be."""
        if not may_hang(file):
            return lambda _files: _read_file(file)

        def read(files: DirectFiles) -> bytes:
            content = files.read(file, MAX_FILE_BYTES + 1)
            if len(content) > MAX_FILE_BYTES:
                raise KnownError(_TOO_LARGE.format(file.name))
            return content

        return read

    def attach(self, conversation: int, file: Path, content: bytes | None = None) -> Attachment:
        """Attach ``file`` to an existing plan from paper; several files may have the same name.

        :param content: what :meth:`reading` has returned, otherwise it is read here.
        :raises KnownError: the file cannot be read or is too large, or it could not be saved.
        """
        read = _read_file(file) if content is None else content
        return self._attachments.add(conversation, file.name, read, self._now())

    def copy_to_open(self, attachment: Attachment, folder: Path, *, make_parents: bool = False) -> CopyWriting:
        """Return a copy of an attached file, for opening, ready to be written in ``folder``, if it is not there yet.

        A copy that was changed since belongs to the user: it stays, and another copy is written under the next free
        name.

        :raises DocumentError: files of that kind are not opened from here.
        :raises KnownError: the attached file cannot be read.
        """
        content = self._content(attachment)
        if not may_be_opened(attachment.name, content):
            raise DocumentError(
                f"»{attachment.name}« åbnes ikke herfra, fordi en fil af den slags kan indeholde et program. "
                "Gem en kopi, og åbn den kun, hvis du ved, hvem den kommer fra."
            )
        return CopyWriting(folder / file_name(attachment.name), content, make_parents)

    def proposed_copy(self, attachment: Attachment, folder: Path) -> Path:
        """Return the path proposed for a copy: the next free name in ``folder``, unless looking there may take long."""
        path = folder / file_name(attachment.name)
        return path if may_hang(folder) else next_free_path(path)

    def copy_to_save(self, attachment: Attachment, path: Path) -> FileWork[None]:
        """Return the writing of an attached file to ``path``, which the user chose.

        It replaces a file there, as the user has confirmed, and raises ``DocumentError`` if it cannot be written.

        :raises KnownError: ``path`` is one of the program's own data files, or the attached file cannot be read.
        """
        if self._is_program_file(path):
            raise DocumentError(f"»{path.name}« hører til programmets egne data. Vælg et andet navn eller sted.")
        content = self._content(attachment)
        return lambda files: files.write_new(path, content, files.sha256(path))

    def remove_attachment(self, attachment: Attachment) -> None:
        """Delete an attached file from the program. Earlier backups still contain it, as they do everything deleted."""
        self._attachments.delete(attachment.id)

    def _content(self, attachment: Attachment) -> bytes:
        try:
            return self._attachments.content(attachment.id)
        except KeyError:  # removed meanwhile, or the data were replaced by a backup
            raise KnownError(f"»{attachment.name}« findes ikke længere i programmet.") from None

    def _is_program_file(self, path: Path) -> bool:
        """Return whether ``path`` is the database, its key file, or a file whose name begins with one of theirs."""
        data = self._database.path
        has_own_name = path.name.casefold().startswith((data.name.casefold(), key_file(data).name.casefold()))
        if may_hang(path):  # it must not be touched here
            return has_own_name and path.parent == data.parent
        return is_open_here(path) or (has_own_name and path.parent.exists() and path.parent.samefile(data.parent))

    def _conversation(self, employee: int, version: int, period: Period) -> int:
        for row in self._conversations.overview(employee):
            existing = row.conversation
            if (existing.purpose, existing.form_version, existing.period) == (Purpose.PAPER, version, period):
                return existing.id
        paper = Conversation(id=0, form_version=version, period=period, purpose=Purpose.PAPER)
        return self._conversations.add(paper, [employee]).id


def _unique_id(key: str, used_ids: set[str]) -> str:
    return new_agreement_id() if not key or key in used_ids else key


def _read_file(file: Path) -> bytes:
    """Return the bytes of ``file``; the database is refused before it is opened (see :func:`is_open_here`)."""
    if is_open_here(file):
        raise KnownError(f"»{file.name}« er programmets egen database. Vælg en anden fil.")
    try:
        existing = file.stat()
        if S_ISDIR(existing.st_mode):
            raise KnownError(f"»{file.name}« er en mappe. Vælg en fil.")
        if not S_ISREG(existing.st_mode):  # reading from a pipe or a device would never end
            raise KnownError(f"»{file.name}« er ikke en almindelig fil. Vælg en anden fil.")
        if existing.st_size > MAX_FILE_BYTES:
            raise KnownError(_TOO_LARGE.format(file.name))
        return file.read_bytes()
    except FileNotFoundError as error:
        raise KnownError(
            f"»{file.name}« kunne ikke læses: Den findes ikke længere. Vælg filen dér, hvor den ligger nu."
        ) from error
    except OSError as error:
        problem = problem_of(error)
        if problem in (DiskProblem.DENIED, DiskProblem.IN_USE):
            raise KnownError(f"»{file.name}« kunne ikke læses. Luk den i andre programmer, og prøv igen.") from error
        raise KnownError(f"»{file.name}« kunne ikke læses. {explanation(problem, file.parent)}") from error
