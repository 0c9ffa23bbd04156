"""Calendar files read by two libraries that did not write them, and by the rules of RFC 5545 line by line."""

# ruff: noqa: DTZ001 - the clock on the wall

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError
from mus_desktop.model.text import one_line, printable_text
from mus_desktop.services.invitation.calendar_entry import DELETE_EARLIER, CalendarEntry, EntryNumber, Mailbox, Method
from mus_desktop.services.invitation.calendar_file import calendar_file

LEADER = Mailbox("Lene Østergård", "lene@aaby.example.dk")
MARYAM = Mailbox("Maryam Hosseini", "maryam@aaby.example.dk")
ENTRY = CalendarEntry("MUS", datetime(2026, 3, 9, 13), 90, "Lokale 2", "Tag arket med.", LEADER, MARYAM)
MADE_AT = datetime(2026, 2, 2, 8, 15)
NUMBER = EntryNumber("9f4e@mus-desktop", 3)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TEXTS = st.text(max_size=120) | st.text(alphabet='a,;:\\"\n\r\tæøÅ😀\u0301\x00\x1f\u2028\ud800^', max_size=120)


def lines_of(content: bytes) -> list[str]:
    """Return the unfolded lines, after checking that every line ends and is folded as RFC 5545 says."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    physical = content.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()  # no letter is cut in half
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def text_in(lines: list[str], name: str) -> str:
    """Return the text of the property ``name`` without its escapes."""
    (found,) = [line.partition(":")[2] for line in lines if line.startswith((f"{name}:", f"{name};"))]
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], found)


def test_an_invitation_for_outlook() -> None:
    lines = lines_of(calendar_file(ENTRY, NUMBER, Method.REQUEST, MADE_AT))
    assert lines.count("BEGIN:VEVENT") == 1
    assert "METHOD:REQUEST" in lines
    assert "UID:9f4e@mus-desktop" in lines
    assert "SEQUENCE:3" in lines
    assert "DTSTAMP:20260202T071500Z" in lines
    assert "DTSTART;TZID=Europe/Copenhagen:20260309T130000" in lines
    assert "DTEND;TZID=Europe/Copenhagen:20260309T143000" in lines
    assert "CLASS:PRIVATE" in lines
    assert any(re.fullmatch(r'ORGANIZER;CN="?Lene Østergård"?:mailto:lene@aaby\.example\.dk', line) for line in lines)
    (attendee,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee.endswith(":mailto:maryam@aaby.example.dk")
    assert "RSVP=TRUE" in attendee


def test_the_time_zone_is_a_rule_that_outlook_follows() -> None:
    lines = lines_of(calendar_file(ENTRY, NUMBER, Method.REQUEST, MADE_AT))
    assert not [line for line in lines if line.startswith("RDATE")]
    rules = [set(line.removeprefix("RRULE:").split(";")) for line in lines if line.startswith("RRULE")]
    assert rules == [{"FREQ=YEARLY", "BYDAY=-1SU", "BYMONTH=10"}, {"FREQ=YEARLY", "BYDAY=-1SU", "BYMONTH=3"}]
    assert [line for line in lines if line.startswith("TZOFFSET")] == [
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 28, 9), datetime(2026, 3, 29, 9), datetime(2026, 3, 30, 9), datetime(2026, 10, 24, 9),
        datetime(2026, 10, 25, 9), datetime(2026, 10, 26, 9), datetime(2026, 1, 5, 8), datetime(2027, 7, 1, 15, 30),
    ],
)  # fmt: skip
def test_another_program_sees_the_same_moment(start: datetime) -> None:
    entry = CalendarEntry("MUS", start, 60, organizer=LEADER, attendee=MARYAM)
    read = vobject.readOne(calendar_file(entry, NUMBER, Method.REQUEST, MADE_AT).decode())
    expected = start.replace(tzinfo=COPENHAGEN)
    assert read.vevent.dtstart.value.astimezone(UTC) == expected.astimezone(UTC)
    assert read.vevent.dtend.value.astimezone(UTC) == expected.astimezone(UTC) + timedelta(hours=1)


def test_the_own_calendar_is_told_to_delete_the_earlier_entry() -> None:
    content = calendar_file(ENTRY, NUMBER, Method.PUBLISH, MADE_AT)
    read = vobject.readOne(content.decode())
    assert read.method.value == "PUBLISH"
    assert read.vevent.description.value == f"Tag arket med.\n\n{DELETE_EARLIER}"
    assert not hasattr(read.vevent, "attendee")


def test_a_day_without_a_time_fills_the_day() -> None:
    entry = CalendarEntry("Opfølgning", date(2026, 12, 31))
    lines = lines_of(calendar_file(entry, NUMBER, Method.PUBLISH, MADE_AT))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "BEGIN:VTIMEZONE" not in lines


@given(title=TEXTS, place=TEXTS, description=TEXTS, name=TEXTS)
@example(title="Å" * 80, place="Rum 3, 2. sal; \\n", description="a\r\nEND:VEVENT\r\n", name='"; CN=x:mailto:y')
def test_any_text_comes_through_unchanged(title: str, place: str, description: str, name: str) -> None:
    entry = CalendarEntry(title, ENTRY.start, 60, place, description, LEADER, Mailbox(name, MARYAM.address))
    content = calendar_file(entry, NUMBER, Method.REQUEST, MADE_AT)
    lines = lines_of(content)
    assert [line for line in lines if line.startswith(("BEGIN", "END"))].count("END:VEVENT") == 1
    assert text_in(lines, "SUMMARY") == one_line(printable_text(title))
    if any(line.startswith("LOCATION") for line in lines):
        assert text_in(lines, "LOCATION") == one_line(printable_text(place))
    if printable_text(description).strip():
        assert text_in(lines, "DESCRIPTION") == printable_text(description).strip()
    assert text_in(lines, "UID") == NUMBER.uid
    attendees = [line for line in lines if line.startswith("ATTENDEE")]
    assert len(attendees) == 1
    assert attendees[0].endswith(":mailto:maryam@aaby.example.dk")
    vobject.readOne(content.decode())


def test_only_time_and_place_make_a_new_version() -> None:
    before = ENTRY.appointment_sha256()
    assert CalendarEntry("Andet", ENTRY.start, 90, "Lokale 2").appointment_sha256() == before
    for other in (
        CalendarEntry("MUS", ENTRY.start, 60, "Lokale 2"),
        CalendarEntry("MUS", datetime(2026, 3, 10, 13), 90, "Lokale 2"),
        CalendarEntry("MUS", ENTRY.start, 90, "Lokale 3"),
    ):
        assert other.appointment_sha256() != before


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (datetime(2026, 3, 29, 2, 30), "Klokken 02.30 findes ikke"),
        (datetime(9999, 12, 31, 23), "Året 9999"),
        (date(1, 1, 1), "Året 1 "),
    ],
)
def test_a_time_that_does_not_exist_is_refused(start: datetime | date, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        calendar_file(CalendarEntry("MUS", start, 60), NUMBER, Method.PUBLISH, MADE_AT)


def test_an_invitation_needs_both_addresses() -> None:
    with pytest.raises(ValueError, match="organizer"):
        calendar_file(CalendarEntry("MUS", ENTRY.start, 60), NUMBER, Method.REQUEST, MADE_AT)
