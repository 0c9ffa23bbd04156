"""Writing, changing and removing observations from wherever an employee is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.people import Observation
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.observations.observation_dialog import ObservationDialog


class ObservationWriting(QObject):
    """Opens the dialog above ``window`` and stores what is written there. ``changed``: something was stored."""

    changed = Signal()

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._now, self._window = workplace, now, window

    def add(self, employee: int) -> None:
        """Ask for a new observation of an employee."""

        def save(day: date, body: str) -> None:
            self._done("Iagttagelsen er gemt.", self._workplace.observations.add(employee, day, body))

        self._open(employee, None, save)

    def edit(self, employee: int, stored: Observation) -> None:
        """Show an observation to be changed or removed."""
        observations = self._workplace.observations

        def save(day: date, body: str) -> None:
            self._done("Iagttagelsen er rettet.", observations.change(employee, stored, day, body))

        def remove() -> None:
            self._done("Iagttagelsen er fjernet.", observations.remove(employee, stored))

        self._open(employee, stored, save, remove)

    def _open(
        self,
        employee: int,
        stored: Observation | None,
        save: Callable[[date, str], object],
        remove: Callable[[], object] | None = None,
    ) -> None:
        name = self._workplace.staff.labels()[employee]
        ObservationDialog(name, stored, save, self._now().date(), self._window, remove=remove).open()

    def _done(self, text: str, undo: Callable[[], None]) -> None:
        self.changed.emit()
        show_notice(self._window, text, undo)
