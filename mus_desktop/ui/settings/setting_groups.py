"""Small sections of settings, used in both the settings dialog and the first start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import MONTHS
from mus_desktop.model.form import Purpose
from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.model.text import one_line
from mus_desktop.paths import default_document_folder, local_document_folder
from mus_desktop.services.documents.document_place import folder_on_pc, proposed_folder
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.invitation.mail_address import checked_address
from mus_desktop.services.preferences import Preferences
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.theme.look import set_style_kind

_KINDS = {
    PeriodKind.CALENDAR: "Kalenderår",
    PeriodKind.SCHOOL: "Skoleår, fra 1. august",
    PeriodKind.OWN: "År fra en anden dato",
}
_LONGEST_MONTH = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
"""The days that can be chosen in the months with fewer than 31; 29 February does not exist every year."""


_PROPOSED = "IT har skrevet arbejdspladsen for jer. Ret den, hvis din hedder noget andet."


class LeaderSection(QWidget):
    """The settings section for the leader's name, title and workplace.

    :param proposed: the workplace that IT proposes; the leader is told where it comes from.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None, *, proposed: str = "") -> None:
        super().__init__(parent)
        self._preferences = preferences
        leader = preferences.leader()
        self.name, self.title = OneLineEdit(leader.name), OneLineEdit(leader.title)
        self.workplace, self.email = OneLineEdit(leader.workplace), OneLineEdit(leader.email)
        column = _column(self)
        column.addWidget(labelled("Dit na&vn", self.name))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(labelled("Din &stilling", self.title))
        row.addWidget(labelled("Din &arbejdsplads", self.workplace))
        column.addLayout(row)
        column.addWidget(labelled("Din e-mai&l (afsender af invitationer)", self.email))
        if proposed and leader.workplace == proposed:
            column.addWidget(text_label(_PROPOSED, "caption", wrap=True))

    def store(self) -> None:
        """Save the leader.

        :raises KnownError: the name is missing, or the mail address is none.
        """
        name = " ".join(one_line(self.name.text()).split())
        if not name:
            self.name.setFocus()
            raise KnownError("Skriv dit navn. Det står på planen, når den skal underskrives.")
        try:
            email = checked_address(self.email.text(), name)
        except KnownError:
            self.email.setFocus()
            raise
        title, workplace = one_line(self.title.text()), one_line(self.workplace.text())
        self._preferences.set_leader(Leader(name, title, workplace, email))

    def current_input(self) -> object:
        """Return the current input."""
        return self.name.text(), self.title.text(), self.workplace.text(), self.email.text()


class PeriodSection(QWidget):
    """The settings section for the start of the MUS year."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        rule = preferences.period_rule()
        self.kind = ComboBox()
        for kind, text in _KINDS.items():
            self.kind.addItem(text, kind)
        self.kind.setCurrentIndex(self.kind.findData(rule.kind))
        self.day = ComboBox()
        self.month = ComboBox()
        self.month.addItems(list(MONTHS))
        self.month.setCurrentIndex(rule.month - 1)
        self._own_start = QWidget()
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.month.currentIndexChanged.connect(self._on_month_changed)
        self._on_month_changed()
        self.day.setCurrentIndex(min(rule.day, self.day.count()) - 1)
        self._on_kind_changed()

    def store(self) -> None:
        """Save the period rule; planned conversations keep their period."""
        self._preferences.set_period_rule(
            PeriodRule(self._kind(), self.month.currentIndex() + 1, self.day.currentIndex() + 1)
        )

    def current_input(self) -> object:
        """Return the current input."""
        return self._kind(), self.month.currentIndex(), self.day.currentIndex()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._own_start)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(labelled("Begynder &den", self.day, name="Perioden begynder den"))
        row.addWidget(labelled("Må&ned", self.month, name="Perioden begynder i måned"), 1)
        column = _column(self)
        column.addWidget(labelled("MUS-&året følger", self.kind))
        column.addWidget(self._own_start)

    def _kind(self) -> PeriodKind:
        return PeriodKind(self.kind.currentData())  # a combo box returns plain text

    def _on_kind_changed(self) -> None:
        self._own_start.setVisible(self._kind() is PeriodKind.OWN)

    def _on_month_changed(self) -> None:
        chosen = self.day.currentIndex()
        days = _LONGEST_MONTH.get(self.month.currentIndex() + 1, 31)
        self.day.clear()
        self.day.addItems([f"{day}." for day in range(1, days + 1)])
        self.day.setCurrentIndex(min(max(chosen, 0), days - 1))


class FormSection(QWidget):
    """The settings section for the default form."""

    def __init__(self, preferences: Preferences, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        yearly = (form for form in catalogue.available() if form.purpose is Purpose.MUS)
        self.form = FormChooser(catalogue.last_used_first(yearly), "Vælg jeres skema …")
        self.form.choose(preferences.default_form())
        hint = "Du kan vælge et andet skema til hver samtale."
        _column(self).addWidget(labelled("Standards&kema", self.form, hint))

    def store(self) -> None:
        """Save the form, if one is chosen."""
        if self.form.currentData():
            self._preferences.set_default_form(self.form.currentData())

    def current_input(self) -> object:
        """Return the current input."""
        return self.form.currentData()

    def require_choice(self) -> None:
        """Require a choice.

        :raises KnownError: none is chosen.
        """
        if not self.form.currentData():
            self.form.setFocus()
            raise KnownError("Vælg det skema, I holder MUS på. Du kan vælge et andet til den enkelte samtale.")


_IN_THE_CLOUD = (
    "Mappen bliver synkroniseret med en sky som OneDrive, så Word-planerne bliver kopieret ud af pc'en. Spørg "
    "it-afdelingen, om I må det, eller vælg en mappe på pc'en."
)
_NOT_IN_THE_CLOUD = (
    "Din mappe Dokumenter bliver synkroniseret med en sky som OneDrive. Derfor foreslås en mappe på pc'en, så "
    "Word-planerne bliver her."
)


class FolderSection(QWidget):
    """The settings section for the visible folder for Word documents."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._initial = str(proposed_folder(preferences))
        self.folder = OneLineEdit(self._initial)
        self.choose = QPushButton("V&ælg …")
        self.choose.setAccessibleName("Vælg mappe til Word-planer")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        holder.setFocusProxy(self.folder)
        hint = "Mappen oprettes, første gang du laver en plan i Word."
        self.synced = text_label("", "caption", wrap=True)
        self.use_local = QPushButton("B&rug en mappe på pc'en")
        self.use_local.setAutoDefault(False)
        set_style_kind(self.use_local, "link")
        self.use_local.clicked.connect(self._on_use_local)
        column = _column(self)
        column.addWidget(labelled("&Mappe til Word-planer", holder, hint))
        column.addWidget(self.synced)
        column.addWidget(self.use_local, 0, Qt.AlignmentFlag.AlignLeft)
        self.folder.setAccessibleName("Mappe til Word-planer")
        self.folder.textChanged.connect(self._show_synced)
        self._show_synced()

    def store(self) -> None:
        """Save the folder.

        :raises KnownError: the folder does not exist and cannot be created.
        """
        text = self.folder.text().strip()
        if not text or not Path(text).is_absolute():
            self.folder.setFocus()
            raise KnownError("Vælg en mappe, hvor Word-planerne kan ligge.")
        # Unchanged, it is no answer to the question where documents go after the data were moved.
        if text != self._initial or not self._preferences.documents_moved():
            self._preferences.set_document_folder(Path(text))

    def current_input(self) -> object:
        """Return the current input."""
        return self.folder.text()

    def _show_synced(self) -> None:
        """Say that the folder is copied to a cloud; or why the proposed one is not among the user's documents."""
        local = folder_on_pc(Path(self.folder.text().strip()))
        redirected = folder_on_pc(default_document_folder()) is not None
        proposed = redirected and Path(self.folder.text().strip()) == local_document_folder()
        self.synced.setText(_IN_THE_CLOUD if local else _NOT_IN_THE_CLOUD if proposed else "")
        self.synced.setVisible(bool(self.synced.text()))
        self.use_local.setVisible(local is not None)

    def _on_use_local(self) -> None:
        self.folder.setText(str(local_document_folder()))
        self.folder.setFocus()

    def _on_choose(self) -> None:
        dialog = QFileDialog(self.window(), "Vælg mappe til Word-planer", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.folder.setText(str(Path(chosen))))
        dialog.open()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    return column
