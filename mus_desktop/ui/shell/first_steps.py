"""The three pages of the first start, forwards and back: the leader, protection, and the employees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.welcome.first_employee import FirstEmployeePage
from mus_desktop.ui.welcome.first_safety import FirstSafetyPage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog


class FirstSteps(QObject):
    """Builds the page of each step; a dialog opens over the window of ``parent``.

    ``step_wanted`` carries the page to show; ``people_added``: the employee list is no longer empty.
    """

    step_wanted = Signal(object)
    add_wanted = Signal()
    people_added = Signal()
    restored = Signal()

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._now, self._parent = workplace, now, parent
        self._skipped = False  # until the program closes: the next start asks again while the list is empty

    def page(self) -> QWidget:
        """Return the page of the first step that has not been taken."""
        if not (self._workplace.preferences.leader().name or self._skipped):
            return self._start_page()
        return self._employee_page() if self._workplace.safety.password_decided() else self._safety_page()

    def _start_page(self) -> FirstStartPage:
        page = FirstStartPage(self._workplace, self._now)
        page.done.connect(self._show_protection)
        page.skipped.connect(self._on_skipped)
        page.restored.connect(self.restored)
        return page

    def _safety_page(self) -> FirstSafetyPage:
        page = FirstSafetyPage(self._workplace.safety)
        page.done.connect(lambda: self.step_wanted.emit(self._employee_page()))
        page.back_wanted.connect(self._show_start)
        return page

    def _employee_page(self) -> FirstEmployeePage:
        page = FirstEmployeePage(self._workplace)
        page.add_wanted.connect(self.add_wanted)
        page.list_wanted.connect(self._ask_for_list)
        page.back_wanted.connect(self._show_start if self._has_password() else self._show_protection)
        return page

    def _has_password(self) -> bool:
        return self._workplace.safety.protection().encrypted

    def _show_start(self) -> None:
        self.step_wanted.emit(self._start_page())

    def _on_skipped(self) -> None:
        self._skipped = True
        self._show_protection()

    def _show_protection(self) -> None:
        # With a password there is nothing to choose; it is changed under Sikkerhed og backup.
        self.step_wanted.emit(self._employee_page() if self._has_password() else self._safety_page())

    def _ask_for_list(self) -> None:
        dialog = StaffListDialog(self._workplace, self._parent.window())
        dialog.stored.connect(self.people_added)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
