"""The plan in Word: made, kept, and never written over what a person has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.files import FileState, beside, document_name, state_of, write_new
from mus_desktop.errors import DocumentError
from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.confidentiality import DocumentKind, may_appear
from mus_desktop.model.form import Form, PartyRole
from mus_desktop.services.blank_documents import PLAN_TEMPLATE
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.services.conversations import ConversationBook, OpenConversation
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.documents import StoredDocument, StoredDocuments

if TYPE_CHECKING:
    from mus_desktop.documents.render import Renderer


@dataclass(frozen=True, slots=True)
class Target:
    """Where the plan would be written, and whether a person has changed what stands there."""

    path: Path
    edited: bool


class PlanDocuments:
    """Makes the Word plan of a conversation and keeps its bytes and SHA-256 in the database."""

    def __init__(
        self,
        documents: StoredDocuments,
        book: ConversationBook,
        catalogue: Catalogue,
        preferences: Preferences,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._documents = documents
        self._book = book
        self._catalogue = catalogue
        self._preferences = preferences
        self._now = now
        self._made_renderer: Renderer | None = None

    def render(self, conversation_id: int) -> bytes:
        """The plan as it is now, as the bytes of a Word document."""
        opened = self._book.open(conversation_id)
        return self._render(opened.form, self._content(opened))

    def target(self, conversation_id: int, folder: Path | None = None) -> Target:
        """Where the plan belongs (in ``folder``, else the chosen one) and whether a person has changed it there."""
        opened = self._book.open(conversation_id)
        kept = self._documents.latest(conversation_id, DocumentKind.PLAN)
        folder = folder or self._preferences.document_folder()
        path = folder / (kept.name if kept else self._name(opened))
        return Target(path, _edited(path, kept))

    def write(self, conversation_id: int, path: Path) -> Path:
        """Write the plan as it is now to ``path``, and keep it. Gives the path.

        :raises DocumentError: the file could not be written, or a person has changed it; what stood there still stands.
        """
        kept = self._documents.latest(conversation_id, DocumentKind.PLAN)
        content = self.render(conversation_id)
        with suppress(OSError):  # what hinders this hinders the writing too, which says it properly
            path.parent.mkdir(parents=not self._preferences.document_folder_chosen(), exist_ok=True)
        write_new(path, content, replacing=kept.sha256 if kept else None)
        self._keep(conversation_id, path.name, content)
        return path

    def write_beside(self, conversation_id: int, path: Path) -> Path:
        """Write the plan as it is now next to ``path`` under the next free name, and keep it. Gives the new path."""
        return self.write(conversation_id, beside(path))

    def keep_edited(self, conversation_id: int, path: Path) -> None:
        """Keep the plan as it was changed in Word as the agreed version; the file stays as it is."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"»{path.name}« kunne ikke læses. Luk den i Word, og prøv igen.") from error
        self._keep(conversation_id, path.name, content)

    def export(self, conversation_id: int, path: Path) -> None:
        """Write the plan to any path without keeping it, as the command line does."""
        write_new(path, self.render(conversation_id))

    def _keep(self, conversation_id: int, name: str, content: bytes) -> None:
        self._documents.add(conversation_id, None, DocumentKind.PLAN, name, content, self._now())

    def _content(self, opened: OpenConversation) -> PlanContent:
        return PlanContent(
            form=opened.form,
            facts=opened.facts(),
            agreements=opened.plan.agreements,
            agreed_on=opened.plan.agreed_on,
            signed_on=opened.plan.signed_on,
            made_on=self._now().date(),
            author=opened.leader.name,
            answers=_shared(opened),
        )

    def _name(self, opened: OpenConversation) -> str:
        return document_name("Udviklingsplan", opened.employee.name, opened.conversation.period.title)

    def _render(self, form: Form, content: PlanContent) -> bytes:
        return self._renderer().plan(content, self._catalogue.template_of(form.id, PLAN_TEMPLATE))

    def _renderer(self) -> Renderer:
        if self._made_renderer is None:
            # Word libraries take a tenth of a second to import, so they wait until a document is wanted.
            from mus_desktop.documents.render import Renderer  # noqa: PLC0415

            self._made_renderer = Renderer()
        return self._made_renderer


def _shared(opened: OpenConversation) -> dict[str, Value]:
    """The common answers that may be printed in a plan; no preparation and no note ever gets this far."""
    party = opened.party(PartyRole.SHARED)
    printable = (f for f in opened.form.fields() if may_appear(DocumentKind.PLAN, f, party.role))
    found = {f.key: opened.answers.get(AnswerKey(party.id, f.key)) for f in printable}
    return {key: value for key, value in found.items() if value is not None}


def _edited(path: Path, kept: StoredDocument | None) -> bool:
    try:
        return state_of(path, kept.sha256 if kept else None) is FileState.EDITED
    except DocumentError:
        return False  # it cannot even be read; writing will say why
