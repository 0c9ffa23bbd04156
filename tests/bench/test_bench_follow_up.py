"""The list of open agreements stays quick: 60 employees with 600 conversations, alone and among 60,000, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from mus_desktop import app
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database import engine

EMPLOYEES, FEW, MANY = 60, 600, 60_000
ROUNDS = 15
TODAY = date(2026, 9, 2)
NOW = datetime(2026, 9, 2, 9, 30)
NOTE = "Vi talte om, hvordan opgaverne er fordelt, og hvad der giver arbejdsglæde i hverdagen. " * 4

pytestmark = pytest.mark.bench

# Ten conversations of each employee with three agreements each, of which the last year's are open. The leader has 60
# employees now; the others have left, and their agreements are as open as they were on that day.
NUMBERS = "WITH RECURSIVE numbers (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < :many)"
FILL = f"""
INSERT INTO employee (name, left_on) {NUMBERS}
SELECT 'Medarbejder ' || value, CASE WHEN value > :employees THEN '2025-01-01' END
FROM numbers WHERE value <= :many / 10;
INSERT INTO conversation (form_version, period, on_date, held_on) {NUMBERS}
SELECT :form, '2026-01-01/2026-12-31', '2026-03-02', '2026-03-02' FROM numbers;
INSERT INTO party (conversation, role, employee)
SELECT id, role, CASE role WHEN 'employee' THEN 1 + id % (:many / 10) END
FROM conversation CROSS JOIN (SELECT 'employee' AS role UNION ALL SELECT 'leader' UNION ALL SELECT 'shared');
INSERT INTO plan (party) SELECT id FROM party WHERE role = 'shared' ORDER BY id;
INSERT INTO agreement (id, plan, field, position, cells, due_on, responsible, status)
SELECT lower(hex(randomblob(16))), plan.id, :field, row.column1, json_object('maal', :note, 'tiltag', :note),
       date('2026-08-01', '+' || (plan.id % 90) || ' days'), 'Begge',
       CASE WHEN party.conversation > :many * 9 / 10 THEN 'open' ELSE 'reached' END
FROM plan JOIN party ON party.id = plan.party CROSS JOIN (VALUES (1), (2), (3)) AS row;
"""


@pytest.fixture(scope="module", params=[None, bytes(range(32))], ids=["sqlite", "sqlcipher"])
def places(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Workplace, Workplace]]:
    folder = tmp_path_factory.mktemp("bench")
    few, many = (_filled(folder / str(count), count, request.param) for count in (FEW, MANY))
    yield few, many
    for place in (few, many):
        place.close()
        place.database.path.unlink()


def _filled(folder: Path, many: int, key: bytes | None) -> Workplace:
    place = app.build(folder, now=lambda: NOW, key=key)
    version = place.catalogue.pin("kobenhavn-buf")
    (field,) = place.catalogue.pinned(version).plan_fields()
    values = {"many": many, "note": NOTE, "employees": EMPLOYEES, "form": version, "field": field.key}
    with place.database.transaction():
        for statement in engine.statements(FILL):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            place.database._connection.execute(statement, used)
    return place


def _milliseconds(place: Workplace) -> float:
    names = {one.id: one.name for one in place.staff.everyone()}
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        found = place.follow_up_list.on(TODAY, "Mette Lund", names)
        place.leader_tasks.agreements_due_soon(TODAY)
        times.append((perf_counter() - start) * 1000)
        assert len(found) == EMPLOYEES * 3
    return median(times)


def test_the_list_takes_50_ms_among_600_conversations_and_200_ms_among_60000(
    places: tuple[Workplace, Workplace], capsys: pytest.CaptureFixture[str]
) -> None:
    few, many = map(_milliseconds, places)
    with capsys.disabled():
        print(f"\nthe open agreements: {few:.1f} ms among {FEW} conversations, {many:.1f} ms among {MANY}")
    assert few < 50
    assert many < 200
