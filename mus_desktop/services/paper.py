"""The first year: last year's agreements, made on paper, so that they can be followed up like any others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.model.terms import Purpose
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.storage.attachments import Attachment, Attachments
from mus_desktop.storage.conversations import Conversations
from mus_desktop.storage.database import Database, is_open_here
from mus_desktop.storage.plans import Plans

LARGEST = 20_000_000
"""The most bytes an attached file may have."""


class PaperPlans:
    """Keeps agreements from before the program, and shows them where earlier agreements are shown."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        plans: Plans,
        catalogue: Catalogue,
        attachments: Attachments,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._plans = plans
        self._catalogue = catalogue
        self._attachments = attachments
        self._now = now

    def read(self, text: str, form_id: str, period: Period) -> tuple[Agreement, ...]:
        """The agreements in what was pasted from Word or Excel, as rows of the form's first plan."""
        from mus_desktop.services.pasted import agreements_in  # noqa: PLC0415 - loads the whole form model

        form = self._catalogue.pinned(self._catalogue.pin(form_id))
        return agreements_in(text, form.plan_fields()[0], period.first) if form.plan_fields() else ()

    def add_paper(
        self, employee: int, form_id: str, period: Period, rows: Sequence[Agreement], file: Path | None = None
    ) -> int:
        """Keep ``rows`` (of the form's first plan) as what was agreed in ``period``; gives the conversation's id.

        More agreements of the same period on the same form come below those that are there. ``file`` is kept as it is.

        :raises KnownError: there is nothing to keep, the form has no plan, or the file cannot be read.
        """
        content = _read(file) if file else b""
        kept = [row for row in rows if not row.blank]
        if not kept and not file:
            raise KnownError("Der er ingen aftaler at gemme. Skriv eller indsæt dem, eller vælg en fil.")
        version = self._catalogue.pin(form_id)
        fields = self._catalogue.pinned(version).plan_fields()
        if not fields:
            raise KnownError("Skemaet har ingen plan, som aftalerne kan stå i. Vælg et skema med en plan.")
        with self._database.transaction():
            conversation = self._conversation(employee, version, period)
            (plan, *_) = self._plans.of_conversation(conversation)
            taken = {row.id for row in plan.agreements}
            new = [replace(row, id=_free(row.id, taken), field=fields[0].key) for row in kept]
            self._plans.save_rows(plan.id, fields[0].key, [*plan.rows(fields[0].key), *new])
            if file:
                self._attachments.add(conversation, file.name, content, self._now())
        return conversation

    def attachments(self, employee: int) -> list[Attachment]:
        """The files that were attached to the employee's conversations."""
        return self._attachments.of_employee(employee)

    def write_attachment(self, attachment: Attachment, folder: Path) -> Path:
        """Write an attached file into ``folder`` so that it can be opened, never over another; gives its path.

        :raises KnownError: it cannot be written there.
        """
        from mus_desktop.documents.files import beside, write_new  # noqa: PLC0415 - only when a file is wanted

        path = beside(folder / Path(attachment.name).name)
        write_new(path, self._attachments.content(attachment.id))
        return path

    def remove_attachment(self, attachment: Attachment) -> None:
        """Delete an attached file from the program."""
        self._attachments.delete(attachment.id)

    def _conversation(self, employee: int, version: int, period: Period) -> int:
        for row in self._conversations.overview(employee):
            known = row.conversation
            if (known.purpose, known.form_version, known.period) == (Purpose.PAPER, version, period):
                return known.id
        paper = Conversation(id=0, form_version=version, period=period, purpose=Purpose.PAPER)
        return self._conversations.add(paper, [employee]).id


def _free(key: str, taken: set[str]) -> str:
    return new_agreement_id() if not key or key in taken else key


def _read(file: Path) -> bytes:
    if is_open_here(file):
        raise KnownError(f"»{file.name}« er programmets egen database. Vælg en anden fil.")
    try:
        if file.stat().st_size > LARGEST:
            raise KnownError(f"»{file.name}« er for stor til at blive gemt her. Vælg en fil på højst 20 MB.")
        return file.read_bytes()
    except OSError as error:
        raise KnownError(f"»{file.name}« kunne ikke læses. Luk den i andre programmer, og prøv igen.") from error
