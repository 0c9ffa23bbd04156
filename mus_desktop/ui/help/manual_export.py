"""Write the manual in the folder for Word documents, and open it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.help.help_manual import manual_writing
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder
from mus_desktop.ui.documents.open_in_word import open_file

_NOT_MADE = "Vejledningen blev ikke gemt"
_MADE = "Vejledningen ligger klar"


def save_manual(workplace: Workplace, window: QWidget) -> None:
    """Write the manual and open it in Word; a problem is shown over ``window``."""
    if not confirm_document_folder(window, workplace.preferences):
        return
    folder, make_parents = workplace.preferences.folder_for_writing(), workplace.documents.may_make_parents()
    try:
        writing = manual_writing(folder, make_parents=make_parents)
    except KnownError as error:
        _show_failure(window, error)
        return
    work_on_files(window, folder, writing.run, partial(_open, window), partial(_show_failure, window))


def _open(window: QWidget, path: Path) -> None:
    if not open_file(path):
        text = f"»{path.name}« ligger i mappen {path.parent}, men Word kunne ikke startes. Åbn den derfra."
        show_message(window, _MADE, text, icon=QMessageBox.Icon.Information)


def _show_failure(window: QWidget, error: KnownError) -> None:
    show_message(window, _NOT_MADE, error.message)
