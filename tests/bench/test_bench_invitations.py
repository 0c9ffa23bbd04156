"""Twenty-five invitations with their attachments, from reading the database to the last mail draft."""

from __future__ import annotations

import time
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from threading import Event

import pytest

from mus_desktop import paths
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.invitation.invitation_service import Message
from mus_desktop.services.invitation.message_text import DEFAULT_TEXTS, MessageKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.connection import Database

pytestmark = pytest.mark.bench

_MOST_SECONDS, _PEOPLE = 5.0, 25
NOW, YEAR = datetime(2026, 5, 12, 9, 30), Period(date(2026, 1, 1), date(2026, 12, 31))
INVITATION = Message(MessageKind.INVITATION, DEFAULT_TEXTS[MessageKind.INVITATION])


@pytest.mark.parametrize("form", ["aarhus-bu", "albertslund", "kobenhavn-buf", "aalborg-tm"])
def test_twenty_five_invitations(form: str, tmp_path: Path) -> None:
    place = Workplace(Database.open(tmp_path / "mus.sqlite"), paths.forms(), lambda: NOW)
    place.preferences.set_leader(Leader("Lene Østergård", email="lene@aaby.example.dk"))
    place.preferences.set_document_folder(tmp_path)
    numbers = [
        place.conversations.plan_new(
            place.staff.add(Employee(f"Medarbejder {number}", email=f"m{number}@aaby.example.dk")).id,
            Meeting(form, YEAR, date(2026, 6, 1 + number), clock(13), 90, "Lokale 2"),
        )
        for number in range(_PEOPLE)
    ]
    start = time.perf_counter()
    service = place.invitations
    results = service.run(service.recipients(MessageKind.INVITATION, numbers), INVITATION).write(lambda *_: 0, Event())
    service.store(results)
    seconds = time.perf_counter() - start
    place.close()
    print(f"\n{_PEOPLE} invitations on {form}: {seconds:.2f} s, at most {_MOST_SECONDS}")
    assert [result.problem for result in results] == [""] * _PEOPLE
    assert seconds <= _MOST_SECONDS
