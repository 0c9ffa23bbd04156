"""The help page about protection: it says what is true on this PC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.help.protection_dialog import ProtectionDialog, chapters
from mus_desktop.ui.shell.main_window import MainWindow
from tests.systems import WINDOWS


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))


def test_it_says_where_and_who_and_follows_what_is_chosen(
    window: MainWindow,
    place: Workplace,
    dialog: Callable[[type[QDialog]], QDialog],
    tmp_path: Path,
) -> None:
    def told() -> str:
        window.menus.protection.trigger()
        shown = dialog(ProtectionDialog)
        text = " ".join(label.text() for label in shown.findChildren(QLabel)).replace("\N{ZERO WIDTH SPACE}", "")
        shown.accept()
        shown.hide()
        return text

    before = told()
    assert str(place.database.path.parent) in before
    assert "ingen adgangskode" in before
    assert "kun her" in before
    place.safety.encryption.set_password("grøn kop regnvejr")
    place.safety.add_target(tmp_path)
    after = told()
    assert "Dine data er krypteret." in after
    assert "ingen adgangskode på" not in after
    assert f"kommer også til {tmp_path}" in after


def test_it_says_what_the_backup_password_is_worth_and_what_it_needs_to_know(place: Workplace) -> None:
    def told() -> str:
        return " ".join(text for chapter in chapters(place.safety.protection()) for text in chapter)

    assert "skal du vælge en backup-adgangskode" in told()
    place.safety.backup_key.choose("grøn kop regnvejr")
    assert "beskytter ikke det, der ligger på selve pc'en" in told()
    protection = place.safety.protection()
    assert protection.backup_key_stored is WINDOWS, "elsewhere there is no store"
    for stored, said in ((False, "skriver den én gang efter hver start"), (True, "Windows husker den")):
        shown = chapters(replace(protection, backup_key_stored=stored))
        assert said in " ".join(text for chapter in shown for text in chapter)
    for word in ("mus.sqlite", "undermappen backup", "policy.toml", "AES-256", "MUS_PASSWORD", "MUS_BACKUP_PASSWORD"):
        assert word in told()


@pytest.mark.parametrize(
    ("others", "encrypted", "sentence"),
    [
        (None, False, ""),
        ((), False, "kan kun læses af dig, af dem, der administrerer pc'en, og af Windows selv"),
        (("gæster på pc'en",), False, "kan også læses af gæster på pc'en. Bed it-afdelingen"),
        (("alle",), True, "kan også læses af alle. Bed it-afdelingen om at fjerne den adgang; samtalerne selv er"),
    ],
)
def test_it_says_who_may_read_the_folder_where_that_is_known(
    others: tuple[str, ...] | None, encrypted: bool, sentence: str, place: Workplace
) -> None:
    protection = replace(place.safety.protection(), other_readers=others, encrypted=encrypted)
    (who,) = (" ".join(texts) for title, *texts in chapters(protection) if title == "Hvem kan læse dem?")
    assert sentence in who
    assert ("af Windows selv" in who or "kan også læses" in who) == (others is not None)
