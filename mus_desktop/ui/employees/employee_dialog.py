"""The dialog for an employee's details. It never asks for CPR number or birth date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from mus_desktop.model.people import Employee
from mus_desktop.model.staff_list.service_numbers import split_numbers
from mus_desktop.model.text import is_blank
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import required_day
from mus_desktop.ui.employees.absence_input import AbsenceInput

_NUMBERS_HINT = "Skal kun bruges, når du importerer medarbejderlister. Flere numre skilles med komma."


class EmployeeDialog(InputDialog):
    """A dialog that adds or changes an employee. ``stored`` carries the id."""

    stored = Signal(int)

    def __init__(
        self,
        workplace: Workplace,
        now: Callable[[], datetime],
        employee: Employee | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Redigér medarbejder" if employee else "Ny medarbejder", "&Gem", parent)
        self._workplace = workplace
        self._employee = employee or Employee("", workplace=workplace.preferences.leader().workplace)
        self.name = OneLineEdit(self._employee.name)
        self.title = OneLineEdit(self._employee.title)
        self.workplace = OneLineEdit(self._employee.workplace)
        self.email = OneLineEdit(self._employee.email)
        self.numbers = OneLineEdit(", ".join(self._employee.numbers))
        self.absence = AbsenceInput(lambda: now().date())
        self.absence.show_absence(self._employee.absence)
        self.has_left = QCheckBox("&Fratrådt den")
        self.has_left.setChecked(not self._employee.active)
        self.left_on = DateInput(lambda: now().date())
        self.left_on.show_day(self._employee.left_on or now().date())
        self._lay_out()

    def submit(self) -> None:
        if is_blank(self.name.text()):
            self.name.setFocus()  # to which the error belongs
        employee = replace(
            self._employee,
            name=self.name.text(),
            title=self.title.text(),
            workplace=self.workplace.text(),
            email=self.email.text(),
            left_on=required_day(self.left_on) if self.has_left.isChecked() else None,
            numbers=split_numbers(self.numbers.text()),
            absence=self.absence.absence(),
        )
        staff = self._workplace.staff
        if employee.id:
            staff.change(employee)
            self.stored.emit(employee.id)
        else:
            self.stored.emit(staff.add(employee).id)

    def current_input(self) -> object:
        texts = [line.text() for line in (self.name, self.title, self.workplace, self.email, self.numbers)]
        return texts, self.left_on.content(), self.has_left.isChecked(), self.absence.content()

    def _lay_out(self) -> None:
        for title, editor in (
            ("Na&vn", self.name),
            ("&Stilling", self.title),
            ("&Arbejdsplads", self.workplace),
            ("&E-mail", self.email),
        ):
            self.body.addWidget(labelled(title, editor))
        self.body.addWidget(labelled("&Tjenestenummer", self.numbers, _NUMBERS_HINT))
        if self._employee.id:
            row = QHBoxLayout()
            row.setSpacing(12)
            self.left_on.set_accessible_name("Fratrådt den, dato")
            self.left_on.setEnabled(self.has_left.isChecked())
            self.has_left.toggled.connect(self.left_on.setEnabled)
            row.addWidget(self.has_left)
            row.addWidget(self.left_on)
            row.addStretch(1)
            self.body.addLayout(row)
            self.body.addWidget(self.absence)
        self.name.setFocus()
