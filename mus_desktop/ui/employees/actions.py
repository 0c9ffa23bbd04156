"""The actions of a conversation card: move, record an invitation or a postponement, delete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.invitation.message_text import MessageKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import confirm, show_message
from mus_desktop.ui.dialogs.notice_area import show_notice
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.employees.step_actions import StepActions
from mus_desktop.ui.invitation.invitation_actions import InvitationActions
from mus_desktop.ui.meeting.form_dialog import FormDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.other_answers_dialog import OtherAnswersDialog

_STEPS = {
    CardAction.INVITED: ConversationStep.INVITED,
    CardAction.DECLINED: ConversationStep.DECLINED,
    CardAction.POSTPONED: ConversationStep.POSTPONED,
}


class ConversationActions(QObject):
    """Runs the actions of conversation cards, after asking the leader.

    ``done`` is emitted when something was stored or deleted, ``open_wanted`` when a conversation is to be opened.
    """

    done = Signal()
    open_wanted = Signal(int)

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._now, self._window = workplace, now, parent
        self.steps = StepActions(workplace, now, parent)
        self.steps.done.connect(self._on_step_recorded)
        self._invitations = InvitationActions(workplace, now, parent)
        self._invitations.done.connect(self._on_step_recorded)

    def run(self, action: CardAction, line: ConversationLine) -> None:
        """Start the action ``action`` on the conversation of ``line``."""
        if action is CardAction.DELETE:
            self._delete(line)
        elif action is CardAction.MEETING:
            self._change_meeting(line)
        elif action is CardAction.INVITE:
            self._invitations.start(MessageKind.INVITATION, [line.conversation.id])
        elif action is CardAction.CALENDAR:
            self._invitations.add_to_calendar(line.conversation.id)
        elif action is CardAction.FOLLOW_UP:
            self._plan_follow_up(line)
        elif action is CardAction.FORM:
            self._change_form(line)
        elif action is CardAction.ANSWERS_OF_ANOTHER_FORM:
            self._show_other_answers(line)
        elif action is CardAction.REJOIN:
            self._rejoin(line)
        else:
            self.steps.ask(_STEPS[action], line)

    def _on_step_recorded(self, text: str, undo: Callable[[], None]) -> None:
        self.done.emit()
        show_notice(self._window, text, undo)

    def _delete(self, line: ConversationLine) -> None:
        files = (
            self._workplace.paper.attachments_of(line.conversation.id)
            if line.conversation.purpose is Purpose.PAPER
            else ()
        )
        if not confirm(self._window, "Slet samtalen?", _deletion_text(line, len(files)), "Slet samtalen"):
            return
        try:
            self._workplace.conversations.delete(line.conversation.id)
        except KnownError as error:
            show_message(self._window, "Samtalen er ikke slettet", error.message)
            return
        self.done.emit()
        show_notice(self._window, "Samtalen er slettet.")

    def _change_meeting(self, line: ConversationLine) -> None:
        def changed() -> None:
            self.done.emit()
            undo = self._workplace.action_undo.of_meeting(line.conversation)
            show_notice(self._window, "Tid og sted er ændret.", undo)

        dialog = MeetingDialog.for_change(self._workplace, line, self._now, self._window)
        dialog.changed.connect(changed)
        dialog.open()

    def _plan_follow_up(self, line: ConversationLine) -> None:
        def planned(conversation_id: int, opens: bool) -> None:
            self.done.emit()
            if opens:
                self.open_wanted.emit(conversation_id)
                return
            undo = self._workplace.action_undo.of_planned(conversation_id)
            show_notice(self._window, "Mini-MUS er oprettet.", undo)

        dialog = MeetingDialog.for_follow_up(self._workplace, line, self._now, self._window)
        dialog.planned.connect(planned)
        dialog.open()

    def _change_form(self, line: ConversationLine) -> None:
        if all(form.id == line.form_id for form in self._workplace.form_change.forms_for(line.conversation.id)):
            show_message(
                self._window, "Der er ikke andre skemaer", "Samtalen kan kun holdes på det skema, den står på."
            )
            return
        undo = self._workplace.action_undo.of_coming_form_change(line.conversation.id)

        def moved() -> None:
            self.done.emit()
            show_notice(self._window, "Skemaet er skiftet.", undo)

        dialog = FormDialog(self._workplace, line, self._window)
        dialog.moved.connect(moved)
        dialog.open()

    def _show_other_answers(self, line: ConversationLine) -> None:
        answers = self._workplace.form_change.carried_over_answers(line.conversation.id)
        # In a group, show only what belongs to this page's employee, and what is common to the group.
        OtherAnswersDialog([one for one in answers if one.employee in (None, line.employee)], self._window).open()

    def _rejoin(self, line: ConversationLine) -> None:
        try:
            group = self._workplace.groups.rejoin(line.conversation.id)
        except KnownError as error:
            show_message(self._window, "Samtalen kan ikke lægges tilbage", error.message)
            return
        self.done.emit()
        self.open_wanted.emit(group)
        show_notice(self._window, "Samtalen er lagt tilbage i gruppen.")


def _deletion_text(line: ConversationLine, files: int) -> str:
    attached = {0: "", 1: " Den vedhæftede fil slettes også."}.get(files, f" De {files} vedhæftede filer slettes også.")
    whose = "alles" if line.group else "begge parters"
    return (
        f"Samtalen »{line.form_name}« med {', '.join(line.people)} fra MUS {line.period_and_day} slettes med alt, "
        f"hvad der hører til: {whose} forberedelse, de fælles noter og {_agreements(line.agreements)}. Det kan "
        f"ikke fortrydes.{attached} Word-dokumenter og kopier, du har gemt i en mappe, bliver liggende."
    )


def _agreements(count: int) -> str:
    return {0: "planen", 1: "planen med 1 aftale"}.get(count, f"planen med {count} aftaler")
