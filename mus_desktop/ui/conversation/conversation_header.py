"""The header of a conversation: names, save status, and the choice of arrangement."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_time
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.group_view import group_title, names_of, participants_text
from mus_desktop.services.conversation.open_conversation import OpenConversation, date_and_time_text
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.elided_label import ElidedLabel, WrappingLine
from mus_desktop.ui.conversation.participants import ParticipantPicker
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.text_width import character_width

_GAP, _SIDE = 10, 20
_MIN_NAME_LETTERS = 14
_NAME_LETTERS_ALONE, _NAME_LETTERS_BESIDE_PICKER = 22, 7

_SAVING, _NOT_SAVED, _SAVED = "Gemmer …", "Ikke gemt", "Gemt {}"
_TIP_FOR_ONE = "Vendt mod medarbejderen (F11)"
_TIP_FOR_GROUP = "Vendt mod gruppen: kun det fælles vises, uanset hvilken deltager der er valgt (F11)"
_FINISH = "Markér som &afholdt …", "Se, om noget mangler, og markér samtalen som afholdt"
_AFTERWARDS = "Efter s&amtalen", "Se aftalerne og de næste skridt, eller fortryd, at samtalen er afholdt"
_KINDS = {Purpose.FOLLOW_UP: "Mini-MUS", Purpose.PAPER: "Tidligere aftaler: MUS"}


class ConversationHeader(QWidget):
    """Name, form and period; ``Gemt 14.03``; *Forberedelse* or *Samtale*; Word and *Markér som afholdt*.

    Buttons that do not fit next to the name move to the line below; those furthest to the right stay the longest.
    """

    back = Signal()
    arrangement_chosen = Signal(object)
    word_wanted = Signal()
    documents_wanted = Signal(object)
    participant_chosen = Signal(object)
    individual_wanted = Signal()
    finish_wanted = Signal()

    def __init__(self, opened: OpenConversation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = IconToolButton("back", "Tilbage til medarbejderen (Alt+Venstre)")
        self._name = ElidedLabel(participants_text(opened))
        self._people = participants_text(opened)
        self._turned_title = group_title(opened) if opened.group else self._people
        set_style_kind(self._name, "title")
        self.picker = ParticipantPicker(names_of(opened)) if opened.group else None
        self._about = WrappingLine(_about(opened))
        set_style_kind(self._about, "muted")
        self._saved_text = ""
        self._saved = QLabel()
        self._saved.setObjectName("saved")
        set_style_kind(self._saved, "muted")
        self._documents = _button("&Dokumenter", "Samtaleguide, forberedelsesark og de andre dokumenter, skemaet har")
        self._word = _button("Åbn i &Word", "Lav planen som Word-dokument, og åbn den")
        self._finish = _button(*_FINISH)
        self._switch = _ArrangementSwitch(_TIP_FOR_GROUP if opened.group else _TIP_FOR_ONE)
        self._close_view = QPushButton("Luk visning (F11)")
        self._keep_room_for_status()
        self._lay_out()
        self._back.clicked.connect(self.back)
        self._word.clicked.connect(self.word_wanted)
        self._documents.clicked.connect(lambda: self.documents_wanted.emit(self._documents))
        self._finish.clicked.connect(self.finish_wanted)
        self._switch.chosen.connect(self.arrangement_chosen)
        self._close_view.clicked.connect(lambda: self.arrangement_chosen.emit(Arrangement.PREPARATION))
        if self.picker is not None:
            self.picker.chosen.connect(self.participant_chosen)
            self.picker.individual_wanted.connect(self.individual_wanted)
        self.set_arrangement(Arrangement.PREPARATION)

    def show_names(self, opened: OpenConversation, party: int | None) -> None:
        """Show the names, and which participant of a group is shown; ``None`` for the common part."""
        self._people = participants_text(opened)
        self._name.setText(self._people)
        self.show_choice(party)

    def show_choice(self, party: int | None) -> None:
        """Select the shown participant in the group's picker; ``None`` for the common part."""
        if self.picker is not None:
            self.picker.show_choice(party)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Show only the employee's name, and discreetly when it was saved, while the employee sees the screen."""
        alone = arrangement is Arrangement.PREPARATION
        self._name.setText(self._people if alone else self._turned_title)
        for widget in (self._back, self._about, self._documents, self._word, self._finish, self._switch):
            widget.setVisible(alone)
        # Below the name, wherever that begins: *Samtale* has no way back in front of it.
        self._about_line.setContentsMargins(self._back.sizeHint().width() + _GAP if alone else 0, 0, 0, 0)
        if not alone and self._saved.text() == _SAVING:
            self._saved.setText(self._saved_text)
        if self.picker is not None:
            self.picker.setVisible(alone)
        self._close_view.setVisible(not alone)
        self._switch.show_choice(arrangement)

    def show_not_stored(self, text: str) -> None:
        """Show briefly what could not be stored while the employee sees the screen, until the next save."""
        self._saved.setText(text)

    def show_saving(self) -> None:
        """Show that something typed is not on disk yet; not to the employee, whose eye it would catch all the time."""
        if not self._back.isHidden():
            self._saved.setText(_SAVING)

    def show_saved(self, at: datetime) -> None:
        """Show the time ``at`` which everything typed was saved."""
        text = _SAVED.format(format_time(at.time()))
        if text != self._saved_text:  # at most once a minute, though typing saves every second
            announce(self, text)
        self._saved_text = text
        self._saved.setText(text)

    def show_unchanged(self) -> None:
        """Show the last saved state again: what :meth:`show_saving` announced changed nothing."""
        self._saved.setText(self._saved_text)

    def show_not_saved(self) -> None:
        """Show that saving fails; the red bar shows the reason."""
        self._saved.setText(_NOT_SAVED)

    def saved_text(self) -> str:
        """Return the save status that is shown."""
        return self._saved.text()

    def show_finished(self, *, finished: bool, afterwards: bool = False) -> None:
        """Offer to finish; once ``finished``, the page after the conversation, or back from it if it is shown."""
        text, tip = _AFTERWARDS if finished else _FINISH
        self._finish.setText("Tilbage til s&amtalen" if afterwards else text)
        self._finish.setToolTip("Vis temaerne igen" if afterwards else tip)

    def show_time_and_place(self, opened: OpenConversation) -> None:
        """Update the time and place."""
        self._about.show_line(_about(opened))

    def inputs(self) -> list[QWidget]:
        """Return the buttons in reading order."""
        picker = self.picker.inputs() if self.picker is not None else []
        return [
            self._back,
            *picker,
            *self._switch.buttons(),
            self._documents,
            self._word,
            self._finish,
            self._close_view,
        ]

    def minimumSizeHint(self) -> QSize:
        """Return a small width, so that the window can be narrow: the buttons then move to the next line."""
        return QSize(character_width(self.fontMetrics()) * _MIN_NAME_LETTERS, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tools()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FontChange:
            self._keep_room_for_status()
        # A button has another text, such as »Efter samtalen«, and may need another width.
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_tools()
        return super().event(event)

    def _lay_out(self) -> None:
        self._first_line, self._second_line = QHBoxLayout(), FlowLayout()
        self._first_line.setSpacing(_GAP)
        self._first_line.addWidget(self._back, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._first_line.addWidget(self._name, 1)
        # On a line of its own, because time and place are cut off where the buttons leave little room.
        self._about_line = about = QHBoxLayout()
        flow = FlowLayout(gap=2 * _GAP, line_gap=0)
        flow.addWidget(self._about)
        flow.addWidget(self._saved)
        about.addLayout(flow, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 10, _SIDE, 8)
        layout.setSpacing(0)
        layout.addLayout(self._first_line)
        layout.addLayout(about)
        layout.addSpacing(6)
        layout.addLayout(self._second_line)
        self._on_first_line: list[QWidget] = []
        self._place_tools(self._tools())

    def _keep_room_for_status(self) -> None:
        """Keep the room that the save status takes, so that nothing below moves when it changes."""
        metrics = self.fontMetrics()  # that of the label itself is updated later
        widest = max(metrics.horizontalAdvance(text) for text in (_SAVING, _NOT_SAVED, _SAVED.format("00.00")))
        self._saved.setMinimumSize(widest, metrics.height())

    def _tools(self) -> list[QWidget]:
        tools = (self.picker, self._switch, self._documents, self._word, self._finish, self._close_view)
        return [widget for widget in tools if widget is not None]

    def _fit_tools(self) -> None:
        """Place the buttons that fit next to the name, and the rest below it."""
        # With a picker the name may be shorter, because the picker shows it too. Not if two names start alike: the part
        # that distinguishes them is at the end.
        name_letters = (
            _NAME_LETTERS_BESIDE_PICKER if self.picker and not self.picker.names_start_alike else _NAME_LETTERS_ALONE
        )
        name = min(self._name.sizeHint().width(), character_width(self._name.fontMetrics()) * name_letters)
        available = self.width() - 2 * _SIDE - self._back.sizeHint().width() - _GAP - name
        fitting = []
        for widget in (tool for tool in reversed(self._tools()) if not tool.isHidden()):
            available -= widget.sizeHint().width() + _GAP
            if available < 0:
                break
            fitting.append(widget)
        if set(fitting) != set(self._on_first_line):
            self._place_tools(fitting)

    def _place_tools(self, fitting: list[QWidget]) -> None:
        for widget in self._tools():
            (self._first_line if widget in self._on_first_line else self._second_line).removeWidget(widget)
        self._on_first_line = fitting
        for widget in self._tools():
            if widget in fitting:
                self._first_line.addWidget(widget, alignment=Qt.AlignmentFlag.AlignVCenter)
            else:
                self._second_line.addWidget(widget)


class _ArrangementSwitch(QWidget):
    """Two buttons of which exactly one is chosen."""

    chosen = Signal(object)

    def __init__(self, conversation_tip: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons = {
            Arrangement.PREPARATION: _button("Forberedelse", "Kun for dig (F11)"),
            Arrangement.CONVERSATION: _button("Samtale", conversation_tip),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for arrangement, button in self._buttons.items():
            button.setCheckable(True)
            button.setAutoExclusive(True)  # so that Qt calls it a radio button; the group decides what is chosen
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _checked=False, a=arrangement: self.chosen.emit(a))

    def show_choice(self, arrangement: Arrangement) -> None:
        self._buttons[arrangement].setChecked(True)

    def buttons(self) -> list[QWidget]:
        return list(self._buttons.values())


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button


def _about(opened: OpenConversation) -> str:
    conversation = opened.conversation
    group = "Gruppesamtale" if opened.group else ""
    parts = (
        group,
        f"{_KINDS.get(conversation.purpose, 'MUS')} {conversation.period.title}",
        date_and_time_text(conversation, weekday=True),
        conversation.place,
    )
    return " · ".join(part for part in parts if part)
