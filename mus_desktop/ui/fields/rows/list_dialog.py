"""A dialog for a list from a spreadsheet: pasted or read from a file, reviewed, and then added."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from mus_desktop.model.text import comparison_key, is_blank
from mus_desktop.services.forms.competences import ListColumn, ListRow, read_rows
from mus_desktop.services.paper.pasted_table import ListError, read_text
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.text_entry.paste_area import PasteArea
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind

_PAUSE_MS = 200
_MOST_QUESTIONS = 3
_LINES_OF_PREVIEW = 9
_HINT = "Kopiér cellerne i regnearket, og sæt dem ind her (Ctrl+V). Første række må gerne være overskrifter."


class ListDialog(InputDialog):
    """A dialog that asks for a list with ``columns``; ``chosen`` carries the rows and whether they replace the old.

    :param known: the existing names, each as a comparison key.
    :param rows: the number of existing rows.
    :param rows_are_named: a pasted row with one of the ``known`` names changes the existing row instead of adding one.
    """

    chosen = Signal(object, bool)

    def __init__(
        self,
        columns: Sequence[ListColumn],
        known: Collection[str],
        *,
        rows: int,
        rows_are_named: bool,
        parent: QWidget | None = None,
    ) -> None:
        titles = ", ".join(column.headings[0] for column in columns)
        super().__init__("Indsæt liste", "&Tilføj", parent, text=f"Kolonner: {titles}.", characters=90)
        self._columns, self._known, self._rows_are_named = tuple(columns), frozenset(known), rows_are_named
        self.rows: tuple[ListRow, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._check_text)
        self.paste = self._paste_area()
        self.body.addWidget(labelled("&Listen", self.paste, _HINT))
        self.file_button = IconPushButton("&Hent fra fil …", "folder")
        self.file_button.clicked.connect(self._on_file_wanted)
        self.body.addLayout(_left_aligned(self.file_button))
        self.summary = text_label("", "muted", wrap=True)
        self.body.addWidget(self.summary)
        self.preview = self._preview()
        self.body.addWidget(self.preview)
        self.add = WrappingCheckBox("Tilføj til rækkerne, der står der", self, radio=True)
        self.replace = WrappingCheckBox("Erstat rækkerne, der står der", self, radio=True)
        self._offer_replacing(rows)
        self._check_text()
        self.paste.setFocus()

    def submit(self) -> None:
        self._pause.stop()
        self.rows = read_rows(self.paste.toPlainText(), self._columns, named=self._rows_are_named)
        self.chosen.emit(self.rows, self.replace.box.isChecked())

    def load_file(self, path: Path) -> None:
        """Show the contents of a file; if it cannot be read, the pasted text stays."""
        try:
            self.paste.setPlainText(read_text(path))
        except ListError as error:
            self.show_problem(error.message)
            return
        self._pause.stop()
        self._check_text()

    def _paste_area(self) -> QPlainTextEdit:
        area = PasteArea()
        area.textChanged.connect(self._pause.start)
        return area

    def _preview(self) -> QTableWidget:
        table = QTableWidget(0, len(self._columns))
        table.setHorizontalHeaderLabels([column.headings[0] for column in self._columns])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("Det, der bliver tilføjet")
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES_OF_PREVIEW * 3 // 2)
        table.hide()
        return table

    def _offer_replacing(self, rows: int) -> None:
        self.add.box.setChecked(True)
        # Each button unchecks the other; Qt's own exclusiveness is switched off in these buttons.
        for here, other in ((self.add, self.replace), (self.replace, self.add)):
            here.box.toggled.connect(lambda checked, other=other: other.box.setChecked(not checked))
            here.box.toggled.connect(self._pause.start)
            here.setVisible(rows > 0)
            self.body.addWidget(here)

    def _check_text(self) -> None:
        text = self.paste.toPlainText()
        self.rows, problem = (), ""
        if not is_blank(text):
            try:
                self.rows = read_rows(text, self._columns, named=self._rows_are_named)
            except ListError as error:
                problem = error.message
        self.show_problem(problem)
        self.primary.setEnabled(bool(self.rows))
        self.summary.setText(self._summary())
        self.summary.setVisible(bool(self.rows))
        self._show_preview()

    def _summary(self) -> str:
        known = sum(comparison_key(str(row.cells.get(self._columns[0].key, ""))) in self._known for row in self.rows)
        count = len(self.rows)
        text = f"{count} {'række' if count == 1 else 'rækker'}."
        if self._rows_are_named and known:
            text += f" {known} står der allerede og får listens tal; deres øvrige svar bliver stående."
        questions = [
            f"Linje {row.line}: {question}"
            for row in self.rows
            for column in self._columns
            if column.key in row.cells and (question := column.question(row.cells[column.key]))
        ]
        return " ".join([text, *questions[:_MOST_QUESTIONS]])

    def _show_preview(self) -> None:
        self.preview.setRowCount(len(self.rows))
        for place, row in enumerate(self.rows):
            for number, column in enumerate(self._columns):
                value = row.cells.get(column.key, "")
                self.preview.setItem(place, number, QTableWidgetItem("Ja" if value is True else str(value)))
        self.preview.setVisible(bool(self.rows))
        set_style_kind(self.summary, "strong" if self.rows else "muted")

    def _on_file_wanted(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Hent liste", "", "Lister (*.csv *.txt *.tsv);;Alle filer (*)")
        if chosen:
            self.load_file(Path(chosen))


def list_button(where: str, parent: QWidget) -> IconPushButton:
    """Return the button that opens the dialog."""
    button = IconPushButton("Indsæt liste …", "document", "", parent)
    button.setAccessibleName(f"Indsæt liste: {where}")
    button.setToolTip("Sæt rækker ind fra et regneark eller en CSV-fil")
    return button


def _left_aligned(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line
