"""Automatic saving: 400 ms after the last key, at most 2 s after the first, and on request.

A failed save is kept and retried; nothing is reported as saved before it is committed. A change that a signed plan
refuses would fail every time: it is returned, and the rest is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from mus_desktop.errors import PlanClosed, StorageError
from mus_desktop.model.answers import Changes, joined

AFTER_LAST_KEY_MS = 400
AT_LATEST_MS = 2000
TRY_AGAIN_MS = 5000


class Autosave(QObject):
    """Collect what was typed and pass it to ``save``.

    :param collect: returns the changes since it was last called.
    :param save: stores all changes in one transaction and returns the time; on failure it raises ``StorageError`` and
    stores nothing.

    ``typed``: there are unsaved changes. ``saved``: all of them are on disk, with the time. ``unchanged``: the typing
    made no difference after all. ``failed``: the reason that saving failed. ``refused``: the changes that a signed
    plan refuses; they are no longer pending.
    """

    typed = Signal()
    saved = Signal(object)
    unchanged = Signal()
    failed = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        collect: Callable[[], Changes],
        save: Callable[[Changes], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collect = collect
        self._save = save
        self._pending = Changes()
        self._announced = False
        self._after_last_key = self._timer(AFTER_LAST_KEY_MS)
        self._at_latest = self._timer(AT_LATEST_MS)
        self._try_again = self._timer(TRY_AGAIN_MS)

    @property
    def pending(self) -> Changes:
        """Return the changes that are not on disk, as of the last attempt."""
        return self._pending

    @property
    def failing(self) -> bool:
        """Return whether the last attempt failed."""
        return self._try_again.isActive()

    def touch(self) -> None:
        """Note that something was typed, and start the timers."""
        if not self._at_latest.isActive():
            self._at_latest.start()
        if not self._announced and not self._pending:
            self._announced = True
            self.typed.emit()
        # Restarted at every key; _at_latest is not, so that steady typing is saved too.
        self._after_last_key.start()

    def flush(self) -> bool:
        """Save all pending changes now; return whether everything typed is on disk."""
        announced, self._announced = self._announced, False
        self._after_last_key.stop()
        self._at_latest.stop()
        self._pending = self._pending.then(self._collect())
        if not self._pending:
            if announced:
                self.unchanged.emit()
            return True
        try:
            at, refused = self._store()
        except StorageError as error:
            self._try_again.start()
            self.failed.emit(error.message)
            return False
        self._try_again.stop()
        if at is not None:
            self.saved.emit(at)
        elif announced:
            self.unchanged.emit()
        if refused:
            self.refused.emit(refused)
        return not refused

    def _store(self) -> tuple[datetime | None, Changes]:
        """Save the pending changes; return the time, and the changes that a signed plan refuses.

        Changes that are still pending afterwards are not stored, also when ``StorageError`` interrupts the work.
        """
        try:
            at: datetime | None = self._save(self._pending)
        except PlanClosed:
            # Save the parts one by one, so that one refused change does not block the others.
            return self._store_apart()
        self._pending = Changes()
        return at, Changes()

    def _store_apart(self) -> tuple[datetime | None, Changes]:
        at, refused, waiting = None, Changes(), list(self._pending.parts())
        while waiting:
            try:
                at = self._save(waiting[0])
            except PlanClosed:
                refused = refused.then(waiting[0])
            except StorageError:
                self._pending = joined((*refused.parts(), *waiting))  # reported with the rest on the next attempt
                raise
            waiting.pop(0)
        self._pending = Changes()
        return at, refused

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.flush)
        return timer
