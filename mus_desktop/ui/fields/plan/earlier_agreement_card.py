"""The review of an earlier agreement: its text, its status, and a comment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.formspec.agreement_mapping import lines_without_column
from mus_desktop.model.dates import format_date, format_date_short
from mus_desktop.model.form import ColumnType
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.review import PastAgreement, Review
from mus_desktop.model.text import text_with_unit
from mus_desktop.services.conversation.agreement_lines import agreement_text
from mus_desktop.ui.controls.day_text import day_in_words
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.labels import breakable, keep_dates_together
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.segments import Segment, Segments
from mus_desktop.ui.fields.field_widget import FieldContext, part_spacing
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputAlignment, InputCell, InputColumn
from mus_desktop.ui.theme.look import set_style_kind

STATUS_WORDS = {
    AgreementStatus.REACHED: "Nået",
    AgreementStatus.IN_PROGRESS: "I gang",
    AgreementStatus.NOT_REACHED: "Ikke nået",
    AgreementStatus.DROPPED: "Opgivet",
    AgreementStatus.CARRIED_ON: "Videreføres",
}
_TONES = {
    AgreementStatus.REACHED: "good",
    AgreementStatus.IN_PROGRESS: "active",
    AgreementStatus.NOT_REACHED: "warn",
    AgreementStatus.CARRIED_ON: "active",
}
_UNDECIDED_STATUSES = (AgreementStatus.OPEN, AgreementStatus.IN_PROGRESS)
_CELL_CHARS = 18
_STATUS_CHARS = 10


class EarlierAgreementCard(QFrame):
    """The card of one earlier agreement; ``number`` is its position among those reviewed.

    ``carry_on_wanted`` and ``carry_on_undone`` carry the agreement's id when *Videreføres* is chosen and deselected;
    ``navigation_wanted`` when the leader wants to see it in the new plan.
    """

    edited = Signal()
    carry_on_wanted = Signal(str)
    carry_on_undone = Signal(str)
    navigation_wanted = Signal(str)
    inputs_changed = Signal()

    def __init__(self, past: PastAgreement, number: int, context: FieldContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._past, self._context = past, context
        self._name = f"Tidligere aftale {number}"
        self._saved = past.review
        self._carried_as: int | None = None
        self.closed = False
        self._origin_label = label(breakable(keep_dates_together(self._origin())), "muted", self)
        self._overdue_label = label(keep_dates_together(self._overdue_text()), "warn", self)
        self.status = Segments([Segment(s, word, _TONES.get(s, "")) for s, word in STATUS_WORDS.items()], self)
        self.comment = NoteEdit(1, self)
        self.whole_fold = self._make_whole_fold()
        self._carried = label("", "good", self)
        self.go = QPushButton(self)
        set_style_kind(self.go, "link")
        set_style_kind(self, "inset")
        self._lay_out()
        self._show()
        self._connect()

    @property
    def id(self) -> str:
        """Return the id of the agreement."""
        return self._past.agreement.id

    def review(self) -> Review | None:
        """Return the current review, ``None`` if there is none."""
        comment = self.comment.text() if not self.comment.is_blank() else ""
        if not (self.status.key or comment):
            return None
        status = AgreementStatus(self.status.key or AgreementStatus.OPEN)
        return Review(self.id, self._context.today(), status, comment, self._context.conversation or None)

    def changed(self) -> bool:
        """Return whether the review differs from that at the last call; another date alone does not count."""
        review, saved = self.review(), self._saved
        self._saved = review
        return (review and (review.status, review.comment)) != (saved and (saved.status, saved.comment))

    def show_carried(self, number: int | None) -> None:
        """Show the agreement's number in the new plan, ``None`` if it is not in it."""
        self._carried_as = number
        self._show_whether_carried()

    def set_closed(self, *, closed: bool) -> None:
        """Make status and comment read-only, or editable again."""
        self.closed = closed
        self.status.set_closed(closed)
        self.comment.set_read_only(closed)

    def set_lines(self, lines: int) -> None:
        """Set the height of an empty comment, in lines."""
        self.comment.set_lines(lines)

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus, in reading order."""
        found: list[QWidget] = [self.whole_fold.button] if self.whole_fold else []
        found += [*self.status.focus_targets(), self.comment]
        return [*found, *([] if self.go.isHidden() else [self.go])]

    # -- the agreement -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        goal = agreement_text(self._past.field, self._past.agreement) or "(uden tekst)"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(part_spacing(self))
        head = QVBoxLayout()
        head.setSpacing(2)
        for widget in (label(breakable(goal), "strong", self), self._origin_label, self._overdue_label):
            head.addWidget(widget)
        layout.addLayout(head)
        for line in self._history():
            layout.addWidget(line)
        if self.whole_fold:
            layout.addWidget(self.whole_fold)
        row = ColumnLayout(_STATUS_CHARS)
        row.set_columns([InputColumn((InputCell(self.status, alignment=InputAlignment.START),))])
        layout.addLayout(row)
        layout.addWidget(label("Kommentar", "caption", self))
        layout.addWidget(self.comment)
        carried = QVBoxLayout()
        carried.setSpacing(0)
        carried.addWidget(self._carried)
        carried.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(carried)

    def _origin(self) -> str:
        past, row = self._past, self._past.agreement
        due = f"senest {format_date_short(row.due_on)}" if row.due_on else ""
        parts = (past.form_title, f"MUS {past.period.title}", row.group.rstrip(":"), due, row.responsible.strip())
        return " · ".join(part for part in parts if part)

    def _overdue_text(self) -> str:
        due = self._past.agreement.due_on
        return f"Fristen var {format_date(due)}" if due else ""

    def _history(self) -> list[QWidget]:
        """Return the earlier reviews and the additions after signature, newest first."""
        titles = {column.key: column.title for column in self._past.field.columns}
        earlier = [
            (review.on_date, ": " + " – ".join(filter(None, (STATUS_WORDS.get(review.status, ""), review.comment))))
            for review in self._past.earlier
        ]
        added = [
            (one.added_on, f", tilføjet til {titles.get(one.column, 'aftalen')}: {one.body}")
            for one in self._past.addenda
        ]
        lines = sorted((*earlier, *added), key=lambda line: line[0], reverse=True)
        return [
            label(breakable(keep_dates_together(format_date_short(day)) + text), "muted", self) for day, text in lines
        ]

    def _make_whole_fold(self) -> Fold | None:
        """Return the cells not shown in the heading, under the titles of their own form; ``None`` if there are none."""
        row, field = self._past.agreement, self._past.field
        shown = agreement_text(field, row)
        cells = [
            (column.title, day_in_words(text) if column.type is ColumnType.DATE else text_with_unit(text, column.unit))
            for column in field.columns
            if (text := row.cells.get(column.key, "").strip()) and text != shown
        ]
        cells += lines_without_column(row, field)
        if not cells:
            return None
        inside = QWidget()
        column_layout = ColumnLayout(_CELL_CHARS)
        inside.setLayout(column_layout)
        column_layout.set_columns(
            [
                InputColumn((InputCell(label(breakable(text), "", inside), label(title, "caption", inside)),))
                for title, text in cells
            ]
        )
        return Fold("Hele aftalen", inside, opened=False, name=f"{self._name}: hele aftalen", parent=self)

    # -- the review --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.status.chosen.connect(self._on_chosen)
        self.comment.textChanged.connect(self.edited)
        self.go.clicked.connect(self._on_go)
        if self.whole_fold:
            self.whole_fold.toggled.connect(lambda _opened: lay_out_now(self))
            self.whole_fold.toggled.connect(lambda _opened: self.inputs_changed.emit())

    def _show(self) -> None:
        review = self._past.review
        self.status.set_accessible_name(f"{self._name}, status")
        self.comment.setAccessibleName(f"{self._name}, kommentar")
        self.status.show_key(review.status if review else "")
        self.comment.set_text(review.comment if review else "")
        self._was_carried = self._carries()
        self._show_whether_carried()

    def _carries(self) -> bool:
        return self.status.key == AgreementStatus.CARRIED_ON

    def _on_chosen(self) -> None:
        carries, before = self._carries(), self._was_carried
        self._was_carried = carries
        self.edited.emit()
        if carries and not before:
            self.carry_on_wanted.emit(self.id)
        elif before and not carries:
            self.carry_on_undone.emit(self.id)
        self._show_whether_carried()

    def _on_go(self) -> None:
        (self.navigation_wanted if self._carried_as is not None else self.carry_on_wanted).emit(self.id)

    def _show_whether_carried(self) -> None:
        """Show whether the agreement was carried over, and whether it is overdue.

        A carried row that has been edited since stays in the plan, and so does a row of a signed plan.
        """
        carries, number = self._carries(), self._carried_as
        is_in_plan = number is not None
        adverb = "nu" if carries else "stadig"
        self._carried.setText(
            f"Står {adverb} i planen som aftale {number}." if is_in_plan else "Står ikke i den nye plan."
        )
        set_style_kind(self._carried, "good" if is_in_plan and carries else "muted")
        self.go.setText("Gå til aftalen" if is_in_plan else "Sæt den ind")
        self.go.setAccessibleName(f"{self._name}: {self.go.text()}")
        shown = carries or is_in_plan
        changed = self.go.isHidden() is shown
        for widget in (self._carried, self.go):
            widget.setVisible(shown)
        due = self._past.agreement.due_on
        status = AgreementStatus(self.status.key or self._past.agreement.status)
        self._overdue_label.setVisible(
            due is not None and due < self._context.today() and status in _UNDECIDED_STATUSES
        )
        lay_out_now(self)
        if changed:
            self.inputs_changed.emit()
