"""The wizard: the list of themes, the current page, and the buttons to the next and previous."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.agenda import Agenda, is_for_leader_only, themes_of
from mus_desktop.model.form import Form
from mus_desktop.model.progress import Progress
from mus_desktop.ui.conversation.conversation_clock import ConversationClock
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_list import ThemeList
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.plan.plan_field import PlanWidget
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind

_THEMES_WIDTH = 236
_NORMAL_LINE_HEIGHT = 16  # pixels; the line height for which the width above was chosen
_GROWTH = 0.3
_USUAL_SHARE, _LARGEST_SHARE = 0.18, 0.3  # of the wizard's width
_LARGEST_GROWTH = 1.5
_BAR_MARGIN = 36
_MARGIN_WITHOUT_THEMES = 16  # pixels; aligns the page with the header above


class Wizard(QWidget):
    """The wizard: shows one theme at a time.

    ``leaving`` carries the number of the page that will be shown next; listeners save first. ``arrived``: it is now
    shown. ``agenda_wanted``: the themes and their order are to be agreed on. ``conversation_wanted``: everything is
    prepared, and the screen is to be turned towards the employee.

    :param before: returns the widgets that precede the themes in the tab order.
    :param clock: the silent clock, for forms that reserve time for a tab.
    """

    leaving = Signal(int)
    arrived = Signal(int)
    agenda_wanted = Signal()
    conversation_wanted = Signal()

    def __init__(
        self,
        form: Form,
        pages: Pages,
        before: Callable[[], list[QWidget]],
        clock: ConversationClock | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._before, self._clock = form, before, clock
        self.themes = ThemeList(form)
        self.themes.setToolTip("Temaer (Alt+0)")
        self.pages = pages
        self._agenda_button = IconPushButton("Aftal temaer …", "edit", "link")
        self._previous = QPushButton("F&orrige")
        self._next = QPushButton("&Næste tema")
        self._previous.setToolTip("Forrige tema (Ctrl+Page Up)")
        self._is_ahead = self._turned = False
        self._progress_bar = QProgressBar()
        self._theme_column = QWidget()
        self._lay_out()
        self._fit_theme_list()
        self._show_filled_share()
        self._agenda_button.setVisible(
            len(themes_of(form)) > 1
        )  # only when it has a parent, or it would open as a window
        self.themes.chosen.connect(self.show_tab)
        self._agenda_button.clicked.connect(self.agenda_wanted)
        self._previous.clicked.connect(lambda: self._step(-1))
        self._next.clicked.connect(self._on_next)
        self._add_shortcuts()

    def show_tab(self, number: int) -> None:
        """Show tab ``number``; focus its first input if the focus was on the previous page."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.pages.isAncestorOf(focused)
        self.leaving.emit(number)
        self.pages.show_tab(number).open_on(None)
        self._update_buttons()
        self.set_tab_order()
        # After a click on a theme the focus stays in the list, so that arrow keys move on.
        if had_focus:
            self.go_to_first_input()
        self.arrived.emit(number)

    def begin_at(self, number: int) -> None:
        """Start with tab ``number``."""
        self.themes.go_to(number)

    def go_to_first_theme(self) -> None:
        """Show the first visible theme."""
        self.themes.go_to_place(1)

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

    def apply_agenda(self, agenda: Agenda) -> None:
        """Order the themes as in ``agenda``."""
        self.themes.apply_agenda(agenda)
        self._update_buttons()
        self._show_filled_share()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out for the given arrangement; the leader's own tabs are hidden from the employee."""
        in_conversation = arrangement is Arrangement.CONVERSATION
        alone = {number for number, tab in enumerate(self._form.tabs) if is_for_leader_only(tab)}
        self.pages.set_arrangement(arrangement)
        self.themes.hide_tabs(alone if in_conversation else ())
        self._turned = in_conversation
        self._update_buttons()
        self._show_filled_share()
        self.set_tab_order()
        self.go_to_first_input()

    def set_ahead(self, *, ahead: bool) -> None:
        """Lead from the last theme to the conversation as long as that is ``ahead``."""
        self._is_ahead = ahead
        self._update_buttons()

    def show_progress(self, marks: Mapping[int, Progress]) -> None:
        """Show the progress of tabs, by their number."""
        changed = [self.themes.show_progress(number, progress) for number, progress in marks.items()]
        if any(changed):
            self._show_filled_share()

    def set_tab_order(self) -> None:
        """Set the tab order: header, themes, page, and the buttons."""
        page = self.pages.currentWidget()
        inputs = page.inputs() if isinstance(page, ThemePage) else []
        clock = self._clock.inputs() if self._clock else []
        order = [*self._before(), self.themes, self._agenda_button, *inputs, *clock, self._previous, self._next]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def go_to_first_input(self) -> None:
        """Focus the first input of the page, or the themes where there is none."""
        page = self.pages.currentWidget()
        first = page.first_input() if isinstance(page, ThemePage) else None
        if isinstance(page, ThemePage):
            page.open_on(first)
        if first is None:
            self.themes.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_theme_list()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_theme_list()

    def _fit_theme_list(self) -> None:
        """Widen the themes with the text size, but by less than the text grows: the page needs room too."""
        larger = max(self.fontMetrics().height() / _NORMAL_LINE_HEIGHT - 1, 0)
        usual = _THEMES_WIDTH * (1 + larger * _GROWTH)
        wide = min(max(usual, self.width() * _USUAL_SHARE), usual * _LARGEST_GROWTH)
        width = round(min(wide, self.width() * _LARGEST_SHARE))
        self._theme_column.setFixedWidth(width)
        self._progress_bar.setFixedWidth(width - _BAR_MARGIN)

    def _lay_out(self) -> None:
        theme_column = self._theme_column
        column = QVBoxLayout(theme_column)
        column.setContentsMargins(12, 4, 4, 12)
        column.addWidget(self.themes)
        column.addWidget(self._agenda_button, alignment=Qt.AlignmentFlag.AlignLeft)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(theme_column)
        middle.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addLayout(self._footer())
        if len(self._form.tabs) == 1:  # everything fits on one screen
            middle.setContentsMargins(_MARGIN_WITHOUT_THEMES, 0, 0, 0)
            for widget in (theme_column, self._previous, self._next, self._progress_bar):
                widget.hide()

    def _footer(self) -> QHBoxLayout:
        self._progress_bar.setTextVisible(False)
        self._progress_bar.setAccessibleName("Hvor meget der er udfyldt")
        set_style_kind(self._next, "primary")
        footer = QHBoxLayout()
        footer.setContentsMargins(20, 8, 20, 12)
        footer.setSpacing(10)
        footer.addWidget(self._progress_bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        footer.addStretch(1)
        if self._clock:
            footer.addWidget(self._clock)
        footer.addWidget(self._previous)
        footer.addWidget(self._next)
        return footer

    def _add_shortcuts(self) -> None:
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda b=by: self._step(b, focus_input=True))
        for place in range(1, min(len(self._form.tabs), 9) + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{place}"), self)
            shortcut.activated.connect(lambda n=place: self._go_to_by_shortcut(n))
        # With more than nine themes, arrow keys and first letters choose in the list.
        QShortcut(QKeySequence("Alt+0"), self).activated.connect(self._focus_themes)

    def _go_to_by_shortcut(self, place: int) -> None:
        if self.themes.go_to_place(place):
            self.go_to_first_input()

    def _focus_themes(self) -> None:
        if self.themes.isVisible():
            self.themes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, by: int, *, focus_input: bool = False) -> None:
        """Go ``by`` themes forward.

        :param focus_input: focus its first input; a click leaves the focus on the button.
        """
        number = self.themes.neighbour(by)
        if number is not None:
            self.themes.go_to(number)
            if focus_input:
                self.go_to_first_input()

    def _on_next(self) -> None:
        if self._leads_to_conversation():
            self.conversation_wanted.emit()
        else:
            self._step(1)

    def _leads_to_conversation(self) -> bool:
        """Return whether *Næste tema* turns the screen: the last theme is prepared, and the conversation is ahead."""
        return self._is_ahead and not self._turned and self.themes.neighbour(1) is None

    def _update_buttons(self) -> None:
        self._previous.setEnabled(self.themes.neighbour(-1) is not None)
        leads = self._leads_to_conversation()
        self._next.setEnabled(leads or self.themes.neighbour(1) is not None)
        self._next.setText("&Gå til samtalen" if leads else "&Næste tema")
        self._next.setToolTip("Vend skærmen mod medarbejderen (F11)" if leads else "Næste tema (Ctrl+Page Down)")

    def _show_filled_share(self) -> None:
        share = self.themes.filled_share()
        self._progress_bar.setRange(0, max(2 * share.pages, 1))  # a page that is begun counts half
        self._progress_bar.setValue(2 * share.done + share.begun)
        self._progress_bar.setToolTip(f"{share}.")
        self._progress_bar.setAccessibleDescription(f"{share}.")
