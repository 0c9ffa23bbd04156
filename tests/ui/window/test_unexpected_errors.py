"""What the leader sees when the program fails: calm Danish, and details that quote nobody."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QtMsgType, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import mus_desktop
from mus_desktop import log
from mus_desktop.errors import KnownError
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.error_report import report, what_happened
from mus_desktop.ui.shell.error_report_view import ErrorReportView
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors, error_dialog, log_qt_message
from mus_desktop.ui.theme.look import Look

PRIVATE = "Ågot Bæk er syg"


def failure() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        int(PRIVATE)
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def failure_in_saving() -> bool:
    raise RuntimeError(PRIVATE)


def sheets() -> list[InputDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, InputDialog) and w.isVisible()]


@pytest.fixture
def mishaps(look: Look) -> Iterator[UnexpectedErrors]:
    made = UnexpectedErrors()
    yield made
    for sheet in sheets():
        sheet.reject()


def shown_text(sheet: InputDialog) -> str:
    return " ".join(label.text() for label in sheet.findChildren(QLabel))


def press(sheet: InputDialog, text: str) -> None:
    next(button for button in sheet.findChildren(QPushButton) if button.text() == text).click()


def view_in(sheet: InputDialog) -> ErrorReportView:
    (view,) = sheet.findChildren(ErrorReportView)
    return view


def test_tells_calmly_and_quotes_nobody(
    mishaps: UnexpectedErrors, qtbot: QtBot, caplog: pytest.LogCaptureFixture, look: Look, tmp_path: Path
) -> None:
    mishaps.handle(*failure())
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheet = sheets()[0]
    said, view = shown_text(sheet), view_in(sheet)
    assert "Noget gik galt" in said
    assert "i god behold" in said
    assert view.report.accessibleName() == "Rapport til it-afdelingen"
    press(sheet, "&Kopiér rapporten")
    copied = QApplication.clipboard().text()
    assert sheet.isVisible(), "copying closes nothing"
    file = tmp_path / "fejl.txt"
    view.save_to(file)
    assert view.answer.text() == "Rapporten er gemt."
    assert file.read_text("utf-8").splitlines() == copied.splitlines() == view.report.toPlainText().splitlines()
    for part in ("ValueError", "test_unexpected_errors.py", "Python", "MUS Desktop"):
        assert part in copied
    assert not any(PRIVATE in text for text in (said, copied, caplog.text))
    assert "ValueError" in caplog.text
    view.save_to(tmp_path / "mangler" / "her" / "fejl.txt")
    assert "kunne ikke gemmes der" in view.answer.text()


def test_saving_the_report_asks_for_a_file_without_a_nested_loop(
    mishaps: UnexpectedErrors, qtbot: QtBot, tmp_path: Path
) -> None:
    mishaps.handle(*failure())
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    press(sheets()[0], "&Gem rapporten …")
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    dialog.fileSelected.emit(str(tmp_path / "fejl.txt"))
    dialog.reject()
    assert "ValueError" in (tmp_path / "fejl.txt").read_text("utf-8")


def fail_with_secrets(file: Path) -> None:
    """Fail as badly as possible: with private text wherever an exception, its causes and the code may carry it."""
    employee = PRIVATE  # a local variable
    qWarning(f"QFile: {file} about {employee}")
    try:
        file.read_bytes()
    except OSError as error:
        error.add_note(PRIVATE)
        generated = compile("def Bæk(_syg):\n    raise type(_syg, (Exception,), {})(_syg)", str(file), "exec")
        names: dict[str, Any] = {}
        exec(generated, names)  # noqa: S102 - as a template compiles its code
        try:
            names["Bæk"](PRIVATE)
        except Exception as inner:
            raise ExceptionGroup(PRIVATE, [inner, KnownError(PRIVATE)]) from error


@pytest.mark.filterwarnings("ignore")
@pytest.mark.qt_no_exception_capture
def test_the_report_shows_nothing_of_what_people_wrote(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    qInstallMessageHandler(log_qt_message)
    try:
        fail_with_secrets(tmp_path / "Ågot Bæk" / "Udviklingsplan Ågot Bæk.docx")
    except ExceptionGroup as error:
        told = f"{report(error, error.__traceback__)}\n{what_happened(error)}"
        inner = report(error.exceptions[0], error.exceptions[0].__traceback__)
    finally:
        qInstallMessageHandler(None)
    written = "\n".join((told, inner, *(formatted(record) for record in caplog.records), *capfd.readouterr()))
    assert "QFile: [...]" in written, "the message of Qt came through here"
    assert "ExceptionGroup" in told
    assert "FileNotFoundError · errno 2" in told, "the cause, and its number"
    assert "[...]:2 [...]" in inner, "generated code has no names"
    for word in ("Ågot", "Bæk", "syg", "Udviklingsplan", str(tmp_path)):
        assert word not in written


def formatted(record: logging.LogRecord) -> str:
    """The record as the program writes it."""
    return log._Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    ("error", "part", "sentence"),
    [
        (MemoryError(), "", "ikke hukommelse nok"),
        (ModuleNotFoundError(PRIVATE), "", "installere det igen"),
        (PermissionError(13, PRIVATE), "storage/backup/transfer.py", "under arbejdet med en backup"),
        (ValueError(PRIVATE), "documents/word/markup.py", "mens et Word-dokument blev lavet eller læst"),
        (ValueError(PRIVATE), "ui/fields/text.py", "i en samtale"),
        (ValueError(PRIVATE), "ui/controls/chip.py", "Programmet kunne ikke gøre det, det var i gang med."),
    ],
)
@pytest.mark.parametrize(
    "package", [Path(mus_desktop.__file__).parent, Path("lib/mus_desktop")], ids=["source", "built"]
)
def test_it_says_in_danish_what_happened_and_where(error: Exception, part: str, sentence: str, package: Path) -> None:
    """As it names its modules in a checkout, and as those do that were compiled for Windows."""
    names = {"error": error}
    file = str(package / (part or "ui/controls/chip.py"))
    with pytest.raises(type(error)) as raised:
        exec(compile("def fail(): raise error\nfail()", file, "exec"), names)  # noqa: S102
    told = what_happened(raised.value)
    assert sentence in told
    assert PRIVATE not in told
    assert f"  mus_desktop/{part or 'ui/controls/chip.py'}:1 fail" in report(raised.value, raised.value.__traceback__)


@pytest.mark.parametrize(
    ("save", "sentence"),
    [
        (None, "»Gemt«"),
        (lambda: True, "er gemt."),
        (lambda: False, "ikke gemt endnu"),
        (failure_in_saving, "ikke gemt"),
    ],
)
def test_it_saves_what_is_typed_and_says_whether_that_succeeded(
    save: Callable[[], bool] | None,
    sentence: str,
    mishaps: UnexpectedErrors,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mishaps.save_input = save
    mishaps.handle(*failure())
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    assert sentence in shown_text(sheets()[0])
    assert PRIVATE not in caplog.text


def test_an_error_on_another_thread_is_shown(
    mishaps: UnexpectedErrors, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mishaps.install()
    qInstallMessageHandler(None)
    thread = threading.Thread(target=lambda: int(PRIVATE))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    assert "ValueError" in view_in(sheets()[0]).report.toPlainText()


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


def test_the_report_never_name_the_users_folders() -> None:
    _, error, trace = failure()
    assert str(sys.prefix) not in report(error, trace)
    assert "/" not in report(error, trace).splitlines()[-1]


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
