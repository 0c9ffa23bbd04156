"""The second page of the first start: the form the workplace uses, and how it counts the MUS year."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.settings.setting_groups import FormSection, PeriodSection
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.step_page import StepPage, card_of

_DECIDED = "IT har valgt skemaet for jer: {form}. Du kan vælge et andet til hver samtale."


class FirstFormPage(StepPage):
    """The second step. A form that IT has decided is shown, and not asked for."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(2, parent)
        self._workplace = workplace
        decided = workplace.policy.policy.form
        self.form = FormSection(workplace.preferences, workplace.catalogue)
        # Under Indstillinger the leader may have chosen another than the one that IT proposes.
        self.decided = bool(decided) and self.form.form.currentData() == decided
        self.period = PeriodSection(workplace.preferences)
        self.go = QPushButton("Næ&ste")
        set_style_kind(self.go, "primary")
        self.go.clicked.connect(self.go_on)
        self.setFocusProxy(self.period.kind if self.decided else self.form.form)
        self._add_content()
        self.mark_stored()

    def store(self) -> None:
        """Store form and period, both or neither. :raises KnownError: no form is chosen."""
        if not self.decided:
            self.form.require_choice()
        with self._workplace.in_one_transaction():
            if not self.decided:
                self.form.store()
            self.period.store()

    def current_input(self) -> object:
        return self.form.current_input(), self.period.current_input()

    def _add_content(self) -> None:
        self.add_title("Jeres skema og MUS-år")
        text = "Skemaet foreslås, når du opretter en samtale. MUS-året viser, hvem der mangler en samtale."
        self.add(text_label(text, "muted", wrap=True))
        self.add_space(8)
        name = _DECIDED.format(form=self.form.form.currentText())
        self.add(card_of(text_label(name, wrap=True) if self.decided else self.form, self.period))
        self.add(self.problem)
        self.add_space(4)
        self.add_buttons(self.go, self.skip, self.back)
