"""The notice at a plan that was signed under an earlier version of the program and stored during an upgrade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_date
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.plans_signed_before_upgrade import PlanSignedBeforeUpgrade
from mus_desktop.services.documents.prepared_document import DocumentWriting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.documents.moved_folder_question import confirm_document_folder
from mus_desktop.ui.documents.open_in_word import open_file
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind


class UpgradeNotice(QFrame):
    """A notice with the day ``plan`` was stored, and with links to both versions if the Word document differs.

    ``older_wanted``: open the older Word document; ``as_stored_wanted``: open the plan as it is stored.
    """

    older_wanted = Signal()
    as_stored_wanted = Signal()

    def __init__(self, plan: PlanSignedBeforeUpgrade, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "line")
        self.text = text_label(keep_dates_together(_sentence(plan)), "muted", wrap=True)
        self.older = QPushButton("Åbn Word-dokumentet fra dengang", self)
        self.as_stored = QPushButton("Åbn planen, som den er fastholdt", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addWidget(self.text)
        if plan.older_document is not None:
            buttons = FlowLayout()
            layout.addLayout(buttons)
            buttons.addWidget(self.older)
            buttons.addWidget(self.as_stored)
        self.older.setVisible(plan.older_document is not None)
        self.as_stored.setVisible(plan.older_document is not None)
        self.older.clicked.connect(self.older_wanted)
        self.as_stored.clicked.connect(self.as_stored_wanted)


def upgrade_notice(
    workplace: Workplace,
    opened: OpenConversation,
    party: int | None,
    window: QWidget,
    opener: Callable[[Path], bool] = open_file,
) -> UpgradeNotice | None:
    """Return the notice for a participant's plan (or the common one), ready to be placed; ``None`` if there is none.

    :param opened: the whole conversation, not as one participant sees it.
    :param window: the parent of the message shown if a file cannot be written.
    """
    plan = opened.plan if party is None else opened.plan_of(party)
    if plan is None or plan.id not in opened.signed:
        return None
    upgraded = workplace.plans_signed_before_upgrade.find(opened, party)
    if upgraded is None:
        return None
    notice, older_document = UpgradeNotice(upgraded, window), upgraded.older_document
    if older_document is not None:
        notice.older_wanted.connect(
            lambda: _write(
                workplace,
                lambda: workplace.plans_signed_before_upgrade.older_writing(older_document),
                window,
                opener,
            )
        )
    notice.as_stored_wanted.connect(
        lambda: _write(
            workplace, lambda: workplace.plans_signed_before_upgrade.stored_writing(upgraded), window, opener
        )
    )
    return notice


def _sentence(plan: PlanSignedBeforeUpgrade) -> str:
    stored = f"Planen er fastholdt ved opgraderingen, som den stod den {format_date(plan.stored_on)}."
    if plan.older_document is None:
        return stored
    return f"{stored} Der står noget andet i Word-dokumentet fra den {format_date(plan.older_document.made_on)}."


def _write(
    workplace: Workplace, prepare: Callable[[], DocumentWriting], window: QWidget, opener: Callable[[Path], bool]
) -> None:
    def failed(error: KnownError) -> None:
        show_message(window, "Dokumentet blev ikke skrevet", error.message)

    def written(path: Path) -> None:
        if not opener(path):
            text = f"»{path.name}« ligger i mappen {path.parent}, men Word kunne ikke startes. Åbn det derfra."
            show_message(window, "Dokumentet ligger klar", text)

    if not confirm_document_folder(window, workplace.preferences):
        return
    try:
        writing = prepare()
    except KnownError as error:
        failed(error)
        return
    work_on_files(window, writing.path.parent, writing.run, written, failed)
