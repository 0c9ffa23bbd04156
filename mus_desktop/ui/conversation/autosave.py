"""Saves by itself: 400 ms after the last key, at the latest 2 s after the first, and whenever it is told to.

What could not be saved is kept and tried again; nothing is called saved before it is committed. A change that a signed
plan does not take would fail forever: it is handed back, and the rest is saved.
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
    """Collects what was typed and hands it to ``save``.

    :param collect: gives what was typed since it was last asked.
    :param save: stores changes whole and gives the time; raises ``StorageError`` and stores nothing otherwise.

    ``typed`` says that something is on its way to the disk, ``saved`` (with the time) that all of it is there,
    ``unchanged`` that it came to nothing after all, ``failed`` why it is not there. ``refused`` carries the changes
    that a signed plan does not take; they no longer wait.
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
        """What is typed and not on disk, as of the last try."""
        return self._pending

    @property
    def failing(self) -> bool:
        """Whether the last try failed."""
        return self._try_again.isActive()

    def touch(self) -> None:
        """Something was typed."""
        if not self._at_latest.isActive():
            self._at_latest.start()
        if not self._announced and not self._pending:
            self._announced = True
            self.typed.emit()
        self._after_last_key.start()

    def flush(self) -> bool:
        """Save now what there is; whether everything typed is on disk."""
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
        """Save what waits; returns the time, and what a signed plan does not take.

        What is pending afterwards is not stored yet, also when ``StorageError`` is raised in the middle.
        """
        try:
            at: datetime | None = self._save(self._pending)
        except PlanClosed:
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
                self._pending = joined((*refused.parts(), *waiting))  # told about with the rest, when it is tried again
                raise
            waiting.pop(0)
        self._pending = Changes()
        return at, refused

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.flush)
        return timer
