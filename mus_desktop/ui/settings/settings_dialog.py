"""The settings: the leader, the MUS year, form and folder, and the look of the program."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.services.writing.dictionary_place import is_installed
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import labelled
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.settings.hint_section import HintSection
from mus_desktop.ui.settings.phrase_section import PhraseSection
from mus_desktop.ui.settings.setting_groups import FolderSection, FormSection, LeaderSection, PeriodSection
from mus_desktop.ui.settings.writing_section import WritingSection
from mus_desktop.ui.theme.look import NORMAL_POINT_SIZE, POINT_SIZES, Look
from mus_desktop.ui.theme.tokens import Scheme

_SCHEMES = {Scheme.SYSTEM: "Som computeren", Scheme.LIGHT: "Lyst", Scheme.DARK: "Mørkt"}


class _Section(Protocol):
    """A section of settings that is stored by *Gem*."""

    def store(self) -> None: ...
    def current_input(self) -> object: ...


class SettingsDialog(InputDialog):
    """All settings on one page. Colours and text size take effect at once, and are reset by *Annullér*."""

    def __init__(self, workplace: Workplace, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("Indstillinger", "&Gem", parent, characters=88)
        self._workplace, preferences = workplace, workplace.preferences
        self.leader = LeaderSection(preferences)
        self.period = PeriodSection(preferences)
        self.form = FormSection(preferences, workplace.catalogue)
        self.folder = FolderSection(preferences)
        self.hints = HintSection(workplace.hint_switches)
        self.phrases = PhraseSection(workplace.writing_settings)
        self.writing = WritingSection(workplace.writing_settings, has_dictionary=is_installed())
        self.look = LookSection(look)
        self._sections: list[_Section] = [self.leader, self.period, self.form, self.folder]
        self._sections += [self.hints, self.phrases, self.writing]
        self.body.setSpacing(16)
        self.add_card("Dig", self.leader)
        self.add_card("MUS-året", self.period)
        self.add_card("Skema og dokumenter", self.form, self.folder)
        self.add_card("Forslag", self.hints)
        self.add_card("Egne fraser", self.phrases)
        self.add_card("Stavekontrol", self.writing)
        self.add_card("Udseende", self.look)
        self.rejected.connect(self.look.restore)
        self.leader.name.setFocus()

    def submit(self) -> None:
        with self._workplace.in_one_transaction():
            for section in self._sections:
                section.store()

    def current_input(self) -> object:
        return [section.current_input() for section in self._sections]


class LookSection(QWidget):
    """Colours and text size."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._before = (look.scheme, look.point_size)
        self.scheme, self.points = ComboBox(), ComboBox()
        for scheme, text in _SCHEMES.items():
            self.scheme.addItem(text, scheme)
        for points in POINT_SIZES:
            self.points.addItem(f"{points} punkt{' (normal)' if points == NORMAL_POINT_SIZE else ''}", points)
        self._show_look()
        look.changed.connect(self._show_look)
        look.storing_failed.connect(self._show_look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(labelled("&Farver", self.scheme))
        row.addWidget(labelled("&Tekststørrelse", self.points))
        # A combo box returns a StrEnum as plain text.
        self.scheme.activated.connect(lambda: look.use_scheme(Scheme(self.scheme.currentData())))
        self.points.activated.connect(lambda: look.use_point_size(self.points.currentData()))

    def _show_look(self) -> None:
        self.scheme.setCurrentIndex(self.scheme.findData(self._look.scheme))
        self.points.setCurrentIndex(self.points.findData(self._look.point_size))

    def restore(self) -> None:
        """Restore the look from before the changes."""
        scheme, points = self._before
        self._look.use_scheme(scheme)
        self._look.use_point_size(points)
