"""The help page about protection: it says what is true on this PC."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from mus_desktop.services.workplace import Workplace
from mus_desktop.storage import keys
from mus_desktop.ui.help.protection import ProtectionDialog
from mus_desktop.ui.main_window import MainWindow


def test_it_says_where_and_who_and_follows_what_is_chosen(
    window: MainWindow,
    place: Workplace,
    dialog: Callable[[type[QDialog]], QDialog],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "Cost", partial(keys.Cost, n=2**4))

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
