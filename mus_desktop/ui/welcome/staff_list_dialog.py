"""The dialog for several employees at once, one on each line."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.people.pasted_staff import PastedStaff, read_staff
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.text_entry.paste_area import PasteArea
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_TEXT = "Skriv eller indsæt dem her, én på hver linje. Navnet er nok; stillingen skriver du efter et semikolon."
_HINT = "For eksempel: Bodil Ågård; pædagog"
_NOBODY = "Der er endnu ingen nye medarbejdere i listen. Skriv et navn på en linje, og tilføj igen."
_PAUSE_MS = 200
_MOST_NAMED = 3


class StaffListDialog(InputDialog):
    """A dialog that adds the employees of a typed or pasted list, all or none. ``stored``: they are in the list."""

    stored = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Tilføj flere medarbejdere", "&Tilføj", parent, text=_TEXT, characters=76)
        self._workplace = workplace
        self._known = workplace.staff.everyone(left=True)
        self.people = PasteArea()
        self.summary = text_label("", "muted", wrap=True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._show_summary)
        self.people.textChanged.connect(self._pause.start)
        self.body.addWidget(labelled("&Medarbejdere", self.people, _HINT))
        self.body.addWidget(self.summary)
        self.people.setFocus()

    def submit(self) -> None:
        employees = self._read().employees
        if not employees:
            self.people.setFocus()  # to which the error belongs
            raise KnownError(_NOBODY)
        with self._workplace.in_one_transaction():
            for employee in employees:
                self._workplace.staff.add(employee)
        self.stored.emit()

    def current_input(self) -> object:
        return self.people.toPlainText()

    def _read(self) -> PastedStaff:
        return read_staff(self.people.toPlainText(), self._known, self._workplace.preferences.leader().workplace)

    def _show_summary(self) -> None:
        text = summary_text(self._read())
        if text != self.summary.text():
            self.summary.setText(text)
            announce(self.summary, text)
            self.grow_to_content()


def summary_text(found: PastedStaff) -> str:
    """Return what will be added, and what is left out and why."""
    count = len(found.employees)
    sentences = [f"Der bliver tilføjet {count} medarbejder{'' if count == 1 else 'e'}."]
    if found.known:
        rest = len(found.known) - _MOST_NAMED
        names = ", ".join(found.known[:_MOST_NAMED]) + (f" og {rest} mere" if rest > 0 else "")
        sentences.append(f"Findes allerede og tilføjes kun én gang: {names}.")
    if found.cpr_numbers == 1:
        sentences.append("Et cpr-nummer bliver ikke gemt, for programmet skal ikke kende det.")
    elif found.cpr_numbers:
        sentences.append(f"{found.cpr_numbers} cpr-numre bliver ikke gemt, for programmet skal ikke kende dem.")
    return " ".join(sentences)
