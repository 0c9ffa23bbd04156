"""The five pages of the first start, forwards and back: the leader, form, password, backup, and the employees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.welcome.first_backup import FirstBackupPage
from mus_desktop.ui.welcome.first_employee import FirstEmployeePage
from mus_desktop.ui.welcome.first_form import FirstFormPage
from mus_desktop.ui.welcome.first_password import FirstPasswordPage
from mus_desktop.ui.welcome.first_people import FirstPeoplePage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog
from mus_desktop.ui.welcome.step_page import StepPage


class FirstStep(IntEnum):
    """The steps in their order; the last one is the page of an empty list, which stays."""

    LEADER = 1
    FORM = 2
    PASSWORD = 3
    BACKUP = 4
    PEOPLE = 5
    EMPTY_LIST = 6


class FirstSteps(QObject):
    """Builds the page of each step, and keeps the pages, so that what was typed is still there when going back.

    ``step_wanted`` carries the page to show; ``list_changed``: there are employees, and the page stays;
    ``people_added``: there are employees, and the steps are over; carries the ids of those added as a list.
    ``import_wanted``: a file with a list is to be imported. ``sample_wanted``: the sample data are to be opened. A
    dialog opens over the window of ``parent``.
    """

    step_wanted = Signal(object)
    add_wanted = Signal()
    list_changed = Signal()
    people_added = Signal(object)
    import_wanted = Signal()
    restored = Signal()
    sample_wanted = Signal()

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._now, self._parent = workplace, now, parent
        self._pages: dict[FirstStep, StepPage] = {}
        self._step: FirstStep | None = None  # a step that was skipped is not asked for again until the next start

    def page(self) -> QWidget:
        """Return the page of the current step, by default the first that has not been taken.

        What is stored may have changed since the page was built, so only a page with input of its own stays.
        """
        step = self._step or self._first_step()
        for built, page in list(self._pages.items()):
            if not page.is_edited():
                self._drop(built)
        return self._page_of(self._past_password(step, 1))

    def owns(self, page: QWidget) -> bool:
        """Return whether ``page`` is kept to be shown again."""
        return page in self._pages.values()

    def drop_pages(self) -> None:
        """Delete the pages: there are employees."""
        for step in list(self._pages):
            self._drop(step)
        self._step = None

    def _drop(self, step: FirstStep) -> None:
        page = self._pages.pop(step)
        page.hide()
        page.deleteLater()

    def _first_step(self) -> FirstStep:
        preferences = self._workplace.preferences
        if not preferences.leader().name:
            return FirstStep.LEADER
        if not self._workplace.safety.password_decided():
            return FirstStep.PASSWORD if preferences.default_form() else FirstStep.FORM
        return FirstStep.EMPTY_LIST

    def _page_of(self, step: FirstStep) -> QWidget:
        self._step = step
        if step is FirstStep.EMPTY_LIST:
            return self._empty_list_page()
        if step not in self._pages:
            self._pages[step] = page = self._build(step)
            page.done.connect(self._on_done)
            page.skipped.connect(self._show_next)
            page.back_wanted.connect(self._show_previous)
        return self._pages[step]

    def _build(self, step: FirstStep) -> StepPage:
        match step:
            case FirstStep.LEADER:
                start = FirstStartPage(self._workplace, self._now)
                start.restored.connect(self.restored)
                start.sample_wanted.connect(self.sample_wanted)
                return start
            case FirstStep.FORM:
                return FirstFormPage(self._workplace)
            case FirstStep.PASSWORD:
                return FirstPasswordPage(self._workplace.safety)
            case FirstStep.BACKUP:
                return FirstBackupPage(self._workplace)
        people = FirstPeoplePage(self._workplace)
        people.added.connect(self.list_changed)
        people.one_wanted.connect(self.add_wanted)
        return people

    def _empty_list_page(self) -> FirstEmployeePage:
        page = FirstEmployeePage(self._workplace)
        page.add_wanted.connect(self.add_wanted)
        page.list_wanted.connect(self._ask_for_list)
        page.back_wanted.connect(self._show_previous)
        page.back.setHidden(self._workplace.is_sample)  # the steps are about the leader's own data
        return page

    def _on_done(self) -> None:
        # The next pages may show what has just been stored.
        for step, page in list(self._pages.items()):
            if step != self._step and not page.is_edited():
                self._drop(step)
        self._show_next()

    def _show_next(self) -> None:
        self._show_beside(1)

    def _show_previous(self) -> None:
        self._show_beside(-1)

    def _show_beside(self, direction: int) -> None:
        if self._has_people():
            page = self._pages.get(FirstStep.PEOPLE)
            self.people_added.emit(page.editor.added_ids if isinstance(page, FirstPeoplePage) else [])
            return
        step = FirstStep((self._step or FirstStep.LEADER) + direction)
        self.step_wanted.emit(self._page_of(self._past_password(step, direction)))

    def _past_password(self, step: FirstStep, direction: int) -> FirstStep:
        """Return ``step``, or the one after it if there is a password: it is changed under Sikkerhed og backup."""
        encrypted = step is FirstStep.PASSWORD and self._workplace.safety.protection().encrypted
        return FirstStep(step + direction) if encrypted else step

    def _has_people(self) -> bool:
        return bool(self._workplace.staff.everyone(left=True))

    def _ask_for_list(self) -> None:
        dialog = StaffListDialog(self._workplace, self._parent.window())
        dialog.stored.connect(self.list_changed)
        dialog.finished.connect(partial(self._on_list_closed, dialog.editor.added_ids))
        dialog.file_wanted.connect(self.import_wanted)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()

    def _on_list_closed(self, added_ids: list[int], _result: int) -> None:
        if self._has_people():
            self.people_added.emit(added_ids)
