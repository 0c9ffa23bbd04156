"""The pages, dialogs and messages of the window, each imported when it is first used.

``lazy_imports.SettingsDialog(...)`` imports the module of the dialog and creates it. This is the one place where the
shell imports views lazily (docs/decisions/0005-lazy-imports.md): the first window needs none of them.
"""

# ruff: noqa: PLC0414 - an import without "as" is not exported

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for type checkers, the import contracts and the freezing of the program
    from mus_desktop.services.demo.sample_data import SampleData as SampleData
    from mus_desktop.services.invitation.message_text import MessageKind as MessageKind
    from mus_desktop.ui.accessibility.widget_interface import install_roles as install_roles
    from mus_desktop.ui.conversation.view import ConversationView as ConversationView
    from mus_desktop.ui.dialogs.file_drop import dropped_file as dropped_file
    from mus_desktop.ui.dialogs.input_dialog import InputDialog as InputDialog
    from mus_desktop.ui.dialogs.messages import Choice as Choice
    from mus_desktop.ui.dialogs.messages import ask as ask
    from mus_desktop.ui.dialogs.messages import confirm as confirm
    from mus_desktop.ui.dialogs.messages import show_message as show_message
    from mus_desktop.ui.dialogs.notice_area import NoticeArea as NoticeArea
    from mus_desktop.ui.dialogs.notice_area import show_notice as show_notice
    from mus_desktop.ui.documents.blank_dialog import BlankDialog as BlankDialog
    from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder as confirm_document_folder
    from mus_desktop.ui.documents.open_in_word import open_file as open_file
    from mus_desktop.ui.documents.period_plans_dialog import PeriodPlansDialog as PeriodPlansDialog
    from mus_desktop.ui.employees.employee_dialog import EmployeeDialog as EmployeeDialog
    from mus_desktop.ui.employees.employee_page import EmployeePage as EmployeePage
    from mus_desktop.ui.follow_up.open_agreements_page import OpenAgreementsPage as OpenAgreementsPage
    from mus_desktop.ui.forms.local_questions_dialog import LocalQuestionsDialog as LocalQuestionsDialog
    from mus_desktop.ui.help.about_dialog import AboutDialog as AboutDialog
    from mus_desktop.ui.help.manual_export import save_manual as save_manual
    from mus_desktop.ui.help.protection_dialog import ProtectionDialog as ProtectionDialog
    from mus_desktop.ui.help.shortcuts_dialog import ShortcutsDialog as ShortcutsDialog
    from mus_desktop.ui.invitation.invitation_actions import InvitationActions as InvitationActions
    from mus_desktop.ui.meeting.group_dialog import GroupDialog as GroupDialog
    from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog as MeetingDialog
    from mus_desktop.ui.safety.backup_password_dialogs import ask_for_backup_password as ask_for_backup_password
    from mus_desktop.ui.safety.backup_scheduler import BackupScheduler as BackupScheduler
    from mus_desktop.ui.safety.desktop_lock import desktop_lock as desktop_lock
    from mus_desktop.ui.safety.idle_lock import IdleLock as IdleLock
    from mus_desktop.ui.safety.password_dialogs import PasswordAfterCodeDialog as PasswordAfterCodeDialog
    from mus_desktop.ui.safety.safety_dialog import SafetyDialog as SafetyDialog
    from mus_desktop.ui.safety.start_help import StartHelp as StartHelp
    from mus_desktop.ui.safety.state_text import short_status as short_status
    from mus_desktop.ui.safety.state_text import waiting_reason as waiting_reason
    from mus_desktop.ui.settings.settings_dialog import SettingsDialog as SettingsDialog
    from mus_desktop.ui.shell.error_report import report as report
    from mus_desktop.ui.shell.error_report import what_happened as what_happened
    from mus_desktop.ui.shell.error_report_view import ErrorReportView as ErrorReportView
    from mus_desktop.ui.shell.first_steps import FirstSteps as FirstSteps
    from mus_desktop.ui.shell.help_opener import HelpOpener as HelpOpener
    from mus_desktop.ui.shell.palette_contents import PaletteOpener as PaletteOpener
    from mus_desktop.ui.shell.raise_window import RaiseRequest as RaiseRequest
    from mus_desktop.ui.shell.raise_window import raise_first_window as raise_first_window
    from mus_desktop.ui.shell.raise_window import raise_window as raise_window
    from mus_desktop.ui.shell.sample_banner import SampleBanner as SampleBanner
    from mus_desktop.ui.staff_import.import_dialog import StaffImportDialog as StaffImportDialog
    from mus_desktop.ui.statistics.figures_dialog import FiguresDialog as FiguresDialog
    from mus_desktop.ui.welcome.overview import OverviewPage as OverviewPage

_MODULES = {
    "SampleData": "mus_desktop.services.demo.sample_data",
    "MessageKind": "mus_desktop.services.invitation.message_text",
    "InvitationActions": "mus_desktop.ui.invitation.invitation_actions",
    "install_roles": "mus_desktop.ui.accessibility.widget_interface",
    "ConversationView": "mus_desktop.ui.conversation.view",
    "dropped_file": "mus_desktop.ui.dialogs.file_drop",
    "InputDialog": "mus_desktop.ui.dialogs.input_dialog",
    "Choice": "mus_desktop.ui.dialogs.messages",
    "ask": "mus_desktop.ui.dialogs.messages",
    "confirm": "mus_desktop.ui.dialogs.messages",
    "show_message": "mus_desktop.ui.dialogs.messages",
    "NoticeArea": "mus_desktop.ui.dialogs.notice_area",
    "show_notice": "mus_desktop.ui.dialogs.notice_area",
    "BlankDialog": "mus_desktop.ui.documents.blank_dialog",
    "PeriodPlansDialog": "mus_desktop.ui.documents.period_plans_dialog",
    "confirm_document_folder": "mus_desktop.ui.documents.moved_folder_question",
    "open_file": "mus_desktop.ui.documents.open_in_word",
    "EmployeeDialog": "mus_desktop.ui.employees.employee_dialog",
    "EmployeePage": "mus_desktop.ui.employees.employee_page",
    "LocalQuestionsDialog": "mus_desktop.ui.forms.local_questions_dialog",
    "OpenAgreementsPage": "mus_desktop.ui.follow_up.open_agreements_page",
    "AboutDialog": "mus_desktop.ui.help.about_dialog",
    "save_manual": "mus_desktop.ui.help.manual_export",
    "ProtectionDialog": "mus_desktop.ui.help.protection_dialog",
    "ShortcutsDialog": "mus_desktop.ui.help.shortcuts_dialog",
    "GroupDialog": "mus_desktop.ui.meeting.group_dialog",
    "MeetingDialog": "mus_desktop.ui.meeting.meeting_dialog",
    "ask_for_backup_password": "mus_desktop.ui.safety.backup_password_dialogs",
    "BackupScheduler": "mus_desktop.ui.safety.backup_scheduler",
    "desktop_lock": "mus_desktop.ui.safety.desktop_lock",
    "IdleLock": "mus_desktop.ui.safety.idle_lock",
    "PasswordAfterCodeDialog": "mus_desktop.ui.safety.password_dialogs",
    "SafetyDialog": "mus_desktop.ui.safety.safety_dialog",
    "short_status": "mus_desktop.ui.safety.state_text",
    "waiting_reason": "mus_desktop.ui.safety.state_text",
    "StartHelp": "mus_desktop.ui.safety.start_help",
    "SettingsDialog": "mus_desktop.ui.settings.settings_dialog",
    "report": "mus_desktop.ui.shell.error_report",
    "what_happened": "mus_desktop.ui.shell.error_report",
    "ErrorReportView": "mus_desktop.ui.shell.error_report_view",
    "FirstSteps": "mus_desktop.ui.shell.first_steps",
    "HelpOpener": "mus_desktop.ui.shell.help_opener",
    "PaletteOpener": "mus_desktop.ui.shell.palette_contents",
    "RaiseRequest": "mus_desktop.ui.shell.raise_window",
    "raise_window": "mus_desktop.ui.shell.raise_window",
    "raise_first_window": "mus_desktop.ui.shell.raise_window",
    "SampleBanner": "mus_desktop.ui.shell.sample_banner",
    "StaffImportDialog": "mus_desktop.ui.staff_import.import_dialog",
    "FiguresDialog": "mus_desktop.ui.statistics.figures_dialog",
    "OverviewPage": "mus_desktop.ui.welcome.overview",
}
"""The module of each name; ``tests/test_imports.py`` compares it with the imports above."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(_MODULES[name]), name)
