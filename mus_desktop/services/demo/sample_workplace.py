"""The services over the sample data: as over any database, but nothing of them leaves their folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NoReturn

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.safety.backup_jobs import BackupJob
from mus_desktop.services.safety.restoring import RestoreOverDatabase
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.window_place import WindowPlace
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.setting_values import DocumentHome
from mus_desktop.storage.records.settings import Settings

_DOCUMENTS = "dokumenter"
NO_BACKUP = "Der tages ikke backup af eksempeldata. Gå tilbage til dine egne data for at bruge backup og adgangskode."
_OTHER_FOLDER = "Planer fra eksempeldata bliver i deres egen mappe, så de kan fjernes igen. Lad mappen stå, som den er."


class SampleWorkplace(Workplace):
    """A workplace with invented data: no policy, no backup, no restore, and its documents beside the database."""

    is_sample = True

    @cached_property
    def preferences(self) -> Preferences:
        """The settings of the invented leader; the window is where the real leader has it."""
        folder = self.database.path.parent
        return SamplePreferences(self._settings, folder, WindowPlace(folder.parent))

    @cached_property
    def safety(self) -> Safety:
        """Refuses everything that would take sample data out of their folder, or real data into it."""
        return SampleSafety(self.database, self._now)


class SamplePreferences(Preferences):
    """Settings under which every document goes into the folder of the sample data."""

    def __init__(self, settings: Settings, folder: Path, window_place: WindowPlace | None = None) -> None:
        super().__init__(settings, lambda: DocumentHome("", str(folder)), window_place=window_place)
        self._folder, self._place = folder, window_place

    def snapshot(self) -> Preferences:
        return SamplePreferences(self._settings.snapshot(), self._folder, self._place)

    def document_folder(self) -> Path:
        return self._folder / _DOCUMENTS

    def uses_document_folder(self) -> bool:
        return True

    def documents_moved(self) -> bool:
        return False

    def record_document_home(self) -> None:
        """Record nothing: the folder follows the database."""

    def set_document_folder(self, folder: Path) -> None:
        """Accept only the one folder. :raises KnownError: it is another."""
        if folder != self.document_folder():
            raise KnownError(_OTHER_FOLDER)


class SampleSafety(Safety):
    """No backup is due, none can be taken or restored, and no place for one can be chosen."""

    @property
    def restoring(self) -> RestoreOverDatabase:
        raise KnownError(NO_BACKUP)

    def password_decided(self) -> bool:
        return True

    def backup_due(self, *, closing: bool = False) -> bool:  # noqa: ARG002 - as the base
        return False

    def backup_job(self) -> BackupJob:
        raise StorageError(NO_BACKUP)

    def add_target(self, folder: Path) -> NoReturn:  # noqa: ARG002 - as the base
        """Refuse every place. :raises KnownError: always."""
        raise KnownError(NO_BACKUP)
