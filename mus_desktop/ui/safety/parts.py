"""What *Sikkerhed og backup* is put together of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.controls.flow import FlowLayout
from mus_desktop.ui.labels import words
from mus_desktop.ui.safety.said import Said
from mus_desktop.ui.theme.look import dress

_ROWS = 5
_LOCK_AFTER = (5, 10, 15, 30, 60, 0)


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
