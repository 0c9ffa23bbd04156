"""The actions of a conversation card: move, record an invitation or a postponement, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import confirm, tell
from mus_desktop.ui.employees.card import CardAction
from mus_desktop.ui.employees.day_dialog import DayDialog
from mus_desktop.ui.meeting.form_dialog import FormDialog
from mus_desktop.ui.meeting.kept_dialog import KeptDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog


@dataclass(frozen=True, slots=True)
class _Noting:
    """A date that can be recorded on a conversation: how to ask for it, store it and read it."""

    title: str
    label: str
    note: Callable[[ConversationService, int, date | None], None]
    kept: Callable[[Conversation], date | None]


_NOTINGS = {
    CardAction.INVITED: _Noting(
        "Indbudt", "Invitationen er givet den", ConversationService.record_invited, lambda kept: kept.invited_on
    ),
    CardAction.DECLINED: _Noting(
        "Takket nej",
        "Medarbejderen takkede nej den",
        ConversationService.record_declined,
        lambda kept: kept.declined_on,
    ),
    CardAction.POSTPONED: _Noting(
        "Udsat", "Samtalen blev udsat den", ConversationService.record_postponed, lambda kept: kept.postponed_on
    ),
}


class ConversationActions(QObject):
    """Runs the actions of conversation cards, after asking the leader.

    ``done`` is emitted when something was stored or deleted, ``open_wanted`` when a conversation is to be opened.
    """

    done = Signal()
    open_wanted = Signal(int)

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._now, self._over = workplace, now, parent

    def do(self, deed: CardAction, line: ConversationLine) -> None:
        """Start the action ``deed`` on the conversation of ``line``."""
        if deed is CardAction.DELETE:
            self._delete(line)
        elif deed is CardAction.MEETING:
            self._change_meeting(line)
        elif deed is CardAction.FOLLOW_UP:
            self._plan_follow_up(line)
        elif deed is CardAction.FORM:
            self._change_form(line)
        elif deed is CardAction.KEPT:
            self._show_kept(line)
        elif deed is CardAction.REJOIN:
            self._rejoin(line)
        else:
            self._note(_NOTINGS[deed], line)

    def _delete(self, line: ConversationLine) -> None:
        files = (
            self._workplace.paper.attachments_of(line.conversation.id)
            if line.conversation.purpose is Purpose.PAPER
            else ()
        )
        if not confirm(self._over, "Slet samtalen?", _about_deleting(line, len(files)), "Slet samtalen"):
            return
        try:
            self._workplace.conversations.delete(line.conversation.id)
        except KnownError as error:
            tell(self._over, "Samtalen er ikke slettet", error.message)
            return
        self.done.emit()

    def _change_meeting(self, line: ConversationLine) -> None:
        dialog = MeetingDialog.for_change(self._workplace, line, self._now, self._over)
        dialog.changed.connect(self.done)
        dialog.open()

    def _plan_follow_up(self, line: ConversationLine) -> None:
        def planned(conversation_id: int, opens: bool) -> None:
            self.done.emit()
            if opens:
                self.open_wanted.emit(conversation_id)

        dialog = MeetingDialog.for_follow_up(self._workplace, line, self._now, self._over)
        dialog.planned.connect(planned)
        dialog.open()

    def _change_form(self, line: ConversationLine) -> None:
        if all(form.id == line.form_id for form in self._workplace.form_change.forms_for(line.conversation.id)):
            tell(self._over, "Der er ikke andre skemaer", "Samtalen kan kun holdes på det skema, den står på.")
            return
        dialog = FormDialog(self._workplace, line, self._over)
        dialog.moved.connect(self.done)
        dialog.open()

    def _show_kept(self, line: ConversationLine) -> None:
        kept = self._workplace.form_change.carried_over_answers(line.conversation.id)
        # In a group, show only what belongs to this page's employee, and what is common to the group.
        KeptDialog([one for one in kept if one.employee in (None, line.employee)], self._over).open()

    def _rejoin(self, line: ConversationLine) -> None:
        try:
            group = self._workplace.groups.rejoin(line.conversation.id)
        except KnownError as error:
            tell(self._over, "Samtalen kan ikke lægges tilbage", error.message)
            return
        self.done.emit()
        self.open_wanted.emit(group)

    def _note(self, noting: _Noting, line: ConversationLine) -> None:
        conversation_service, conversation = self._workplace.conversations, line.conversation
        kept = noting.kept(conversation)
        today = self._now().date()

        def keep(day: date | None) -> None:
            noting.note(conversation_service, conversation.id, day)
            self.done.emit()

        DayDialog(noting.title, noting.label, kept, today, keep, self._over).open()


def _about_deleting(line: ConversationLine, files: int) -> str:
    attached = {0: "", 1: " Den vedhæftede fil slettes også."}.get(files, f" De {files} vedhæftede filer slettes også.")
    whose = "alles" if line.group else "begge parters"
    return (
        f"Samtalen »{line.form_title}« med {', '.join(line.people)} fra MUS {line.period_and_day} slettes med alt, "
        f"hvad der hører til: {whose} forberedelse, de fælles noter og {_agreements(line.agreements)}. Det kan "
        f"ikke fortrydes.{attached} Word-dokumenter og kopier, du har gemt i en mappe, bliver liggende."
    )


def _agreements(count: int) -> str:
    return {0: "planen", 1: "planen med 1 aftale"}.get(count, f"planen med {count} aftaler")
