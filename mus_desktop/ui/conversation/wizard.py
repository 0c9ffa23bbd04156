"""The wizard: the list of themes, the current page, and the buttons to the next and previous."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.agenda import Agenda, is_for_leader_only, themes_of
from mus_desktop.model.form import Form
from mus_desktop.model.progress import Progress
from mus_desktop.ui.conversation.navigation import ThemeList
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.time_mark import TimeMark
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import dress

_THEMES_WIDTH = 236
_USUAL_LINE = 16  # pixels; the line height for which the width above was chosen
_GROWS_BY = 0.3
_BESIDE_BAR = 36
_WITHOUT_SIDE = 16  # pixels; aligns the page with the header above


class Wizard(QWidget):
    """One theme at a time.

    ``leaving`` carries the number of the page that will be shown next; listeners save first. ``arrived``: it is now
    shown. ``agenda_wanted``: the themes and their order are to be agreed on.

    :param before: returns the widgets that precede the themes in the tab order.
    :param clock: the silent clock, for forms that reserve time for a tab.
    """

    leaving = Signal(int)
    arrived = Signal(int)
    agenda_wanted = Signal()

    def __init__(
        self,
        form: Form,
        pages: Pages,
        before: Callable[[], list[QWidget]],
        clock: TimeMark | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._before, self._clock = form, before, clock
        self.themes = ThemeList(form)
        self.pages = pages
        self._agree = IconPushButton("Aftal temaer …", "edit", "link")
        self._previous = QPushButton("F&orrige")
        self._next = QPushButton("&Næste tema")
        self._how_far = QProgressBar()
        self._side = QWidget()
        self._lay_out()
        self._fit()
        self._agree.setVisible(len(themes_of(form)) > 1)  # only when it has a parent, or it would open as a window
        self.themes.chosen.connect(self.show_tab)
        self._agree.clicked.connect(self.agenda_wanted)
        self._previous.clicked.connect(lambda: self._step(-1))
        self._next.clicked.connect(lambda: self._step(1))
        self._add_shortcuts()

    def show_tab(self, number: int) -> None:
        """Show tab ``number``; focus its first input if the focus was on the previous page."""
        focused = QApplication.focusWidget()
        writing = focused is not None and self.pages.isAncestorOf(focused)
        self.leaving.emit(number)
        self.pages.show_tab(number)
        self._show_ends()
        self.order_keys()
        # After a click on a theme the focus stays in the list, so that arrow keys move on.
        if writing:
            self.go_to_first_input()
        self.arrived.emit(number)

    def begin_at(self, number: int) -> None:
        """Start with tab ``number``."""
        self.themes.go_to(number)

    def go_to_field(self, field: str, agreement: str | None = None, column: str | None = None) -> None:
        """Show the page of a field and focus the field; in a plan, the named agreement."""
        self.themes.go_to(self._form.tabs.index(self._form.tab_of(field)))
        page = self.pages.page(self.themes.current_tab())
        widget = page.field_widget(field)
        if isinstance(widget, PlanWidget) and agreement:
            widget.focus_agreement(agreement, column)
        elif widget and (target := widget.first_input()):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            page.bring_into_view(target)

    def follow(self, agenda: Agenda) -> None:
        """Order the themes as in ``agenda``."""
        self.themes.follow(agenda)
        self._show_ends()

    def arrange(self, arrangement: Arrangement) -> None:
        """Lay out for the given arrangement; the leader's own tabs are hidden from the employee."""
        talking = arrangement is Arrangement.CONVERSATION
        alone = {number for number, tab in enumerate(self._form.tabs) if is_for_leader_only(tab)}
        self.pages.arrange(arrangement)
        self.themes.hide_tabs(alone if talking else ())
        self._show_ends()
        self.order_keys()
        self.go_to_first_input()

    def mark(self, marks: Mapping[int, Progress]) -> None:
        """Show the progress of tabs, by their number."""
        for number, progress in marks.items():
            self.themes.mark(number, progress)

    def order_keys(self) -> None:
        """Set the tab order: header, themes, page, and the buttons."""
        page = self.pages.currentWidget()
        inputs = page.inputs() if isinstance(page, ThemePage) else []
        clock = self._clock.inputs() if self._clock else []
        chain = [*self._before(), self.themes, self._agree, *inputs, *clock, self._previous, self._next]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def go_to_first_input(self) -> None:
        """Focus the first input of the page, or the themes where there is none."""
        page = self.pages.currentWidget()
        first = page.first_input() if isinstance(page, ThemePage) else None
        (first or self.themes).setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Widen the themes with the text size, but by less than the text grows: the page needs room too."""
        larger = max(self.fontMetrics().height() / _USUAL_LINE - 1, 0)
        width = round(_THEMES_WIDTH * (1 + larger * _GROWS_BY))
        self._side.setFixedWidth(width)
        self._how_far.setFixedWidth(width - _BESIDE_BAR)

    def _lay_out(self) -> None:
        side = self._side
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 4, 4, 12)
        column.addWidget(self.themes)
        column.addWidget(self._agree, alignment=Qt.AlignmentFlag.AlignLeft)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(side)
        middle.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addLayout(self._footer())
        if len(self._form.tabs) == 1:  # everything fits on one screen
            middle.setContentsMargins(_WITHOUT_SIDE, 0, 0, 0)
            for guide in (side, self._previous, self._next, self._how_far):
                guide.hide()

    def _footer(self) -> QHBoxLayout:
        self._how_far.setTextVisible(False)
        self._how_far.setRange(0, len(self._form.tabs))
        self._how_far.setAccessibleName("Hvor langt I er i skemaet")
        dress(self._next, "primary")
        footer = QHBoxLayout()
        footer.setContentsMargins(20, 8, 20, 12)
        footer.setSpacing(10)
        footer.addWidget(self._how_far, alignment=Qt.AlignmentFlag.AlignVCenter)
        footer.addStretch(1)
        if self._clock:
            footer.addWidget(self._clock)
        footer.addWidget(self._previous)
        footer.addWidget(self._next)
        return footer

    def _add_shortcuts(self) -> None:
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda b=by: self._step(b, ready=True))
        for number in range(min(len(self._form.tabs), 9)):
            shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            shortcut.activated.connect(lambda n=number: self._go_by_key(n))

    def _go_by_key(self, number: int) -> None:
        self.themes.go_to(number)
        self.go_to_first_input()

    def _step(self, by: int, *, ready: bool = False) -> None:
        """Go to the next theme.

        :param ready: focus its first input; a click leaves the focus on the button.
        """
        number = self.themes.neighbour(by)
        if number is not None:
            self.themes.go_to(number)
            if ready:
                self.go_to_first_input()

    def _show_ends(self) -> None:
        self._previous.setEnabled(self.themes.neighbour(-1) is not None)
        self._next.setEnabled(self.themes.neighbour(1) is not None)
        self._how_far.setValue(self.themes.currentRow() + 1)
