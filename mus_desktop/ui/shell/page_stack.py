"""The right side of the window: the start page, an employee's page, or a conversation. Built on first use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.theme.look import Look

if TYPE_CHECKING:
    from pathlib import Path

    from mus_desktop.ui.conversation.view import ConversationView
    from mus_desktop.ui.employees.employee_page import EmployeePage
    from mus_desktop.ui.follow_up.open_agreements_page import OpenAgreementsPage
    from mus_desktop.ui.invitation.invitation_actions import InvitationActions
    from mus_desktop.ui.shell.first_steps import FirstSteps


class PageStack(QStackedWidget):
    """Show one page at a time, and close a conversation only when it is saved.

    ``page_shown``: another page is shown. ``status_changed``: the employee list may be out of date. ``held_changed``:
    it is out of date, because the leader has said that the open conversation was held. ``restored``: a backup has
    replaced the database. ``sample_wanted``: the sample data are to be opened.
    """

    page_shown = Signal()
    arrangement_changed = Signal(object)
    status_changed = Signal()
    held_changed = Signal()
    restored = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        workplace: Workplace,
        staff_overview: StaffOverview,
        look: Look,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "Pane")  # the pages that are not shown leave the accessibility tree
        self._workplace, self._staff_overview, self._look, self._now = workplace, staff_overview, look, now
        self._page: EmployeePage | None = None
        self._start: QWidget | None = None
        self._agreements: OpenAgreementsPage | None = None
        self._steps: FirstSteps | None = None
        self._invitations: InvitationActions | None = None
        self.conversation: ConversationView | None = None
        self.employee_id: int | None = None

    @property
    def arrangement(self) -> Arrangement:
        """Return the arrangement of the open conversation; that of preparation when none is open."""
        return self.conversation.arrangement if self.conversation else Arrangement.PREPARATION

    @property
    def people(self) -> tuple[int, ...]:
        """Return the ids of the employees shown: one, all members of a group, or none."""
        if self.conversation is not None:
            return self.conversation.people
        return () if self.employee_id is None else (self.employee_id,)

    def can_plan(self) -> bool:
        """Return whether a conversation can be planned from the current page."""
        turned = self.arrangement is Arrangement.CONVERSATION
        return self.employee_id is not None and not turned and self._workplace.staff.get(self.employee_id).active

    def can_observe(self) -> bool:
        """Return whether the page of an employee is shown, on which an observation can be added."""
        return self.conversation is None and self.employee_id is not None

    def leave(self, *, closing: bool = False) -> bool:
        """Save and close an open conversation; return False when it could not be saved, and stays.

        :param closing: the whole program is to be closed.
        """
        view = self.conversation
        if view is None:
            return True
        if not view.leave(closing=closing):
            return False
        self._drop_conversation()
        return True

    def page_restorer(self) -> Callable[[], object]:
        """Return a function that later shows the current page again."""
        view, employee_id = self.conversation, self.employee_id
        if view is not None:
            # By id, because the view is deleted when the pages are closed.
            return partial(self._reopen, view.conversation_id, view.participant)
        if self._shows_agreements():
            return self.show_agreements
        return self.show_start if employee_id is None else partial(self.show_employee, employee_id)

    def _reopen(self, conversation_id: int, participant: int | None) -> None:
        if self.open_conversation(conversation_id) and self.conversation is not None and participant is not None:
            self.conversation.show_participant(participant)

    def show_start(self) -> None:
        """Show the start page: the first start, an empty list, or the overview of the period."""
        if not self.leave():
            return
        self.employee_id = None
        self._replace_start(self._make_start_page())
        self.page_shown.emit()

    def show_agreements(self) -> None:
        """Show the open agreements of all employees."""
        if not self.leave():
            return
        self.employee_id = None
        page = self._agreements_page()
        self.setCurrentWidget(page)
        page.reload()
        page.table.setFocus()
        self.page_shown.emit()

    def show_employee(self, employee_id: int, conversation_id: int | None = None) -> bool:
        """Show the page of an employee, scrolled to a conversation if one is stated.

        Return False if the open conversation could not be saved and stays.
        """
        if not self.leave():
            return False
        self.employee_id = employee_id
        page = self._employee_page()
        page.show_employee(employee_id)
        self.setCurrentWidget(page)
        if conversation_id is not None:
            page.show_conversation(conversation_id)
        self.page_shown.emit()
        return True

    def open_conversation(self, conversation_id: int) -> bool:
        """Open a conversation in the wizard; return False if the open one could not be saved and stays."""
        if not self.leave():
            return False
        view = lazy_imports.ConversationView(self._workplace, conversation_id, self._now)
        view.left.connect(self._on_left)
        view.arrangement_changed.connect(self.arrangement_changed)
        view.status_changed.connect(self.status_changed)
        view.held_changed.connect(self.held_changed)
        view.other_conversation_wanted.connect(self.open_conversation)
        view.people_changed.connect(self.page_shown)
        # Leaving the conversation shows the page it was opened from, if that is the page of a participant.
        if self.employee_id not in view.people:
            self.employee_id = view.people[0]
        self.conversation = view
        self.addWidget(view)
        self.setCurrentWidget(view)
        self.page_shown.emit()
        return True

    def form_id(self) -> str:
        """Return the form id of the open conversation; empty when none is open."""
        return self.conversation.form_id if self.conversation else ""

    def save(self) -> bool:
        """Save an open conversation; return whether nothing unsaved remains."""
        return self.conversation is None or self.conversation.save_now()

    def reload(self) -> None:
        """Reload the current page after an action was undone, which may have removed what it shows."""
        view = self.conversation
        try:
            if view is not None:
                self._reopen(view.conversation_id, view.participant)
                return
        except KnownError:  # it was that conversation that is gone
            self._drop_conversation()
        if self.employee_id not in self._workplace.staff.labels():
            self.employee_id = None
        self.refresh()

    def reopen(self) -> None:
        """Reload the open conversation after the questions of its form have changed."""
        if self.conversation is not None:
            self.open_conversation(self.conversation.conversation_id)

    def toggle_turned(self) -> None:
        """Turn the open conversation towards the employee, or back."""
        if self.conversation is not None:
            turned = self.arrangement is Arrangement.CONVERSATION
            self.conversation.set_arrangement(Arrangement.PREPARATION if turned else Arrangement.CONVERSATION)

    def refresh(self) -> None:
        """Reload the current page after settings or people have changed."""
        self.status_changed.emit()
        if self.conversation is None:
            if self._agreements is not None and self._shows_agreements():
                self._agreements.reload()
            elif self.employee_id is None:
                self.show_start()
            else:
                self.show_employee(self.employee_id)

    def add_employee(self) -> None:
        """Ask for the details of a new employee."""
        dialog = lazy_imports.EmployeeDialog(self._workplace, self._now, parent=self)
        dialog.stored.connect(self._on_employee_stored)
        dialog.open()

    def import_staff(self, path: Path | None = None) -> None:
        """Ask for a staff list, or read the one in ``path``, and show what importing it would change."""
        dialog = lazy_imports.StaffImportDialog(self._workplace, self._now, self)
        dialog.stored.connect(self._on_imported)
        dialog.undone.connect(self._reload_after_import)
        dialog.open()
        if path is not None:
            dialog.open_file(path)

    def _on_imported(self) -> None:
        self._reload_after_import()
        lazy_imports.show_notice(self, "Medarbejderne er importeret.", self._workplace.staff_import.undo)

    def _reload_after_import(self) -> None:
        # Undoing an import may have removed the employee who is shown; an open conversation stays as it is.
        if self.conversation is None and self.employee_id not in self._workplace.staff.labels():
            self.employee_id = None
        self.refresh()

    def send_mails(self, kind: str) -> None:
        """Ask whom to invite to a conversation, or to remind; ``kind`` is *invitation* or *reminder*."""
        if self._invitations is None:
            self._invitations = lazy_imports.InvitationActions(self._workplace, self._now, self)
            self._invitations.done.connect(self._on_mails_sent)
        self._invitations.start(lazy_imports.MessageKind(kind))

    def _on_mails_sent(self, text: str, undo: Callable[[], None]) -> None:
        self.refresh()
        lazy_imports.show_notice(self, text, undo)

    def plan_conversation(self) -> None:
        """Ask for the time, place and form of the shown employee's next conversation."""
        if not self.can_plan() or self.employee_id is None:
            return
        self._open_meeting_dialog(self.employee_id)

    def plan_conversation_on(self, form_id: str) -> None:
        """Ask for the time and place of a conversation with the shown employee on the form ``form_id``."""
        if self.can_plan() and self.employee_id is not None:
            self._open_meeting_dialog(self.employee_id, form_id)

    def _open_meeting_dialog(self, employee_id: int, form_id: str = "") -> None:
        dialog = lazy_imports.MeetingDialog.for_new(self._workplace, employee_id, self._now, self)
        if form_id:  # before it is shown: it asks whether to save what has changed since then
            dialog.form.setCurrentIndex(dialog.form.findData(form_id))
        dialog.planned.connect(self._on_planned)
        dialog.open()

    def add_observation(self) -> None:
        """Ask for an observation of the shown employee."""
        if self.can_observe():
            self._employee_page().add_observation()

    def plan_group(self) -> None:
        """Ask for the participants, time, place and form of a group conversation."""
        chosen = (self.employee_id,) if self.conversation is None and self.employee_id is not None else ()
        dialog = lazy_imports.GroupDialog.for_group(self._workplace, chosen, self._now, self)
        dialog.planned.connect(self._on_planned)
        dialog.open()

    def _on_employee_stored(self, employee_id: int) -> None:
        self.status_changed.emit()
        self.show_employee(employee_id)
        name = self._workplace.staff.get(employee_id).name
        lazy_imports.show_notice(self, f"{name} er tilføjet.", self._workplace.action_undo.of_added([employee_id]))

    def _on_planned(self, conversation_id: int, open_now: bool) -> None:
        self.status_changed.emit()
        if open_now:
            self.open_conversation(conversation_id)
            return
        if self.conversation is None and self.employee_id is not None:
            self.show_employee(self.employee_id)
        lazy_imports.show_notice(self, "Samtalen er oprettet.", self._workplace.action_undo.of_planned(conversation_id))

    def _on_people_added(self, employee_ids: Sequence[int]) -> None:
        self.refresh()
        if employee_ids:
            text = f"{len(employee_ids)} medarbejder{'' if len(employee_ids) == 1 else 'e'} er tilføjet."
            lazy_imports.show_notice(self, text, self._workplace.action_undo.of_added(employee_ids))

    def _on_page_changed(self) -> None:
        self.status_changed.emit()
        self.page_shown.emit()

    def _on_left(self) -> None:
        self._drop_conversation()
        if self.employee_id is not None:
            self.show_employee(self.employee_id)

    def _drop_conversation(self) -> None:
        # Cleared first, because listeners to the signals below ask what is open.
        view, self.conversation = self.conversation, None
        if view is None:
            return
        self.removeWidget(view)
        view.deleteLater()
        self.arrangement_changed.emit(Arrangement.PREPARATION)
        self.status_changed.emit()

    def _employee_page(self) -> EmployeePage:
        if self._page is None:
            self._page = lazy_imports.EmployeePage(self._workplace, self._look, self._now)
            self._page.open_wanted.connect(self.open_conversation)
            self._page.new_wanted.connect(self.plan_conversation)
            self._page.changed.connect(self._on_page_changed)
            self.addWidget(self._page)
        return self._page

    def _agreements_page(self) -> OpenAgreementsPage:
        if self._agreements is None:
            self._agreements = lazy_imports.OpenAgreementsPage(
                self._workplace, self._staff_overview, self._look, self._now
            )
            self._agreements.conversation_wanted.connect(self.show_employee)
            self._agreements.changed.connect(self.status_changed)
            self.addWidget(self._agreements)
        return self._agreements

    def _shows_agreements(self) -> bool:
        return self._agreements is not None and self.currentWidget() is self._agreements

    def _make_start_page(self) -> QWidget:
        if not self._staff_overview.everyone:
            return self._first_steps().page()
        if self._steps is not None:
            self._steps.drop_pages()
        overview = lazy_imports.OverviewPage(
            self._staff_overview, self._workplace.preferences.leader(), self._look, self._now()
        )
        overview.conversation_wanted.connect(self.show_employee)
        overview.group_wanted.connect(self.plan_group)
        overview.agreements_wanted.connect(self.show_agreements)
        return overview

    def _first_steps(self) -> FirstSteps:
        if self._steps is None:
            self._steps = steps = lazy_imports.FirstSteps(self._workplace, self._now, self)
            steps.step_wanted.connect(self._replace_start)
            steps.add_wanted.connect(self.add_employee)
            steps.list_changed.connect(self.status_changed)
            steps.people_added.connect(self._on_people_added)
            steps.import_wanted.connect(self.import_staff)
            steps.restored.connect(self.restored)
            steps.sample_wanted.connect(self.sample_wanted)
        return self._steps

    def _replace_start(self, start: QWidget) -> None:
        if self._start is not None:
            self.removeWidget(self._start)
            if self._steps is None or not self._steps.owns(self._start):
                self._start.deleteLater()
        self._start = start
        self.addWidget(start)
        self.setCurrentWidget(start)
        if start.focusProxy() is not None:  # the overview has none, and leaves the focus where it is
            start.setFocus()
