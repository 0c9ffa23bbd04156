"""Creation and storage of the Word documents of a conversation; files edited by a person are never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.documents.word.document_files import copy_beside, document_name, name_part, write_new
from mus_desktop.errors import DocumentError, SignedTemplateUnusable
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.dates import written_short, written_time
from mus_desktop.model.document_table import stored_kind, usual_kind
from mus_desktop.model.form import Fact
from mus_desktop.services.conversation.conversation_book import ConversationBook
from mus_desktop.services.conversation.group_view import people_of
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, choices, require
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.documents.signed_papers import name_on_paper, signed_paper
from mus_desktop.services.documents.written_files import DocumentTarget, WrittenFiles
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.forms.texts import Texts
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_documents import StoredDocument, StoredDocuments

THE_PLAN = DocumentRequest()


class Documents:
    """Creates the Word documents of conversations and stores their bytes and SHA-256 in the database.

    Every method takes the ``wanted`` document; the default is the plan.
    """

    def __init__(
        self,
        documents: StoredDocuments,
        book: ConversationBook,
        catalogue: Catalogue,
        preferences: Preferences,
        texts: Texts,
        signed_contents: SignedContents,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._documents = documents
        self._book = book
        self._catalogue = catalogue
        self._preferences = preferences
        self._texts = texts
        self._signed_contents = signed_contents
        self._now = now
        self._making = DocumentMaker()

    def choices(self, conversation_id: int) -> tuple[tuple[DocumentRequest, str], ...]:
        """Return the documents offered for a conversation, with their names; they depend on the content of its form."""
        opened = self._book.open(conversation_id)
        found = []
        for wanted in choices(opened.form, opened.participants, [plan.party for plan in opened.plans]):
            who = _label(opened, wanted.party) if wanted.party else ""
            found.append((wanted, " – ".join(part for part in (wanted.title(opened.form), who) if part)))
        return tuple(found)

    def usual(self, conversation_id: int, party: int | None = None) -> DocumentRequest:
        """Return the main document: the plan (a participant's own, by ``party``), status sheet or evaluation."""
        kind = usual_kind(self._book.open(conversation_id).form)
        return DocumentRequest(kind, party=None if kind is DocumentKind.STATUS else party)

    def render(
        self, conversation_id: int, wanted: DocumentRequest = THE_PLAN, *, todays_template: bool = False
    ) -> bytes:
        """Return the current document as bytes; a signed plan uses the template it was signed with, or today's.

        :raises SignedTemplateUnusable: that template is missing or fails.
        :raises DocumentError: the form has no such document, or its template cannot be used.
        """
        opened = self._book.open(conversation_id)
        require(wanted, opened.form)
        content = self._content(opened, wanted)
        template = self.template(opened.form.id) if todays_template else self.template_for(opened, wanted)
        try:
            return self._making.document(content, wanted, template)
        except DocumentError as error:
            signed = signed_paper(opened, wanted)
            if todays_template or signed is None or not signed.template:
                raise
            raise SignedTemplateUnusable from error

    def template_for(self, opened: OpenConversation, wanted: DocumentRequest) -> bytes | None:
        """Return the template the document prints with: for a signed plan the one it was signed with.

        :raises SignedTemplateUnusable: it is missing or damaged.
        """
        signed = signed_paper(opened, wanted)
        if signed is None:
            return self.template(opened.form.id)
        template = self._signed_contents.template(signed.template) if signed.template else None
        if signed.template and template is None:
            raise SignedTemplateUnusable
        return template

    def template(self, form_id: str) -> bytes | None:
        """Return the plan's Word template in the form's folder, ``None`` if the plan is derived from the form."""
        return self._catalogue.template_of(form_id, PLAN_TEMPLATE)

    def target(
        self, conversation_id: int, folder: Path | None = None, wanted: DocumentRequest = THE_PLAN
    ) -> DocumentTarget:
        """Return the path of the document (in ``folder``, else the chosen one), and whether a person has edited it.

        If the usual path is taken by a file the conversation has not written, another, free name is returned.
        """
        opened = self._book.open(conversation_id)
        folder = folder or self._preferences.document_folder()
        return self.files().target(self._written(opened, wanted), folder / self._name(opened, wanted))

    def files(self) -> WrittenFiles:
        """Return the files of all documents as known now."""
        stored, edited = self._documents.everywhere(), self._preferences.kept_as_edited()
        if edited is None:
            # Any of them may be edited, so none may be overwritten.
            edited = frozenset(one.id for one in stored)
        return WrittenFiles(stored, edited, self._preferences.folders_of_documents())

    def write(
        self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN, *, todays_template: bool = False
    ) -> Path:
        """Write the current document to ``path`` and store a copy in the database; return the path.

        :raises DocumentError: the file could not be written, belongs to another document, or was edited by a person; an
            existing file is unchanged.
        """
        target = self.target(conversation_id, path.parent, wanted)
        content = self.render(conversation_id, wanted, todays_template=todays_template)
        self.make_folder(path.parent)
        write_new(path, content, replacing=target.replacing if target.path == path else None)
        self.keep(conversation_id, path, content, wanted)
        return path

    def write_beside(
        self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN, *, todays_template: bool = False
    ) -> Path:
        """Write the document under the next free name after ``path`` and store a copy; return the new path."""
        mine = self._written(self._book.open(conversation_id), wanted)
        free = self.files().free(mine, path)
        return self.write(conversation_id, free, wanted, todays_template=todays_template)

    def keep_edited(self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN) -> None:
        """Store the document as edited in Word as the agreed version; the file is unchanged."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"»{path.name}« kunne ikke læses. Luk den i Word, og prøv igen.") from error
        with self._documents.together():  # both or neither: unmarked, the edited file would be overwritten
            kept = self.keep(conversation_id, path, content, wanted)
            self._preferences.add_kept_as_edited(kept.id)

    def export(self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN) -> None:
        """Write the document to any path without storing a copy, as the command line does."""
        write_new(path, self.render(conversation_id, wanted))

    def keep(
        self, conversation_id: int, path: Path, content: bytes, wanted: DocumentRequest = THE_PLAN
    ) -> StoredDocument:
        """Store the content written to ``path``, so that ours, edited and other files can be distinguished."""
        with self._documents.together():
            kind = stored_kind(wanted.kind)
            kept = self._documents.add(conversation_id, wanted.party, kind, path.name, content, self._now())
            self._preferences.note_document_folder(kept.id, path.parent)
        return kept

    def kept(self, conversation_id: int, wanted: DocumentRequest = THE_PLAN) -> StoredDocument | None:
        """Return the newest stored copy of the document, ``None`` if there is none."""
        return next(iter(self._written(self._book.open(conversation_id), wanted)), None)

    def earlier(self, conversation_id: int) -> tuple[tuple[int, str], ...]:
        """Return every stored document of a conversation, the newest first: its id, and its name with day and time."""
        edited = self._preferences.kept_as_edited() or frozenset()
        return tuple(
            (one.id, f"{Path(one.name).stem}, {_made(one)}{' (ændret i Word)' if one.id in edited else ''}")
            for one in reversed(self._documents.all(conversation_id))
        )

    def holds_edited(self, conversation_id: int) -> bool:
        """Return whether a document of the conversation was edited in Word and stored as the agreed version.

        If the list of edited documents is damaged, every document counts as edited.
        """
        edited = self._preferences.kept_as_edited()
        return any(edited is None or one.id in edited for one in self._documents.all(conversation_id))

    def copy_of_earlier(self, conversation_id: int, document: int) -> Path:
        """Write a stored document, as it was, to a new file in the document folder; return the path.

        The file name contains the day and time. It is a copy: no later document overwrites it.

        :raises DocumentError: it cannot be written there.
        """
        (kept,) = [one for one in self._documents.all(conversation_id) if one.id == document]
        folder, name = self._preferences.document_folder(), Path(kept.name)
        self.make_folder(folder)
        path = folder / f"{name.stem} – {kept.made_at:%Y-%m-%d kl. %H.%M}{name.suffix}"
        return copy_beside(path, self._documents.content(kept.id))

    def _written(self, opened: OpenConversation, wanted: DocumentRequest) -> list[StoredDocument]:
        """Return the stored copies of the document that were written before, the newest first."""
        title = name_part(wanted.title(opened.form))  # the file name begins with the title
        return self._documents.of_kind(opened.conversation.id, stored_kind(wanted.kind), wanted.party, title)

    def make_folder(self, folder: Path) -> None:
        """Create the folder for the first document. Errors are ignored, because writing the document reports them."""
        with suppress(OSError):
            folder.mkdir(parents=not self._preferences.document_folder_chosen(), exist_ok=True)

    def plan_job(
        self, opened: OpenConversation, wanted: DocumentRequest, folder: Path, files: WrittenFiles
    ) -> tuple[PlanContent, DocumentTarget]:
        """Return the plan as plain values for a worker: its content, and the path in ``folder`` to write it to."""
        content = self._content(opened, wanted)
        if not isinstance(content, PlanContent):
            raise TypeError
        return content, files.target(self._written(opened, wanted), folder / self._name(opened, wanted))

    def _name(self, opened: OpenConversation, wanted: DocumentRequest) -> str:
        who = _label(opened, wanted.party) if wanted.party else people_of(opened)
        period = opened.conversation.period.title
        if (signed := signed_paper(opened, wanted)) is not None:
            who, period = name_on_paper(signed), signed.facts.get(Fact.PERIOD, period)
        return document_name(wanted.title(opened.form), who, period)

    def _content(self, opened: OpenConversation, wanted: DocumentRequest) -> PlanContent | SheetContent:
        return content_of(
            opened, wanted, self._now().date(), {key: kept.text for key, kept in self._texts.all().items()}
        )


def _made(document: StoredDocument) -> str:
    return f"{written_short(document.made_at.date())} kl. {written_time(document.made_at.time())}"


def _label(opened: OpenConversation, party: int) -> str:
    """Return the name of the employee of ``party`` on screen; empty for the leader and the shared party."""
    employee = next((one.employee for one in opened.parties if one.id == party), None)
    return opened.labels.get(employee or 0, "")
