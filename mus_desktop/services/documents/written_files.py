"""Ownership of document files on disk: a file is only offered to the conversation that wrote it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mus_desktop.documents.word.document_files import beside, on_disk, same_name, sha256
from mus_desktop.model.terms import DocumentKind
from mus_desktop.storage.records.stored_documents import StoredDocument


@dataclass(frozen=True, slots=True)
class DocumentTarget:
    """The path a document would be written to, and whether a person has edited the existing file.

    ``agreed``: the existing file is a person's edit that was stored as the agreed version and is unchanged since.
    ``replacing`` is the SHA-256 of the file that may be overwritten, ``None`` if none may. ``fresh``: the document has
    no file there yet.
    """

    path: Path
    edited: bool
    agreed: bool = False
    replacing: str | None = None
    fresh: bool = False


class WrittenFiles:
    """The files of all documents at one moment, used to recognise a file as ours.

    A file belongs to a document if its name is one under which that document, and no other one, was written to that
    folder. Every other file in the folder belongs to somebody else, so another name is used.

    :param stored: the documents of all conversations.
    :param kept_as_edited: the ids of those with a person's edits; their files are never overwritten.
    :param folders: the first document (id) written to each folder, the earliest first; the folder of older documents is
        not known.
    """

    def __init__(
        self, stored: Iterable[StoredDocument], kept_as_edited: Collection[int], folders: Sequence[tuple[int, str]]
    ) -> None:
        self._edited, self._folders = frozenset(kept_as_edited), folders
        self._of_document: dict[tuple[int, DocumentKind, int | None], list[StoredDocument]] = defaultdict(list)
        self._by_name: dict[str, list[StoredDocument]] = defaultdict(list)
        self._by_content: dict[str, list[StoredDocument]] = defaultdict(list)
        self._promised: set[str] = set()
        for one in stored:
            self._of_document[one.conversation, one.kind, one.party].append(one)
            if one.id in self._edited:
                continue  # storing an edited file is no proof that we wrote it
            self._by_name[same_name(one.name)].append(one)
            self._by_content[one.sha256].append(one)

    def copies(self, conversation: int, kind: DocumentKind, party: int | None, title: str) -> list[StoredDocument]:
        """Return the stored copies of one document, the newest first; their names begin with ``title``."""
        found = [one for one in self._of_document.get((conversation, kind, party), ()) if one.name.startswith(title)]
        return sorted(found, key=lambda one: one.number, reverse=True)

    def target(self, mine: Sequence[StoredDocument], usual: Path) -> DocumentTarget:
        """Return where a document is to be written.

        :param mine: the stored copies of the document, the newest first.
        :param usual: the folder, and the name used if there is no file of that name.
        """
        here = [one for one in mine if self._may_be_in(one, usual.parent)]
        if here:
            path = on_disk(usual.with_name(here[0].name))
            found = _content_of(path)
            if self._is_of(mine, path, found):
                return self._known(mine, path, found)
        return DocumentTarget(self.free(mine, usual), edited=False, fresh=True)

    def free(self, mine: Sequence[StoredDocument], path: Path) -> Path:
        """Return ``path``, or the next name after it that neither a file nor another document has."""
        ids = {one.id for one in mine}

        def is_taken(name: str) -> bool:
            return name in self._promised or any(one.id not in ids for one in self._by_name.get(name, ()))

        return beside(path, is_taken)

    def promise(self, path: Path) -> None:
        """Reserve the name of ``path``, which is not written yet, so that no other document gets it."""
        self._promised.add(same_name(path.name))

    def _known(self, mine: Sequence[StoredDocument], path: Path, found: str | None) -> DocumentTarget:
        ours = [one.sha256 for one in mine if one.id not in self._edited]
        if found is None:  # missing or unreadable: writing reports the reason
            return DocumentTarget(path, edited=False, replacing=next(iter(ours), None))
        agreed = any(one.sha256 == found for one in mine if one.id in self._edited)
        edited = found not in ours
        return DocumentTarget(path, edited, edited and agreed, None if edited else found)

    def _is_of(self, mine: Sequence[StoredDocument], path: Path, found: str | None) -> bool:
        ids = {one.id for one in mine}
        writers = {one.id in ids for one in self._by_name.get(same_name(path.name), ())}
        by_me = any(one.sha256 == found for one in mine)
        by_others = any(one.id not in ids for one in self._by_content.get(found or "", ()))
        if writers != {True}:  # early versions let two documents write under one name
            return True in writers and by_me and not by_others
        return by_me or not by_others

    def _may_be_in(self, one: StoredDocument, folder: Path) -> bool:
        place = bisect_right(self._folders, one.id, key=lambda entry: entry[0])
        return place == 0 or same_name(self._folders[place - 1][1]) == same_name(str(folder))


def _content_of(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return None
