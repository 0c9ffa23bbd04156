"""Opening a conversation must not grow slower with the years: 60,000 conversations against 600, in one run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.addenda import Addenda
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.history import History
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.stored_answers import StoredAnswers

MANY, FEW = 60_000, 600
AT_MOST = 1.5
ROUNDS = 1500
NOTE = "Vi talte om, hvordan opgaverne er fordelt, og hvad der giver arbejdsglæde i hverdagen. " * 4

pytestmark = pytest.mark.bench

# As a leader's database grows, a conversation at a time: nine notes for each party, three agreements of two cells.
NUMBERS = "WITH RECURSIVE numbers (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < :many)"
FILL = f"""
INSERT INTO form_version (id, form_id, version, sha256, definition) VALUES (1, 'kobenhavn-buf', 1, 'x', '{{}}');
INSERT INTO employee (name) {NUMBERS} SELECT 'Medarbejder ' || value FROM numbers WHERE value <= :many / 10;
INSERT INTO conversation (form_version, period, on_date, place) {NUMBERS}
SELECT 1, '2026-01-01/2026-12-31', '2026-03-02', 'Mødelokale 2' FROM numbers;
INSERT INTO party (conversation, role, employee)
SELECT id, role, CASE role WHEN 'employee' THEN 1 + id % (:many / 10) END
FROM conversation CROSS JOIN (SELECT 'employee' AS role UNION ALL SELECT 'leader' UNION ALL SELECT 'shared');
INSERT INTO answer (party, field, value, saved_at)
SELECT id, 'note_' || field.column1, json_quote(:note), '2026-03-02T10:00:00+01:00'
FROM party CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS field;
INSERT INTO plan (party) SELECT id FROM party WHERE role = 'shared' ORDER BY id;
INSERT INTO agreement (id, plan, field, position, cells, due_on)
SELECT lower(hex(randomblob(16))), id, 'plan', row.column1, json_object('maal', :note, 'tiltag', :note), '2026-09-01'
FROM plan CROSS JOIN (VALUES (1), (2), (3)) AS row;
INSERT INTO review (agreement, on_date, status, comment) SELECT id, '2026-06-01', 'in_progress', :note FROM agreement;
INSERT INTO addendum (plan, added_on, body) SELECT id, '2026-06-01', :note FROM plan;
INSERT INTO follow_up (plan, field, position, due_on) SELECT id, 'opfoelgning', 0, '2026-09-01' FROM plan;
"""


def filled(path: Path, many: int) -> Database:
    database = Database.open(path)
    with database.transaction():
        for statement in engine.statements(FILL):
            wanted = {"many": many, "note": NOTE}
            used = {name: value for name, value in wanted.items() if f":{name}" in statement}
            database._connection.execute(statement, used)
    return database


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    folder = tmp_path_factory.mktemp("bench")
    with filled(folder / "few.sqlite", FEW) as few, filled(folder / "many.sqlite", MANY) as many:
        yield few, many
    (folder / "many.sqlite").unlink()


def timed(work: Callable[[int], object], conversation: int) -> float:
    start = perf_counter()
    work(conversation)
    return perf_counter() - start


def opening(database: Database) -> Callable[[int], object]:
    conversations, answers, plans = Conversations(database), StoredAnswers(database), Plans(database)
    follow_ups, addenda = FollowUps(database), Addenda(database)

    def load(key: int) -> object:
        found = conversations.get(key), conversations.parties(key)
        assert len(answers.of_conversation(key)) == 27
        assert len(plans.of_conversation(key)[0].agreements) == 3
        assert len(follow_ups.of_conversation(key)) + len(addenda.of_conversation(key)) == 2
        return found

    return load


def earlier_agreement_finder(database: Database) -> Callable[[int], object]:
    history, reviews, addenda, conversations = (x(database) for x in (History, Reviews, Addenda, Conversations))

    def load(key: int) -> object:
        employee = conversations.parties(key)[0].employee
        agreements_of = history.agreements_of([employee], key)
        assert len(agreements_of) == 27, "three agreements of each of nine other years"
        said = reviews.of_agreements(row.agreement.id for row in agreements_of)
        return said, addenda.of_plans({row.plan for row in agreements_of}), history.participants_of([key])

    return load


def compared(what: str, few: list[float], many: list[float], capsys: pytest.CaptureFixture[str]) -> float:
    ratio = median(many) / median(few)
    with capsys.disabled():
        print(f"\n{what}: {median(many) * 1e6:.0f} µs / {median(few) * 1e6:.0f} µs = {ratio:.2f}")
    return ratio


def test_opening_a_conversation_among_60000_takes_no_longer_than_among_600(
    databases: tuple[Database, Database], capsys: pytest.CaptureFixture[str]
) -> None:
    among_few, among_many = opening(databases[0]), opening(databases[1])
    chance = random.Random(1)  # noqa: S311 - which conversations are opened, not a secret
    few, many = [], []
    for _ in range(ROUNDS):
        few.append(timed(among_few, chance.randint(1, FEW)))
        many.append(timed(among_many, chance.randint(1, MANY)))
    assert compared("opening a conversation", few, many, capsys) <= AT_MOST


def test_looking_back_among_60000_takes_no_longer_than_among_600(
    databases: tuple[Database, Database], capsys: pytest.CaptureFixture[str]
) -> None:
    among_few, among_many = earlier_agreement_finder(databases[0]), earlier_agreement_finder(databases[1])
    chance = random.Random(3)  # noqa: S311 - which conversations look back, not a secret
    few, many = [], []
    for _ in range(ROUNDS // 3):
        few.append(timed(among_few, chance.randint(1, FEW)))
        many.append(timed(among_many, chance.randint(1, MANY)))
    assert compared("looking back on ten years", few, many, capsys) <= AT_MOST


def test_the_list_of_one_employee_among_60000_does_not_read_the_others(
    databases: tuple[Database, Database], capsys: pytest.CaptureFixture[str]
) -> None:
    among_few, among_many = (Conversations(database).overview for database in databases)
    chance = random.Random(2)  # noqa: S311 - which employees are looked at, not a secret
    few, many = [], []
    for _ in range(ROUNDS // 5):
        few.append(timed(among_few, chance.randint(1, FEW // 10)))
        many.append(timed(among_many, chance.randint(1, MANY // 10)))
    assert compared("the list of one employee", few, many, capsys) <= 3
