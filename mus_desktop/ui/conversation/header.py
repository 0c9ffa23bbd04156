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
from mus_desktop.ui.controls.elided_label import ElidedLabel
from mus_desktop.ui.conversation.participants import ParticipantPicker
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.layouts.flow import FlowLayout
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import dress

_GAP, _SIDE = 10, 20
_NAME_LETTERS = 14
_NAME_WANTED, _NAMES_WANTED = 22, 7

_TO_ONE = "Vendt mod medarbejderen (F11)"
_TO_THE_GROUP = "Vendt mod gruppen: kun det fælles vises, uanset hvilken deltager der er valgt (F11)"
_KINDS = {Purpose.FOLLOW_UP: "Mini-MUS", Purpose.PAPER: "Fra før programmet: MUS"}


class ConversationHeader(QWidget):
    """Name, form and period; ``Gemt 14.03``; *Forberedelse* or *Samtale*; Word and *Afslut*.

    Buttons that do not fit next to the name move to the line below; those furthest to the right stay the longest.
    """

    back = Signal()
    arrangement_chosen = Signal(object)
    word_wanted = Signal()
    documents_wanted = Signal(object)
    participant_chosen = Signal(object)
    alone_wanted = Signal()
    finish_wanted = Signal()

    def __init__(self, opened: OpenConversation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = IconToolButton("back", "Tilbage til medarbejderen (Alt+Venstre)")
        self._name = ElidedLabel(participants_text(opened))
        self._people = participants_text(opened)
        self._turned_title = group_title(opened) if opened.group else self._people
        dress(self._name, "title")
        self.picker = ParticipantPicker(names_of(opened)) if opened.group else None
        self._about = ElidedLabel(_about(opened))
        dress(self._about, "muted")
        self._kept = ""
        self._saved = QLabel()
        self._saved.setAccessibleName("Gemt")
        dress(self._saved, "muted")
        self._documents = _button("&Dokumenter", "Samtaleguide, forberedelsesark og de andre dokumenter, skemaet har")
        self._word = _button("Åbn i &Word", "Lav planen som Word-dokument, og åbn den")
        self._finish = _button("&Afslut …", "Se, om noget mangler, og afslut samtalen")
        self._switch = _Switch(_TO_THE_GROUP if opened.group else _TO_ONE)
        self._leave = QPushButton("Luk visning (F11)")
        self._lay_out()
        self._back.clicked.connect(self.back)
        self._word.clicked.connect(self.word_wanted)
        self._documents.clicked.connect(lambda: self.documents_wanted.emit(self._documents))
        self._finish.clicked.connect(self.finish_wanted)
        self._switch.chosen.connect(self.arrangement_chosen)
        self._leave.clicked.connect(lambda: self.arrangement_chosen.emit(Arrangement.PREPARATION))
        if self.picker is not None:
            self.picker.chosen.connect(self.participant_chosen)
            self.picker.alone_wanted.connect(self.alone_wanted)
        self.arrange(Arrangement.PREPARATION)

    def show_place(self, opened: OpenConversation, party: int | None) -> None:
        """Show the names, and which participant of a group is shown; ``None`` for the common part."""
        self._people = participants_text(opened)
        self._name.setText(self._people)
        self.show_choice(party)

    def show_choice(self, party: int | None) -> None:
        """Select the shown participant in the group's picker; ``None`` for the common part."""
        if self.picker is not None:
            self.picker.show_choice(party)

    def arrange(self, arrangement: Arrangement) -> None:
        """Show only the employee's name while the employee is looking along."""
        alone = arrangement is Arrangement.PREPARATION
        self._name.setText(self._people if alone else self._turned_title)
        for widget in (self._back, self._about, self._saved, self._documents, self._word, self._finish, self._switch):
            widget.setVisible(alone)
        if self.picker is not None:
            self.picker.setVisible(alone)
        self._leave.setVisible(not alone)
        self._switch.show_choice(arrangement)

    def tell_refused(self, text: str) -> None:
        """Show briefly what could not be stored while the employee is looking along, until the next save."""
        self._saved.setText(text)
        self._saved.show()

    def tell_saving(self) -> None:
        """Show that something typed is not on disk yet."""
        self._tell("Gemmer …")

    def tell_saved(self, at: datetime) -> None:
        """Show the time ``at`` which everything typed was saved."""
        self._kept = f"Gemt {format_time(at.time())}"
        self._tell(self._kept)

    def tell_unchanged(self) -> None:
        """Show the last saved state again: what :meth:`tell_saving` announced changed nothing."""
        self._tell(self._kept)

    def tell_not_saved(self) -> None:
        """Show that saving fails; the red bar shows the reason."""
        self._tell("Ikke gemt")

    def saved_text(self) -> str:
        """Return the save status that is shown."""
        return self._saved.text()

    def _tell(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.setHidden(self._back.isHidden())

    def tell_finished(self, *, finished: bool) -> None:
        """Offer to finish, or to reopen if the conversation is ``finished``."""
        self._finish.setText("Fortryd &afslutning" if finished else "&Afslut …")

    def show_about(self, opened: OpenConversation) -> None:
        """Update the time and place."""
        self._about.setText(_about(opened))

    def inputs(self) -> list[QWidget]:
        """Return the buttons in reading order."""
        picker = self.picker.inputs() if self.picker is not None else []
        return [self._back, *picker, *self._switch.buttons(), self._documents, self._word, self._finish, self._leave]

    def minimumSizeHint(self) -> QSize:
        """Return a small width, so that the window can be narrow: the buttons then move to the next line."""
        return QSize(self.fontMetrics().averageCharWidth() * _NAME_LETTERS, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _lay_out(self) -> None:
        about = QHBoxLayout()
        about.setSpacing(2 * _GAP)
        about.addWidget(self._about)
        about.addWidget(self._saved)
        about.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._name)
        who.addLayout(about)
        self._line, self._below = QHBoxLayout(), FlowLayout()
        self._line.setSpacing(_GAP)
        self._line.addWidget(self._back, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._line.addLayout(who, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 10, _SIDE, 8)
        layout.setSpacing(6)
        layout.addLayout(self._line)
        layout.addLayout(self._below)
        self._beside: list[QWidget] = []
        self._place(self._tools())

    def _tools(self) -> list[QWidget]:
        tools = (self.picker, self._switch, self._documents, self._word, self._finish, self._leave)
        return [widget for widget in tools if widget is not None]

    def _make_room(self) -> None:
        """Place the buttons that fit next to the name, and the rest below it."""
        # With a picker the name may be shorter, because the picker shows it too. Not if two names start alike: the part
        # that distinguishes them is at the end.
        letters = _NAMES_WANTED if self.picker and not self.picker.alike else _NAME_WANTED
        name = min(self._name.sizeHint().width(), self._name.fontMetrics().averageCharWidth() * letters)
        room = self.width() - 2 * _SIDE - self._back.sizeHint().width() - _GAP - name
        beside = []
        for widget in (tool for tool in reversed(self._tools()) if not tool.isHidden()):
            room -= widget.sizeHint().width() + _GAP
            if room < 0:
                break
            beside.append(widget)
        if set(beside) != set(self._beside):
            self._place(beside)

    def _place(self, beside: list[QWidget]) -> None:
        for widget in self._tools():
            (self._line if widget in self._beside else self._below).removeWidget(widget)
        self._beside = beside
        for widget in self._tools():
            if widget in beside:
                self._line.addWidget(widget, alignment=Qt.AlignmentFlag.AlignVCenter)
            else:
                self._below.addWidget(widget)


class _Switch(QWidget):
    """Two buttons of which exactly one is chosen."""

    chosen = Signal(object)

    def __init__(self, about_talk: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons = {
            Arrangement.PREPARATION: _button("Forberedelse", "Kun for dig (F11)"),
            Arrangement.CONVERSATION: _button("Samtale", about_talk),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for arrangement, button in self._buttons.items():
            button.setCheckable(True)
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
        date_and_time_text(conversation),
        conversation.place,
    )
    return " · ".join(part for part in parts if part)
