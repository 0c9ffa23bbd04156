"""What the leader sees when the program fails: calm Danish, and details that quote nobody."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QLocale, QtMsgType
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors, details, error_dialog, log_qt_message
from mus_desktop.ui.theme.look import Look

PRIVATE = "Ågot Bæk er syg"


def failure() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        int(PRIVATE)
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def sheets() -> list[InputDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, InputDialog) and w.isVisible()]


@pytest.fixture
def mishaps(look: Look) -> Iterator[UnexpectedErrors]:
    made = UnexpectedErrors()
    yield made
    for sheet in sheets():
        sheet.reject()


def test_tells_calmly_and_quotes_nobody(
    mishaps: UnexpectedErrors, qtbot: QtBot, caplog: pytest.LogCaptureFixture, look: Look
) -> None:
    mishaps.handle(*failure())
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheet = sheets()[0]
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Noget gik galt" in said
    next(b for b in sheet.findChildren(QPushButton) if "detaljer" in b.text()).click()
    copied = QApplication.clipboard().text()
    assert sheet.isVisible(), "copying closes nothing"
    assert "ValueError" in copied
    assert "test_unexpected_errors.py" in copied
    assert "Python" in copied
    assert not any(PRIVATE in text for text in (said, copied, caplog.text))
    assert "ValueError" in caplog.text


def test_waits_while_the_employee_looks_along(
    mishaps: UnexpectedErrors, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    mishaps.set_paused(True)
    with qtbot.waitSignal(mishaps.error_raised):
        mishaps.handle(*failure())
    QApplication.sendPostedEvents()
    assert sheets() == []
    mishaps.set_paused(False)
    qtbot.waitUntil(lambda: len(sheets()) == 1)


def test_a_foreseen_error_is_shown_as_it_stands(look: Look) -> None:
    sheet = error_dialog(KnownError("Filen er i brug. Luk den, og prøv igen."))
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Filen er i brug. Luk den, og prøv igen." in texts
    sheet.deleteLater()


def test_details_never_name_the_users_folders() -> None:
    _, error, trace = failure()
    assert str(sys.prefix) not in details(error, trace)
    assert "/" not in details(error, trace).splitlines()[-1]


def test_qt_messages_go_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        log_qt_message(QtMsgType.QtWarningMsg, None, "noget fra Qt")  # type: ignore[arg-type]  # no context needed
    assert ("qt", logging.WARNING, "noget fra Qt") in caplog.record_tuples


def test_everything_speaks_danish(qapp: QApplication) -> None:
    app = application.prepare_application()
    assert app is qapp
    assert QLocale().name() == "da_DK"
    assert app.translate("QPlatformTheme", "Cancel") == "Annuller"


def test_a_database_that_cannot_open_is_told_and_ends_the_program(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, look: Look
) -> None:
    told: list[str] = []

    class StoryTable:
        def __init__(self, error: BaseException) -> None:
            told.append(str(error))

        def exec(self) -> None:
            pass

    def build(_key: bytes | None) -> None:
        raise KnownError("Programmet er allerede åbent.")

    monkeypatch.setattr(application, "error_dialog", StoryTable)
    monkeypatch.setattr(application, "Look", lambda _app: look)
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    assert application.run_window(build) == 1  # type: ignore[arg-type]  # it never gets as far as a workplace
    assert told == ["Programmet er allerede åbent."]
