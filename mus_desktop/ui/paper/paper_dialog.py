"""The dialog for last year's agreements on paper: typed, pasted from Word or Excel, or attached as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.form import Form
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.services.paper.paper_plans import PaperPlans
from mus_desktop.services.preferences import Preferences
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.fields.field_widget import Content, FieldContext
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.theme.icons import IconPushButton, IconToolButton

_TEXT = (
    "Skriv aftalerne herunder, eller indsæt dem fra Word eller Excel. Når de er gemt, kan I følge op på dem og tage "
    "dem med i den nye plan som alle andre aftaler."
)
_ROWS = 3
_WIDTH = 118


class PaperDialog(InputDialog):
    """Enter agreements on the plan of ``form``. ``stored`` is emitted when they are saved."""

    stored = Signal()

    def __init__(
        self,
        paper: PaperPlans,
        preferences: Preferences,
        employee: Employee,
        form: Form,
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__("Aftaler fra sidste år", "&Gem aftalerne", parent, text=_TEXT, characters=_WIDTH)
        self._paper, self._employee, self._form = paper, employee, form
        self._file: Path | None = None
        self.period = _periods(preferences, today)
        self.paste = IconPushButton("&Indsæt det, du har kopieret", "document", "", self)
        self.attach = IconPushButton("&Vedhæft en fil …", "folder", "", self)
        self.status = text_label("", "muted", wrap=True)
        self.plan = self._plan(employee, today)
        self._file_name = text_label("", wrap=True)
        self._remove_file = IconToolButton("remove", "Fjern den vedhæftede fil", self, muted=True)
        for button in (self.paste, self.attach):
            button.setAutoDefault(False)
        self.paste.clicked.connect(self._on_paste)
        self.attach.clicked.connect(self._on_attach)
        self._remove_file.clicked.connect(lambda: self.set_attachment(None))
        self._lay_out()
        self.set_attachment(None)

    def close_after(self, save: Callable[[], object]) -> None:
        """Close after the agreements are stored; an attached file is read first, which may take a while."""
        if self._file is None:
            super().close_after(save)
            return

        def store(content: bytes) -> None:
            super(PaperDialog, self).close_after(lambda: self._store(content))

        def failed(error: KnownError) -> None:
            self.show_problem(error.message)

        work_on_files(self, self._file.parent, self._paper.reading(self._file), store, failed)

    def submit(self) -> None:
        self._store(None)

    def _store(self, content: bytes | None) -> None:
        rows = self._entered_agreements()
        self._paper.add_paper(self._employee.id, self._form.id, self.period.currentData(), rows, self._file, content)
        self.stored.emit()

    def current_input(self) -> object:
        return self._entered_agreements(), self._file

    def add_pasted_text(self, text: str) -> None:
        """Read agreements from pasted text, and show them below the existing ones."""
        agreements = self._paper.read(text, self._form.id, self.period.currentData())
        self._show((*self._entered_agreements(), *agreements))
        self.status.setText(_summary(len(agreements)))
        self.status.setVisible(True)

    def set_attachment(self, file: Path | None) -> None:
        """Attach ``file`` to the agreements, ``None`` for no file."""
        self._file = file
        self._file_name.setText(f"Vedhæftet: {file.name}" if file else "")
        self._file_name.setVisible(file is not None)
        self._remove_file.setVisible(file is not None)

    def _entered_agreements(self) -> list[Agreement]:
        return [agreement for row in self.plan.rows if not (agreement := row.agreement()).blank]

    def _plan(self, employee: Employee, today: date) -> PlanWidget:
        fields = self._form.plan_fields()
        if not fields:
            raise KnownError("Skemaet har ingen plan, som aftalerne kan stå i.")
        field = replace(fields[0], title="", text="", groups=(), min_rows=_ROWS, numbered=True)
        context = FieldContext(self._form, {}, 0, {}, (employee.name,), lambda: today)
        widget = PlanWidget(field, context, self)
        widget.load(Content({}, Plan(0, 0)))  # id 0: the plan is not stored yet
        return widget

    def _show(self, rows: tuple[Agreement, ...]) -> None:
        self.plan.load(Content({}, Plan(0, 0, rows)))

    def _on_paste(self) -> None:
        self.add_pasted_text(QApplication.clipboard().text())

    def _on_attach(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Vedhæft sidste års plan")
        if chosen:
            self.set_attachment(Path(chosen))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.paste)
        buttons.addWidget(self.attach)
        buttons.addStretch(1)
        file = QHBoxLayout()
        file.addWidget(self._file_name)
        file.addWidget(self._remove_file)
        file.addStretch(1)
        self.body.addWidget(labelled("&Periode", self.period))
        self.body.addLayout(buttons)
        self.body.addLayout(file)
        self.body.addWidget(self.status)
        self.body.addWidget(self.plan)
        self.status.hide()
        first = self.plan.first_input()
        if first is not None:
            first.setFocus()


def _periods(preferences: Preferences, today: date) -> ComboBox:
    """Return a box with the previous period (the likely one, first), the current one, and the one two years back."""
    last, this, _ = preferences.period_rule().periods_around(today)
    earlier = preferences.period_rule().periods_around(last.first)[0]
    box = ComboBox()
    for period in (last, this, earlier):
        box.addItem(f"MUS {period.title}", period)
    return box


def _summary(number: int) -> str:
    if not number:
        return "Der er ingen tekst at indsætte. Kopiér aftalerne i Word eller Excel først."
    sentence = "1 aftale er læst ind" if number == 1 else f"{number} aftaler er læst ind"
    return f"{sentence}. Se dem igennem, og ret det, der ikke faldt på plads."
