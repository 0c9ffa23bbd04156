"""Handling of programming errors: a friendly message, and details without personal data."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop import __version__
from mus_desktop.errors import DataUnusable, KnownError
from mus_desktop.log import without_quotes
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.shell import lazy_imports

if TYPE_CHECKING:
    from mus_desktop.ui.dialogs.input_dialog import InputDialog

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_WITHOUT_SCREEN = "This plugin does not support"
"""The start of Qt's harmless warnings about windows without a screen."""
_OPENING = "QPlatformServices"
"""In a warning with the same start, about a file that could not be opened."""
_TITLE = "Noget gik galt i programmet"
_TEXT = """\
Du kan som regel arbejde videre: Se efter, at der står »Gemt« ved samtalen. Sker det igen, så luk programmet, og åbn \
det på ny.
Du kan kopiere detaljerne og sende dem til den, der hjælper dig med pc'en. De rummer hverken navne eller noget, du \
har skrevet."""

_HOW_TO_RESTORE = "Det gør du under Filer › Sikkerhed og backup. De ældre backupper er der endnu."


class UnexpectedErrors(QObject):
    """Show unexpected errors. While :attr:`paused`, they are queued; they are shown when it ends.

    ``error_raised`` carries the exception from any thread; the message is shown on the main thread.
    """

    error_raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paused = False
        self._waiting: list[BaseException] = []
        self._shown: InputDialog | None = None
        self._logged = ""
        # Queued, because exceptions also come from other threads, or in the middle of an event.
        self.error_raised.connect(self._on_error_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Replace Python's own error reporting, which would write to a console that a window does not have."""
        sys.excepthook = self.handle
        log_qt_messages()

    def set_paused(self, paused: bool) -> None:
        """Queue messages (the employee sees the screen), or show those that are queued."""
        self.paused = paused
        waiting, self._waiting = self._waiting, []
        for error in waiting:
            self.error_raised.emit(error)

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Handle an exception as ``sys.excepthook``: log it without personal text, and show a message."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(1)
            return
        text = details(error, trace)
        if text != self._logged:  # an error in every paint event would fill the log
            _log.error("%s", text)
        self._logged = text
        self.error_raised.emit(error)

    def _on_error_raised(self, error: BaseException) -> None:
        if self.paused:
            self._waiting.append(error)
        elif self._shown is None:  # one message at a time; the log has the others
            self._show(error)

    def _show(self, error: BaseException) -> None:
        box = error_dialog(error, QApplication.activeWindow())
        self._shown = box
        box.finished.connect(self._on_closed)
        box.open()

    def _on_closed(self) -> None:
        self._shown = None


def error_dialog(error: BaseException, parent: QWidget | None = None) -> InputDialog:
    """Return the message for ``error``: its own text if it is known, otherwise a friendly one with details to copy."""
    if isinstance(error, KnownError):
        return _message(
            "MUS Desktop", (error.message, *([_HOW_TO_RESTORE] if isinstance(error, DataUnusable) else [])), parent
        )
    dialog = _message(_TITLE, _TEXT.splitlines(), parent)
    text = details(error, error.__traceback__)
    copy = dialog.add_button("&Kopiér detaljer")
    copy.setToolTip(text)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    return dialog


def _message(title: str, paragraphs: Sequence[str], parent: QWidget | None) -> InputDialog:
    dialog = lazy_imports.InputDialog(title, "&Luk", parent)
    dialog.cancel.hide()
    for paragraph in paragraphs:
        dialog.body.addWidget(text_label(paragraph, wrap=True))
    return dialog


def details(error: BaseException, trace: TracebackType | None) -> str:
    """Return the details a developer needs: versions, error type, location.

    Never the text of the error, which may quote people.
    """
    import platform  # noqa: PLC0415 - needed only after an error
    import traceback  # noqa: PLC0415 - PySide would read its source before the first window

    frames = [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    system = f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()}"
    return "\n".join([f"MUS Desktop {__version__} · {system}", type(error).__name__, *frames])


def log_qt_messages() -> None:
    """Send Qt's messages to the log from now on."""
    qInstallMessageHandler(log_qt_message)


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    """Write Qt's own messages to the log, not to a console that nobody sees.

    Without what they quote: Qt names the file that it could not open, and files are called after employees.
    """
    text = without_quotes(message or "")
    without_screen = text.startswith(_WITHOUT_SCREEN) and _OPENING not in text
    _qt_log.log(logging.DEBUG if without_screen else _LEVELS.get(kind, logging.WARNING), "%s", text)


def _place(filename: str) -> str:
    path = Path(filename)
    package = Path(__file__).resolve().parents[1]
    # Paths outside the package may contain a user name, so only the file name is shown.
    return path.relative_to(package.parent).as_posix() if path.is_relative_to(package) else path.name
