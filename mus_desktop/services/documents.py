"""The documents of a conversation in Word: made, kept, and never written over what a person has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.documents.files import FileState, beside, document_name, name_part, state_of, write_new
from mus_desktop.errors import DocumentError
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Fact, Purpose
from mus_desktop.services.blank_documents import PLAN_TEMPLATE
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.services.conversations import ConversationBook
from mus_desktop.services.document_content import content_of
from mus_desktop.services.document_kinds import Wanted, choices, offered, require
from mus_desktop.services.group_view import people_of
from mus_desktop.services.making import Making
from mus_desktop.services.open_conversation import OpenConversation
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.texts import Texts
from mus_desktop.storage.documents import StoredDocument, StoredDocuments

THE_PLAN = Wanted()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a document would be written, and whether a person has changed what stands there.

    ``agreed``: what stands there is what a person made of it, kept as the agreed version and untouched since.
    """

    path: Path
    edited: bool
    agreed: bool = False


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
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._documents = documents
        self._book = book
        self._catalogue = catalogue
        self._preferences = preferences
        self._texts = texts
        self._now = now
        self._making = Making()

    def choices(self, conversation_id: int) -> tuple[tuple[Wanted, str], ...]:
        """The documents offered for a conversation, by what its form holds, with their names."""
        opened = self._book.open(conversation_id)
        names = {party.id: party.employee for party in opened.parties}
        people = {person.id: person.name for person in opened.employees}
        found = []
        for wanted in choices(opened.form, opened.participants, [plan.party for plan in opened.plans]):
            who = people.get(names.get(wanted.party) or 0, "") if wanted.party else ""
            found.append((wanted, " – ".join(part for part in (wanted.title(opened.form), who) if part)))
        return tuple(found)

    def usual(self, conversation_id: int, party: int | None = None) -> Wanted:
        """The document a conversation ends in: plan (a participant's own, by ``party``), status sheet or evaluation."""
        form = self._book.open(conversation_id).form
        if form.purpose is Purpose.FOLLOW_UP:
            return Wanted(DocumentKind.STATUS)
        handed_in = not form.plan_fields() and DocumentKind.EVALUATION in offered(form)
        return Wanted(DocumentKind.EVALUATION if handed_in else DocumentKind.PLAN, party=party)

    def render(self, conversation_id: int, wanted: Wanted = THE_PLAN) -> bytes:
        """The document as it is now, as bytes.

        :raises DocumentError: the form has no such document, or its template cannot be used.
        """
        opened = self._book.open(conversation_id)
        require(wanted, opened.form)
        content = self._content(opened, wanted)
        return self._making.document(content, wanted, self.template(opened.form.id))

    def template(self, form_id: str) -> bytes | None:
        """The plan's Word template that travels with the form, ``None`` if the plan is derived from the form."""
        return self._catalogue.template_of(form_id, PLAN_TEMPLATE)

    def target(self, conversation_id: int, folder: Path | None = None, wanted: Wanted = THE_PLAN) -> Target:
        """Where the document belongs (in ``folder``, else the chosen one), and whether a person has changed it."""
        opened = self._book.open(conversation_id)
        kept = self._latest(opened, wanted)
        folder = folder or self._preferences.document_folder()
        path = folder / (kept.name if kept else self._name(opened, wanted))
        edited = _edited(path, self._replaceable(kept))
        return Target(path, edited, edited and not _edited(path, kept.sha256 if kept else None))

    def write(self, conversation_id: int, path: Path, wanted: Wanted = THE_PLAN) -> Path:
        """Write the document as it is now to ``path``, and keep it. Gives the path.

        :raises DocumentError: the file could not be written, or a person has changed it; what stood there still stands.
        """
        kept = self.kept(conversation_id, wanted)
        content = self.render(conversation_id, wanted)
        self.make_folder(path.parent)
        write_new(path, content, replacing=self._replaceable(kept))
        self.keep(conversation_id, path.name, content, wanted)
        return path

    def write_beside(self, conversation_id: int, path: Path, wanted: Wanted = THE_PLAN) -> Path:
        """Write the document next to ``path`` under the next free name, and keep it. Gives the new path."""
        return self.write(conversation_id, beside(path), wanted)

    def keep_edited(self, conversation_id: int, path: Path, wanted: Wanted = THE_PLAN) -> None:
        """Keep the document as it was changed in Word as the agreed version; the file stays as it is."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"»{path.name}« kunne ikke læses. Luk den i Word, og prøv igen.") from error
        with self._documents.together():  # kept, and not known for a person's work, it would be written over
            kept = self.keep(conversation_id, path.name, content, wanted)
            self._preferences.add_kept_as_edited(kept.id)

    def export(self, conversation_id: int, path: Path, wanted: Wanted = THE_PLAN) -> None:
        """Write the document to any path without keeping it, as the command line does."""
        write_new(path, self.render(conversation_id, wanted))

    def keep(self, conversation_id: int, name: str, content: bytes, wanted: Wanted = THE_PLAN) -> StoredDocument:
        """Keep what was written under ``name``, so that an edited file can be told from ours."""
        return self._documents.add(conversation_id, wanted.party, _kept_as(wanted), name, content, self._now())

    def kept(self, conversation_id: int, wanted: Wanted = THE_PLAN) -> StoredDocument | None:
        """The newest such document that was written, ``None`` if there is none."""
        return self._latest(self._book.open(conversation_id), wanted)

    def _latest(self, opened: OpenConversation, wanted: Wanted) -> StoredDocument | None:
        title = name_part(wanted.title(opened.form))  # as it begins the name of the file
        return self._documents.latest(opened.conversation.id, _kept_as(wanted), wanted.party, title)

    def _replaceable(self, kept: StoredDocument | None) -> str | None:
        """The SHA-256 of the file that may be written over: the program's own, never what a person made of it."""
        return kept.sha256 if kept and kept.id not in self._preferences.kept_as_edited() else None

    def make_folder(self, folder: Path) -> None:
        """Make the folder the first time a document is written; what hinders that, the writing says properly."""
        with suppress(OSError):
            folder.mkdir(parents=not self._preferences.document_folder_chosen(), exist_ok=True)

    def plan_job(self, opened: OpenConversation, wanted: Wanted) -> tuple[PlanContent, str, str | None]:
        """A plan as plain values for a worker: what it shows, its file name, and the SHA-256 of what stood there."""
        content = self._content(opened, wanted)
        if not isinstance(content, PlanContent):
            raise TypeError
        kept = self._latest(opened, wanted)
        return content, kept.name if kept else self._name(opened, wanted), self._replaceable(kept)

    def _name(self, opened: OpenConversation, wanted: Wanted) -> str:
        common = people_of(opened)
        who = self._content(opened, wanted).facts.get(Fact.EMPLOYEE, "") if wanted.party else common
        return document_name(wanted.title(opened.form), who, opened.conversation.period.title)

    def _content(self, opened: OpenConversation, wanted: Wanted) -> PlanContent | SheetContent:
        return content_of(
            opened, wanted, self._now().date(), {key: kept.text for key, kept in self._texts.all().items()}
        )


def _kept_as(wanted: Wanted) -> DocumentKind:
    """A plan that is the minutes is one document, whatever it is called."""
    return DocumentKind.PLAN if wanted.kind is DocumentKind.MINUTES else wanted.kind


def _edited(path: Path, known_sha256: str | None) -> bool:
    try:
        return state_of(path, known_sha256) is FileState.EDITED
    except DocumentError:
        return False  # it cannot even be read; writing will say why
