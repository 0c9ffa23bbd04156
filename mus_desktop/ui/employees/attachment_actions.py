"""Add, open, export and remove the files attached to a plan from paper; every failure is shown to the leader."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.model.conversation import Attachment
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.messages import Choice, ask, confirm, show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder
from mus_desktop.ui.documents.open_in_word import open_file
from mus_desktop.ui.employees.attachment_list import AttachmentList

_REMOVING = (
    "»{}« slettes fra programmet. Det kan ikke fortrydes. Kopier, du har åbnet eller gemt i en mappe, bliver liggende, "
    "og de backupper, der allerede er taget, har stadig filen, til de selv bliver slettet."
)


class AttachmentActions(QObject):
    """Runs the actions of an :class:`AttachmentList`. ``done`` carries the id of the changed conversation."""

    done = Signal(int)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._window = workplace, parent

    def connect_to(self, files: AttachmentList, conversation: int) -> None:
        """Connect the signals of ``files``, which lists the files of ``conversation``."""
        files.add_wanted.connect(lambda: self._add(conversation))
        files.open_wanted.connect(self._open)
        files.copy_wanted.connect(self._save_copy)
        files.remove_wanted.connect(self._remove)

    def _add(self, conversation: int) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Tilføj fil")
        if not chosen:
            return
        file = Path(chosen)

        def failed(error: KnownError) -> None:
            show_message(self._window, "Filen er ikke tilføjet", error.message)

        def attach(content: bytes) -> None:
            try:
                self._workplace.paper.attach(conversation, file, content)
            except KnownError as error:
                failed(error)
                return
            self.done.emit(conversation)
            show_notice(self._window, f"»{file.name}« er tilføjet.")

        work_on_files(self._window, file.parent, self._workplace.paper.reading(file), attach, failed, only_reads=True)

    def _open(self, file: Attachment) -> None:
        if not confirm_document_folder(self._window, self._workplace.preferences):
            return
        folder, documents = self._workplace.preferences.folder_for_writing(), self._workplace.documents
        try:
            copy = self._workplace.paper.copy_to_open(file, folder, make_parents=documents.may_make_parents())
        except KnownError as error:
            self._on_failed("Filen blev ikke åbnet", file, error)
            return
        failed = partial(self._on_failed, "Filen blev ikke åbnet", file)
        work_on_files(self._window, folder, copy.run, self._open_copy, failed)

    def _open_copy(self, path: Path) -> None:
        if not open_file(path):
            text = f"»{path.name}« ligger i mappen {path.parent}, men kunne ikke åbnes herfra. Åbn den dér."
            show_message(self._window, "Filen ligger klar", text, icon=QMessageBox.Icon.Information)

    def _save_copy(self, file: Attachment) -> None:
        proposed = self._workplace.paper.proposed_copy(file, self._workplace.preferences.document_folder())
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Gem en kopi", str(proposed))
        if not chosen:
            return
        failed = partial(self._on_failed, "Kopien blev ikke gemt", file)
        try:
            work = self._workplace.paper.copy_to_save(file, Path(chosen))
        except KnownError as error:
            failed(error)
            return
        folder = Path(chosen).parent

        def saved(_written: object) -> None:
            show_notice(self._window, f"Kopien er gemt i mappen {folder}.")

        work_on_files(self._window, folder, work, saved, failed)

    def _on_failed(self, title: str, file: Attachment, error: KnownError) -> None:
        """Show the error; a file that only could not be written there may be saved elsewhere."""
        if not isinstance(error, DocumentError):
            show_message(self._window, title, error.message)
        elif ask(self._window, title, error.message, [Choice("copy", "&Gem en kopi …", primary=True)]):
            self._save_copy(file)

    def _remove(self, file: Attachment) -> None:
        if not confirm(self._window, "Fjern filen?", _REMOVING.format(file.name), "&Fjern filen"):
            return
        try:
            self._workplace.paper.remove_attachment(file)
        except KnownError as error:
            show_message(self._window, "Filen er ikke fjernet", error.message)
            return
        self.done.emit(file.conversation)
        show_notice(self._window, f"»{file.name}« er fjernet.")
