"""A clock that the leader starts, and its silent reminder that the time reserved for the plan has begun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mus_desktop.model.form import Form, Tab
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.icons import IconPushButton, IconToolButton

_CHECK_INTERVAL_MS = 5_000
_DEFAULT_MINUTES = 60
_MINUTES_TO_CHOOSE = (5, 10, 15, 20, 30, 45, 60, 75, 90, 120)


def tab_with_reserved_time(form: Form) -> Tab | None:
    """Return the tab for which the form reserves time; ``None`` if there is none."""
    return next((tab for tab in form.tabs if tab.minutes), None)


class ConversationClock(QWidget):
    """A clock for one conversation. It shows the minutes that have passed, and when ``reserved`` remain, how many.

    :param minutes: the length of the conversation.
    :param tab: the tab for which the last ``tab.minutes`` are reserved.
    """

    def __init__(
        self, tab: Tab, minutes: int | None, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tab, self._now = tab, now
        self._minutes, self._reserved = minutes or _DEFAULT_MINUTES, tab.minutes or 0
        self._started: datetime | None = None
        self._button = IconPushButton("Start tidtagning", "clock", "link")
        self._adjust = IconToolButton("edit", "Ret, hvor længe samtalen varer", muted=True)
        self._passed = text_label("", "muted")
        self._passed.hide()
        self._reminder = text_label("", "strong")
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_INTERVAL_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._passed)
        row.addWidget(self._reminder)
        row.addWidget(self._button)
        row.addWidget(self._adjust)
        self._timer.timeout.connect(self.check)
        self._button.clicked.connect(self._on_clicked)
        self._adjust.clicked.connect(self._on_adjust)
        self._update_button()

    @property
    def passed(self) -> QLabel:
        """Return the label that shows that the clock is running."""
        return self._passed

    @property
    def reminder(self) -> QLabel:
        """Return the label with the reminder."""
        return self._reminder

    def inputs(self) -> list[QWidget]:
        """Return the buttons."""
        return [self._button, self._adjust]

    def remaining(self) -> timedelta | None:
        """Return the remaining time of the conversation; ``None`` while the clock is not running."""
        return None if self._started is None else self._started + timedelta(minutes=self._minutes) - self._now()

    def set_minutes(self, minutes: int, reserved: int) -> None:
        """Change the length of the conversation and the minutes reserved at the end."""
        self._minutes, self._reserved = minutes, reserved
        self._update_button()
        self.check()

    def check(self) -> None:
        """Show the minutes that have passed, or the reminder when it is due."""
        left = self.remaining()
        due = left is not None and left <= timedelta(minutes=self._reserved)
        # Rounded up, so that 0 minutes means that the time is over.
        minutes = max(0, -int(-left.total_seconds() // 60)) if left is not None else 0
        self._reminder.setText(f"{minutes} min. tilbage – tid til »{self._tab.title}«" if due else "")
        passed = None if due or self._started is None else self._now() - self._started
        self._passed.setText("" if passed is None else f"{max(0, int(passed.total_seconds() // 60))} min. gået")
        self._passed.setVisible(passed is not None)

    def _on_clicked(self) -> None:
        self._started = None if self._started else self._now()
        if self._started:
            self._timer.start()
        else:
            self._timer.stop()
        self._update_button()
        self.check()

    def _on_adjust(self) -> None:
        dialog = _TimeDialog(self._minutes, self._reserved, self._tab.title, self)
        dialog.accepted.connect(lambda: self.set_minutes(dialog.minutes.currentData(), dialog.reserved.currentData()))
        dialog.open()

    def _update_button(self) -> None:
        self._button.setText("Stop tidtagning" if self._started else "Start tidtagning")
        self._button.setToolTip(f"{self._minutes} minutter; en diskret markering, når der er {self._reserved} tilbage")


class _TimeDialog(InputDialog):
    def __init__(self, minutes: int, reserved: int, title: str, parent: QWidget) -> None:
        super().__init__("Tidtagning", "&Anvend", parent, characters=46)
        self.minutes, self.reserved = _minutes(minutes), _minutes(reserved)
        self.body.addWidget(labelled("&Samtalen varer", self.minutes))
        self.body.addWidget(
            labelled(f"&Tid til »{title}«", self.reserved, "Der vises en diskret markering, når tiden er inde.")
        )


def _minutes(value: int) -> ComboBox:
    box = ComboBox()
    for minutes in sorted({*_MINUTES_TO_CHOOSE, value}):
        box.addItem(f"{minutes} minutter", minutes)
    box.setCurrentIndex(box.findData(value))
    return box
