"""A small workplace with something in every table, and the means to damage one value of it on the disk."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey, RowsKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import AddendumKey, FollowUp, Review
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.model.terms import Fact, PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.addenda import Addenda
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.staff.employee_details import details_of, details_to_json
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.stored_documents import StoredDocuments
from mus_desktop.storage.records.topics import Topics

NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
TODAY = NOW.date()
FORM = "kobenhavn-buf"
NAME, OTHER = "Åse Nørgård", "Bjørn Dam"
PRIVATE = ("Åse", "Nørgård", "Bjørn", "Mette", "løn", "vejlede")
_DATE = date(2026, 3, 2)
_DIGEST = sha256(b"PK").hexdigest()
_TEMPLATE = b"PK\x03\x04 underskrevet"
_DETAILS = details_to_json(details_of(Employee(NAME)))
_WITHOUT_A_MODULE = (
    "INSERT INTO service_number VALUES ('123456', 1)",
    "UPDATE employee SET away_from_on = '2026-03-02', away_until_on = '2026-09-01' WHERE id = 1",
    "INSERT INTO staff_import VALUES (1, '2026-03-02T12:00:00', 1, 1)",
    f"INSERT INTO staff_import_change VALUES (1, 1, '{_DETAILS}', '{_DETAILS}')",
    f"INSERT INTO calendar_entry VALUES (1, '', 'mus-1', 2, '{_DIGEST}')",
    "INSERT INTO observation (employee, on_date, body) VALUES (1, '2026-03-02', 'Mere om løn')",
    "INSERT INTO round_form VALUES (1, 'kobenhavn-buf')",
    "INSERT INTO round_participant VALUES (1, 1, 'kobenhavn-buf')",
    (
        "INSERT INTO received_sheet (conversation, party, name, sha256, received_at, bytes) "
        f"SELECT conversation, id, 'Ark.docx', '{_DIGEST}', '2026-03-02T12:00:00', x'504b' FROM party LIMIT 1"
    ),
    (
        "INSERT INTO plan_attachment (plan, name, sha256, added_at, bytes) "
        f"VALUES (1, 'Scan.pdf', '{_DIGEST}', '2026-03-02T12:00:00', x'504b')"
    ),
    f"INSERT INTO asset VALUES ('logo', 'logo.png', '{_DIGEST}', x'504b')",
)
"""Rows of tables that no module writes yet."""


def fill(folder: Path, key: bytes | None) -> None:
    """Make the workplace in ``folder``."""
    Database.open(folder / "mus.sqlite", key=key).close()
    if key is not None:
        lock = database_key.lock(
            key, database_key.Opener.PASSWORD, "Blåbærgrød på Ærø 7", "2026-03-02", database_key.Cost(n=16)
        )
        database_key.write_locks(folder / "mus.sqlite", [lock])
    workplace = build(folder, now=lambda: NOW, key=key)
    choose(workplace.preferences, folder)
    workplace.texts.store("regler", "Regler om løn")
    workplace.catalogue.local_layers.store(FORM, LocalLayer({}, {"trivsel": ("Hvad med løn?",)}))
    period = PeriodRule().period_of(TODAY)
    people = [workplace.staff.add(Employee(name, "Lærer", "Ærøskolen", "x@y.dk")) for name in (NAME, OTHER)]
    workplace.staff.change(replace(workplace.staff.get(people[1].id), left_on=TODAY))
    last = PeriodRule().period_of(date(2025, 5, 5))
    first = workplace.conversations.plan_new(
        people[0].id, Meeting(FORM, last, date(2025, 5, 5), time(9), 60, "Kontoret")
    )
    second = workplace.conversations.plan_new(people[0].id, Meeting(FORM, period, TODAY, time(9), 60, "Kontoret"))
    write_in(workplace.database, first, second)
    workplace.safety.back_up()
    workplace.close()


def choose(preferences: object, folder: Path) -> None:
    """Choose something in every setting."""
    preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))  # type: ignore[attr-defined]
    preferences.set_period_rule(PeriodRule())  # type: ignore[attr-defined]
    preferences.set_default_form(FORM)  # type: ignore[attr-defined]
    preferences.set_document_folder(folder.parent / "Dokumenter")  # type: ignore[attr-defined]
    preferences.set_scheme("dark")  # type: ignore[attr-defined]
    preferences.set_point_size(11)  # type: ignore[attr-defined]
    preferences._settings.store(
        "window", "AdnQywADAAAAAAAAAAAAAAAABP8AAAMfAAAAAAAAAAAAAAT/AAADHwAAAAAAAAAABQAAAAAAAAAAAAAABP8AAAMf"
    )  # type: ignore[attr-defined]
    preferences.set_lock_after(20)  # type: ignore[attr-defined]
    preferences.set_tips_open("raad-foer", opened=True)  # type: ignore[attr-defined]
    preferences.add_edited_document(1)  # type: ignore[attr-defined]
    preferences.record_document_folder(1, folder.parent / "Dokumenter")  # type: ignore[attr-defined]


def write_in(database: Database, first: int, second: int) -> None:
    """Something of every kind in two conversations of the same employee."""
    plans = [plan for talk in (first, second) for plan in Plans(database).of_conversation(talk)]
    party, answers = plans[1].party, StoredAnswers(database)
    answers.save({AnswerKey(party, "andet"): "Jeg vil gerne lære at vejlede."}, NOW)
    Topics(database).save(party, ["trivsel"])
    rows = [Agreement(f"aftale-{n}", "plan", "Kort", {"maal": "Mål"}, {"Andet": "x"}, _DATE, "Åse") for n in (1, 2)]
    for plan, row in zip(plans, rows, strict=True):
        Plans(database).save_rows(plan.id, "plan", [row])
    Plans(database).save_rows(plans[1].id, "plan", [replace(rows[1], carried_from="aftale-1", added_on=_DATE)])
    Plans(database).update(replace(plans[0], agreed_on=_DATE, copy_given_on=_DATE, journalised_on=_DATE))
    Reviews(database).save(second, {"aftale-1": Review("aftale-1", TODAY, AgreementStatus.IN_PROGRESS, "Godt", second)})
    Addenda(database).save_today(AddendumKey(plans[0].id, "aftale-1", "maal"), "Mere om løn", TODAY)
    FollowUps(database).save(RowsKey(plans[0].id, "opfoelgning"), [FollowUp(TODAY, "Husk", _DATE)], TODAY)
    StoredDocuments(database).add(second, party, DocumentKind.PLAN, "Plan.docx", b"PK\x03\x04", NOW)
    with database.transaction():  # before the plan is signed, which closes the ticks
        database.write("INSERT INTO note_tick SELECT max(id), 'trivsel', min(id), '2026-03-02' FROM party")
    sign(database, plans[1])
    day, template = _DATE.isoformat(), b"PK\x03\x04 skabelon"
    with database.transaction():
        database.write("INSERT INTO round (title, period) VALUES ('MUS', '2026-01-01/2026-12-31')")
        database.write("UPDATE conversation SET round = 1, origin = ? WHERE id = ?", (first, second))
        dates = "invited_on = ?1, declined_on = ?1, postponed_on = ?1, last_tab = 'trivsel'"
        database.write(f"UPDATE conversation SET {dates}, held_on = ?1 WHERE id = ?2", (day, first))
        database.write("UPDATE party SET prepared_on = ?1, left_on = ?1 WHERE role = 'leader'", (day,))
        digest = sha256(template).hexdigest()
        new = "INSERT INTO template VALUES (?, 'plan', 1, '2026-03-02T12:00:00', ?, ?)"
        database.write(new, (FORM, digest, template))
        database.write("UPDATE round SET due_on = ?1, closed_on = ?1", (day,))
        database.write("UPDATE follow_up SET added_on = ?", (day,))
        for statement in _WITHOUT_A_MODULE:
            database.write(statement)


def sign(database: Database, plan: Plan) -> None:
    """Close a plan with everything a closed plan can have."""
    employee = database.row("SELECT id FROM party WHERE role = 'employee' ORDER BY id DESC")
    assert employee is not None
    content = SignedContent(
        facts={Fact.WORKPLACE: "Ærøskolen"},
        people={employee[0]: NAME},
        agreements=plan.agreements,
        answers={"andet": "løn"},
        closed_fields=("andet",),
        closed_reviews=("aftale-1",),
        template=sha256(_TEMPLATE).hexdigest(),
    )
    leader = database.row("SELECT id FROM party WHERE role = 'leader' ORDER BY id DESC")
    assert leader is not None
    refusals = (Refusal(_DATE, PartyRole.EMPLOYEE, "Uenig om løn", employee[0]),)
    closed = replace(plan, agreed_on=_DATE, signed_on=_DATE, signed_by="Begge", closed_on=_DATE, refused_on=_DATE)
    with database.transaction():
        SignedContents(database).add(plan.id, content, NOW, _TEMPLATE)
        Plans(database).update(closed)
        signatures = {Signatory(SignatoryRole.LEADER, leader[0]): _DATE, Signatory(SignatoryRole.EXTRA, 0, "TR"): _DATE}
        Plans(database).save_signatures(replace(closed, signatures=signatures, refusals=refusals))


def columns(folder: Path, key: bytes | None) -> list[tuple[str, str, str]]:
    """Every column in the schema: table, name and type."""
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        return [
            (table, name, kind)
            for (table,) in tables
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")
        ]


def damage(folder: Path, key: bytes | None, table: str, column: str, value: bytes, where: str = "1") -> None:
    """Write ``value`` where the program never would: into the first row that has one in that column."""
    (folder / "mus.sqlite.sum").unlink(missing_ok=True)  # here it is about what is noticed without it
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        kind = "BLOB" if isinstance(_one(connection, table, column), bytes) else "TEXT"
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:  # they guard signed plans, and the disk asks none of them
            connection.execute(f"DROP TRIGGER {name}")
        changed = connection.execute(
            f'UPDATE "{table}" SET "{column}" = CAST(? AS {kind}) WHERE rowid = '
            f'(SELECT rowid FROM "{table}" WHERE "{column}" IS NOT NULL AND {where} ORDER BY rowid LIMIT 1)',
            (value,),
        )
        assert changed.rowcount == 1, (table, column)
        for _, sql in triggers:
            connection.execute(sql)


def _one(connection: engine.Connection, table: str, column: str) -> object:
    found = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 1').fetchone()
    assert found is not None, f"the workplace has nothing in {table}.{column}"
    return found[0]
