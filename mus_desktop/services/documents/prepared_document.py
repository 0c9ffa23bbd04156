"""One document of a conversation, made from one read of the database: where it goes, its bytes, and writing it.

The parts that touch the document's folder, which may hang, are plain values: they may run on any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.documents.word.document_files import document_name, name_part, sha256
from mus_desktop.documents.word.file_access import DirectFiles, open_files
from mus_desktop.errors import DocumentError, KnownError, SignedTemplateUnusable
from mus_desktop.model.document_table import stored_kind
from mus_desktop.model.form import Fact, PartyRole
from mus_desktop.model.terms import DocumentKind
from mus_desktop.services.conversation.group_view import participants_text
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, refuse_unavailable
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.signed_documents import name_at_signature, signed_content_for
from mus_desktop.services.documents.written_files import DocumentTarget, WrittenFiles
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_documents import StoredDocument, StoredDocuments
from mus_desktop.storage.records.topics import Topics


@dataclass(frozen=True, slots=True)
class DocumentServices:
    """The stores and services that a document is made from and stored in."""

    documents: StoredDocuments
    catalogue: Catalogue
    preferences: Preferences
    signed_contents: SignedContents
    topics: Topics
    now: Callable[[], datetime]
    maker: DocumentMaker


@dataclass(frozen=True, slots=True)
class TargetSearch:
    """The search for a document's file. ``copies`` are its stored copies, the newest first."""

    written: WrittenFiles
    copies: tuple[StoredDocument, ...]
    usual_path: Path

    @property
    def folder(self) -> Path:
        """The folder that is searched."""
        return self.usual_path.parent

    def find(self, files: DirectFiles) -> DocumentTarget:
        """Return the path of the document, and whether a person has edited it.

        :raises DocumentError: the folder does not answer.
        """
        return self.written.target(self.copies, self.usual_path, files)

    def or_unrecorded(self, target: DocumentTarget, content: bytes, files: DirectFiles) -> DocumentTarget:
        """Return ``target``, or instead a file that already holds ``content``; see :meth:`WrittenFiles.unrecorded`."""
        path = self.written.unrecorded(self.copies, target, self.usual_path, content, files)
        return target if path is None else DocumentTarget(path, edited=False, replacing=sha256(content))


@dataclass(frozen=True, slots=True)
class DocumentWriting:
    """A document to be written to ``path``, or under the next free name after it."""

    search: TargetSearch
    path: Path
    content: bytes
    make_parents: bool
    under_free_name: bool = False

    def run(self, files: DirectFiles) -> Path:
        """Write the document and return its path.

        :raises DocumentError: the file could not be written, belongs to another document, or was edited by a person; an
            existing file is unchanged.
        """
        path, search = self.path, self.search
        target = search.find(files)
        if self.under_free_name:
            path = search.written.free_path(search.copies, path, files)
        elif path in (target.path, search.usual_path):
            instead = search.or_unrecorded(target, self.content, files)
            path, target = (path, target) if instead is target else (instead.path, instead)
        files.make_folder(path.parent, parents=self.make_parents)
        files.write_new(path, self.content, target.replacing if target.path == path else None)
        return path


class PreparedDocument:
    """A document with the data it is made from, all read at one moment and nothing read twice.

    So it is used at once and for one document; after a question to the user, or after writing, prepare another.

    :param files: the files of all documents, if they have been read already; otherwise they are read when needed.
    """

    def __init__(
        self,
        opened: OpenConversation,
        request: DocumentRequest,
        services: DocumentServices,
        files: WrittenFiles | None = None,
    ) -> None:
        self._opened = opened
        self._wanted = request
        self._services = services
        self._files_read = files

    def target(self, folder: Path | None = None) -> DocumentTarget:
        """Return the path of the document (in ``folder``, else the chosen one), and whether a person has edited it.

        If the usual path is taken by a file the conversation has not written, another, free name is returned.
        """
        search = self.search(folder)
        with open_files(search.folder) as files:
            return search.find(files)

    def search(self, folder: Path | None = None) -> TargetSearch:
        """Return the search for the path of the document, in ``folder``, else in the chosen one.

        :raises DocumentFolderMoved: the data were moved or copied, and no folder has been chosen since.
        """
        folder = folder or self._preferences.folder_for_writing()
        return TargetSearch(self._files, tuple(self._copies), folder / self._name())

    def content(self) -> PlanContent | SheetContent:
        """Return what the document shows."""
        settings = {} if self._wanted.is_plan else self._preferences.form_texts()  # a plan shows none of them
        content = content_of(self._opened, self._wanted, self._services.now().date(), settings)
        if self._wanted.kind is DocumentKind.GUIDE and isinstance(content, SheetContent):
            return replace(content, agreed_topics=self._agreed_topics())
        return content

    def _agreed_topics(self) -> tuple[str, ...]:
        """Return the themes that the parties have agreed to talk about, in their order."""
        conversation, shared = self._opened.conversation.id, self._opened.party(PartyRole.SHARED).id
        return self._services.topics.of_conversation(conversation).get(shared, ())

    def template(self) -> bytes | None:
        """Return the template the document prints with: for a signed plan the one it was signed with.

        :raises SignedTemplateUnusable: it is missing or damaged.
        """
        signed = signed_content_for(self._opened, self._wanted)
        if signed is None:
            return self._todays_template()
        template = self._services.signed_contents.template(signed.template) if signed.template else None
        if signed.template and template is None:
            raise SignedTemplateUnusable
        return template

    def render(self, *, todays_template: bool = False) -> bytes:
        """Return the document as bytes; a signed plan uses the template it was signed with, or today's.

        :raises SignedTemplateUnusable: that template is missing or fails.
        :raises DocumentError: the form has no such document, or its template cannot be used.
        """
        refuse_unavailable(self._wanted, self._opened.form)
        content = self.content()
        template = self._todays_template() if todays_template else self.template()
        try:
            return self._services.maker.document(content, self._wanted, template)
        except DocumentError as error:
            signed = signed_content_for(self._opened, self._wanted)
            if todays_template or signed is None or not signed.template:
                raise
            raise SignedTemplateUnusable from error

    def writing(self, path: Path, *, todays_template: bool = False, under_free_name: bool = False) -> DocumentWriting:
        """Return the document, ready to be written to ``path``, or under the next free name after it.

        :raises DocumentError: it cannot be made; see :meth:`render`.
        """
        content = self.render(todays_template=todays_template)
        make_parents = not self._preferences.document_folder_chosen()
        return DocumentWriting(self.search(path.parent), path, content, make_parents, under_free_name)

    def write(self, path: Path, *, todays_template: bool = False, under_free_name: bool = False) -> Path:
        """Write the document and store a copy in the database; return the path.

        :raises DocumentError: the file could not be written, belongs to another document, or was edited by a person; an
            existing file is unchanged.
        """
        writing = self.writing(path, todays_template=todays_template, under_free_name=under_free_name)
        with open_files(path.parent) as files:
            written = writing.run(files)
        self.store(written, writing.content)
        return written

    def is_unrecorded(self, target: DocumentTarget) -> bool:
        """Return whether the file that seems edited is exactly what would be written now; see ``or_unrecorded``."""
        try:
            return sha256(self.render()) == target.found_sha256 and not target.edit_is_stored
        except KnownError:  # writing reports it
            return False

    def store(self, path: Path, content: bytes) -> None:
        """Store a copy of the document that was written to ``path``."""
        conversation, documents = self._opened.conversation.id, self._services.documents
        store_copy(conversation, self._wanted, path, content, documents, self._preferences, self._services.now())

    @property
    def newest_copy(self) -> StoredDocument | None:
        """The newest stored copy of the document, ``None`` if there is none."""
        return next(iter(self._copies), None)

    @cached_property
    def _preferences(self) -> Preferences:
        return self._services.preferences.snapshot()

    @cached_property
    def _files(self) -> WrittenFiles:
        return self._files_read or files_of(self._services.documents, self._preferences)

    @cached_property
    def _copies(self) -> list[StoredDocument]:
        """The stored copies of the document that were written before, the newest first."""
        # The file name begins with the title. A party has one plan, whose title was another in earlier versions.
        title = "" if self._wanted.is_plan else name_part(self._wanted.title(self._opened.form))
        kind = stored_kind(self._wanted.kind)
        return self._files.copies(self._opened.conversation.id, kind, self._wanted.party, title)

    def _todays_template(self) -> bytes | None:
        return self._services.catalogue.template_of(self._opened.form.id, PLAN_TEMPLATE)

    def _name(self) -> str:
        opened, request = self._opened, self._wanted
        who = label_of(opened, request.party) if request.party else participants_text(opened)
        period = opened.conversation.period.title
        if (signed := signed_content_for(opened, request)) is not None:
            who, period = name_at_signature(signed), signed.facts.get(Fact.PERIOD, period)
        return document_name(request.title(opened.form), who, period)


def label_of(opened: OpenConversation, party: int) -> str:
    """Return the name of the employee of ``party`` on screen; empty for the leader and the shared party."""
    employee = next((one.employee for one in opened.parties if one.id == party), None)
    return opened.labels.get(employee or 0, "")


def files_of(documents: StoredDocuments, preferences: Preferences) -> WrittenFiles:
    """Return the files of all documents as stored now."""
    stored, edited = documents.of_all_conversations(), preferences.edited_documents()
    if edited is None:
        # Any of them may be edited, so none may be overwritten.
        edited = frozenset(one.id for one in stored)
    return WrittenFiles(stored, edited, preferences.folders_of_documents())


def store_copy(
    conversation: int,
    request: DocumentRequest,
    path: Path,
    content: bytes,
    documents: StoredDocuments,
    preferences: Preferences,
    made_at: datetime,
) -> StoredDocument:
    """Store the content written to ``path``, so that ours, edited and other files can be distinguished."""
    with documents.in_one_transaction():
        kept = documents.add(conversation, request.party, stored_kind(request.kind), path.name, content, made_at)
        preferences.record_document_folder(kept.id, path.parent)
    return kept
