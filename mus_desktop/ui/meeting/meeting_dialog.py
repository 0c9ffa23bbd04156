"""The dialog for the time, place and form of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.closed_plan_text import closed_reason, reopen_instruction
from mus_desktop.model.form import Form
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import breakable, labelled, text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import typed_day
from mus_desktop.ui.meeting.day_off_notice import DayOffNotice
from mus_desktop.ui.meeting.second_mus import other_mus_notice
from mus_desktop.ui.meeting.time_input import TimeInput

_DEFAULT_MINUTES = 90
_ONLY_IF_TWO = "Opret kun en til, hvis I skal holde to."
_MINUTES = (15, 30, 45, 60, 75, 90, 105, 120, 150, 180)


class MeetingDialog(InputDialog):
    """Plan a conversation, or change its time and place.

    ``planned`` carries the new id and whether to open it at once; ``changed``: a change was stored.
    """

    planned = Signal(int, bool)
    changed = Signal()

    def __init__(
        self, workplace: Workplace, title: str, primary_text: str, text: str, today: date, parent: QWidget
    ) -> None:
        super().__init__(title, primary_text, parent, text=text, characters=76)
        self._workplace, self._today = workplace, today
        self._store: Callable[[Meeting], None] = lambda _meeting: None
        self._period_touched = False
        self._yearly: set[str] = set()
        self._conversation_id: int | None = None
        self._employees: Callable[[], Collection[int]] = tuple
        self.second_notice = text_label("", "warn", wrap=True)
        self.second_notice.hide()
        self.form = FormChooser()
        self.on_date = DateInput(lambda: today)
        self.on_date.show_weekday()
        self.at_time = TimeInput()
        self.minutes = _minutes()
        self._choose_minutes(_DEFAULT_MINUTES)
        self.place = OneLineEdit()
        self.period = ComboBox()
        self.on_date.edited.connect(self._on_date_edited)
        self.period.activated.connect(self._on_period_chosen)
        for box in (self.form, self.period):
            box.currentIndexChanged.connect(self.show_other_mus_notice)

    @classmethod
    def for_new(
        cls, workplace: Workplace, employee_id: int, now: Callable[[], datetime], parent: QWidget
    ) -> MeetingDialog:
        """Return a dialog for a new conversation with an employee."""
        today, name = now().date(), workplace.staff.labels()[employee_id]
        dialog = cls(workplace, "Ny samtale", "&Opret og åbn", f"Med {name}", today, parent)
        dialog._employees = lambda: (employee_id,)
        available = (form for form in workplace.catalogue.available() if INDIVIDUAL in form.held)
        yearly = tuple(form for form in available if form.purpose is not Purpose.FOLLOW_UP)
        dialog._offer_forms(yearly, _suggested_form(workplace, employee_id))
        dialog._offer_periods(workplace.preferences.period_of(today))
        dialog._store_with(
            "Opret &uden at åbne", lambda meeting: workplace.conversations.plan_new(employee_id, meeting)
        )
        dialog._lay_out(with_form=True)
        return dialog

    @classmethod
    def for_follow_up(
        cls, workplace: Workplace, line: ConversationLine, now: Callable[[], datetime], parent: QWidget
    ) -> MeetingDialog:
        """Return a dialog for a mini-MUS that follows up the conversation of ``line`` in the same period."""
        talks, key = workplace.follow_up_conversations, line.conversation.id
        text = f"{', '.join(line.people)} · opfølgning på MUS {line.period_and_day}"
        dialog = cls(workplace, "Ny mini-MUS", "&Opret og åbn", text, now().date(), parent)
        dialog._offer_forms(talks.forms(), "")
        dialog._offer_periods(line.conversation.period)
        dialog._period_touched = True  # keeps the period of its MUS, whatever the date
        dialog.on_date.show_day(talks.suggested_day(key, now().date()))
        dialog._choose_minutes(_MINUTES[0])
        dialog._store_with("Opret &uden at åbne", lambda meeting: talks.plan_follow_up(key, meeting))
        dialog._lay_out(with_form=len(talks.forms()) > 1, with_period=False)
        return dialog

    @classmethod
    def for_change(
        cls, workplace: Workplace, line: ConversationLine, now: Callable[[], datetime], parent: QWidget
    ) -> MeetingDialog:
        """Return a dialog for the time, place and period of a conversation; its form stays."""
        key = line.conversation.id
        text = f"{', '.join(line.people)} · {line.form_name}"
        dialog = cls(workplace, "Ændr tid og sted", "&Gem", text, now().date(), parent)
        meeting = workplace.conversations.meeting(key)
        employees = tuple(one.id for one in workplace.conversations.open(key).employees)
        dialog._employees, dialog._conversation_id = lambda: employees, key
        if line.conversation.purpose is Purpose.MUS and line.conversation.counts:
            dialog._yearly.add(meeting.form_id)
        dialog.form.addItem(line.form_name, meeting.form_id)
        dialog._offer_periods(meeting.period)
        dialog._show(meeting)

        def store(changed: Meeting) -> None:
            workplace.conversations.change_meeting(key, changed)
            dialog.changed.emit()

        dialog._store = store
        dialog._lay_out(with_form=False)
        if closed := workplace.conversations.closed_plans(key):
            dialog._lock_signed_details(closed)
        return dialog

    def submit(self) -> None:
        if self.form.currentData() is None:
            raise KnownError("Der er ingen skemaer at vælge. Installér programmet igen.")
        self._store(
            Meeting(
                form_id=self.form.currentData(),
                period=self.period.currentData(),
                on_date=typed_day(self.on_date),
                at_time=self.at_time.at(),
                minutes=self.minutes.currentData() or None,
                place=self.place.text(),
            )
        )

    def show_other_mus_notice(self) -> None:
        """Show who has another MUS in the chosen period, if this is a yearly one."""
        period, text = self.period.currentData(), ""
        if period is not None and self.form.currentData() in self._yearly:
            text = other_mus_notice(self._workplace, self._employees(), period, self._conversation_id)
        if text and self._conversation_id is None:
            text = f"{text} {_ONLY_IF_TWO}"
        if text != self.second_notice.text():
            announce(self.second_notice, text)
        self.second_notice.setText(breakable(text))
        self.second_notice.setVisible(bool(text))
        self.grow_to_content()

    def current_input(self) -> object:
        texts = self.at_time.text(), self.place.text()
        return self.on_date.content(), texts, [box.currentIndex() for box in (self.form, self.minutes, self.period)]

    def _store_with(self, other: str, plan: Callable[[Meeting], int]) -> None:
        """Make the primary button plan and open the conversation, and add a button ``other`` that only plans it."""
        open_afterwards = {"now": True}
        self._store = lambda meeting: self.planned.emit(plan(meeting), open_afterwards["now"])
        plan_only = self.add_button(other)
        plan_only.clicked.connect(lambda: open_afterwards.update(now=False))
        self.primary.clicked.disconnect()  # the last button pressed counts, if the other failed to save
        self.primary.clicked.connect(lambda: open_afterwards.update(now=True))
        for button in (plan_only, self.primary):
            button.clicked.connect(self._on_primary)

    def _show(self, meeting: Meeting) -> None:
        self._period_touched = True
        self.on_date.show_day(meeting.on_date)
        self.at_time.set_at(meeting.at_time)
        self._choose_minutes(meeting.minutes or 0)
        self.place.setText(meeting.place)

    def _choose_minutes(self, minutes: int) -> None:
        if self.minutes.findData(minutes) < 0:
            self.minutes.addItem(f"{minutes} minutter", minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(minutes))

    def _offer_forms(self, forms: tuple[Form, ...], suggested: str) -> None:
        self._yearly |= {form.id for form in forms if form.purpose is Purpose.MUS and form.counts}
        self.form.add_forms(self._workplace.catalogue.last_used_first(forms))
        self.form.choose(suggested)

    def _offer_periods(self, chosen: Period) -> None:
        periods_around = self._workplace.preferences.period_rule().periods_around(self._today)
        names = dict(zip(periods_around, ("sidste", "denne", "næste"), strict=True))
        for period in sorted({*periods_around, chosen}):
            known = f" ({names[period]} periode)" if period in names else ""
            self.period.addItem(f"MUS {period.title}{known}", period)
        self._choose_period(chosen)

    def _choose_period(self, period: Period) -> None:
        periods = [self.period.itemData(number) for number in range(self.period.count())]
        if period in periods:
            self.period.setCurrentIndex(periods.index(period))

    def _on_date_edited(self) -> None:
        day = self.on_date.day()
        if day is not None and not self._period_touched:
            self._choose_period(self._workplace.preferences.period_of(day))

    def _on_period_chosen(self) -> None:
        self._period_touched = True

    def _lock_signed_details(self, plans: Collection[Plan]) -> None:
        """Make date, time and period read-only, which the signed paper shows; duration and place stay editable."""
        self.on_date.set_read_only(True)
        self.at_time.set_read_only(True)
        self.period.setEnabled(False)
        text = f"{closed_reason(*plans)}, så samtalens dato, klokkeslæt og periode kan ikke ændres. "
        self.body.addWidget(
            text_label(f"{text}{reopen_instruction(*plans)}, hvis de skal rettes.", "caption", wrap=True)
        )
        self.place.setFocus()

    def _lay_out(self, *, with_form: bool, with_period: bool = True) -> None:
        for box, shown in ((self.form, with_form), (self.period, with_period)):
            if not shown:  # its value is still read by submit()
                box.setParent(self)
                box.hide()
        if with_form:
            self.body.addWidget(labelled("S&kema", self.form))
        times = QHBoxLayout()
        times.setSpacing(14)
        times.addWidget(labelled("&Dato", self.on_date), 3)
        times.addWidget(labelled("K&lokken", self.at_time), 2)
        times.addWidget(labelled("&Varighed", self.minutes), 2)
        self.body.addLayout(times)
        self.body.addWidget(DayOffNotice(self.on_date))
        self.on_date.line.textChanged.connect(self.grow_to_content)
        self.body.addWidget(labelled("&Sted", self.place))
        if with_period:
            self.body.addWidget(labelled("&Periode", self.period))
        self.body.addWidget(self.second_notice)
        if with_form:
            self.body.addWidget(
                text_label("Tid og sted kan du vente med. Du kan ændre dem, når du vil.", "caption", wrap=True)
            )
        (self.form if with_form else self.on_date).setFocus()
        self.show_other_mus_notice()


def _suggested_form(workplace: Workplace, employee_id: int) -> str:
    chosen = workplace.preferences.default_form()
    if chosen:
        return chosen
    earlier = workplace.conversations.of_employee(employee_id)
    return earlier[0].form_id if earlier else ""


def _minutes() -> ComboBox:
    box = ComboBox()
    box.setMinimumContentsLength(9)
    box.addItem("Ikke aftalt", 0)
    for minutes in _MINUTES:
        box.addItem(f"{minutes} minutter", minutes)
    return box
