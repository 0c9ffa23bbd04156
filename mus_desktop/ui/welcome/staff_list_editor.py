"""The area for employees typed or pasted one per line, with what will happen to each line below it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.people.pasted_staff import LineFault, PastedStaff, RefusedLine, read_staff
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.text_entry.paste_area import PasteArea

HOW = "Skriv eller indsæt dem her, én på hver linje. Navnet er nok; stillingen skriver du efter et semikolon."
_HINT = "For eksempel: Bodil Ågård; pædagog"
_NOBODY = "Der er endnu ingen nye medarbejdere i listen. Skriv et navn på en linje, og tilføj igen."
_PAUSE_MS = 200
_MOST_NAMED = 5
_LONGEST_QUOTE = 40

_FAULTS = {
    LineFault.NO_NAME: "har intet navn. Skriv navnet først på linjen.",
    LineFault.ADDRESS_FIRST: "begynder med en mailadresse. Skriv navnet først, så et semikolon og resten.",
    LineFault.KNOWN: "findes allerede og tilføjes ikke igen. Er det en anden, så skriv stillingen efter et semikolon.",
}


class StaffListEditor(QWidget):
    """The area and the summary of its lines. ``resized``: the summary has grown or shrunk.

    ``added_ids``: the employees added so far.
    """

    resized = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.people = PasteArea()
        self.summary = text_label("", "muted", wrap=True)
        self.added_ids: list[int] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._show_summary)
        self.people.textChanged.connect(self._pause.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(labelled("&Medarbejdere", self.people, _HINT))
        column.addWidget(self.summary)
        self.setFocusProxy(self.people)

    def add_all(self) -> bool:
        """Add the employees of all good lines, in one transaction; return whether no line is left to be corrected.

        The lines that are left stay in the area, so that they can be corrected and added.

        :raises KnownError: there is no new employee in any line, or they could not be stored.
        """
        found = self._read()
        if not found.employees:
            self.people.setFocus()  # to which the error belongs
            raise KnownError(_NOBODY)
        with self._workplace.in_one_transaction():
            added = [self._workplace.staff.add(employee).id for employee in found.employees]
        self.added_ids += added
        left = [one for one in found.problems if one.fault is not LineFault.KNOWN]
        self.people.setPlainText("\n".join(one.content for one in left))
        self._pause.stop()
        self._show_summary()
        return not left

    def _read(self) -> PastedStaff:
        known = self._workplace.staff.everyone(left=True)
        return read_staff(self.people.toPlainText(), known, self._workplace.preferences.leader().workplace)

    def _show_summary(self) -> None:
        text = summary_text(self._read(), len(self.added_ids))
        if text != self.summary.text():
            self.summary.setText(text)
            announce(self.summary, text)
            self.resized.emit()


def summary_text(found: PastedStaff, added: int = 0) -> str:
    """Return what will be added, or ``added`` before, and for each line that will not, why and what to do."""
    count = len(found.employees)
    sentences = [f"{_employees(added)} er tilføjet."] if added else []
    if count or not added:
        sentences.append(f"Der bliver tilføjet {_employees(count)}.")
    if found.cpr_numbers == 1:
        sentences.append("Et cpr-nummer bliver ikke gemt, for programmet skal ikke kende det.")
    elif found.cpr_numbers:
        sentences.append(f"{found.cpr_numbers} cpr-numre bliver ikke gemt, for programmet skal ikke kende dem.")
    lines = [" ".join(sentences), *map(_problem_text, found.problems[:_MOST_NAMED])]
    rest = len(found.problems) - _MOST_NAMED
    if rest > 0:
        lines.append(f"Og {rest} linje{'' if rest == 1 else 'r'} mere, der ikke kan tilføjes.")
    return "\n".join(lines)


def _employees(count: int) -> str:
    return f"{count} medarbejder{'' if count == 1 else 'e'}"


def _problem_text(problem: RefusedLine) -> str:
    content = problem.content
    quote = content if len(content) <= _LONGEST_QUOTE else f"{content[: _LONGEST_QUOTE - 1].rstrip()}…"
    # Of a line with nothing but a CPR number there is nothing to quote.
    what = f"»{quote}« {_FAULTS[problem.fault]}" if quote else _FAULTS[problem.fault]
    return f"Linje {problem.line}: {what}"
