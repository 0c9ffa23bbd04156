"""An agreement on screen: its cells, the drag handle, and the buttons that move and remove it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.form import PlanField
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum, AddendumKey
from mus_desktop.model.terms import Role
from mus_desktop.model.text import is_blank
from mus_desktop.ui.fields.field_widget import FieldContext
from mus_desktop.ui.fields.plan.plan_body import PlanBody
from mus_desktop.ui.fields.plan.plan_cell import PlanCell
from mus_desktop.ui.fields.plan.plan_columns import edited_as_cards, shown_columns
from mus_desktop.ui.fields.plan.plan_line import LineSummary, PlanLine
from mus_desktop.ui.fields.plan.plan_offers import OfferedValue
from mus_desktop.ui.fields.rows.grid_row import GridRow
from mus_desktop.ui.fields.rows.row_handle import RowHandle
from mus_desktop.ui.fields.rows.row_keys import RowAction
from mus_desktop.ui.theme.icons import IconToolButton

_BUTTONS = ((RowAction.MOVE_UP, "up", "Flyt {} op"), (RowAction.MOVE_DOWN, "down", "Flyt {} ned"),
         (RowAction.REMOVE, "remove", "Fjern {}"))  # fmt: skip
_LINE_COLUMN = -1
"""The column number used while the focus is in the overview line, not in a column."""


class PlanRow(GridRow):
    """One agreement of ``field``; ``added`` is emitted when an addition after signature changes.

    If there are too many columns to fit side by side, the row is a card, and ``line`` represents it in the overview,
    with handle and buttons. The cells of a card are built when it is first shown.
    """

    added = Signal()
    handle: RowHandle

    def __init__(self, agreement: Agreement, field: PlanField, context: FieldContext, parent: QWidget) -> None:
        super().__init__(agreement.group, parent)
        self._loaded, self._field, self._context = agreement, field, context
        self._where = _where(field, context, agreement.group)
        self._noun, self._stored = "aftale 0", True
        self._body: PlanBody | None = None
        self._closed = False
        self._more_lines = 0
        self._addenda: tuple[Addendum, ...] = ()
        self.handle = RowHandle(self)
        self._buttons = tuple(IconToolButton(icon, name, self, muted=True) for _, icon, name in _BUTTONS)
        self.line = PlanLine(self.handle, self._buttons, parent) if edited_as_cards(field) else None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for button, (action, _, _) in zip(self._buttons, _BUTTONS, strict=True):
            button.clicked.connect(lambda _=False, action=action: self.action_wanted.emit(action))
        if self.line is None:
            self.build()

    def build(self) -> PlanBody:
        """Return the cells and their extras; they are built on first use."""
        if self._body is None:
            grid = self.line is None
            self._body = body = PlanBody(
                self._loaded,
                self._field,
                self._context,
                self,
                handle=self.handle if grid else None,
                buttons=self._buttons if grid else (),
            )
            self._layout.addWidget(body)
            body.edited.connect(self.edited)
            body.added.connect(self.added)
            body.inputs_changed.connect(self.inputs_changed)
            body.accept_wanted.connect(lambda: self.action_wanted.emit(RowAction.ACCEPT_OFFER))
            self._bring_up_to_date(body)
        return self._body

    @property
    def id(self) -> str:
        """Return the agreement's permanent id."""
        return self._loaded.id

    @property
    def cells(self) -> tuple[PlanCell, ...]:
        """Return the cells in the order of the form."""
        return self.build().cells

    @property
    def widget_in_list(self) -> QWidget:
        return self.line or self

    def agreement(self) -> Agreement:
        """Return the agreement with its current text."""
        return self._body.agreement(self._loaded) if self._body else self._loaded

    def is_blank(self) -> bool:
        return self.agreement().blank

    def is_untouched(self) -> bool:
        """Return whether nothing was typed, not even a due date that cannot be read yet."""
        return self.is_blank() and not (self._body and self._body.has_unparsed_input())

    @property
    def is_counted(self) -> bool:
        return self._stored or not self.is_blank()

    def set_stored(self, stored: bool) -> None:
        """Set whether the agreement is among those stored; a blank one that is not has no number between others."""
        self._stored = stored

    def set_uncounted(self, place: int) -> None:
        self.handle.set_number(0)
        self._name(f"tom aftale {place}", 0)

    def set_ends(self, *, first: bool, last: bool) -> None:
        self._buttons[0].setEnabled(not first)
        self._buttons[1].setEnabled(not last)

    def set_number(self, number: int) -> None:
        self.handle.set_number(number if self._field.numbered or self.line else 0)
        if number == self.number:
            return
        self._name(f"aftale {number}", number)

    def _name(self, noun: str, number: int) -> None:
        self.number, self._noun = number, noun
        for button, (_, _, words) in zip(self._buttons, _BUTTONS, strict=True):
            button.setAccessibleName(f"{words.format(noun)}{self._where}")
            button.setToolTip(words.format(noun))
        if self._body:
            self._body.set_accessible_name(*self._names())
        if self.line:
            self.line.set_accessible_name(self._names()[1])

    def set_closed(self, closed: bool) -> None:
        """Make it read-only or editable. If read-only and stored, columns that allow additions accept them."""
        self._closed = closed
        for button in self._buttons:
            button.setVisible(not closed)
        self.handle.set_fixed(closed)
        if self._body:
            self._body.set_closed(closed, stored=not self.is_blank())
        self.update_from_text()

    def set_extra_lines(self, more: int) -> None:
        """Make empty cells ``more`` lines higher than usual."""
        self._more_lines = more
        if self._body:
            self._body.set_extra_lines(more)

    def update_from_text(self) -> None:
        """Update the tick about others, the offered date or name, and the summary line, from the current text."""
        agreement = self.agreement()
        if self._body:
            self._body.update_from_text(agreement)
        if self.line:
            self.line.show_summary(self._summary(agreement))

    def accept_offer(self) -> None:
        self.update_from_text()
        if self._body and self._body.offered():
            self._body.accept_offer()
            self.update_from_text()

    def offered(self) -> OfferedValue | None:
        """Return the value currently offered."""
        return self._body.offered() if self._body else None

    def show_addenda(self, addenda: Iterable[Addendum]) -> None:
        """Show those of ``addenda`` that were added to this agreement after signature."""
        self._addenda = tuple(one for one in addenda if (one.plan, one.agreement) == (self._context.plan, self.id))
        if self._body:
            for column, additions in self._body.additions():
                additions.show_additions(one for one in self._addenda if one.column == column)

    def collect_addenda(self) -> dict[AddendumKey, str]:
        """Return the additions of today that have not been collected before."""
        if self._body is None:
            return {}
        found = (
            (AddendumKey(self._context.plan, self.id, column), a.collect()) for column, a in self._body.additions()
        )
        return {key: text for key, text in found if text is not None}

    def inputs(self) -> list[QWidget]:
        """Return the inputs cell by cell; those of a card only while it is the one shown."""
        buttons = [] if self._closed else [button for button in self._buttons if button.isEnabled()]
        if self.line is None:
            return self.build().inputs() + buttons
        return [self.line, *buttons, *([] if self.isHidden() else self.build().inputs())]

    def column_at(self, widget: QWidget | None) -> int:
        if self.line and widget and not self.isAncestorOf(widget):
            return _LINE_COLUMN
        return self._body.column_at(widget) if self._body else 0

    def focus_column(self, number: int) -> None:
        if self.line:
            # Only the chosen row has a visible card that can get the focus.
            self.line.chosen.emit()
        if self.line and number == _LINE_COLUMN:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.build().focus_column(number)

    def _names(self) -> tuple[str, str]:
        title = self._noun[:1].upper() + self._noun[1:]
        return title, f"{title}{self._where}"

    def _bring_up_to_date(self, body: PlanBody) -> None:
        """Apply the row's state to cells that were just built."""
        body.set_accessible_name(*self._names())
        body.set_extra_lines(self._more_lines)
        self.show_addenda(self._addenda)
        # Blank rows are not stored, so the signed plan has no such row to add to.
        body.set_closed(self._closed, stored=not self._loaded.blank)
        body.update_from_text(self._loaded)

    def _summary(self, agreement: Agreement) -> LineSummary:
        goal = self._field.column_with(Role.GOAL) or self._field.columns[0]
        due, person = self._field.column_with(Role.DUE), self._field.column_with(Role.RESPONSIBLE)
        filled = tuple(
            not is_blank(agreement.cells.get(column.key, ""))
            or (column is due and agreement.due_on is not None)
            or (column is person and not is_blank(agreement.responsible))
            for column in shown_columns(self._field)
        )
        return LineSummary(agreement.cells.get(goal.key, ""), agreement.due_on, agreement.responsible, filled)


def _where(field: PlanField, context: FieldContext, group: str) -> str:
    """Return the suffix of an agreement's number in accessible names, if several agreements may have that number."""
    plan_fields = [
        f for tab in context.form.tabs if field in tab.fields for f in tab.fields if isinstance(f, PlanField)
    ]
    here = group if group in field.groups else next(iter(field.groups), "")
    in_group = f" under {here.rstrip(' :')}" if field.numbered and len(field.groups) > 1 else ""
    return in_group + (f" i {field.title}" if len(plan_fields) > 1 else "")
