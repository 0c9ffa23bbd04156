"""How ``schema_2.sqlite`` was made: the plain database of ``schema_2`` with a row in every table.

It also has a plan that only the leader has signed (and a union representative), one that the employee will not sign,
and an employee's own remark.

It was made once, by ``python tests/data/make_schema_2.py`` when schema 2 was released, and is never made again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from mus_desktop.app import build
from mus_desktop.model.answers import Changes
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import AddendumKey, Author
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
DAY, YEAR = date(2026, 11, 16), Period(date(2026, 1, 1), date(2026, 12, 31))

_OF_ZIP, _OF_PNG, _OF_PDF = (sha256(content).hexdigest() for content in (b"PK\x03\x04", b"\x89PNG", b"%PDF"))

# What the signed plans do not need.
BY_HAND = (
    "INSERT INTO round VALUES (1, 'MUS 2026', '2026-01-01/2026-12-31', 'Trivsel', 1, '2026-12-01', NULL)",
    "UPDATE conversation SET round = 1 WHERE id = 8",
    "INSERT INTO round_form VALUES (1, 'kobenhavn-buf')",
    "INSERT INTO round_participant VALUES (1, 1, 'kobenhavn-buf')",
    f"INSERT INTO template VALUES ('kobenhavn-buf', 'plan', 1, '2026-11-18T14:03:00', '{_OF_ZIP}', x'504b0304')",
    f"INSERT INTO asset VALUES ('logo', 'logo.png', '{_OF_PNG}', x'89504e47')",
    "INSERT INTO topic SELECT id, 'trivsel', 1 FROM party WHERE conversation = 8",
    (
        "INSERT INTO note_tick SELECT shared.id, 'trivsel', party.id, '2026-11-18' FROM party"
        " JOIN party AS shared ON shared.conversation = party.conversation AND shared.role = 'shared'"
        " WHERE party.conversation = 8 AND party.role <> 'shared'"
    ),
    "INSERT INTO service_number VALUES ('0012345', 1), ('0067890', 1)",
    "INSERT INTO leave VALUES (1, 1, 'parental', '2026-12-01', NULL)",
    "INSERT INTO observation VALUES (1, 1, '2026-11-02', 'Roste holdet')",
    (
        f"INSERT INTO received_sheet SELECT 1, 8, id, 'Ark.docx', '{_OF_ZIP}', '2026-11-18T14:03:00', x'504b0304'"
        " FROM party WHERE conversation = 8 AND role = 'employee'"
    ),
    f"INSERT INTO plan_attachment VALUES (1, 1, 'Underskrevet.pdf', '{_OF_PDF}', '2026-11-18T14:03:00', x'25504446')",
    f"INSERT INTO signed_template VALUES ('{_OF_ZIP}', x'504b0304')",
    "INSERT INTO closed_review SELECT (SELECT min(id) FROM plan WHERE closed_on IS NULL), min(id) FROM agreement",
    "INSERT INTO employee_being_deleted SELECT max(id) FROM employee",
    # A plan from schema 1 whose content could not be read yet.
    "INSERT INTO content_to_store SELECT plan.id FROM plan JOIN party ON party.id = plan.party WHERE conversation = 8",
)


def plan_of_a_new(place: Workplace, name: str) -> int:
    employee = place.staff.add(Employee(name, "Lærer", "Ådalskolen")).id
    return place.conversations.plan_new(employee, Meeting("kobenhavn-buf", YEAR, DAY))


def sign_partly_and_refuse(place: Workplace) -> None:
    number = plan_of_a_new(place, "Per Åkjær")
    opened = place.conversations.open(number)
    leader = Signatory(SignatoryRole.LEADER, opened.party(PartyRole.LEADER).id)
    plan = place.plan_recorder.sign_one(opened.plan, leader, DAY)
    place.plan_recorder.sign_one(plan, Signatory(SignatoryRole.EXTRA, label="Tillidsrepræsentant"), DAY)
    refused = place.conversations.open(plan_of_a_new(place, "Ulla Yde")).plan
    place.plan_recorder.refuse(refused, Refusal(DAY, PartyRole.EMPLOYEE, "Uenig om målet"))
    remark = AddendumKey(refused.id, author=Author.EMPLOYEE)
    place.writing.save(Changes(addenda={remark: "Jeg så helst et andet mål"}))


def make(path: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / "mus.sqlite"
        shutil.copyfile(path.with_name("schema_2") / "plain" / "mus.sqlite", draft)
        place = build(Path(scratch), now=lambda: NOW)
        sign_partly_and_refuse(place)
        with place.database.transaction():
            for statement in BY_HAND:
                place.database.write(statement)
        place.close()
        shutil.copyfile(draft, path)


if __name__ == "__main__":
    target = Path(__file__).with_name("schema_2.sqlite")
    if target.exists():
        sys.exit(f"{target.name} is there already and is never made again")
    make(target)
