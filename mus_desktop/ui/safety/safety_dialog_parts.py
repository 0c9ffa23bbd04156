"""The parts of the dialog *Sikkerhed og backup*."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.safety.protection import ProtectionState
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import breakable, keep_dates_together, text_label
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.safety.state_text import PERIODS, StateText, period_text
from mus_desktop.ui.theme.look import set_style_kind

_LOCK_AFTER = (5, 10, 15, 30, 60, 0)


class StatusCard(QWidget):
    """The state, line by line; ``test`` is the restore test button next to its line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 9)
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._cells: list[QHBoxLayout] = []
        self.test = _button("P&røv nu")
        self.test.setParent(self)
        self.test.setAccessibleName("Prøv nu, om der kan gendannes fra den nyeste backup")
        set_style_kind(self.test, "inline")

    def show_lines(self, lines: list[StateText]) -> None:
        """Show the given lines."""
        while len(self._labels) < len(lines):
            self._add_row()
        self.test.setVisible(any(line.testable for line in lines))
        for row, (title, text) in enumerate(self._labels):
            title.setVisible(row < len(lines))
            text.setVisible(row < len(lines))
            if row < len(lines):
                self._show_line(row, lines[row])

    def _show_line(self, row: int, line: StateText) -> None:
        title, text = self._labels[row]
        title.setText(line.title)
        text.setText(breakable(keep_dates_together(line.text)))
        text.setAccessibleName(f"{line.title}: {line.text}")
        set_style_kind(text, line.tone)
        if line.testable:
            self._cells[row].addWidget(self.test, 0, Qt.AlignmentFlag.AlignTop)

    def _add_row(self) -> None:
        title, text, cell, row = (
            text_label("", "muted", wrap=True),
            text_label("", wrap=True),
            QHBoxLayout(),
            len(self._labels),
        )
        cell.setSpacing(16)
        cell.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(cell, row, 1)
        self._labels.append((title, text))
        self._cells.append(cell)


class PasswordButtons(QWidget):
    """The buttons that set, change and remove the password, and the delay of the screen lock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set = _button("Vælg a&dgangskode …")
        self.change = _button("&Skift adgangskode …")
        self.code = _button("&Ny gendannelseskode …")
        self.remove = _button("&Fjern adgangskoden …")
        self.minutes = ComboBox()
        for minutes in _LOCK_AFTER:
            self.minutes.addItem(f"Lås efter {minutes} min. uden brug" if minutes else "Lås ikke af sig selv", minutes)
        self.minutes.setMinimumContentsLength(22)
        self.minutes.setAccessibleName("Lås skærmen efter")
        row = FlowLayout()
        for widget in (self.set, self.change, self.code, self.remove, self.minutes):
            row.addWidget(widget)
        _column(self).addLayout(row)

    def show_applicable(self, encrypted: bool) -> None:
        """Show only the buttons that apply to the current state."""
        self.set.setVisible(not encrypted)
        for widget in (self.change, self.code, self.remove, self.minutes):
            widget.setVisible(encrypted)


class BackupActions(QWidget):
    """The buttons for a backup now, another folder and restore; ``progress`` is placed elsewhere by the dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = _button("Tag &backup nu")
        self.stop = _button("St&op")
        self.restore = _button("&Gendan fra backup …")
        self.accept_changes = _button("Behold d&em, som de er")
        self.add = _button("&Tilføj et sted …")
        self.password = _button("Backup-&adgangskode …")
        self.code = _button("Ny &kode til backup …")
        self.progress = WorkProgress()
        self.needed = text_label("", "warn", wrap=True)
        row = FlowLayout()
        for button in (self.now, self.stop, self.restore, self.accept_changes, self.add, self.password, self.code):
            row.addWidget(button)
        column = _column(self)
        column.addWidget(self.needed)
        column.addLayout(row)

    def show_busy(self, *, busy: bool) -> None:
        """While a step is running, show *Stop* instead of the backup button and disable the other actions."""
        self.now.setVisible(not busy)
        self.stop.setVisible(busy)
        self.restore.setEnabled(not busy)
        self.accept_changes.setEnabled(not busy)
        self.progress.bar.setVisible(busy)

    def show_applicable(self, protection: ProtectionState) -> None:
        """Show only the buttons that apply, and the notice that a backup password must be chosen or typed."""
        needed, chosen = protection.needs_backup_password, protection.backup_password_chosen
        self.needed.setText(_ASK_TO_TYPE if chosen else _ASK_TO_CHOOSE)
        self.needed.setVisible(needed)
        self.accept_changes.setVisible(protection.changed_while_closed)
        self.password.setVisible(not protection.encrypted and (needed or chosen))
        self.code.setVisible(not protection.encrypted and chosen)
        set_style_kind(self.password, "primary" if needed else "")


class RetentionChoice(QWidget):
    """The retention period of backups. ``chosen`` carries the number of days, ``None`` for no limit."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = ComboBox()
        self._limit = text_label("", "caption", wrap=True)
        self._offer(None)
        self.period.setMinimumContentsLength(28)
        self.period.activated.connect(lambda: self.chosen.emit(self.period.currentData()))
        label = text_label("Gem back&upper")
        label.setBuddy(self.period)
        self.period.setAccessibleName("Gem backupper")
        self.period.setAccessibleDescription(_RETENTION)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self.period)
        row.addStretch(1)
        column = _column(self)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(text_label(_RETENTION, "caption", wrap=True))
        column.addWidget(self._limit)

    def show_period(self, days: int | None, limit: int | None = None) -> None:
        """Show the chosen period, also when it is none of those offered.

        :param limit: the longest period that IT allows, in days; longer ones are not offered.
        """
        self._offer(limit)
        if self.period.findData(days) < 0:
            self.period.insertItem(0, _at_most(days or 0), days)
        self.period.setCurrentIndex(self.period.findData(days))

    def _offer(self, limit: int | None) -> None:
        self.period.clear()
        for days in PERIODS:
            if limit is None or days <= limit:
                self.period.addItem(_at_most(days), days)
        if limit is None:
            self.period.addItem("omkring et år, uden fast grænse", None)
        self._limit.setText("" if limit is None else f"IT har bestemt, at de gemmes i højst {period_text(limit)}.")
        self._limit.setVisible(limit is not None)


class WorkProgress(QWidget):
    """The description of the current step and a busy indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Der tages backup")
        self.text = text_label(_AUTOMATIC, "muted", wrap=True)
        column = _column(self)
        column.addWidget(self.text)
        column.addWidget(self.bar)

    def show_step(self, step: str) -> None:
        """Show ``step``; it is empty when nothing is running."""
        self.text.setText(step or _AUTOMATIC)


_AUTOMATIC = (
    "Backup tages af sig selv: hver dag programmet er åbent, når du har skrevet noget, og når du lukker programmet."
)
_RETENTION = (
    "En backup rummer også det, du har slettet siden. Med en fast grænse slettes den, der er ældre, her og på "
    "netværksdrevet, næste gang der tages backup. Uden den gemmes de længere end et år, hvis programmet sjældent "
    "bruges. Den nyeste bliver altid."
)
_ASK_TO_CHOOSE = "Backuppen forlader kun pc'en krypteret. Vælg en backup-adgangskode, så den kan komme af sted."
_ASK_TO_TYPE = "Skriv backup-adgangskoden, så backuppen kan komme af sted. Pc'en har intet sikkert sted at huske den."


def _at_most(days: int) -> str:
    return f"i højst {period_text(days)}"


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return column
