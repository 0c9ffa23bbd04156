"""The first page of the first start: who the leader is, or the data that the leader has already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.restore_text import EMPTY_PC
from mus_desktop.ui.safety.time_text import time_in_words
from mus_desktop.ui.settings.setting_groups import LeaderSection
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.step_page import StepPage, button_row, card_of

_RESTORE_TEXT = "Har du brugt MUS Desktop før? Gendan fra en &backup …"
_BACKUP_FOUND = (
    "Den nyeste er taget {when}. De data, den er taget af, ligger her ikke længere. Er samtalerne dine, så "
    "gendan dem her, før du skriver noget nyt."
)
_TEXT = (
    "Her forbereder du MUS, holder samtalen og skriver planen. Alt bliver på din egen pc. Fortæl først, hvem du er; du "
    "kan altid ændre det under Filer › Indstillinger."
)


class FirstStartPage(StepPage):
    """The first step. Skipping is not offered where a backup was found, which comes first.

    ``restored`` is emitted if a backup was restored instead; everything shown must then be reloaded. ``sample_wanted``:
    the leader wants to try the program with sample data first.
    """

    restored = Signal()
    sample_wanted = Signal()

    def __init__(
        self, workplace: Workplace, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(1, parent)
        self._workplace, self._now = workplace, now
        self.leader = LeaderSection(workplace.preferences, proposed=workplace.policy.policy.organisation)
        newest = _newest_backup(workplace)
        self.go = QPushButton("Kom &i gang" if newest is None else "Kom &i gang uden det tidligere")
        self.go.clicked.connect(self.go_on)
        self.backup = QPushButton(_RESTORE_TEXT if newest is None else "Gendan fra en &backup …")
        self.backup.clicked.connect(self._on_backup)
        self.sample = QPushButton("Vil du se dig om først? Prøv med &eksempeldata")
        set_style_kind(self.sample, "link")
        self.sample.clicked.connect(self.sample_wanted)
        set_style_kind(self.go if newest is None else self.backup, "primary")
        self.leader.workplace.returnPressed.connect(self.go_on)
        self.setFocusProxy(self.leader.name if newest is None else self.backup)
        self.found = "" if newest is None else _BACKUP_FOUND.format(when=time_in_words(newest, now().astimezone()))
        if newest is None:
            set_style_kind(self.backup, "link")
        self._add_content()
        self.mark_stored()

    def store(self) -> None:
        """Store who the leader is. :raises KnownError: the name is missing."""
        self.leader.store()

    def current_input(self) -> object:
        return self.leader.current_input()

    def _add_content(self) -> None:
        self.add_title("Velkommen til MUS Desktop")
        if self.found:
            self.add(self._backup_offer())
            self.add_space(8)
        self.add(text_label(_TEXT, "muted", wrap=True))
        self.add_space(8)
        self.add(card_of(self.leader))
        self.add(self.problem)
        self.add_space(4)
        self.back.hide()
        if self.found:
            self.skip.hide()
            self.add_buttons(self.go)
        else:
            self.add_buttons(self.go, self.skip)
        self.add_space(8)
        self.add(self.sample, wide=False)
        if not self.found:
            self.add(self.backup, wide=False)

    def _backup_offer(self) -> QFrame:
        """Return the offer to restore a backup found here; it comes first, for a leader whose database is gone."""
        return card_of(button_row(self.backup), title="Der ligger backupper på denne pc", text=self.found)

    def _on_backup(self) -> None:
        dialog = RestoreDialog(self._workplace.safety.restoring, self._now, self.window(), EMPTY_PC)
        dialog.restored.connect(self.restored)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()


def _newest_backup(workplace: Workplace) -> datetime | None:
    """Return the time of the newest backup on this PC that contains an employee; ``None`` if there is none."""
    folder = workplace.database.path.parent
    if not any((folder / paths.BACKUP_FOLDER).glob("*.musbackup")):  # as on most first starts
        return None
    try:
        return next((one.made_at for one in workplace.safety.restoring.list_backups() if not one.is_empty), None)
    except (KnownError, OSError):
        return None
