"""The dialog for a new group conversation: participants, form, time and place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.group import GROUP
from mus_desktop.model.terms import Purpose
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.people_picker import PeoplePicker

_WIDTH = 116
_TEXT = "Alle svarer på det samme skema og laver en fælles plan. Hver deltagers forberedelse er kun din og deltagerens."


class GroupDialog(MeetingDialog):
    """The dialog that plans a group conversation: participants on the left, time and place on the right."""

    def __init__(self, workplace: Workplace, chosen: Collection[int], today: date, parent: QWidget) -> None:
        super().__init__(workplace, "Ny gruppesamtale", "&Opret og åbn", _TEXT, today, parent)
        self._characters = _WIDTH
        self.people = PeoplePicker(workplace.staff.everyone(), chosen, workplace.staff.labels())
        self._employees = self.people.chosen
        self.people.changed.connect(self.show_other_mus_notice)
        self._split_columns()

    @classmethod
    def for_group(
        cls, workplace: Workplace, chosen: Collection[int], now: Callable[[], datetime], parent: QWidget
    ) -> GroupDialog:
        """Return a dialog for a new group conversation; the employees in ``chosen`` are ticked initially."""
        today = now().date()
        dialog = cls(workplace, chosen, today, parent)
        forms = (form for form in workplace.catalogue.available() if GROUP in form.held)
        yearly = tuple(form for form in forms if form.purpose is not Purpose.FOLLOW_UP)
        dialog._offer_forms(yearly, workplace.preferences.default_form())
        dialog._offer_periods(workplace.preferences.period_of(today))
        dialog._store_with(
            "Opret &uden at åbne",
            lambda meeting: workplace.conversations.plan_group(dialog.people.chosen(), meeting),
        )
        dialog._lay_out(with_form=True)
        dialog.people.setFocus()
        return dialog

    def submit(self) -> None:
        if self.form.currentData() is None:
            raise KnownError("Ingen af skemaerne er til gruppesamtaler. Installér programmet igen.")
        super().submit()

    def current_input(self) -> object:
        return self.people.chosen(), super().current_input()

    def _split_columns(self) -> None:
        """Place everything added from now on to the right of the participants."""
        row = QHBoxLayout()
        row.setSpacing(28)
        right = QVBoxLayout()
        right.setSpacing(self.body.spacing())
        row.addWidget(labelled("D&eltagere", self.people), 4)
        row.addLayout(right, 5)
        self.body.addLayout(row)
        self.body = right
