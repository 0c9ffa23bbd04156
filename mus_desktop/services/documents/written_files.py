"""Ownership of document files on disk: a file is only offered to the conversation that wrote it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from mus_desktop.documents.word.document_files import (
    comparable_name,
    existing_path,
    next_free_path,
    numbered_paths,
    sha256,
)
from mus_desktop.documents.word.file_access import DirectFiles
from mus_desktop.model.terms import DocumentKind
from mus_desktop.storage.records.stored_documents import StoredDocument


@dataclass(frozen=True, slots=True)
class DocumentTarget:
    """The path a document would be written to, and whether a person has edited the existing file.

    ``edit_is_stored`` is true if the existing file is a person's edit that was stored as the agreed version and is
    unchanged since. ``replacing`` is the SHA-256 of the file that may be overwritten, ``None`` if none may. ``is_new``
    is true if the document has no file there yet. ``found_sha256`` is that of the existing file, if it could be read.
    """

    path: Path
    edited: bool
    edit_is_stored: bool = False
    replacing: str | None = None
    is_new: bool = False
    found_sha256: str | None = None


class WrittenFiles:
    """The files of all documents at one moment, used to recognise a file as ours.

    A file belongs to a document if its name is one under which that document, and no other one, was written to that
    folder. Every other file in the folder belongs to somebody else, so another name is used.

    :param stored: the documents of all conversations.
    :param edited_documents: the ids of those with a person's edits; their files are never overwritten.
    :param folders: the first document (id) written to each folder, the earliest first; the folder of older documents is
        not known.
    """

    def __init__(
        self, stored: Iterable[StoredDocument], edited_documents: Collection[int], folders: Sequence[tuple[int, str]]
    ) -> None:
        self._edited, self._folders = frozenset(edited_documents), folders
        self._of_document: dict[tuple[int, DocumentKind, int | None], list[StoredDocument]] = defaultdict(list)
        self._by_name: dict[str, list[StoredDocument]] = defaultdict(list)
        self._by_content: dict[str, list[StoredDocument]] = defaultdict(list)
        self._reserved: set[str] = set()
        for document in stored:
            self._of_document[document.conversation, document.kind, document.party].append(document)
            if document.id in self._edited:
                continue  # storing an edited file is no proof that we wrote it
            self._by_name[comparable_name(document.name)].append(document)
            self._by_content[document.sha256].append(document)

    def copies(self, conversation: int, kind: DocumentKind, party: int | None, title: str) -> list[StoredDocument]:
        """Return the stored copies of one document, the newest first; their names begin with ``title``."""
        found_sha256 = [
            document
            for document in self._of_document.get((conversation, kind, party), ())
            if document.name.startswith(title)
        ]
        return sorted(found_sha256, key=lambda document: document.number, reverse=True)

    def target(
        self, own_copies: Sequence[StoredDocument], usual_path: Path, files: DirectFiles | None = None
    ) -> DocumentTarget:
        """Return where a document is to be written.

        :param own_copies: the stored copies of the document, the newest first.
        :param files: the operations on the folder of ``usual_path``.
        :param usual_path: the folder, and the name used if there is no file of that name.
        """
        files = files or DirectFiles()
        in_folder = [document for document in own_copies if self._may_be_in(document, usual_path.parent)]
        if in_folder:
            # The name of the newest copy: a document may have been written under several names.
            path = existing_path(usual_path.with_name(in_folder[0].name), files.names(usual_path.parent))
            found_sha256 = files.sha256(path)
            if self._belongs_to(own_copies, path, found_sha256):
                return self._existing_target(own_copies, path, found_sha256)
        return DocumentTarget(self.free_path(own_copies, usual_path, files), edited=False, is_new=True)

    def unrecorded(
        self,
        own_copies: Sequence[StoredDocument],
        target: DocumentTarget,
        usual_path: Path,
        content: bytes,
        files: DirectFiles,
    ) -> Path | None:
        """Return the file that holds exactly ``content`` although it is not stored as ours; ``None`` if there is none.

        The program was ended right after it was written, or its share answered too late. Without this the file would
        count as edited by a person, and a new document would be written beside it.

        :param target: where the document is to be written, as :meth:`target` returns it.
        """
        wanted = sha256(content)
        if target.edited:
            return target.path if target.found_sha256 == wanted and not target.edit_is_stored else None
        if not target.is_new or target.path == usual_path:
            return None
        ids, names = {document.id for document in own_copies}, files.names(usual_path.parent)
        for candidate in takewhile(lambda path: path != target.path, numbered_paths(usual_path)):
            name, path = comparable_name(candidate.name), existing_path(candidate, names)
            of_others = any(document.id not in ids for document in self._by_name.get(name, ()))
            if name not in self._reserved and not of_others and files.sha256(path) == wanted:
                return path
        return None

    def free_path(self, own_copies: Sequence[StoredDocument], path: Path, files: DirectFiles | None = None) -> Path:
        """Return ``path``, or the next name after it that neither a file nor another document has."""
        files = files or DirectFiles()
        ids = {document.id for document in own_copies}

        def is_taken(name: str) -> bool:
            return name in self._reserved or any(document.id not in ids for document in self._by_name.get(name, ()))

        return next_free_path(path, is_taken, files.names(path.parent))

    def reserve(self, path: Path) -> None:
        """Reserve the name of ``path``, which is not written yet, so that no other document gets it."""
        self._reserved.add(comparable_name(path.name))

    def _existing_target(
        self, own_copies: Sequence[StoredDocument], path: Path, found_sha256: str | None
    ) -> DocumentTarget:
        ours = [document.sha256 for document in own_copies if document.id not in self._edited]
        if found_sha256 is None:  # missing or unreadable: writing reports the reason
            return DocumentTarget(path, edited=False, replacing=next(iter(ours), None))
        agreed = any(document.sha256 == found_sha256 for document in own_copies if document.id in self._edited)
        edited = found_sha256 not in ours
        replacing = None if edited else found_sha256
        return DocumentTarget(path, edited, edited and agreed, replacing, found_sha256=found_sha256)

    def _belongs_to(self, own_copies: Sequence[StoredDocument], path: Path, found_sha256: str | None) -> bool:
        ids = {document.id for document in own_copies}
        writers = {document.id in ids for document in self._by_name.get(comparable_name(path.name), ())}
        written_by_own = any(document.sha256 == found_sha256 for document in own_copies)
        written_by_others = any(document.id not in ids for document in self._by_content.get(found_sha256 or "", ()))
        if writers != {True}:  # early versions let two documents write under one name
            return True in writers and written_by_own and not written_by_others
        return written_by_own or not written_by_others

    def _may_be_in(self, document: StoredDocument, folder: Path) -> bool:
        # Ids grow with time: the last change of folder before this document tells where it was written.
        index = bisect_right(self._folders, document.id, key=lambda entry: entry[0])
        return index == 0 or comparable_name(self._folders[index - 1][1]) == comparable_name(str(folder))
