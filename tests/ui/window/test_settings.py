"""The settings: kept by Gem, taken back by Annullér."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.settings import settings_dialog
from mus_desktop.ui.settings.settings_dialog import SettingsDialog
from mus_desktop.ui.shell.application import stored_look
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import DARK, Scheme

Find = Callable[[type[QDialog]], QDialog]


def opened(window: MainWindow, dialog: Find) -> SettingsDialog:
    window.menus.settings.trigger()
    found = dialog(SettingsDialog)
    assert isinstance(found, SettingsDialog)
    return found


def test_keeps_everything_at_once(window: MainWindow, place: Workplace, dialog: Find, tmp_path: Path) -> None:
    asked = opened(window, dialog)
    asked.leader.title.setText("Souschef")
    asked.period.kind.setCurrentIndex(asked.period.kind.findData(PeriodKind.OWN))
    assert asked.period.month.isVisible(), "a year of one's own has a day to begin on"
    asked.period.month.setCurrentIndex(1)
    assert asked.period.day.count() == 28, "29 February is not every year"
    asked.period.day.setCurrentIndex(14)
    asked.folder.folder.setText("ikke en hel sti")
    asked.primary.click()
    assert "mappe" in asked.problem.text()
    asked.folder.folder.setText(str(tmp_path / "Planer"))
    asked.primary.click()
    preferences = place.preferences
    assert preferences.leader() == Leader("Mette Lindgaard", "Souschef", "Kastanjeskolen")
    assert preferences.period_rule() == PeriodRule(PeriodKind.OWN, 2, 15)
    assert preferences.period_of(date(2026, 5, 12)).first == date(2026, 2, 15)
    assert preferences.document_folder() == tmp_path / "Planer"


def test_where_the_dictionary_is_missing_the_settings_say_so(
    window: MainWindow, place: Workplace, dialog: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.writing_settings.add_own_word("Aula")
    monkeypatch.setattr(settings_dialog, "is_installed", lambda: False)
    asked = opened(window, dialog)
    texts = [label.text() for label in asked.writing.findChildren(QLabel) if label.isVisible()]
    assert texts == ["Stavefejl kan ikke vises, fordi den danske ordbog ikke er installeret på denne pc."]
    assert not asked.writing.checks.isVisible()
    asked.primary.click()
    assert (place.writing_settings.checks_spelling(), place.writing_settings.own_words()) == (True, ("Aula",))


@pytest.mark.usefixtures("dropping")
def test_cancel_takes_the_look_back(window: MainWindow, place: Workplace, dialog: Find, look: Look) -> None:
    asked = opened(window, dialog)
    asked.leader.name.setText("En anden")
    asked.look.scheme.setCurrentIndex(asked.look.scheme.findData(Scheme.DARK))
    asked.look.scheme.activated.emit(0)
    asked.look.points.setCurrentIndex(asked.look.points.findData(14))
    asked.look.points.activated.emit(0)
    assert (look.scheme, look.point_size) == (Scheme.DARK, 14)
    assert look.tokens is DARK
    asked.cancel.click()
    assert (look.scheme, look.point_size) == (Scheme.LIGHT, 10)
    assert place.preferences.leader().name == "Mette Lindgaard"


def test_the_look_is_remembered(place: Workplace, qapp: object) -> None:
    look = stored_look(place.preferences, qapp)  # type: ignore[arg-type]  # pytest-qt's own type
    look.use_scheme(Scheme.DARK)
    look.zoom(2)
    assert (place.preferences.scheme(), place.preferences.point_size()) == ("dark", 12)
    look.deleteLater()
