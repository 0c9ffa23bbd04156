"""The report about a programming error, to be read, copied or saved for IT."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.rescue_copy import write_rescue_copy
from mus_desktop.ui.controls.labels import labelled, text_label

_LINES = 8
_HINT = "Rapporten rummer hverken navne eller noget, du har skrevet."


class ErrorReportView(QWidget):
    """The report, with a line below it that says what became of it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setFixedHeight(self.report.fontMetrics().lineSpacing() * (_LINES + 1))
        self.answer = text_label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(labelled("&Rapport til it-afdelingen", self.report, _HINT))
        column.addWidget(self.answer)

    def save_to(self, file: Path) -> None:
        """Write the report to ``file`` and say whether that succeeded."""
        try:
            write_rescue_copy(file, f"{self.report.toPlainText()}\n")
        except KnownError:
            self.answer.setText("Rapporten kunne ikke gemmes der. Vælg et andet sted, eller kopiér den.")
        else:
            self.answer.setText("Rapporten er gemt.")

    def copy(self) -> None:
        """Copy the report."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.answer.setText("Rapporten er kopieret.")

    def save(self) -> None:
        """Ask for a file and write the report to it."""
        name = f"MUS Desktop fejl {datetime.now():%Y-%m-%d %H%M}.txt"  # noqa: DTZ005 - the clock on the wall
        dialog = QFileDialog(self.window(), "Gem rapporten", name, "Tekst (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()
