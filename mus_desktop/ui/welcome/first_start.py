"""The first page of the first start: the leader's details and how the workplace counts the period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.restore_text import EMPTY_PC
from mus_desktop.ui.safety.time_text import time_in_words
from mus_desktop.ui.settings.setting_groups import FolderSection, FormSection, LeaderSection, PeriodSection
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.reading_column import ReadingColumn

_RESTORE_TEXT = "Har du brugt MUS Desktop før? Gendan fra en &backup …"
_BACKUP_FOUND = (
    "Den nyeste er taget {when}. Databasen, den er taget af, ligger her ikke længere. Er samtalerne dine, så gendan "
    "dem her, før du skriver noget nyt."
)


class FirstStartPage(ReadingColumn):
    """A page that asks once for the settings that all else builds on. ``done`` is emitted when they are stored.

    ``skipped``: nothing is to be stored now; not offered where a backup was found, which comes first. ``restored`` is
    emitted if a backup was restored instead; everything shown must then be reloaded.
    """

    done = Signal()
    skipped = Signal()
    restored = Signal()

    def __init__(
        self, workplace: Workplace, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._now = workplace, now
        preferences = workplace.preferences
        self.leader = LeaderSection(preferences)
        self.period = PeriodSection(preferences)
        self.form = FormSection(preferences, workplace.catalogue)
        self.folder = FolderSection(preferences)
        self.problem = text_label("", "danger", wrap=True)
        self.problem.hide()
        newest = _newest_backup(workplace)
        self.go = QPushButton("Kom &i gang" if newest is None else "Kom &i gang uden det tidligere")
        self.go.clicked.connect(self._on_go)
        self.skip = QPushButton("Spring &over")
        self.skip.clicked.connect(self.skipped)
        self.backup = QPushButton(_RESTORE_TEXT if newest is None else "Gendan fra en &backup …")
        self.backup.clicked.connect(self._on_backup)
        set_style_kind(self.go if newest is None else self.backup, "primary")
        self.leader.workplace.returnPressed.connect(self._on_go)
        self.setFocusProxy(self.leader.name if newest is None else self.backup)
        self.found = "" if newest is None else _BACKUP_FOUND.format(when=time_in_words(newest, now().astimezone()))
        if newest is None:
            set_style_kind(self.backup, "link")
        self._add_content()

    def _add_content(self) -> None:
        self.add(text_label("Trin 1 af 3", "caption"))
        self.add(text_label("Velkommen til MUS Desktop", "title", wrap=True))
        if self.found:
            self.add(self._backup_offer())
            self.add_space(8)
        text = (
            "Her forbereder du MUS, holder samtalen og skriver planen. Alt bliver på din egen pc. Svar på de her få "
            "ting først; du kan altid ændre dem under Filer › Indstillinger."
        )
        self.add(text_label(text, "muted", wrap=True))
        card = QFrame()
        set_style_kind(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 22)
        column.setSpacing(14)
        for section in (self.leader, self.period, self.form, self.folder):
            column.addWidget(section)
        self.add_space(8)
        self.add(card)
        self.add(self.problem)
        self.add_space(4)
        if self.found:
            self.add_buttons(self.go)
        else:
            self.add_buttons(self.go, self.skip)
            self.add_space(8)
            self.add(self.backup, wide=False)

    def _backup_offer(self) -> QFrame:
        """Return the offer to restore a backup found here; it comes first, for a leader whose database is gone."""
        card = QFrame()
        set_style_kind(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 22)
        column.setSpacing(12)
        column.addWidget(text_label("Der ligger backupper på denne pc", "heading"))
        column.addWidget(text_label(self.found, wrap=True))
        column.addWidget(self.backup, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_backup(self) -> None:
        dialog = RestoreDialog(self._workplace.safety.restoring, self._now, self.window(), EMPTY_PC)
        dialog.restored.connect(self.restored)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()

    def _on_go(self) -> None:
        try:
            self.form.require_choice()
            with self._workplace.in_one_transaction():
                for section in (self.leader, self.period, self.form, self.folder):
                    section.store()
        except KnownError as error:
            self.problem.setText(error.message)
            self.problem.show()
            announce(self.problem, error.message, urgent=True)
            return
        self.done.emit()


def _newest_backup(workplace: Workplace) -> datetime | None:
    """Return the time of the newest backup on this PC that contains an employee; ``None`` if there is none."""
    folder = workplace.database.path.parent
    if not any((folder / paths.BACKUP_FOLDER).glob("*.musbackup")):  # as on most first starts
        return None
    try:
        return next((one.made_at for one in workplace.safety.restoring.list_backups() if not one.is_empty), None)
    except (KnownError, OSError):
        return None
