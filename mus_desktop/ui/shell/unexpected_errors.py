"""Handling of programming errors: a friendly message, and details without personal data."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

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
_SAVED = "Dine data er i god behold: Det, du har skrevet, er gemt. Du kan som regel arbejde videre."
_SAVED_EARLIER = "Dine data er i god behold: Det, der står »Gemt« ved, ligger på pc'ens disk."
_NOT_SAVED = (
    "Det, der var gemt, er i god behold. Det sidste, du skrev, er ikke gemt endnu: Kopiér det til et andet sted, før "
    "du lukker programmet."
)
_NOT_OPENED = "Dine data er i god behold: Programmet nåede ikke at ændre dem."
_AGAIN = "Sker det igen, så luk programmet, åbn det på ny, og send rapporten til it-afdelingen."

_HOW_TO_RESTORE = "Det gør du under Filer › Sikkerhed og backup. De ældre backupper er der endnu."


class UnexpectedErrors(QObject):
    """Show unexpected errors. While :attr:`paused`, they are queued; they are shown when it ends.

    ``error_raised`` carries the exception from any thread; the message is shown on the main thread.

    ``save_input`` saves what is typed and returns whether nothing unsaved remains; ``None`` as long as nothing is open.
    """

    error_raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paused = False
        self.save_input: Callable[[], bool] | None = None
        self._waiting: list[BaseException] = []
        self._shown: InputDialog | None = None
        self._logged = ""
        # Queued, because exceptions also come from other threads, or in the middle of an event.
        self.error_raised.connect(self._on_error_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Replace Python's own error reporting, which would write to a console that a window does not have."""
        sys.excepthook = self.handle
        threading.excepthook = self._on_thread_error
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
        text = lazy_imports.report(error, trace)
        if text != self._logged:  # an error in every paint event would fill the log
            _log.error("%s", text)
        self._logged = text
        self.error_raised.emit(error)

    def _on_thread_error(self, one: threading.ExceptHookArgs) -> None:
        if one.exc_value is not None:
            self.handle(one.exc_type, one.exc_value, one.exc_traceback)

    def _on_error_raised(self, error: BaseException) -> None:
        if self.paused:
            self._waiting.append(error)
        elif self._shown is None:  # one message at a time; the log has the others
            self._show(error)

    def _show(self, error: BaseException) -> None:
        box = error_dialog(error, QApplication.activeWindow(), safety=self._safety())
        self._shown = box
        box.finished.connect(self._on_closed)
        box.open()

    def _on_closed(self) -> None:
        self._shown = None

    def _safety(self) -> str:
        """Save what is typed, and return the sentence about it."""
        if self.save_input is None:
            return _SAVED_EARLIER
        try:
            return _SAVED if self.save_input() else _NOT_SAVED
        except Exception as error:  # the error that is being shown may have come from there
            _log.error("%s", lazy_imports.report(error, error.__traceback__))
            return _NOT_SAVED


def error_dialog(error: BaseException, parent: QWidget | None = None, *, safety: str = _NOT_OPENED) -> InputDialog:
    """Return the message for ``error``: its own text if it is known, otherwise what happened and a report for IT.

    :param safety: the sentence about the data.
    """
    if isinstance(error, KnownError):
        return _message(
            "MUS Desktop", (error.message, *([_HOW_TO_RESTORE] if isinstance(error, DataUnusable) else [])), parent
        )
    dialog = _message(_TITLE, (lazy_imports.what_happened(error), safety, _AGAIN), parent)
    now = datetime.now()  # noqa: DTZ005 - the clock on the wall
    view = lazy_imports.ErrorReportView(lazy_imports.report(error, error.__traceback__, now))
    dialog.body.addWidget(view)
    # At the foot, where they are seen without scrolling.
    dialog.add_button("&Kopiér rapporten").clicked.connect(view.copy)
    dialog.add_button("&Gem rapporten …").clicked.connect(view.save)
    return dialog


def _message(title: str, paragraphs: Sequence[str], parent: QWidget | None) -> InputDialog:
    dialog = lazy_imports.InputDialog(title, "&Luk", parent)
    dialog.cancel.hide()
    for paragraph in paragraphs:
        dialog.body.addWidget(text_label(paragraph, wrap=True))
    return dialog


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
