"""*Åbn i Word*: generates a document and opens it; every failure offers a choice, and nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mus_desktop.errors import DocumentError, KnownError, SignedTemplateUnusable
from mus_desktop.log import silent_programs
from mus_desktop.services.documents.conversation_documents import PLAN_REQUEST, Documents
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.prepared_document import PreparedDocument, TargetSearch
from mus_desktop.services.documents.written_files import DocumentTarget
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.messages import Choice, ask, show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder


def open_file(path: Path) -> bool:
    """Open ``path`` with the computer's default program; return whether that could be started."""
    with silent_programs():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a document is written: with today's template, under the next free name."""

    todays_template: bool = False
    under_free_name: bool = False


class WordOpener(QObject):
    """Writes a document of one conversation into the chosen folder and opens it.

    On a folder that may hang this goes on after the methods have returned; see :func:`work_on_files`. ``opened``
    carries the file. ``request`` is the requested document, in a group also whose; the default is the plan.

    :param opener: opens a file; tests pass their own.
    """

    opened = Signal(object)

    def __init__(self, documents: Documents, window: QWidget, opener: Callable[[Path], bool] = open_file) -> None:
        super().__init__(window)
        self._documents = documents
        self._window = window
        self._opener = opener
        self.request: DocumentRequest = PLAN_REQUEST

    def make_and_open(self, conversation_id: int, request: DocumentRequest = PLAN_REQUEST) -> None:
        """Generate and open the document, unless the leader cancels."""
        self.request = request
        if not confirm_document_folder(self._window, self._documents.preferences):
            return
        try:
            prepared = self._documents.prepare(conversation_id, request)
            search = prepared.search()
        except KnownError as error:
            show_message(self._window, "Dokumentet kunne ikke laves", error.message)
            return
        self._find(conversation_id, prepared, search)

    def open_earlier(self, conversation_id: int, document: int) -> None:
        """Open a copy of a stored earlier document."""

        def failed(error: KnownError) -> None:
            show_message(self._window, "Udgaven blev ikke åbnet", error.message)

        if not confirm_document_folder(self._window, self._documents.preferences):
            return
        try:
            copy = self._documents.copy_of(conversation_id, document)
        except KnownError as error:
            failed(error)
            return
        work_on_files(self._window, copy.path.parent, copy.run, self._open, failed)

    def _find(self, conversation_id: int, prepared: PreparedDocument, search: TargetSearch) -> None:
        def found(target: DocumentTarget) -> None:
            if target.edit_is_stored:
                self._ask_about_agreed(conversation_id, target.path)
            elif target.edited and not prepared.is_unrecorded(target):
                self._ask_about_edited(conversation_id, target.path)
            else:
                # The first attempt writes what was just prepared; later ones come after a question and prepare again.
                self._write_prepared(conversation_id, prepared, target.path, Attempt())

        failed = partial(self._ask_about_folder, conversation_id)
        work_on_files(self._window, search.folder, search.find, found, failed, only_reads=True)

    def _write(self, conversation_id: int, path: Path, attempt: Attempt | None = None) -> None:
        try:
            prepared = self._documents.prepare(conversation_id, self.request)
        except KnownError as error:
            show_message(self._window, "Dokumentet kunne ikke laves", error.message)
            return
        self._write_prepared(conversation_id, prepared, path, attempt or Attempt())

    def _write_beside(self, conversation_id: int, path: Path) -> None:
        self._write(conversation_id, path, Attempt(under_free_name=True))

    def _write_prepared(self, conversation_id: int, prepared: PreparedDocument, path: Path, attempt: Attempt) -> None:
        """Write the document and open the file; if that fails, ask what to do."""
        try:
            writing = prepared.writing(
                path, todays_template=attempt.todays_template, under_free_name=attempt.under_free_name
            )
        except SignedTemplateUnusable as error:
            self._ask_about_template(conversation_id, path, attempt, error)
            return
        except DocumentError as error:
            self._ask_about_error(conversation_id, path, error)
            return
        except KnownError as error:
            show_message(self._window, "Dokumentet kunne ikke laves", error.message)
            return

        def written(written_path: Path) -> None:
            try:
                prepared.store(written_path, writing.content)
            except KnownError as error:
                show_message(self._window, "Dokumentet blev ikke gemt i programmet", error.message)
                return
            self._open(written_path)

        failed = partial(self._ask_about_error, conversation_id, path)
        work_on_files(self._window, path.parent, writing.run, written, failed)

    def _ask_about_agreed(self, conversation_id: int, path: Path) -> None:
        self._ask(
            "Word-versionen er gældende",
            f"»{path.name}« er ændret i Word og gemt som gældende. Det bliver ikke overskrevet. Hvad vil du?",
            {
                "Åbn Word-versionen": lambda: self._open(path),
                "Lav en ny kopi": lambda: self._write_beside(conversation_id, path),
            },
        )

    def _ask_about_edited(self, conversation_id: int, path: Path) -> None:
        self._ask(
            "Dokumentet er ændret i Word",
            f"»{path.name}« er ændret, siden programmet lavede det. Det bliver ikke overskrevet. Hvad vil du?",
            {
                "Behold Word-versionen som gældende": lambda: self._store_edited(conversation_id, path),
                "Lav en ny kopi": lambda: self._write_beside(conversation_id, path),
                "Åbn Word-versionen": lambda: self._open(path),
            },
        )

    def _store_edited(self, conversation_id: int, path: Path) -> None:
        def read(content: bytes) -> None:
            try:
                self._documents.store_edited_content(conversation_id, path, content, self.request)
            except KnownError as error:
                show_message(self._window, "Dokumentet blev ikke gemt i programmet", error.message)
                return
            self._open(path)

        def failed(error: KnownError) -> None:
            show_message(self._window, "Dokumentet kunne ikke læses", error.message)

        work_on_files(self._window, path.parent, lambda files: files.read(path), read, failed, only_reads=True)

    def _ask_about_template(
        self, conversation_id: int, path: Path, attempt: Attempt, error: SignedTemplateUnusable
    ) -> None:
        todays = replace(attempt, todays_template=True)
        self._ask(
            "Skabelonen kan ikke bruges",
            error.message,
            {"Brug dagens skabelon": lambda: self._write(conversation_id, path, todays)},
        )

    def _ask_about_folder(self, conversation_id: int, error: KnownError) -> None:
        """Ask what to do about a folder in which the document's file could not be looked for."""
        self._ask_what_to_do(
            error,
            {
                "Prøv igen": lambda: self.make_and_open(conversation_id, self.request),
                "Vælg en anden mappe …": lambda: self._ask_for_folder(conversation_id),
            },
        )

    def _ask_about_error(self, conversation_id: int, path: Path, error: KnownError) -> None:
        self._ask_what_to_do(
            error,
            {
                "Prøv igen": lambda: self._write(conversation_id, path),
                "Gem under et nyt navn": lambda: self._write_beside(conversation_id, path),
                "Vælg en anden mappe …": lambda: self._ask_for_folder(conversation_id),
            },
        )

    def _ask_what_to_do(self, error: KnownError, actions: Mapping[str, Callable[[], None]]) -> None:
        text = f"{error.message} Alt, hvad I har skrevet, er gemt i programmet."
        self._ask("Dokumentet blev ikke skrevet", text, actions)

    def _ask(self, title: str, text: str, actions: Mapping[str, Callable[[], None]]) -> None:
        """Ask, and run the chosen function; the first choice is the default for Enter."""
        first = next(iter(actions))
        answer = ask(self._window, title, text, [Choice(name, name, primary=name == first) for name in actions])
        if answer:
            actions[answer]()

    def _ask_for_folder(self, conversation_id: int) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Vælg en mappe til dokumentet")
        if not chosen:
            return
        try:
            search = self._documents.prepare(conversation_id, self.request).search(Path(chosen))
        except KnownError as error:
            show_message(self._window, "Dokumentet kunne ikke laves", error.message)
            return

        def found(target: DocumentTarget) -> None:
            # Not asked again: a folder was just chosen for a new file, and an edited one is left alone.
            self._write(conversation_id, target.path, Attempt(under_free_name=target.edited))

        failed = partial(self._ask_about_folder, conversation_id)
        work_on_files(self._window, search.folder, search.find, found, failed, only_reads=True)

    def _open(self, path: Path) -> None:
        if not self._opener(path):
            show_message(
                self._window,
                "Dokumentet ligger klar",
                f"»{path.name}« ligger i mappen {path.parent}, men Word kunne ikke startes. Åbn det derfra.",
                icon=QMessageBox.Icon.Information,
            )
        else:
            show_notice(self._window, f"»{path.name}« er gemt i mappen {path.parent} og åbnes.")
        self.opened.emit(path)
