"""The place for Word documents: whether it is copied to a cloud, and which one is proposed instead.

Windows can redirect the user's documents to OneDrive. Plans with names in them would then leave the PC unnoticed.
"""

from __future__ import annotations

from pathlib import Path

from mus_desktop.paths import local_document_folder
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.database.data_location import is_synced


def proposed_folder(preferences: Preferences) -> Path:
    """Return the folder for documents; as long as none was chosen or used, one that stays on the PC."""
    folder = preferences.document_folder()
    if preferences.uses_document_folder():
        return folder
    return folder_on_pc(folder) or folder


def folder_on_pc(folder: Path) -> Path | None:
    """Return the folder on the PC to use instead of ``folder``; ``None`` if ``folder`` is not copied to a cloud."""
    local = local_document_folder()
    return local if is_synced(folder) and not is_synced(local) else None
