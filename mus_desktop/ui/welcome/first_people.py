"""The fifth page of the first start: the employees, typed or pasted one per line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.staff_list_editor import HOW, StaffListEditor
from mus_desktop.ui.welcome.step_page import SKIP, StepPage, card_of

_REST = "Resten er tilføjet. Ret de linjer, der står tilbage, og tilføj dem, eller gå videre uden dem."
_TEXT = "Hvem skal du holde MUS med? Bagefter vælger du en af dem og opretter den første samtale."


class FirstPeoplePage(StepPage):
    """The fifth step. ``added``: there are employees in the list, and perhaps lines left to correct.

    ``one_wanted``: the employees are to be added with all their details instead.
    """

    added = Signal()
    one_wanted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(5, parent)
        self.editor = StaffListEditor(workplace)
        self.go = QPushButton("Tilfø&j")
        set_style_kind(self.go, "primary")
        self.go.clicked.connect(self.go_on)
        self.one = QPushButton("Tilføj é&n med flere oplysninger …")
        self.one.clicked.connect(self.one_wanted)
        self.setFocusProxy(self.editor.people)
        name = workplace.preferences.leader().name.split(" ", 1)[0]
        self._add_content(f"Dine medarbejdere, {name}" if name else "Dine medarbejdere")
        self.mark_stored()

    def store(self) -> None:
        """Add the employees. :raises KnownError: there is none, or some lines must be corrected first."""
        done = self.editor.add_all()
        self.skip.setText("Gå &videre")
        self.back.hide()  # the steps are over once there are employees
        self.added.emit()
        if not done:
            self.editor.people.setFocus()
            raise KnownError(_REST)

    def current_input(self) -> object:
        return self.editor.people.toPlainText()

    def _add_content(self, title: str) -> None:
        self.skip.setText(SKIP)
        self.add_title(title)
        self.add(text_label(f"{_TEXT} {HOW}", "muted", wrap=True))
        self.add_space(8)
        self.add(card_of(self.editor))
        self.add(self.problem)
        self.add_space(4)
        self.add_buttons(self.go, self.one, self.skip, self.back)
