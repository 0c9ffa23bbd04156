"""Work on files in a folder: at once on the PC's own disk, otherwise on a background thread while a dialog waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.services.documents.folder_work import FileWork, cancelled, may_hang, run_in_folder
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_Result = TypeVar("_Result")
_SHOW_AFTER_MS = 400
"""A share in order answers sooner, and needs no dialog that flashes up."""


def work_on_files(
    window: QWidget,
    folder: Path,
    work: FileWork[_Result],
    done: Callable[[_Result], object],
    failed: Callable[[KnownError], object],
    *,
    only_reads: bool = False,
) -> None:
    """Run ``work`` on the files in ``folder``, and then ``done`` with its result or ``failed`` with its error.

    Returns at once if the folder may hang: the window stays usable for cancelling, and for nothing else meanwhile.

    :param only_reads: cancelled work has failed even if it was done by then; what was written is never reported as
        not written.
    """
    if may_hang(folder):
        FileWorkDialog(window, folder, work, done, failed, only_reads=only_reads).begin()
        return
    try:
        result = run_in_folder(folder, work)
    except KnownError as error:
        failed(error)
        return
    done(result)


class FileWorkDialog(InputDialog):
    """Waits for work in a folder that may hang; *Annullér* ends the waiting, and then the work has failed."""

    def __init__(
        self,
        window: QWidget,
        folder: Path,
        work: FileWork[_Result],
        done: Callable[[_Result], object],
        failed: Callable[[KnownError], object],
        *,
        only_reads: bool = False,
    ) -> None:
        text = f"Mappen {folder} svarer ikke straks. Du kan vente eller annullere; intet i programmet går tabt."
        super().__init__("Venter på drevet", "", window, text=text)
        self._done, self._failed = done, failed
        self._folder, self._only_reads = folder, only_reads
        self._deliver: Callable[[], object] | None = None
        self.primary.hide()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Venter på drevet")
        self.body.addWidget(self.bar)
        self._work = BackgroundWork(lambda _report, stop: run_in_folder(folder, work, stop))
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)

    def begin(self) -> None:
        """Start the work, and block the window; the dialog is drawn when the work takes longer than a moment."""
        self.setWindowOpacity(0)
        self.open()
        QTimer.singleShot(_SHOW_AFTER_MS, self, lambda: self.setWindowOpacity(1))
        self._work.start()

    def reject(self) -> None:
        """Stop the work; the dialog closes when it has ended, which takes seconds at most."""
        self._work.stop.set()
        self.cancel.setEnabled(False)
        self.intro.setText("Stopper …")

    def has_unsaved_input(self) -> bool:
        """Return true, because closing the program would lose the result of the work."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._deliver is not None:  # not at once: the other windows are still being shown
            QTimer.singleShot(0, self, self._end)

    def _on_done(self, result: object) -> None:
        if self._only_reads and self._work.stop.is_set():
            self._end_with(lambda: self._failed(cancelled(self._folder)))
            return
        self._end_with(lambda: self._done(result))  # type: ignore[arg-type]  # the type of the work's result

    def _on_failed(self, error: Exception) -> None:
        self._end_with(lambda: self._report(error))

    def _end_with(self, deliver: Callable[[], object]) -> None:
        """Close, and then call ``deliver``; while the screen is locked not yet, because a document would be opened."""
        self._deliver = deliver
        if self.isVisible():
            self._end()

    def _end(self) -> None:
        deliver, self._deliver = self._deliver, None
        if deliver is not None:
            self.done(QDialog.DialogCode.Accepted)
            deliver()

    def _report(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._failed(DocumentError("Dokumentet blev ikke gemt på grund af en fejl i programmet. Prøv igen."))
            raise error  # a programming error: reported like any other
        self._failed(error)
