"""The main window: the employees on the left, the current page on the right, and the menus."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QVBoxLayout, QWidget

from mus_desktop.errors import StorageError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.controls.enter_key import is_help_key, is_palette_key, press_button_on_enter
from mus_desktop.ui.controls.overrides import reporting_errors
from mus_desktop.ui.employees.sidebar import Sidebar
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.menus import Menus
from mus_desktop.ui.shell.page_stack import PageStack
from mus_desktop.ui.shell.sidebar_splitter import SidebarSplitter
from mus_desktop.ui.shell.window_geometry import geometry_text, restore_geometry, show_on_screen
from mus_desktop.ui.theme.look import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent  # take a moment to load, and nothing has been dragged yet

    from mus_desktop.ui.dialogs.notice_area import NoticeArea
    from mus_desktop.ui.shell.help_opener import HelpOpener
    from mus_desktop.ui.shell.palette_contents import PaletteOpener
    from mus_desktop.ui.shell.sample_banner import SampleBanner

TITLE = "MUS Desktop"
SAMPLE_TITLE = "MUS Desktop – eksempeldata"
NEUTRAL_TITLE = "MUS"
_REFRESH_DELAY_MS = 3000
"""The delay after a change before the employee list is reloaded, so that typing is not slowed down."""
_START_PAGE_MS = 30
"""The delay of the start page, so that the employee list is painted first."""
_DAY_CHECK_MS = 60_000
_LOOK_REFUSED = "Udseendet blev ikke gemt"
_NOT_UNDONE = "Det kan ikke fortrydes nu"
_STUCK = "Programmet kan ikke gemme det sidste"
_STUCK_TEXT = """\
Det er programmet, der fejler. Kopiér det sidste, du har skrevet, til et andet sted, før du lukker. Det, der er \
gemt tidligere, mister du ikke."""


class MainWindow(QMainWindow):
    """The sidebar, page stack and menus. ``turned_to_employee``: the employee begins or ceases to see the screen.

    ``safety_wanted``: backup, restore or password is requested. ``restored``: another database is in place, from a
    backup. ``sample_wanted``: the sample data are to be opened; ``own_wanted``, ``sample_removal_wanted``: they are
    to be left, or removed.

    :param list_first: show the window as soon as the list is filled, and add the start page in the next moment.
    """

    turned_to_employee = Signal(bool)
    safety_wanted = Signal()
    restored = Signal()
    sample_wanted = Signal()
    own_wanted = Signal()
    sample_removal_wanted = Signal()

    def __init__(
        self,
        workplace: Workplace,
        look: Look,
        now: Callable[[], datetime] = datetime.now,
        *,
        list_first: bool = False,
    ) -> None:
        super().__init__()
        self._title = SAMPLE_TITLE if workplace.is_sample else TITLE
        self.setWindowTitle(self._title)
        self.setAcceptDrops(True)
        self._workplace, self._look, self._now = workplace, look, now
        self._staff_overview = staff_overview = StaffOverview(workplace, now)
        self.sidebar = Sidebar(workplace, staff_overview, look)
        self.page_stack = PageStack(workplace, staff_overview, look, now)
        self.menus = Menus(self, look)
        self._notices: NoticeArea | None = None
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_DELAY_MS)
        self._day_timer = QTimer(self, interval=_DAY_CHECK_MS)
        self._failed_to_leave = False
        self._palette_opener: PaletteOpener | None = None
        self._help_opener: HelpOpener | None = None
        self._lay_out()
        self._connect()
        self._refresh()
        self._day_timer.start()
        if list_first and self.sidebar.has_employees():
            # With no delay it would be built before the list is painted.
            QTimer.singleShot(_START_PAGE_MS, self._show_start_if_idle)
        else:
            self.page_stack.show_start()

    def show_on_screen(self) -> None:
        """Show the window; maximized on a screen that is too small for it and its frame."""
        show_on_screen(self)

    def show_employee(self, employee_id: int) -> bool:
        """Show an employee's page; return False when an open conversation could not be saved and stays."""
        return self.page_stack.show_employee(employee_id)

    def open_conversation(self, conversation_id: int) -> bool:
        """Open a conversation; return False when another one could not be saved and stays."""
        return self.page_stack.open_conversation(conversation_id)

    def refresh_on_new_day(self) -> None:
        """Refresh the lists when a new day has begun, so that overdue items are shown.

        Not behind a dialog, and not while the database is being converted; the next check is a minute away.
        """
        busy = QApplication.activeModalWidget() is not None or self._workplace.database.is_closed_for_exchange
        if self._now().date() != self._staff_overview.day and self.sidebar.has_employees() and not busy:
            self.page_stack.refresh()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
            self.refresh_on_new_day()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        with reporting_errors(), suppress(StorageError):  # failing to store the geometry must not keep the window open
            self._workplace.preferences.set_window(geometry_text(self, self._splitter.chosen_width))
        self._close_help()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_palette_key(event):  # which an input has left to the window: the shortcut did not come to pass
            self.menus.palette.trigger()
        elif is_help_key(event):  # from a dialog
            self.menus.help.trigger()
        elif not press_button_on_enter(event, self.focusWidget()):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._may_import() and lazy_imports.dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = lazy_imports.dropped_file(event)
        if self._may_import() and path is not None:
            event.acceptProposedAction()
            self.page_stack.import_staff(path)

    def _may_close(self) -> bool:
        """Return whether everything is saved.

        If saving fails with a programming error, the leader decides on the second attempt.
        """
        with reporting_errors():
            saved = self.page_stack.leave(closing=True)
            self._failed_to_leave = False
            return saved
        # A question would stay hidden behind the screen lock, as this window is.
        again, self._failed_to_leave = self._failed_to_leave and self.isVisible(), True
        return again and lazy_imports.confirm(self, _STUCK, _STUCK_TEXT, "&Luk alligevel")

    def _lay_out(self) -> None:
        chosen_width = restore_geometry(self, self._workplace.preferences.window())
        self._splitter = SidebarSplitter(self.sidebar, self.page_stack, chosen_width)
        set_role(self._splitter, "Pane")  # the hidden sidebar leaves the accessibility tree
        self.sample_banner: SampleBanner | None = None
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        if self._workplace.is_sample:
            self.sample_banner = banner = lazy_imports.SampleBanner(self._now().date())
            banner.remove_wanted.connect(self.sample_removal_wanted)
            column.insertWidget(0, banner)  # after the rest: the keyboard begins there, and comes to the banner last
        self.setCentralWidget(content)

    def _connect(self) -> None:
        menus, page_stack, sidebar = self.menus, self.page_stack, self.sidebar
        menus.new_employee.triggered.connect(page_stack.add_employee)
        menus.new_conversation.triggered.connect(page_stack.plan_conversation)
        menus.new_observation.triggered.connect(page_stack.add_observation)
        menus.new_group.triggered.connect(page_stack.plan_group)
        menus.invite.triggered.connect(lambda _checked: page_stack.send_mails("invitation"))
        menus.remind.triggered.connect(lambda _checked: page_stack.send_mails("reminder"))
        menus.import_staff.triggered.connect(lambda _checked: self.page_stack.import_staff())
        menus.search.triggered.connect(self._on_search)
        menus.start.triggered.connect(page_stack.show_start)
        menus.agreements.triggered.connect(page_stack.show_agreements)
        menus.questions.triggered.connect(self._on_questions)
        menus.blank_documents.triggered.connect(lambda _checked: self.open_blank_documents())
        menus.palette.triggered.connect(self._on_palette)
        menus.many_plans.triggered.connect(self._on_many_plans)
        menus.figures.triggered.connect(self._on_figures)
        menus.settings.triggered.connect(self._on_settings)
        menus.safety.triggered.connect(self.safety_wanted)
        sidebar.safety_wanted.connect(self.safety_wanted)
        menus.quit.triggered.connect(self.close)
        menus.turn.triggered.connect(page_stack.toggle_turned)
        menus.help.triggered.connect(self._on_help)
        menus.manual.triggered.connect(lambda: lazy_imports.save_manual(self._workplace, self))
        menus.keys.triggered.connect(self._on_keys)
        menus.protection.triggered.connect(self._on_protection)
        menus.about.triggered.connect(self._on_about)
        menus.sample.triggered.connect(self.sample_wanted)
        menus.own.triggered.connect(self.own_wanted)
        menus.show_data_command(sample=self._workplace.is_sample)
        page_stack.sample_wanted.connect(self.sample_wanted)
        sidebar.chosen.connect(self._on_chosen)
        sidebar.new_wanted.connect(page_stack.add_employee)
        page_stack.arrangement_changed.connect(self._on_arrangement_changed)
        page_stack.status_changed.connect(self._on_status_changed)
        page_stack.held_changed.connect(self._refresh_when_readable)
        self._refresh_timer.timeout.connect(self._refresh_when_readable)
        self._day_timer.timeout.connect(self.refresh_on_new_day)
        page_stack.page_shown.connect(self._on_shown)
        page_stack.restored.connect(self.restored)
        self._look.changed.connect(self._splitter.fit)
        self._look.storing_failed.connect(self._on_look_not_stored)

    @property
    def notices(self) -> NoticeArea:
        """The short messages at the bottom; created with the first, for which the first window does not wait."""
        if self._notices is None:
            self._notices = area = lazy_imports.NoticeArea()
            area.may_undo = self.page_stack.save
            area.undone.connect(self._on_undone)
            area.refused.connect(lambda reason: lazy_imports.show_message(self, _NOT_UNDONE, reason))
            area.set_turned(self.menus.turn.isChecked())
            self._column.addWidget(area)
        return self._notices

    def _on_undone(self, outdated: bool) -> None:
        if outdated:
            self.page_stack.reload()
            self._refresh_when_readable()

    def _on_search(self) -> None:
        self.sidebar.setVisible(self.sidebar.has_employees())  # it may have given way to a conversation
        self.sidebar.focus_search()

    def _may_import(self) -> bool:
        """Return whether a list may be dropped: no dialog is open, and the employee does not see the screen."""
        return self.menus.import_staff.isEnabled() and QApplication.activeModalWidget() is None

    def _on_chosen(self, employee_id: int) -> None:
        self.page_stack.show_employee(employee_id)
        self.sidebar.mark_open(self.page_stack.people)

    def _on_shown(self) -> None:
        self.sidebar.mark_open(self.page_stack.people)
        self.menus.new_conversation.setEnabled(self.page_stack.can_plan())
        self.menus.new_observation.setEnabled(self.page_stack.can_observe())
        self.menus.turn.setEnabled(self.page_stack.conversation is not None)
        self._show_or_hide_sidebar()

    def _on_status_changed(self) -> None:
        # An open conversation reports every save; reloading the list then would delay typing.
        if self.page_stack.conversation is None:
            self._refresh_when_readable()
        elif not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _show_start_if_idle(self) -> None:
        if self.page_stack.count() == 0:  # the leader may have opened a page already
            self.page_stack.show_start()

    def _refresh_when_readable(self) -> None:
        """Reload the list, or retry a moment later while the database is being converted."""
        if self._workplace.database.is_closed_for_exchange:
            self._refresh_timer.start()
        else:
            self._refresh()

    def stop_refreshing(self) -> None:
        """Stop the timers: the database is about to be closed, and the window is deleted a little later."""
        self._refresh_timer.stop()
        self._day_timer.stop()
        self._close_help()

    def _refresh(self) -> None:
        self._refresh_timer.stop()
        self.sidebar.refresh()
        self._show_or_hide_sidebar()

    def _on_arrangement_changed(self, arrangement: Arrangement) -> None:
        turned = arrangement is Arrangement.CONVERSATION
        self.menus.turn.setChecked(turned)
        self.menus.turn_to_employee(turned)
        self.menus.new_conversation.setEnabled(self.page_stack.can_plan())
        self.menus.new_observation.setEnabled(self.page_stack.can_observe())
        self.setWindowTitle(NEUTRAL_TITLE if turned else self._title)
        if turned:
            self._close_help()  # the leader alone has read in it
        if self.sample_banner is not None:
            self.sample_banner.turn_to_employee(turned)
        if self._notices is not None:
            self._notices.set_turned(turned)
        self._show_or_hide_sidebar()
        self.turned_to_employee.emit(turned)

    def _show_or_hide_sidebar(self) -> None:
        turned = self.page_stack.arrangement is Arrangement.CONVERSATION
        self._splitter.show_sidebar(wanted=not turned and self.sidebar.has_employees())

    def _on_questions(self) -> None:
        form_id = self.page_stack.form_id() or self._workplace.preferences.default_form()
        dialog = lazy_imports.LocalQuestionsDialog(self._workplace, form_id, self)
        dialog.accepted.connect(self.page_stack.reopen)
        dialog.accepted.connect(lambda: self.notices.show_notice("Spørgsmålene er gemt."))
        self.open_dialog(dialog)

    def open_blank_documents(self, form_id: str = "") -> None:
        """Ask which empty document to write; ``form_id`` is selected first."""
        if lazy_imports.confirm_document_folder(self, self._workplace.preferences):
            dialog = lazy_imports.BlankDialog(self._workplace, lazy_imports.open_file, self)
            dialog.select_form(form_id)
            dialog.accepted.connect(lambda: self.notices.show_notice("Dokumentet er lavet og åbnes."))
            self.open_dialog(dialog)

    def _on_palette(self) -> None:
        if self._palette_opener is None:
            self._palette_opener = lazy_imports.PaletteOpener(
                self._workplace, self._staff_overview, self.menus, self.page_stack, self.open_blank_documents, self
            )
        self.open_dialog(self._palette_opener.create())

    def _on_many_plans(self) -> None:
        if lazy_imports.confirm_document_folder(self, self._workplace.preferences):
            self.open_dialog(lazy_imports.PeriodPlansDialog(self._workplace, self))

    def _on_figures(self) -> None:
        if lazy_imports.confirm_document_folder(self, self._workplace.preferences):
            dialog = lazy_imports.FiguresDialog(self._workplace, lazy_imports.open_file, self)
            dialog.accepted.connect(lambda: self.notices.show_notice("Filerne er lavet, og mappen åbnes."))
            self.open_dialog(dialog)

    def _on_settings(self) -> None:
        dialog = lazy_imports.SettingsDialog(self._workplace, self._look, self)
        dialog.accepted.connect(self.page_stack.refresh)
        dialog.accepted.connect(lambda: self.notices.show_notice("Indstillingerne er gemt."))
        self.open_dialog(dialog)

    def _on_help(self) -> None:
        if self._help_opener is None:
            self._help_opener = lazy_imports.HelpOpener(self.menus, self.page_stack, self)
        self._help_opener.open()

    def _close_help(self) -> None:
        if self._help_opener is not None:
            self._help_opener.close()

    def _on_keys(self) -> None:
        self.open_dialog(lazy_imports.ShortcutsDialog(self))

    def _on_protection(self) -> None:
        if self._workplace.is_sample:
            self.safety_wanted.emit()  # which shows that sample data are not protected
            return
        self.open_dialog(lazy_imports.ProtectionDialog(self._workplace.safety.protection(), self))

    def _on_about(self) -> None:
        self.open_dialog(lazy_imports.AboutDialog(self))

    def _on_look_not_stored(self, message: str) -> None:
        dialog, conversation = QApplication.activeModalWidget(), self.page_stack.conversation
        if isinstance(dialog, lazy_imports.InputDialog):
            dialog.show_problem(message)
        elif conversation is not None:
            conversation.show_not_stored(_LOOK_REFUSED, message)
        else:
            lazy_imports.show_message(self, _LOOK_REFUSED, message)

    def open_dialog(self, dialog: QDialog) -> None:
        """Open ``dialog`` as window-modal: it must be closed before this window can be used."""
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
