"""The calendar files of conversations and of the follow-up of their plans, with the version that each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from mus_desktop.documents.word.document_files import file_name
from mus_desktop.errors import KnownError
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.invitation.calendar_entry import CalendarEntry, Mailbox, Method, refuse_impossible
from mus_desktop.services.invitation.invitation_job import CalendarFile
from mus_desktop.services.invitation.invitation_values import talk_name
from mus_desktop.storage.records.invitation.calendar_entries import CalendarEntries, IssuedEntry

_USUAL_MINUTES = {Purpose.FOLLOW_UP: 15}
_OTHER_MINUTES = 60


class CalendarPlanner:
    """Plans calendar files; what was issued is stored only when the files have been written."""

    def __init__(self, entries: CalendarEntries) -> None:
        self._entries = entries

    def files_of(
        self, opened: OpenConversation, name: str, to: Mailbox | None, sender: Mailbox | None, remarks: list[str]
    ) -> tuple[CalendarFile | None, CalendarFile | None]:
        """Return the file for the employee ``name`` and the one for the own calendar; ``None`` adds a remark.

        Without both addresses the employee gets an entry to add by hand instead of an invitation.
        """
        conversation = opened.conversation
        try:
            start, minutes = _start_of(conversation, name), _minutes_of(conversation)
            entry = CalendarEntry(
                f"{talk_name(conversation)} med {opened.leader.name}".removesuffix(" med "),
                start,
                minutes,
                conversation.place,
                organizer=sender,
                attendee=to,
            )
            refuse_impossible(entry)
        except KnownError as error:
            remarks.append(error.message)
            return None, None
        method = Method.REQUEST if to and sender else Method.PUBLISH
        if sender is None:
            remarks.append(
                "Din egen e-mailadresse mangler, så kalenderfilen er ikke en mødeindkaldelse. "
                "Skriv den under »Indstillinger«."
            )
        issued = self._entries.next_version(conversation.id, "", entry.appointment_sha256())
        own = self._own(opened, start, minutes, issued)
        return CalendarFile(file_name(f"{talk_name(conversation)}.ics"), entry, issued, method), own

    def own_files(self, opened: OpenConversation, today: date) -> tuple[CalendarFile, ...]:
        """Return the entries for the own calendar: the conversation until it is held, then its days of follow-up.

        :raises KnownError: there is none; says what to do.
        """
        conversation = opened.conversation
        if conversation.held_on is not None:
            return tuple(self._follow_ups(opened, today))
        name = _names(opened)
        start, minutes = _start_of(conversation, name), _minutes_of(conversation)
        sha256 = CalendarEntry("", start, minutes, conversation.place).appointment_sha256()
        own = self._own(opened, start, minutes, self._entries.next_version(conversation.id, "", sha256))
        refuse_impossible(own.entry)
        return (own,)

    def store(self, issued: Iterable[IssuedEntry]) -> None:
        """Store the versions that were written."""
        for one in dict.fromkeys(issued):
            self._entries.store(one)

    def _own(self, opened: OpenConversation, start: datetime, minutes: int, issued: IssuedEntry) -> CalendarFile:
        title = f"{talk_name(opened.conversation)} med {_names(opened)}"
        entry = CalendarEntry(title, start, minutes, opened.conversation.place)
        return CalendarFile(file_name(f"{title}.ics"), entry, issued, Method.PUBLISH)

    def _follow_ups(self, opened: OpenConversation, today: date) -> Iterator[CalendarFile]:
        rows = [row for rows in opened.follow_ups.values() for row in rows]
        days = sorted({row.due_on for row in rows if row.due_on and row.done_on is None and row.due_on >= today})
        if not days:
            raise KnownError(
                "Planen har ingen dato for opfølgning, som ligger forude. "
                "Skriv datoen i planen, eller planlæg en mini-MUS."
            )
        for day in days:
            title = f"Opfølgning på plan for {_names(opened)}"
            # Without the note of the plan: others may see the leader's calendar.
            entry = CalendarEntry(title, day)
            refuse_impossible(entry)
            issued = self._entries.next_version(opened.conversation.id, day.isoformat(), entry.appointment_sha256())
            yield CalendarFile(file_name(f"{title} {day.isoformat()}.ics"), entry, issued, Method.PUBLISH)


def _start_of(conversation: Conversation, name: str) -> datetime:
    if conversation.on_date is None:
        raise KnownError(
            f"Samtalen med {name} har ingen dato, så der er ingen kalenderfil. Vælg den under »Ændr tid og sted«."
        )
    if conversation.at_time is None:
        raise KnownError(
            f"Samtalen med {name} har intet klokkeslæt, så der er ingen kalenderfil. "
            "Skriv det under »Ændr tid og sted«."
        )
    at: time = conversation.at_time
    return datetime.combine(conversation.on_date, at)


def _minutes_of(conversation: Conversation) -> int:
    return conversation.minutes or _USUAL_MINUTES.get(conversation.purpose, _OTHER_MINUTES)


def _names(opened: OpenConversation) -> str:
    return ", ".join(opened.label(employee) for employee in opened.employees)
