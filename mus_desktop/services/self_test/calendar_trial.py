"""A calendar file and a mail draft that the program writes and reads back: their libraries, and the time zone UTC."""

from __future__ import annotations

import email
from datetime import datetime
from email.policy import strict

from mus_desktop.errors import KnownError
from mus_desktop.services.invitation.calendar_entry import CalendarEntry, EntryNumber, Mailbox, Method
from mus_desktop.services.invitation.calendar_file import calendar_file
from mus_desktop.services.invitation.mail_draft import MailDraft, MailFile, draft_file

_PERSON = Mailbox("Bodil Ågård", "bodil@example.dk")
_START = datetime(2026, 3, 9, 13)  # noqa: DTZ001 - the clock on the wall


def check_invitation() -> str:
    """Return what is in order. :raises KnownError: the draft reads otherwise than it was written."""
    entry = CalendarEntry("MUS på Ærø", _START, 60, organizer=_PERSON, attendee=_PERSON)
    calendar = calendar_file(entry, EntryNumber("selvtest"), Method.REQUEST, _START)
    draft = draft_file(MailDraft("MUS", "På Ærø", _PERSON, _PERSON, [MailFile("Ærø.ics", calendar, Method.REQUEST)]))
    read = email.message_from_bytes(draft, policy=strict)
    attached = [part.get_payload(decode=True) for part in read.walk() if part.get_filename() == "Ærø.ics"]
    if attached != [calendar] or b"DTSTAMP:20260309T120000Z" not in calendar:
        raise KnownError("Invitationen blev læst med et andet indhold, end der blev skrevet.")
    return "en kalenderfil er vedhæftet en mailkladde"
