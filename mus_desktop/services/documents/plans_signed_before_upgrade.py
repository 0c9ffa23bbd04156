"""Plans signed under schema 1: stored as found when upgrading, possibly with a Word document with a different text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from mus_desktop.documents.content import PlanContent
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.review import FollowUp
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.conversation_documents import Documents
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.prepared_document import DocumentWriting, TargetSearch
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_documents import StoredDocument, StoredDocuments


@dataclass(frozen=True, slots=True)
class OlderDocument:
    """A Word document from before the upgrade; ``id`` is that of its bytes in the database."""

    id: int
    name: str
    made_on: date


@dataclass(frozen=True, slots=True)
class PlanSignedBeforeUpgrade:
    """A plan that was stored as found on ``stored_on``.

    ``older_document`` is the newest Word document from before the upgrade, if its text differs from the plan's.
    """

    conversation: int
    request: DocumentRequest
    stored_on: date
    older_document: OlderDocument | None = None


class PlansSignedBeforeUpgrade:
    """Finds the plans that were signed under schema 1, and writes both versions of one to files."""

    def __init__(
        self, contents: SignedContents, stored: StoredDocuments, documents: Documents, preferences: Preferences
    ) -> None:
        self._contents = contents
        self._stored_documents = stored
        self._documents = documents
        self._preferences = preferences
        self._maker = DocumentMaker()

    def find(self, opened: OpenConversation, party: int | None) -> PlanSignedBeforeUpgrade | None:
        """Return the plan of a participant (or the common one), ``None`` unless it was stored as found when upgrading.

        Renders the plan if there is a document from before the upgrade; the first time takes up to 0.2 seconds.
        """
        plan = opened.plan if party is None else opened.plan_of(party)
        stored = opened.signed.get(plan.id) if plan else None
        if plan is None or stored is None or stored.origin is not ContentOrigin.UPGRADE:
            return None
        stored_at, request = self._contents.stored_at(plan.id), DocumentRequest(party=party)
        older = self._newest_before(opened, request, stored_at)
        differs = older is not None and not self._is_same(opened, request, older)
        older_document = OlderDocument(older.id, older.name, older.made_at.date()) if older and differs else None
        return PlanSignedBeforeUpgrade(opened.conversation.id, request, stored_at.date(), older_document)

    def older_writing(self, document: OlderDocument) -> DocumentWriting:
        """Return the stored Word document, ready to be written to the document folder, under the next free name."""
        return self._writing(document.name, self._stored_documents.content(document.id))

    def stored_writing(self, plan: PlanSignedBeforeUpgrade) -> DocumentWriting:
        """Return the stored plan, ready to be written to the document folder, under the next free name."""
        prepared = self._documents.prepare(plan.conversation, plan.request)
        return self._writing(prepared.search().usual_path.name, prepared.render())

    def _writing(self, name: str, content: bytes) -> DocumentWriting:
        path = self._preferences.folder_for_writing() / Path(name).name
        # It is no copy of any document of today, so no file is replaced.
        search = TargetSearch(self._documents.files(), (), path)
        return DocumentWriting(search, path, content, self._documents.may_make_parents(), under_free_name=True)

    def _newest_before(
        self, opened: OpenConversation, request: DocumentRequest, stored_at: datetime
    ) -> StoredDocument | None:
        stored_at = stored_at.replace(tzinfo=None)
        written = self._stored_documents.of_kind(opened.conversation.id, DocumentKind.PLAN, request.party)
        return next((document for document in written if document.made_at.replace(tzinfo=None) < stored_at), None)

    def _is_same(self, opened: OpenConversation, request: DocumentRequest, older: StoredDocument) -> bool:
        """Return whether the stored plan would have printed the same text on the day the document was made."""
        from mus_desktop.documents.word.visible_text import same_text  # noqa: PLC0415 - Word only when there is a document

        day = older.made_at.date()
        content = content_of(opened, request, day, {})
        template, stored = (
            self._documents.prepare_from(opened, request).template(),
            self._stored_documents.content(older.id),
        )
        versions = _versions_on(content, day) if isinstance(content, PlanContent) else ()
        return any(same_text(self._maker.document(version, request, template), stored) for version in versions)


def _versions_on(content: PlanContent, day: date) -> Iterator[PlanContent]:
    """Yield ``content`` as the program may have printed it on ``day``: without later parts, signed or not."""
    yield content
    as_of_day = replace(
        content,
        agreements=tuple(row for row in content.agreements if row.added_on is None or row.added_on <= day),
        addenda=tuple(row for row in content.addenda if row.added_on <= day),
        follow_ups={key: tuple(_follow_up_on(row, day) for row in rows) for key, rows in content.follow_ups.items()},
    )
    yield as_of_day
    # The document may have been printed for signature, before the signature was recorded.
    yield replace(as_of_day, signed_on=None, closed_on=None)


def _follow_up_on(row: FollowUp, day: date) -> FollowUp:
    if row.added_on and row.added_on > day:
        return FollowUp()
    return replace(row, done_on=None) if row.done_on and row.done_on > day else row
