"""The page of open agreements: one list of all employees, years and forms, in which their status is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.services.overview.follow_up_list import AgreementFilter, FollowUpLine
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import breakable, keep_dates_together, text_label
from mus_desktop.ui.controls.scroll_page import ScrollPage
from mus_desktop.ui.controls.segments import Segment, Segments
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.follow_up.agreement_table import AgreementTable
from mus_desktop.ui.follow_up.agreement_table_model import HEADINGS, AgreementColumn, AgreementTableModel
from mus_desktop.ui.follow_up.status_dialog import AgreementStatusDialog
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.people.agreement_list import AGREEMENT_STATUS_WORDS
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.people.status_text import agreement_count, conversation_title
from mus_desktop.ui.theme.look import Look, set_style_kind

_FILTERS = {
    AgreementFilter.ALL: "Alle",
    AgreementFilter.THIS_MONTH: "Denne måned",
    AgreementFilter.OVERDUE: "Over fristen",
    AgreementFilter.NO_DATE: "Uden frist",
    AgreementFilter.MINE: "Mine",
    AgreementFilter.THEIRS: "Medarbejdernes",
}
_NONE = "Der er ingen åbne aftaler. De kommer her, når en samtale er holdt eller en plan er aftalt."
_NONE_HERE = "Ingen af de åbne aftaler hører til her."
_SEVERAL = "Notér samme status på dem alle, eller vælg en enkelt for at se hele aftalen."
_MOST_NOTES = 2


class OpenAgreementsPage(QWidget):
    """The list with its filters, the whole text of the selected agreement, and what can be done with it.

    ``changed``: a status was noted. ``conversation_wanted`` carries the ids of an employee and a conversation to show
    on that employee's page.
    """

    changed = Signal()
    conversation_wanted = Signal(int, int)

    def __init__(self, workplace: Workplace, staff: StaffOverview, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._workplace, self._staff, self._now = workplace, staff, now
        self._all: list[FollowUpLine] = []
        self._filter = AgreementFilter.ALL
        self.title = text_label("Åbne aftaler", "title", wrap=True)
        self.summary = text_label("", "muted", wrap=True)
        self.filters = Segments([Segment(one.name, text) for one, text in _FILTERS.items()], self)
        self.order = ComboBox()
        self.model = AgreementTableModel(look, staff.name, self)
        self.table = AgreementTable(self.model)
        self.empty = text_label("", "muted", wrap=True)
        self.details = text_label("", wrap=True)
        self.notes = text_label("", "muted", wrap=True)
        self.note = QPushButton("&Notér status …")
        self.show_employee = QPushButton("Vis &medarbejderen")
        self._lay_out()
        self._connect()
        look.changed.connect(self.table.fit)

    def reload(self) -> None:
        """Show the agreements as stored now, with the same filter, order and selection."""
        leader = self._workplace.preferences.leader().name
        names = {employee.id: employee.name for employee in self._staff.everyone}
        self._all = self._workplace.follow_up_list.on(self._today(), leader, names)
        self._show([line.id for line in self.table.selected_lines()])

    def _show(self, selected: Collection[str] = ()) -> None:
        today = self._today()
        shown = [line for line in self._all if line.matches(self._filter, today)]
        for one, text in _FILTERS.items():
            count = sum(line.matches(one, today) for line in self._all)
            self.filters.buttons[one.name].setText(f"{text} ({count})")
        self.filters.set_accessible_name("Vis")
        self.filters.show_key(self._filter.name)
        self.model.show_lines(shown, today)
        self.table.fit()
        self.table.setVisible(bool(shown))
        self.empty.setText(_NONE_HERE if self._all else _NONE)
        self.empty.setVisible(not shown)
        late = sum(line.overdue(today) for line in self._all)
        self.summary.setText(agreement_count(len(self._all)) + (f", {late} over fristen" if late else ""))
        self.summary.setVisible(bool(self._all))
        self.table.select(selected)

    def _on_selected(self) -> None:
        lines = self.table.selected_lines()
        self.note.setEnabled(bool(lines))
        self.show_employee.setEnabled(len(lines) == 1)
        if len(lines) == 1:
            self.details.setText(breakable(keep_dates_together(self._whole_text(lines[0]))))
            self.notes.setText(breakable(keep_dates_together(self._notes_text(lines[0]))))
        else:
            self.details.setText(f"{agreement_count(len(lines))} er valgt." if lines else "")
            self.notes.setText(_SEVERAL if lines else _choose_hint(self.model.rowCount()))
        self.details.setVisible(bool(self.details.text()))
        self.notes.setVisible(bool(self.notes.text()))

    def _whole_text(self, line: FollowUpLine) -> str:
        due = f"senest {format_date(line.due_on)}" if line.due_on else ""
        talk = f"næste samtale {format_date(line.next_talk)}" if line.next_talk else ""
        about = [self.model.people_text(line), line.text or "(uden tekst)", line.responsible, due, talk]
        return " · ".join(part for part in about if part)

    def _notes_text(self, line: FollowUpLine) -> str:
        made = f"Fra {conversation_title(line.purpose, line.period)}"
        notes = [_note_text(one) for one in self._workplace.follow_up_list.notes(line.id)[:_MOST_NOTES]]
        return " · ".join([made, *notes])

    def _on_filter_chosen(self, key: str) -> None:
        self._filter = AgreementFilter[key] if key else AgreementFilter.ALL
        self._show([line.id for line in self.table.selected_lines()])
        announce(self.table, agreement_count(self.model.rowCount()))

    def _on_order_chosen(self, index: int) -> None:
        self.table.horizontalHeader().setSortIndicator(index, Qt.SortOrder.AscendingOrder)

    def _on_order_changed(self, column: int, order: Qt.SortOrder) -> None:
        selected = [line.id for line in self.table.selected_lines()]
        self.order.setCurrentIndex(column)
        self.model.sort(column, order)
        self.table.select(selected)

    def _on_note_wanted(self) -> None:
        lines = self.table.selected_lines()
        if not lines:
            return
        keys = [line.id for line in lines]

        def save(status: AgreementStatus, day: date, comment: str) -> None:
            undo = self._workplace.follow_up_list.note_status(keys, status, day, comment)
            self.reload()
            self.changed.emit()
            noted = f"Noteret på {agreement_count(len(keys))}: {AGREEMENT_STATUS_WORDS[status]}."
            show_notice(self, noted, undo)

        about = self.model.people_text(lines[0])
        AgreementStatusDialog(lines, about, save, self._today(), self).open()

    def _on_employee_wanted(self) -> None:
        lines = self.table.selected_lines()
        if len(lines) == 1:
            self.conversation_wanted.emit(lines[0].people[0], lines[0].conversation)

    def _today(self) -> date:
        return self._now().date()

    def _connect(self) -> None:
        self.filters.chosen.connect(self._on_filter_chosen)
        self.order.activated.connect(self._on_order_chosen)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self._on_order_changed)
        self.table.selected.connect(self._on_selected)
        self.table.chosen.connect(self._on_note_wanted)
        self.note.clicked.connect(self._on_note_wanted)
        self.show_employee.clicked.connect(self._on_employee_wanted)

    def _lay_out(self) -> None:
        set_style_kind(self.note, "primary")
        self.order.addItems([HEADINGS[column] for column in AgreementColumn])
        self.order.setCurrentIndex(AgreementColumn.DUE)
        self.order.setAccessibleName("Sortér efter")
        inside = QWidget()
        set_style_kind(inside, "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addWidget(_flow(self.filters, _order_line(self.order)))
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.details)
        column.addWidget(self.notes)
        column.addWidget(_flow(self.note, self.show_employee))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ScrollPage(inside, column))  # in a low window with large text the table keeps some rows


def _flow(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = FlowLayout(gap=12)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    holder.setLayout(row)
    return holder


def _order_line(order: ComboBox) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    label: QLabel = text_label("S&ortér efter")
    label.setBuddy(order)
    row.addWidget(label)
    row.addWidget(order)
    return holder


def _note_text(note: Review) -> str:
    comment = f" – {note.comment.strip()}" if note.comment.strip() else ""
    return f"{format_date(note.on_date)}: {AGREEMENT_STATUS_WORDS[note.status]}{comment}"


def _choose_hint(rows: int) -> str:
    return "Vælg en aftale, eller flere med Ctrl eller Skift, og notér, hvordan det går." if rows else ""
