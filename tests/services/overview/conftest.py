"""A workplace on both engines, and conversations with due dates in their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
HELD = date(2026, 5, 12)
YEAR = PeriodRule().period_of(HELD)


@pytest.fixture(params=[None, bytes(range(32))], ids=["sqlite", "sqlcipher"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    built = app.build(tmp_path / "data", now=lambda: NOW, key=request.param)
    assert built.database.path.read_bytes().startswith(b"SQLite format 3") is (request.param is None)
    yield built
    built.close()


Agreed = Callable[..., tuple[int, int]]


@pytest.fixture
def agreed(place: Workplace) -> Agreed:
    """Return a function that holds a conversation with due dates in its plan, and returns employee and conversation."""

    def hold(name: str, *due_dates: date | None, held: bool = True) -> tuple[int, int]:
        employee = place.staff.add(Employee(name, "Pædagog")).id
        talk = place.conversations.plan_new(employee, Meeting("kobenhavn-buf", YEAR, HELD))
        _write_plan(place, talk, due_dates)
        if held:
            place.conversations.finish(talk, HELD)
        return employee, talk

    return hold


def _write_plan(place: Workplace, talk: int, due_dates: tuple[date | None, ...]) -> None:
    opened = place.conversations.open(talk)
    (field,) = opened.form.plan_fields()
    rows = tuple(
        Agreement(f"{talk}-{number}", field.key, "", {field.columns[0].key: f"Mål {number}"}, due_on=due)
        for number, due in enumerate(due_dates, 1)
    )
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): rows}))
