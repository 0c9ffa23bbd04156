"""Files moved to quarantine by a restore or an upgrade: listed, removed on request, deleted after the retention."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import quarantine, snapshot
from mus_desktop.storage.backup.backup_state import BackupStateFile
from mus_desktop.storage.backup.quarantine import QuarantinedItem as QuarantinedItem  # noqa: PLC0414 - the screen names it too
from mus_desktop.storage.backup.quarantine import QuarantineKind as QuarantineKind  # noqa: PLC0414
from mus_desktop.storage.backup.rotation import BackupCopy


class Quarantine:
    """The quarantine of one data folder."""

    def __init__(
        self, data_folder: Path, state: BackupStateFile, now: Callable[[], datetime], key: Callable[[], bytes | None]
    ) -> None:
        self._data_folder = data_folder
        self._key = key
        self._state = state
        self._now = now

    def list_items(self) -> tuple[QuarantinedItem, ...]:
        """Return everything in quarantine, the newest first."""
        try:
            return tuple(quarantine.list_items(self._data_folder))
        except OSError:  # other code reports what is wrong with the folder
            return ()

    def remove(self, item: QuarantinedItem) -> None:
        """Overwrite the item and remove it. :raises StorageError: a part of it remains."""
        try:
            quarantine.remove(item)
        except OSError as error:
            raise StorageError(
                f"{item.path.name} kunne ikke slettes helt. Luk andre programmer, der bruger filerne, og prøv igen."
            ) from error

    def remove_old(self, retention: timedelta | None) -> None:
        """Remove items older than the retention of backups, if there is a later backup. Raises nothing."""
        state = self._state.read()
        # Without a backup on disk the quarantine may hold the only copy of the data.
        if state.local is None or not (self._data_folder / paths.BACKUP_FOLDER / state.local.name).exists():
            return
        with suppress(OSError):  # removal is tried again at the next backup
            copies = [BackupCopy(name) for name in snapshot.names_in(self._data_folder / paths.BACKUP_FOLDER)]
            at, key = state.local.at, self._key()
            for item in quarantine.expired_items(self._data_folder, copies, at, self._now(), retention, key):
                quarantine.remove(item)
