"""How ``schema_3.sqlite`` was made: ``schema_2.sqlite`` as the program upgraded it, with notes that follow the plan.

Two conversations have a shared note that both have ticked; the plan of one is signed. In the third one of them has. An
employee is away, a staff list was imported, and a conversation is in a calendar.

It was made once, by ``python tests/data/make_schema_3.py`` when schema 3 was released, and is never made again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from mus_desktop import paths
from mus_desktop.model.answers import AnswerKey, Changes, TickKey
from mus_desktop.model.people import Absence, Employee
from mus_desktop.model.period import Period
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.invitation.calendar_entries import CalendarEntries
from mus_desktop.storage.records.staff.staff_imports import StaffImports

NOW = datetime(2026, 11, 30, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
DAY, YEAR = date(2026, 11, 27), Period(date(2026, 1, 1), date(2026, 12, 31))


def ticked_note(place: Workplace, name: str, text: str, ticking: tuple[PartyRole, ...]) -> int:
    """Plan a conversation with a new employee ``name``, and return the id; ``ticking`` have ticked its note."""
    employee = place.staff.add(Employee(name, "Lærer", "Ådalskolen")).id
    number = place.conversations.plan_new(employee, Meeting("kobenhavn-buf", YEAR, DAY))
    opened = place.conversations.open(number)
    note = AnswerKey(opened.party(PartyRole.SHARED).id, "trivsel")
    ticks = {TickKey(note.party, note.field, opened.party(role).id): DAY for role in ticking}
    place.writing.save(Changes(answers={note: text}, ticks=ticks))
    return number


def make(path: Path) -> None:
    both = (PartyRole.EMPLOYEE, PartyRole.LEADER)
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / "mus.sqlite"
        shutil.copyfile(path.with_name("schema_2.sqlite"), draft)
        # Not by ``build``, which would store what the plans of schema 1 lack and empty that table.
        place = Workplace(Database.open(draft), paths.forms(), lambda: NOW)
        ticked_note(place, "Ida Æbelø", "Følger planen, ikke underskrevet", both)
        signed = ticked_note(place, "Bo Ørum", "Følger den underskrevne plan", both)
        place.plan_recorder.sign(place.conversations.open(signed).plan, DAY)
        ticked_note(place, "Åse Lind", "Kun lederen har sat hak", (PartyRole.LEADER,))
        employee = place.staff.get(1)
        imports = StaffImports(place.database)
        imports.record(NOW, [(replace(employee, title="Pædagog"), employee)])
        entries = CalendarEntries(place.database)
        entries.store(entries.next_version(signed, "", "0" * 64))
        place.staff.change(replace(employee, absence=Absence(DAY, date(2027, 5, 1))))
        place.close()
        shutil.copyfile(draft, path)


if __name__ == "__main__":
    target = Path(__file__).with_name("schema_3.sqlite")
    if target.exists():
        sys.exit(f"{target.name} is there already and is never made again")
    make(target)
