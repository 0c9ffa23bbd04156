"""The dialog *Tomme skemaer*: choose a form and a document, which is then written and opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.documents.blank_documents import blank_writing
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.dialogs.file_work_dialog import work_on_files
from mus_desktop.ui.dialogs.input_dialog import InputDialog


class BlankDialog(InputDialog):
    """Write an empty document to the chosen folder and open it with ``opener``."""

    def __init__(self, workplace: Workplace, opener: Callable[[Path], bool], parent: QWidget) -> None:
        folder = workplace.preferences.folder_for_writing()
        text = f"Til udskrift og udfyldning i hånden. Dokumentet lægges i {folder}."
        super().__init__("Tomme skemaer", "&Lav og åbn", parent, text=text)
        self._workplace, self._opener, self._folder = workplace, opener, folder
        forms = workplace.catalogue.last_used_first(workplace.catalogue.available())
        self._forms = {form.id: form for form in forms}
        self.form, self.document = FormChooser(forms), ComboBox()
        self.form.choose(workplace.preferences.default_form())
        self.body.addWidget(labelled("&Skema", self.form))
        self.body.addWidget(labelled("&Dokument", self.document))
        self.form.currentIndexChanged.connect(self._on_form_chosen)
        self._on_form_chosen()

    def select_form(self, form_id: str) -> None:
        """Select the form ``form_id``, if it is offered."""
        if form_id in self._forms:
            self.form.choose(form_id)

    def close_after(self, save: Callable[[], object]) -> None:
        """Close when the document is written and opened, which may be later."""
        try:
            save()
        except KnownError as error:
            self.show_problem(error.message)

    def submit(self) -> None:
        """Write and open the document; a problem is shown in the dialog, which stays open."""
        form, request = self._forms.get(self.form.form_id()), self.document.currentData()
        if form is None or request is None:
            raise KnownError("Vælg et skema og et dokument.")
        documents = self._workplace.documents
        writing = blank_writing(
            self._folder, form, request, documents.template(form.id), make_parents=documents.may_make_parents()
        )
        work_on_files(self, self._folder, writing.run, self._on_written, self._on_failed)

    def _on_written(self, path: Path) -> None:
        if self._opener(path):
            self.show_problem("")
            self.accept()
        else:
            self.show_problem(f"»{path.name}« ligger i mappen, men Word kunne ikke startes. Åbn dokumentet derfra.")

    def _on_failed(self, error: KnownError) -> None:
        self.show_problem(error.message)

    def _on_form_chosen(self) -> None:
        self.document.clear()
        form = self._forms.get(self.form.form_id())
        if form is not None:
            for request in choices(form):
                self.document.addItem(request.title(form), request)

    def request(self) -> DocumentRequest:
        """Return the chosen document."""
        chosen: DocumentRequest = self.document.currentData()
        return chosen
