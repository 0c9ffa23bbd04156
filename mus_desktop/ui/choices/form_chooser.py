"""The list of forms to choose among, in every dialog: the whole name of each, its purpose and number of themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.form import Form
from mus_desktop.model.group import GROUP, INDIVIDUAL
from mus_desktop.model.terms import Purpose
from mus_desktop.ui.controls.combo_box import ComboBox

_PURPOSES = {Purpose.FOLLOW_UP: "opfølgning", Purpose.EVALUATION: "evaluering"}


class FormChooser(ComboBox):
    """A drop-down list of ``forms`` in the order given.

    :param placeholder: the first entry, which chooses none; without it the first form is chosen.
    """

    def __init__(self, forms: Iterable[Form] = (), placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if placeholder:
            self.addItem(placeholder, "")
        self.add_forms(forms)

    def add_forms(self, forms: Iterable[Form]) -> None:
        """Add ``forms`` as the last entries; forms with the same name are told apart by their titles."""
        added = tuple(forms)
        count = Counter(form.display_name for form in added)
        for form in added:
            name = form.display_name if count[form.display_name] == 1 else f"{form.display_name} · {form.title}"
            self.addItem(f"{name} – {form_details(form)}", form.id)

    def choose(self, form_id: str) -> None:
        """Choose the form with that id; if it is not in the list, the first entry."""
        self.setCurrentIndex(max(self.findData(form_id), 0))

    def form_id(self) -> str:
        """Return the id of the chosen form; empty if there is none."""
        return self.currentData() or ""


def form_details(form: Form) -> str:
    """Return what a form is for, and the number of its themes: ``MUS, 8 temaer``."""
    purpose = _PURPOSES.get(form.purpose, "MUS" if form.counts else "samtale")
    if GROUP in form.held:
        purpose += " for en eller flere" if INDIVIDUAL in form.held else " for grupper"
    count = len(form.tabs)
    return f"{purpose}, {count} temaer" if count > 1 else f"{purpose}, 1 tema"
