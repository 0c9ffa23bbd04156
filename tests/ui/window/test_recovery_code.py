"""The recovery code: nobody loses it by a slip, and nothing on the PC gets to keep it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.storage.keys.recovery_code import new_code
from mus_desktop.ui.safety import code_dialog
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.code_printing import require_paper_printer

CODE = new_code()
START = CODE[:4]


@pytest.fixture
def confirmed() -> list[str]:
    return []


@pytest.fixture
def shown(confirmed: list[str], qtbot: QtBot) -> Iterator[CodeDialog]:
    dialog = CodeDialog(CODE, lambda typed, _: confirmed.append(typed))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    yield dialog
    dialog.hide()
    dialog.deleteLater()


@pytest.mark.parametrize("slip", ["escape", "cross"])
def test_a_slip_does_not_lose_it(
    shown: CodeDialog, slip: str, press: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave() -> None:
        if slip == "escape":
            press(Qt.Key.Key_Escape, widget=shown)
        else:
            shown.close()

    asked: list[str] = []
    for answer, stays in (("", True), ("leave", False)):
        monkeypatch.setattr(code_dialog, "ask", lambda *a, answer=answer: [asked.append(a[2]), answer][1])
        leave()
        assert shown.isVisible() == stays
    assert "vises ikke igen" in asked[0]


def test_leaving_it_unconfirmed_is_a_choice_of_its_own(shown: CodeDialog, confirmed: list[str]) -> None:
    shown.cancel.click()
    assert not shown.isVisible()
    assert confirmed == []


def test_nothing_of_it_gets_to_the_clipboard(
    shown: CodeDialog, press: Callable[..., None], type_text: Callable[..., None]
) -> None:
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        clipboard.setText("noget andet", mode)
    type_text(shown.typed, CODE)
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        press(key, Qt.KeyboardModifier.ControlModifier, shown.typed)
    assert shown.typed.selectedText() == CODE, "marking is allowed"
    press(Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier, shown.typed)
    press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier, shown.typed)
    assert not shown.typed.dragEnabled()
    assert clipboard.text() == "noget andet"
    assert shown.typed.text() == CODE
    assert shown.typed.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    codes = [label for label in shown.findChildren(QLabel) if START in label.text()]
    assert [label.textInteractionFlags() for label in codes] == [Qt.TextInteractionFlag.LinksAccessibleByMouse]
    shown.primary.click()
    assert not shown.isVisible()


def test_a_wrong_one_is_written_over(shown: CodeDialog, type_text: Callable[..., None]) -> None:
    type_text(shown.typed, "forkert")
    shown.primary.click()
    assert "ikke den kode" in shown.problem.text()
    type_text(shown.typed, CODE)
    assert shown.typed.text() == CODE


def test_it_is_not_in_a_log(shown: CodeDialog, caplog: pytest.LogCaptureFixture, confirmed: list[str]) -> None:
    caplog.set_level(logging.DEBUG)
    shown.typed.setText(START)
    shown.primary.click()
    shown.typed.setText(CODE.lower())
    shown.primary.click()
    assert confirmed == [CODE.lower()]
    assert START not in caplog.text.upper()


class _Named(QPrinter):
    def __init__(self, name: str, *, valid: bool = True) -> None:
        super().__init__()
        self._name, self._valid = name, valid

    def printerName(self) -> str:  # noqa: N802 - Qt's
        return self._name

    def isValid(self) -> bool:  # noqa: N802 - Qt's
        return self._valid


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Kontoret 2. sal", True),
        ("HP LaserJet M404", True),
        ("Telefaxen", True),
        ("Microsoft Print to PDF", False),
        ("Microsoft XPS Document Writer", False),
        ("OneNote (Desktop)", False),
        ("Fax", False),
        ("Adobe PDF", False),
    ],
)
def test_only_paper_will_do(name: str, good: bool, qapp: QApplication) -> None:
    printer = _Named(name)
    printer.setOutputFileName("")
    if good:
        require_paper_printer(printer)
    else:
        with pytest.raises(KnownError, match=r"laver en fil"):
            require_paper_printer(printer)


def test_a_file_is_refused_and_so_is_no_printer(shown: CodeDialog, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "kode.pdf"))
    shown.print_on(printer)
    assert "laver en fil" in shown.problem.text()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KnownError, match="Skriv koden ned"):
        require_paper_printer(_Named("", valid=False))
