"""Creation and storage of the Word documents of a conversation; files edited by a person are never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mus_desktop.documents.word.file_access import open_files
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.dates import format_date_short, format_time
from mus_desktop.model.document_table import main_document_kind
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, choices
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.folder_work import CopyWriting
from mus_desktop.services.documents.prepared_document import (
    DocumentServices,
    PreparedDocument,
    files_of,
    label_of,
    store_copy,
)
from mus_desktop.services.documents.written_files import DocumentTarget, WrittenFiles
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_documents import StoredDocument, StoredDocuments
from mus_desktop.storage.records.topics import Topics

PLAN_REQUEST = DocumentRequest()


class Documents:
    """Creates the Word documents of conversations and stores their bytes and SHA-256 in the database.

    ``request`` is the document a method is about; the default is the plan.
    """

    def __init__(
        self,
        documents: StoredDocuments,
        conversation_service: ConversationService,
        catalogue: Catalogue,
        preferences: Preferences,
        signed_contents: SignedContents,
        topics: Topics,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._documents = documents
        self._conversation_service = conversation_service
        self._catalogue = catalogue
        self._preferences = preferences
        self._now = now
        self._services = DocumentServices(
            documents, catalogue, preferences, signed_contents, topics, now, DocumentMaker()
        )

    def prepare(self, conversation_id: int, request: DocumentRequest = PLAN_REQUEST) -> PreparedDocument:
        """Return the document with its current content, which is read from the database only once."""
        return self.prepare_from(self._conversation_service.open(conversation_id), request)

    def prepare_from(
        self, opened: OpenConversation, request: DocumentRequest, files: WrittenFiles | None = None
    ) -> PreparedDocument:
        """Return a document of the loaded conversation ``opened``; ``files`` are reused if they are loaded too."""
        return PreparedDocument(opened, request, self._services, files)

    def choices(self, conversation_id: int) -> tuple[tuple[DocumentRequest, str], ...]:
        """Return the documents offered for a conversation, with their names; they depend on the content of its form."""
        opened = self._conversation_service.open(conversation_id)
        requests = []
        for request in choices(opened.form, opened.participants, [plan.party for plan in opened.plans]):
            who = label_of(opened, request.party) if request.party else ""
            requests.append((request, " – ".join(part for part in (request.title(opened.form), who) if part)))
        return tuple(requests)

    def main_document(self, conversation_id: int, party: int | None = None) -> DocumentRequest:
        """Return the main document: the plan (a participant's own, by ``party``), status sheet or evaluation."""
        kind = main_document_kind(self._conversation_service.open(conversation_id).form)
        return DocumentRequest(kind, party=None if kind is DocumentKind.STATUS else party)

    def render(
        self, conversation_id: int, request: DocumentRequest = PLAN_REQUEST, *, todays_template: bool = False
    ) -> bytes:
        """Return the current document as bytes; a signed plan uses the template it was signed with, or today's.

        :raises SignedTemplateUnusable: that template is missing or fails.
        :raises DocumentError: the form has no such document, or its template cannot be used.
        """
        return self.prepare(conversation_id, request).render(todays_template=todays_template)

    def template(self, form_id: str) -> bytes | None:
        """Return the plan's Word template in the form's folder, ``None`` if the plan is derived from the form."""
        return self._catalogue.template_of(form_id, PLAN_TEMPLATE)

    def target(
        self, conversation_id: int, folder: Path | None = None, request: DocumentRequest = PLAN_REQUEST
    ) -> DocumentTarget:
        """Return the path of the document (in ``folder``, else the chosen one), and whether a person has edited it.

        If the usual path is taken by a file the conversation has not written, another, free name is returned.
        """
        return self.prepare(conversation_id, request).target(folder)

    def files(self) -> WrittenFiles:
        """Return the files of all documents as known now."""
        return files_of(self._documents, self._preferences.snapshot())

    def write(
        self,
        conversation_id: int,
        path: Path,
        request: DocumentRequest = PLAN_REQUEST,
        *,
        todays_template: bool = False,
    ) -> Path:
        """Write the current document to ``path`` and store a copy in the database; return the path.

        :raises DocumentError: the file could not be written, belongs to another document, or was edited by a person; an
            existing file is unchanged.
        """
        return self.prepare(conversation_id, request).write(path, todays_template=todays_template)

    def write_under_free_name(
        self,
        conversation_id: int,
        path: Path,
        request: DocumentRequest = PLAN_REQUEST,
        *,
        todays_template: bool = False,
    ) -> Path:
        """Write the document under the next free name after ``path`` and store a copy; return the new path."""
        return self.prepare(conversation_id, request).write(path, todays_template=todays_template, under_free_name=True)

    def store_edited(self, conversation_id: int, path: Path, request: DocumentRequest = PLAN_REQUEST) -> None:
        """Store the document as edited in Word as the agreed version; the file is unchanged."""
        with open_files(path.parent) as files:
            content = files.read(path)
        self.store_edited_content(conversation_id, path, content, request)

    def store_edited_content(
        self, conversation_id: int, path: Path, content: bytes, request: DocumentRequest = PLAN_REQUEST
    ) -> None:
        """Store what was read from ``path``, as edited in Word, as the agreed version."""
        with self._documents.in_one_transaction():  # both or neither: unmarked, the edited file would be overwritten
            stored_copy = self.store(conversation_id, path, content, request)
            self._preferences.add_edited_document(stored_copy.id)

    def export(self, conversation_id: int, path: Path, request: DocumentRequest = PLAN_REQUEST) -> None:
        """Write the document to any path without storing a copy, as the command line does."""
        content = self.render(conversation_id, request)
        with open_files(path.parent) as files:
            files.write_new(path, content)

    def store(
        self, conversation_id: int, path: Path, content: bytes, request: DocumentRequest = PLAN_REQUEST
    ) -> StoredDocument:
        """Store the bytes written to ``path``, so that a later edit of the file can be recognised."""
        return store_copy(conversation_id, request, path, content, self._documents, self._preferences, self._now())

    def stored_copy(self, conversation_id: int, request: DocumentRequest = PLAN_REQUEST) -> StoredDocument | None:
        """Return the newest stored copy of the document, ``None`` if there is none."""
        return self.prepare(conversation_id, request).newest_copy

    def earlier(self, conversation_id: int) -> tuple[tuple[int, str], ...]:
        """Return every stored document of a conversation, the newest first: its id, and its name with day and time."""
        # If the setting is damaged (``None``), this list only lacks the remark; no file is overwritten because of it.
        edited = self._preferences.edited_documents() or frozenset()
        return tuple(
            (one.id, f"{Path(one.name).stem}, {_created_text(one)}{' (ændret i Word)' if one.id in edited else ''}")
            for one in reversed(self._documents.all(conversation_id))
        )

    def has_edited_document(self, conversation_id: int) -> bool:
        """Return whether a document of the conversation was edited in Word and stored as the agreed version.

        If the list of edited documents is damaged, every document counts as edited.
        """
        edited = self._preferences.edited_documents()
        return any(edited is None or one.id in edited for one in self._documents.all(conversation_id))

    def write_copy_of(self, conversation_id: int, document: int) -> Path:
        """Write a stored document, as it was, to a new file in the document folder; return the path.

        The file name contains the day and time. It is a copy: no later document overwrites it.

        :raises DocumentError: it cannot be written there.
        """
        writing = self.copy_of(conversation_id, document)
        with open_files(writing.path.parent) as files:
            return writing.run(files)

    def copy_of(self, conversation_id: int, document: int) -> CopyWriting:
        """Return a stored document, as it was, ready to be written as :meth:`write_copy_of` does."""
        (stored_copy,) = [one for one in self._documents.all(conversation_id) if one.id == document]
        name = Path(stored_copy.name)
        path = self._preferences.folder_for_writing() / (
            f"{name.stem} – {stored_copy.made_at:%Y-%m-%d kl. %H.%M}{name.suffix}"
        )
        return CopyWriting(path, self._documents.content(stored_copy.id), self.may_make_parents())

    @property
    def preferences(self) -> Preferences:
        """The settings, with the folder for documents."""
        return self._preferences

    def may_make_parents(self) -> bool:
        """Return whether missing folders above the document folder may be created: only above the default one."""
        return not self._preferences.document_folder_chosen()


def _created_text(document: StoredDocument) -> str:
    return f"{format_date_short(document.made_at.date())} kl. {format_time(document.made_at.time())}"
