"""The folder for documents after the data were moved or copied: which one is offered instead of the earlier one."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from mus_desktop.local_disk import is_on_own_disk
from mus_desktop.paths import default_document_folder
from mus_desktop.services.documents.document_place import folder_on_pc
from mus_desktop.services.preferences import Preferences


def new_folder(preferences: Preferences) -> Path:
    """Return a folder in which no documents of these data have been written, among the user's documents on this PC."""
    default = folder_on_pc(default_document_folder()) or default_document_folder()
    used = {preferences.document_folder(), *(Path(folder) for _, folder in preferences.folders_of_documents())}
    names = (default.with_name(f"{default.name} {number}" if number > 1 else default.name) for number in count(1))
    return next(folder for folder in names if folder not in used and not _may_exist(folder))


def is_missing(folder: Path) -> bool:
    """Return whether ``folder`` is surely not on this PC; a share is not asked, because it may hang."""
    return is_on_own_disk(folder) and not folder.exists()


def _may_exist(folder: Path) -> bool:
    return is_on_own_disk(folder) and folder.exists()
