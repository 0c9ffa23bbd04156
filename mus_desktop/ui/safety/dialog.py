"""*Sikkerhed og backup*: the state in one glance, the places, a backup now, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.controls.flow import FlowLayout
from mus_desktop.ui.labels import words
from mus_desktop.ui.safety.keeper import Keeper
from mus_desktop.ui.safety.places import Places
from mus_desktop.ui.safety.said import Said, lines
from mus_desktop.ui.sheets import Sheet
from mus_desktop.ui.theme.look import dress

_ROWS = 5
_LOCK_AFTER = (5, 10, 15, 30, 60, 0)


class SafetyDialog(Sheet):
    """``restored``: another database is in place, and all that is shown must be read anew.

    :param put_away: saves and closes what is open before another database comes; gives whether that could be done.
    """

    restored = Signal()

    def __init__(
        self,
        workplace: Workplace,
        keeper: Keeper,
        now: Callable[[], datetime],
        put_away: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Sikkerhed og backup", "&Luk", parent, characters=104)
        self._workplace, self._keeper, self._now, self._put_away = workplace, keeper, now, put_away
        self._safety = workplace.safety
        self._findings: list[str] | None = None
        self.cancel.hide()
        self.glance = GlanceCard()
        self.password = PasswordButtons()
        self.places = Places()
        self.doing = Doing()
        self.body.setSpacing(16)
        self._add("Lige nu", self.glance, self.password)
        self._add("Backup", self.doing.progress, self.places, self.doing)
        self.password.minutes.setCurrentIndex(self.password.minutes.findData(workplace.preferences.lock_after()))
        self._connect()
        self.refresh()
        QTimer.singleShot(0, self, self._look_through)

    def refresh(self) -> None:
        """Show the state as it is now."""
        glance, now = self._safety.glance(), self._now().astimezone()
        size = glance.database.stat().st_size
        self.glance.show_lines(lines(glance, size, self._findings, self._keeper.problem, now))
        self.places.show_places(glance, now)
        self.refit()
        self.password.show_fitting(glance.encrypted)
        self.doing.show_busy(busy=self._keeper.busy)
        self.doing.ask_for_password(
            glance.needs_backup_password, chosen=glance.backup_password_chosen, encrypted=glance.encrypted
        )

    def _connect(self) -> None:
        self._keeper.changed.connect(self.refresh)
        self._keeper.step.connect(self.doing.progress.tell)
        self.doing.now.clicked.connect(self._keeper.take_now)
        self.doing.stop.clicked.connect(self._keeper.cancel)
        self.doing.restore.clicked.connect(self._on_restore)
        self.doing.password.clicked.connect(self._on_backup_password)
        self.doing.add.clicked.connect(self.places.ask_for_place)
        self.places.added.connect(self._on_added)
        self.places.removed.connect(self._on_removed)
        self.password.set.clicked.connect(self._on_set)
        self.password.change.clicked.connect(self._on_change)
        self.password.remove.clicked.connect(self._on_remove)
        self.password.code.clicked.connect(self._on_new_code)
        self.password.minutes.activated.connect(self._on_minutes)

    def _add(self, title: str, *parts: QWidget) -> None:
        card = QFrame()
        dress(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(12)
        column.addWidget(words(title, "heading"))
        for part in parts:
            column.addWidget(part)
        self.body.addWidget(card)

    def _look_through(self) -> None:
        self._findings = self._workplace.database.health()
        self.refresh()

    def _on_added(self, folder: Path) -> None:
        try:
            self._safety.add_target(folder)
        except KnownError as error:
            self.tell_problem(error.message)
            return
        self.tell_problem("")
        self.refresh()
        self._keeper.look()

    def _on_removed(self, folder: Path) -> None:
        self._safety.remove_target(folder)
        self.refresh()
        self._keeper.changed.emit()

    def _on_restore(self) -> None:
        from mus_desktop.ui.safety.restore_dialog import RestoreDialog  # noqa: PLC0415 - built when wanted

        if not self._put_away():
            self.tell_problem("Den åbne samtale kunne ikke gemmes. Gem den først, og hent så backuppen.")
            return
        dialog = RestoreDialog(self._safety, self._now, self)
        dialog.restored.connect(self.restored)
        self._open(dialog)

    def _on_backup_password(self) -> None:
        from mus_desktop.ui.safety.passwords import BackupPassword, TypeBackupPassword  # noqa: PLC0415 - when wanted

        key = self._safety.backup_key
        self._open(TypeBackupPassword(key, self) if key.chosen else BackupPassword(key, self))

    def _on_set(self) -> None:
        from mus_desktop.ui.safety.passwords import SetPassword  # noqa: PLC0415 - built when wanted

        self._open(SetPassword(self._safety.encryption, self))

    def _on_change(self) -> None:
        from mus_desktop.ui.safety.passwords import ChangePassword  # noqa: PLC0415 - built when wanted

        self._open(ChangePassword(self._safety.encryption, self))

    def _on_remove(self) -> None:
        from mus_desktop.ui.safety.passwords import RemovePassword  # noqa: PLC0415 - built when wanted

        self._open(RemovePassword(self._safety.encryption, self))

    def _on_new_code(self) -> None:
        from mus_desktop.ui.safety.passwords import NewCode  # noqa: PLC0415 - built when wanted

        self._open(NewCode(self._safety.encryption, self))

    def _on_minutes(self) -> None:
        self._workplace.preferences.set_lock_after(self.password.minutes.currentData())

    def _open(self, dialog: Sheet) -> None:
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self.refresh()
        self._keeper.changed.emit()
        self._keeper.look()


class GlanceCard(QWidget):
    """The state, line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 9)
        self._labels: list[tuple[QLabel, QLabel]] = []
        for row in range(_ROWS):
            pair = words("", "muted", wrap=True), words("", wrap=True)
            for column, label in enumerate(pair):
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            self._labels.append(pair)

    def show_lines(self, said: list[Said]) -> None:
        """Show what is said."""
        for (title, text), line in zip(self._labels, said, strict=True):
            title.setText(line.title)
            text.setText(line.text)
            text.setAccessibleName(f"{line.title}: {line.text}")
            dress(text, line.tone)


class PasswordButtons(QWidget):
    """What can be done about the password."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set = _button("Vælg a&dgangskode …")
        self.change = _button("&Skift adgangskode …")
        self.code = _button("&Ny gendannelseskode …")
        self.remove = _button("&Fjern adgangskoden …")
        self.minutes = ComboBox()
        for minutes in _LOCK_AFTER:
            self.minutes.addItem(f"Lås efter {minutes} min. uden brug" if minutes else "Lås ikke af sig selv", minutes)
        self.minutes.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.minutes.setAccessibleName("Lås skærmen efter")
        row = FlowLayout()
        for widget in (self.set, self.change, self.code, self.remove, self.minutes):
            row.addWidget(widget)
        _column(self).addLayout(row)

    def show_fitting(self, encrypted: bool) -> None:
        """Only what makes sense."""
        self.set.setVisible(not encrypted)
        for widget in (self.change, self.code, self.remove, self.minutes):
            widget.setVisible(encrypted)


class Doing(QWidget):
    """A backup now, another place for it, and the way back; ``progress`` is how it goes, to stand elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = _button("Tag &backup nu")
        self.stop = _button("St&op")
        self.restore = _button("&Hent en backup …")
        self.add = _button("&Tilføj et sted …")
        self.password = _button("Backup-&adgangskode …")
        self.progress = Progress()
        self.needed = words("", "warn", wrap=True)
        row = FlowLayout()
        for button in (self.now, self.stop, self.add, self.password, self.restore):
            row.addWidget(button)
        column = _column(self)
        column.addWidget(self.needed)
        column.addLayout(row)

    def show_busy(self, *, busy: bool) -> None:
        """While it works there is only *Stop* to press."""
        self.now.setVisible(not busy)
        self.stop.setVisible(busy)
        self.restore.setEnabled(not busy)
        self.progress.bar.setVisible(busy)

    def ask_for_password(self, needed: bool, *, chosen: bool, encrypted: bool) -> None:
        """Say that backups cannot leave the PC before a backup password is chosen, or typed in this start."""
        self.needed.setText(_TYPE if chosen else _CHOOSE)
        self.needed.setVisible(needed)
        self.password.setVisible(needed and not encrypted)


class Progress(QWidget):
    """What is being done, and that it moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Der tages backup")
        self.told = words(_BY_ITSELF, "muted", wrap=True)
        column = _column(self)
        column.addWidget(self.told)
        column.addWidget(self.bar)

    def tell(self, step: str) -> None:
        """What is being done; empty when nothing is."""
        self.told.setText(step or _BY_ITSELF)


_BY_ITSELF = "Backup tages af sig selv, når du har skrevet noget, og når du lukker programmet."
_CHOOSE = "Backuppen forlader kun pc'en krypteret. Vælg en backup-adgangskode, så den kan komme af sted."
_TYPE = "Skriv backup-adgangskoden, så backuppen kan komme af sted. Pc'en har intet sikkert sted at huske den."


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return column
