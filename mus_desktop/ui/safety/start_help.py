"""Starts that need the user before data can be opened: a password, or a backup that replaces unreadable data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from mus_desktop.errors import DataUnusable
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.restoring import RestoreResult, RestoreWithoutDatabase, key_file_fault
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import show_and_wait
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.restore_text import FORGOTTEN_PASSWORD, Wording, unusable_database
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog

Build = Callable[[bytes | None], Workplace]


class StartHelp:
    """Open a workplace with the user's help, before there is a window.

    Both methods return ``None`` when the leader gives up, and raise whatever ``build`` raises.
    """

    def __init__(self, build: Build, data_folder: Path, now: Callable[[], datetime]) -> None:
        self._build, self._data_folder, self._now = build, data_folder, now

    def ask_for_password(self) -> Workplace | None:
        """Ask for the password until the data can be opened.

        :raises AlreadyOpen: another window has the data open.
        """
        RestoreWithoutDatabase(self._data_folder, self._now).refuse_if_open()
        fault = key_file_fault(self._data_folder)
        if fault is not None:
            return self.offer_restore(fault)
        while True:
            dialog = UnlockDialog(partial(unlock, self._data_folder), backups=True)
            wanted: list[bool] = []
            dialog.backup_wanted.connect(lambda wanted=wanted: wanted.append(True))
            show_and_wait(dialog)
            if not wanted:
                return self._open(dialog.outcome, dialog.opened_with) if dialog.outcome is not None else None
            restored = self._restore(FORGOTTEN_PASSWORD, None)
            if restored is not None:
                return self._build_workplace(restored.key)

    def offer_restore(self, reason: str, key: bytes | None = None) -> Workplace | None:
        """Offer to restore a backup over data that cannot be opened for ``reason``.

        :param key: the key of the damaged data, if it is known.
        """
        restored = self._restore(unusable_database(reason), key)
        return None if restored is None else self._build_workplace(restored.key)

    def _open(self, key: bytes, secret: str) -> Workplace | None:
        """Return the workplace under ``key``, which remembers if ``secret`` was the recovery code."""
        place = self._build_workplace(key)
        if place is not None and place.database.key == key:  # not a backup that was restored instead
            place.safety.encryption.remember_opened_by(secret)
        return place

    def _build_workplace(self, key: bytes | None) -> Workplace | None:
        try:
            return self._build(key)
        except DataUnusable as error:
            return self.offer_restore(error.message, key)

    def _restore(self, wording: Wording, key: bytes | None) -> RestoreResult | None:
        restoring = RestoreWithoutDatabase(self._data_folder, self._now, key)
        restoring.refuse_if_open()
        dialog = RestoreDialog(restoring, self._now, wording=wording)
        show_and_wait(dialog)
        return dialog.outcome
