"""*Åbn i Word*: generates a document and opens it; every failure offers a choice, and nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mus_desktop.errors import DocumentError, KnownError, SignedTemplateUnusable
from mus_desktop.log import silent_programs
from mus_desktop.services.documents.conversation_documents import PLAN_REQUEST, Documents
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.ui.dialogs.messages import Choice, ask, show_message


def open_file(path: Path) -> bool:
    """Open ``path`` with the computer's default program; return whether that could be started."""
    with silent_programs():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class WordOpener(QObject):
    """Writes a document of one conversation into the chosen folder and opens it.

    ``request`` is the requested document, in a group also whose; the default is the plan.

    :param opener: opens a file; tests pass their own.
    """

    def __init__(self, documents: Documents, window: QWidget, opener: Callable[[Path], bool] = open_file) -> None:
        super().__init__(window)
        self._documents = documents
        self._window = window
        self._opener = opener
        self.request: DocumentRequest = PLAN_REQUEST

    def make_and_open(self, conversation_id: int, request: DocumentRequest = PLAN_REQUEST) -> Path | None:
        """Generate and open the document; return the opened file, ``None`` if the leader cancelled."""
        self.request = request
        try:
            prepared = self._documents.prepare(conversation_id, request)
            target = prepared.target()
        except KnownError as error:
            show_message(self._window, "Dokumentet kunne ikke laves", error.message)
            return None
        if target.edit_is_stored:
            return self._ask_about_agreed(conversation_id, target.path)
        if target.edited:
            return self._ask_about_edited(conversation_id, target.path)
        # The first attempt writes what was just prepared; later ones come after a question and prepare again.
        return self._guarded(conversation_id, target.path, self._documents.write, lambda: prepared.write(target.path))

    def open_earlier(self, conversation_id: int, document: int) -> Path | None:
        """Open a copy of a stored earlier document; return its file, ``None`` if there is none."""
        try:
            return self._open(self._documents.write_copy_of(conversation_id, document))
        except KnownError as error:
            show_message(self._window, "Udgaven blev ikke åbnet", error.message)
            return None

    def _write(self, conversation_id: int, path: Path) -> Path | None:
        return self._make(conversation_id, path, self._documents.write)

    def _write_beside(self, conversation_id: int, path: Path) -> Path | None:
        return self._make(conversation_id, path, self._documents.write_under_free_name)

    def _make(
        self, conversation_id: int, path: Path, write: Callable[[int, Path, DocumentRequest], Path]
    ) -> Path | None:
        return self._guarded(conversation_id, path, write, lambda: write(conversation_id, path, self.request))

    def _guarded(
        self,
        conversation_id: int,
        path: Path,
        write: Callable[[int, Path, DocumentRequest], Path],
        first: Callable[[], Path],
    ) -> Path | None:
        """Run ``first`` and open the file; if that fails, ask what to do. ``write`` writes it with another template."""
        try:
            return self._open(first())
        except SignedTemplateUnusable as error:
            return self._ask_about_template(conversation_id, path, write, error)
        except DocumentError as error:
            return self._ask_about_error(conversation_id, path, error)
        except KnownError as error:
            show_message(self._window, "Dokumentet blev ikke gemt i programmet", error.message)
            return None

    def _ask_about_agreed(self, conversation_id: int, path: Path) -> Path | None:
        return self._ask(
            "Dokumentet er det aftalte",
            f"»{path.name}« er ændret i Word og gemt som det aftalte. Det bliver ikke overskrevet. Hvad vil du?",
            {
                "Åbn det aftalte": lambda: self._open(path),
                "Lav et nyt ved siden af": lambda: self._write_beside(conversation_id, path),
            },
        )

    def _ask_about_edited(self, conversation_id: int, path: Path) -> Path | None:
        return self._ask(
            "Dokumentet er ændret i Word",
            f"»{path.name}« er ændret, siden programmet lavede det. Det bliver ikke overskrevet. Hvad vil du?",
            {
                "Behold det ændrede som det aftalte": lambda: self._store_edited(conversation_id, path),
                "Lav et nyt ved siden af": lambda: self._write_beside(conversation_id, path),
                "Åbn det ændrede": lambda: self._open(path),
            },
        )

    def _store_edited(self, conversation_id: int, path: Path) -> Path | None:
        try:
            self._documents.store_edited(conversation_id, path, self.request)
        except KnownError as error:
            was_read = not isinstance(error, DocumentError)
            title = "Dokumentet blev ikke gemt i programmet" if was_read else "Dokumentet kunne ikke læses"
            show_message(self._window, title, error.message)
            return None
        return self._open(path)

    def _ask_about_template(
        self, conversation_id: int, path: Path, write: Callable[..., Path], error: SignedTemplateUnusable
    ) -> Path | None:
        todays = partial(write, todays_template=True)
        return self._ask(
            "Skabelonen kan ikke bruges",
            error.message,
            {"Brug dagens skabelon": lambda: self._make(conversation_id, path, todays)},
        )

    def _ask_about_error(self, conversation_id: int, path: Path, error: DocumentError) -> Path | None:
        return self._ask(
            "Dokumentet blev ikke skrevet",
            f"{error.message} Alt, hvad I har skrevet, er gemt i programmet.",
            {
                "Prøv igen": lambda: self._write(conversation_id, path),
                "Gem under et nyt navn": lambda: self._write_beside(conversation_id, path),
                "Vælg en anden mappe …": lambda: self._ask_for_folder(conversation_id),
            },
        )

    def _ask(self, title: str, text: str, actions: Mapping[str, Callable[[], Path | None]]) -> Path | None:
        """Ask, and run the chosen function; the first choice is the default for Enter."""
        first = next(iter(actions))
        answer = ask(self._window, title, text, [Choice(name, name, primary=name == first) for name in actions])
        return actions[answer]() if answer else None

    def _ask_for_folder(self, conversation_id: int) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Vælg en mappe til dokumentet")
        if not chosen:
            return None
        target = self._documents.target(conversation_id, Path(chosen), self.request)
        if target.edited:
            # Not asked again: a folder was just chosen for a new file, and the edited one is left alone.
            return self._write_beside(conversation_id, target.path)
        return self._write(conversation_id, target.path)

    def _open(self, path: Path) -> Path:
        if not self._opener(path):
            show_message(
                self._window,
                "Dokumentet ligger klar",
                f"»{path.name}« ligger i mappen {path.parent}, men Word kunne ikke startes. Åbn det derfra.",
                icon=QMessageBox.Icon.Information,
            )
        return path
