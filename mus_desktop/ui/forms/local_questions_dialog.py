"""The dialog *Egne spørgsmål*: reword a form's questions and add the workplace's own."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mus_desktop.model.form import Form, NotesField, Tab
from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.forms.question_editor import FieldQuestions

_TEXT = (
    "Ret skemaets spørgsmål til, så de passer til jeres arbejdsplads, og tilføj jeres egne. "
    "Skemaets egen ordlyd bliver ved med at stå under. Det gælder også næste år."
)


class LocalQuestionsDialog(InputDialog):
    """The questions of one form, theme by theme. ``form_id`` is the form shown first.

    Edits to a form are remembered while another one is shown, and all are saved together.
    """

    def __init__(self, workplace: Workplace, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__("Egne spørgsmål", "&Gem", parent, text=_TEXT, characters=92)
        self._workplace = workplace
        self._questions: list[FieldQuestions] = []
        self._shown = ""
        self._initial: dict[str, LocalLayer] = {}
        self._edited: dict[str, LocalLayer] = {}
        self._themes = QWidget()
        forms = workplace.catalogue.last_used_first(workplace.catalogue.available())
        self._form_of = {form.id: form for form in forms}
        self._forms = FormChooser(forms)
        self._apply = QCheckBox("Brug dem også i planlagte samtaler, der &ikke er holdt")
        self._apply.setChecked(True)
        self._body = QVBoxLayout(self._themes)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(10)
        self.body.addWidget(labelled("&Skema", self._forms))
        self.body.addWidget(self._themes)
        self.body.addWidget(self._apply)
        self._forms.currentIndexChanged.connect(self._on_form_chosen)
        self._choose(form_id)

    def submit(self) -> None:
        """Save the questions, and update conversations not yet held if the leader chose so."""
        # One transaction for all forms.
        with self._workplace.in_one_transaction():
            for form_id, layer in {**self._changed(), self._shown: self.layer()}.items():
                self._workplace.catalogue.local_layers.store(form_id, layer)
                if self._apply.isChecked():
                    self._workplace.conversations.use_local_questions(form_id)

    def current_input(self) -> object:
        return self._changed()

    def layer(self) -> LocalLayer:
        """Return the questions in the dialog."""
        return LocalLayer(
            {field.key: field.reworded() for field in self._questions},
            {field.key: field.added() for field in self._questions},
        )

    def fields(self) -> tuple[FieldQuestions, ...]:
        """Return the fields with questions, in the order of the form."""
        return tuple(self._questions)

    def _changed(self) -> dict[str, LocalLayer]:
        """Return the questions of each form that changed since it was first shown."""
        written = {**self._edited, self._shown: self.layer()}
        return {form_id: layer for form_id, layer in written.items() if layer != self._initial[form_id]}

    def _form(self) -> Form:
        return self._form_of[self._forms.form_id()]

    def _choose(self, form_id: str) -> None:
        self._forms.choose(form_id)
        self._on_form_chosen()

    def _on_form_chosen(self) -> None:
        if self._shown:
            self._edited[self._shown] = self.layer()
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._questions.clear()
        self._shown = self._form().id
        stored = self._workplace.catalogue.local_layers.get(self._shown)
        layer = self._edited.get(self._shown, stored)
        for tab in self._form().tabs:
            self._add_theme(tab, layer)
        self._initial.setdefault(self._shown, self.layer())

    def _add_theme(self, tab: Tab, layer: LocalLayer) -> None:
        notes = [field for field in tab.fields if isinstance(field, NotesField)]
        if not notes:
            return
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(18, 0, 0, 8)
        column.setSpacing(14)
        touched = False
        for field in notes:
            own, wording = layer.added.get(field.key, ()), layer.reworded.get(field.key, {})
            questions = FieldQuestions(field, wording, own)
            touched = touched or bool(own or wording)
            column.addWidget(questions)
            self._questions.append(questions)
        self._body.addWidget(Fold(tab.title, holder, opened=touched))
