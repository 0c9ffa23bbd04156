"""The documents of a conversation in Word: made, kept, and never written over what a person has changed."""

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
from mus_desktop.model.form import Fact, Purpose
from mus_desktop.services.conversation.conversation_book import ConversationBook
from mus_desktop.services.conversation.group_view import people_of
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, choices, offered, require
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
    """Makes the Word documents of conversations and keeps their bytes and SHA-256 in the database.

    Every method takes which document is ``wanted``; without it, the plan.
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
        """The documents offered for a conversation, by what its form holds, with their names."""
        opened = self._book.open(conversation_id)
        found = []
        for wanted in choices(opened.form, opened.participants, [plan.party for plan in opened.plans]):
            who = _label(opened, wanted.party) if wanted.party else ""
            found.append((wanted, " – ".join(part for part in (wanted.title(opened.form), who) if part)))
        return tuple(found)

    def usual(self, conversation_id: int, party: int | None = None) -> DocumentRequest:
        """The document a conversation ends in: plan (a participant's own, by ``party``), status sheet or evaluation."""
        form = self._book.open(conversation_id).form
        if form.purpose is Purpose.FOLLOW_UP:
            return DocumentRequest(DocumentKind.STATUS)
        handed_in = not form.plan_fields() and DocumentKind.EVALUATION in offered(form)
        return DocumentRequest(DocumentKind.EVALUATION if handed_in else DocumentKind.PLAN, party=party)

    def render(
        self, conversation_id: int, wanted: DocumentRequest = THE_PLAN, *, todays_template: bool = False
    ) -> bytes:
        """The document as it is now, as bytes; a signed plan with the template it was signed with, or today's.

        :raises SignedTemplateUnusable: that template is lost or fails.
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
        """The template the document prints with: of a signed plan the one it was signed with.

        :raises SignedTemplateUnusable: it is lost or damaged.
        """
        signed = signed_paper(opened, wanted)
        if signed is None:
            return self.template(opened.form.id)
        template = self._signed_contents.template(signed.template) if signed.template else None
        if signed.template and template is None:
            raise SignedTemplateUnusable
        return template

    def template(self, form_id: str) -> bytes | None:
        """The plan's Word template that travels with the form, ``None`` if the plan is derived from the form."""
        return self._catalogue.template_of(form_id, PLAN_TEMPLATE)

    def target(
        self, conversation_id: int, folder: Path | None = None, wanted: DocumentRequest = THE_PLAN
    ) -> DocumentTarget:
        """Where the document belongs (in ``folder``, else the chosen one), and whether a person has changed it.

        A file that the conversation has not written itself is never offered: then it is another, free name.
        """
        opened = self._book.open(conversation_id)
        folder = folder or self._preferences.document_folder()
        return self.files().target(self._written(opened, wanted), folder / self._name(opened, wanted))

    def files(self) -> WrittenFiles:
        """The files of all documents, as they are known now."""
        stored, edited = self._documents.everywhere(), self._preferences.kept_as_edited()
        if edited is None:
            edited = frozenset(one.id for one in stored)
        return WrittenFiles(stored, edited, self._preferences.folders_of_documents())

    def write(
        self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN, *, todays_template: bool = False
    ) -> Path:
        """Write the document as it is now to ``path``, and keep it. Gives the path.

        :raises DocumentError: the file could not be written, is not the document's own, or a person has changed it;
            what stood there still stands.
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
        """Write the document next to ``path`` under the next free name, and keep it. Gives the new path."""
        mine = self._written(self._book.open(conversation_id), wanted)
        free = self.files().free(mine, path)
        return self.write(conversation_id, free, wanted, todays_template=todays_template)

    def keep_edited(self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN) -> None:
        """Keep the document as it was changed in Word as the agreed version; the file stays as it is."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"»{path.name}« kunne ikke læses. Luk den i Word, og prøv igen.") from error
        with self._documents.together():  # kept, and not known for a person's work, it would be written over
            kept = self.keep(conversation_id, path, content, wanted)
            self._preferences.add_kept_as_edited(kept.id)

    def export(self, conversation_id: int, path: Path, wanted: DocumentRequest = THE_PLAN) -> None:
        """Write the document to any path without keeping it, as the command line does."""
        write_new(path, self.render(conversation_id, wanted))

    def keep(
        self, conversation_id: int, path: Path, content: bytes, wanted: DocumentRequest = THE_PLAN
    ) -> StoredDocument:
        """Keep what was written to ``path``, so that an edited file can be told from ours, and ours from others'."""
        with self._documents.together():
            kind = _kept_as(wanted)
            kept = self._documents.add(conversation_id, wanted.party, kind, path.name, content, self._now())
            self._preferences.note_document_folder(kept.id, path.parent)
        return kept

    def kept(self, conversation_id: int, wanted: DocumentRequest = THE_PLAN) -> StoredDocument | None:
        """The newest such document that was written, ``None`` if there is none."""
        return next(iter(self._written(self._book.open(conversation_id), wanted)), None)

    def earlier(self, conversation_id: int) -> tuple[tuple[int, str], ...]:
        """Return every document kept of a conversation, the newest first: its id, and its name with day and time."""
        edited = self._preferences.kept_as_edited() or frozenset()
        return tuple(
            (one.id, f"{Path(one.name).stem}, {_made(one)}{' (ændret i Word)' if one.id in edited else ''}")
            for one in reversed(self._documents.all(conversation_id))
        )

    def holds_edited(self, conversation_id: int) -> bool:
        """Return whether a document of the conversation was changed in Word and kept as the agreed version.

        Any may have been if what was kept of them is damaged.
        """
        edited = self._preferences.kept_as_edited()
        return any(edited is None or one.id in edited for one in self._documents.all(conversation_id))

    def copy_of_earlier(self, conversation_id: int, document: int) -> Path:
        """Return a file in the document folder that holds a kept document as it was, whatever lies there today.

        Its name says the day and time. It is a copy: no later document is written over it.

        :raises DocumentError: it cannot be written there.
        """
        (kept,) = [one for one in self._documents.all(conversation_id) if one.id == document]
        folder, name = self._preferences.document_folder(), Path(kept.name)
        self.make_folder(folder)
        path = folder / f"{name.stem} – {kept.made_at:%Y-%m-%d kl. %H.%M}{name.suffix}"
        return copy_beside(path, self._documents.content(kept.id))

    def _written(self, opened: OpenConversation, wanted: DocumentRequest) -> list[StoredDocument]:
        """Return what was written of the document before, the newest first."""
        title = name_part(wanted.title(opened.form))  # as it begins the name of the file
        return self._documents.of_kind(opened.conversation.id, _kept_as(wanted), wanted.party, title)

    def make_folder(self, folder: Path) -> None:
        """Make the folder the first time a document is written; what hinders that, the writing says properly."""
        with suppress(OSError):
            folder.mkdir(parents=not self._preferences.document_folder_chosen(), exist_ok=True)

    def plan_job(
        self, opened: OpenConversation, wanted: DocumentRequest, folder: Path, files: WrittenFiles
    ) -> tuple[PlanContent, DocumentTarget]:
        """Return a plan as plain values for a worker: what it shows, and where in ``folder`` it is to be written."""
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


def _kept_as(wanted: DocumentRequest) -> DocumentKind:
    """A plan that is the minutes is one document, whatever it is called."""
    return DocumentKind.PLAN if wanted.kind is DocumentKind.MINUTES else wanted.kind


def _made(document: StoredDocument) -> str:
    return f"{written_short(document.made_at.date())} kl. {written_time(document.made_at.time())}"


def _label(opened: OpenConversation, party: int) -> str:
    """Return how the employee of ``party`` is named on screen; empty for the leader and what is common."""
    employee = next((one.employee for one in opened.parties if one.id == party), None)
    return opened.labels.get(employee or 0, "")
