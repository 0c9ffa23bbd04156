"""The calendar file (.ics) of one appointment, as desktop Outlook reads it correctly.

Outlook ignores a VTIMEZONE with RDATE and lands one hour off. So the time zone is written here as RRULE, and
never by ``add_missing_timezones`` of icalendar, which writes RDATE. An entry is updated only by a file with one event,
METHOD:REQUEST, an organizer, the same UID and a higher SEQUENCE.

Heavy: imports icalendar; import this module only when a file is made.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from mus_desktop.model.days.danish_clock import SUMMER, WINTER, end_of, utc_of
from mus_desktop.model.text import is_blank, one_line, printable_text
from mus_desktop.services.invitation.calendar_entry import (
    DELETE_EARLIER,
    CalendarEntry,
    EntryNumber,
    Mailbox,
    Method,
    refuse_impossible,
)

ZONE = "Europe/Copenhagen"
_PRODUCT = "-//MUS Desktop//MUS Desktop//DA"


def calendar_file(entry: CalendarEntry, number: EntryNumber, method: Method, made_at: datetime) -> bytes:
    """Return the file of ``entry``. ``made_at`` is the Danish time of day now.

    :raises ValueError: an invitation lacks organizer or attendee.
    :raises KnownError: the time of the appointment does not exist.
    """
    if method is Method.REQUEST and not (entry.organizer and entry.attendee):
        raise ValueError("an invitation needs an organizer and an attendee")
    refuse_impossible(entry)
    calendar = Calendar()
    for name, value in (("prodid", _PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method.value)):
        calendar.add(name, value)
    if isinstance(entry.start, datetime):
        calendar.add_component(_time_zone())
    calendar.add_component(_event(entry, number, method, made_at))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, number: EntryNumber, method: Method, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", number.uid)
    event.add("sequence", number.sequence)
    stamp = utc_of(made_at.replace(microsecond=0, tzinfo=None)).replace(tzinfo=UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    _add_time(event, entry)
    event.add("summary", _line(entry.title))
    if not is_blank(entry.place):
        event.add("location", _line(entry.place))
    description = printable_text(entry.description).strip()
    if method is Method.PUBLISH:
        description = "\n\n".join(filter(None, (description, DELETE_EARLIER)))
    if description:
        event.add("description", description)
    _add_people(event, entry, method)
    # A colleague with access to the calendar sees that the time is taken, and no more.
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE" if isinstance(entry.start, datetime) else "TRANSPARENT")
    return event


def _add_time(event: Event, entry: CalendarEntry) -> None:
    if not isinstance(entry.start, datetime):
        event.add("dtstart", entry.start)
        event.add("dtend", date.fromordinal(entry.start.toordinal() + 1))
        return
    # Local times with the name of the zone: icalendar would look up the zone of an aware time, which Windows lacks.
    for name, at in (("dtstart", entry.start), ("dtend", end_of(entry.start, entry.minutes))):
        event.add(name, at.replace(tzinfo=None), parameters={"TZID": ZONE})


def _add_people(event: Event, entry: CalendarEntry, method: Method) -> None:
    if entry.organizer:
        event.add("organizer", _person(entry.organizer), encode=False)
    if entry.attendee and method is Method.REQUEST:
        attendee = _person(entry.attendee)
        attendee.params["role"] = "REQ-PARTICIPANT"
        attendee.params["partstat"] = "NEEDS-ACTION"
        attendee.params["rsvp"] = "TRUE"
        event.add("attendee", attendee, encode=False)


def _person(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.address}")
    # A quotation mark cannot stand in a parameter; its replacement by RFC 6868 is unknown to Outlook.
    if name := _line(mailbox.name).replace('"', "'").replace("^", " "):
        address.params["cn"] = name
    return address


def _time_zone() -> Timezone:
    """Return the time zone by the rule since 1996; the dates are those of Windows and of Outlook's own files."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(_rule(TimezoneStandard(), datetime(1970, 10, 25, 3), SUMMER, WINTER, "CET"))  # noqa: DTZ001
    zone.add_component(_rule(TimezoneDaylight(), datetime(1970, 3, 29, 2), WINTER, SUMMER, "CEST"))  # noqa: DTZ001
    return zone


def _rule(
    part: TimezoneStandard | TimezoneDaylight, first: datetime, before: timedelta, after: timedelta, name: str
) -> TimezoneStandard | TimezoneDaylight:
    part.add("dtstart", first)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    return part


def _line(text: str) -> str:
    return one_line(printable_text(text))
