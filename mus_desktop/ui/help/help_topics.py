"""The help page for each place in the window: one table, which a test compares with all views and dialogs."""

from __future__ import annotations

from collections.abc import Iterable

TOPICS = {
    "FirstStartPage": "kom-i-gang",
    "StepPage": "kom-i-gang",
    "FirstFormPage": "kom-i-gang",
    "FirstPasswordPage": "adgangskode",
    "FirstBackupPage": "backup",
    "FirstPeoplePage": "medarbejdere",
    "FirstEmployeePage": "medarbejdere",
    "StaffListDialog": "medarbejdere",
    "StaffImportDialog": "importer",
    "OverviewPage": "overblik",
    "OpenAgreementsPage": "aabne-aftaler",
    "AgreementStatusDialog": "aabne-aftaler",
    "ObservationDialog": "iagttagelser",
    "EmployeePage": "medarbejdere",
    "EmployeeDialog": "medarbejdere",
    "CommandPalette": "find-frem",
    "ShortcutsDialog": "find-frem",
    "MeetingDialog": "ny-samtale",
    "InvitationDialog": "inviter",
    "SentDialog": "inviter",
    "GroupDialog": "gruppesamtale",
    "SplitOutDialog": "gruppesamtale",
    "FormDialog": "skema",
    "OtherAnswersDialog": "skema",
    "LocalQuestionsDialog": "egne-spoergsmaal",
    "TextDialog": "egne-spoergsmaal",
    "ConversationView": "forberedelse",
    "BlankDialog": "udskriv",
    "AgendaDialog": "temaer",
    "_TimeDialog": "temaer",
    "PaperDialog": "tidligere-aftaler",
    "ListDialog": "vurdering",
    "FinishDialog": "afholdt",
    "AfterwardsPage": "afholdt",
    "DayDialog": "afholdt",
    "StepDialog": "afholdt",
    "PostponeDialog": "ny-samtale",
    "PeriodPlansDialog": "word",
    "FiguresDialog": "opsamling",
    "FileWorkDialog": "word",
    "RefusedChangeDialog": "gemmes",
    "SafetyDialog": "backup",
    "RestoreDialog": "backup",
    "ChooseBackupPasswordDialog": "backup",
    "TypeBackupPasswordDialog": "backup",
    "NewBackupCodeDialog": "backup",
    "PasswordDialog": "adgangskode",
    "NewPasswordDialog": "adgangskode",
    "SetPasswordDialog": "adgangskode",
    "ChangePasswordDialog": "adgangskode",
    "PasswordAfterCodeDialog": "adgangskode",
    "RemovePasswordDialog": "adgangskode",
    "NewCodeDialog": "adgangskode",
    "CodeDialog": "adgangskode",
    "UnlockDialog": "adgangskode",
    "ProtectionDialog": "fortrolighed",
    "AboutDialog": "kom-i-gang",
    "SettingsDialog": "indstillinger",
}
"""The key of the page by the name of the class of a view or dialog."""

FIELD_TOPICS = {
    "PlanField": "udviklingsplan",
    "PreviousPlanField": "tidligere-aftaler",
    "FollowUpField": "opfoelgning",
    "SignaturesField": "underskrift",
    "RatingField": "vurdering",
    "BoardField": "vurdering",
    "ChoiceField": "vurdering",
}
"""The key of the page by the name of the class of a field of the form, for the theme that begins with it."""
FIRST_TOPIC = "kom-i-gang"
FOLLOW_UP_TOPIC = "opfoelgning"
"""The page about a mini-MUS, whatever its theme begins with."""


def topic_of(place: type, fields: Iterable[object] = ()) -> str:
    """Return the key of the page about ``place``, the class of a view or dialog; empty if there is none.

    :param fields: the fields of the theme that is shown there; the first one with a page of its own decides.
    """
    of_fields = (FIELD_TOPICS.get(type(field).__name__) for field in fields)
    of_place = (TOPICS.get(one.__name__) for one in place.__mro__)
    return next((topic for topic in (*of_fields, *of_place) if topic), "")
