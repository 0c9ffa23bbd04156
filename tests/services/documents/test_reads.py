"""How often the database is read to make a document: the conversation once, and everything else once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, new_agreement_id
from mus_desktop.model.review import Review
from mus_desktop.model.terms import DocumentKind, PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.period_plans import PeriodPlans
from mus_desktop.services.workplace import Workplace

_MOST = 15
"""SELECTs for one document, of whatever kind."""
_MOST_IN_GROUP = 18
"""In a group the earlier agreements are read too: those of the others must be told apart."""
_FORMS = ("albertslund", "aarhus-bu", "kobenhavn-buf", "mini-mus")
_DAY = date(2026, 5, 12)


@contextmanager
def _selects(workplace: Workplace) -> Iterator[list[str]]:
    """The SELECTs of the block, without the subqueries of other statements."""
    asked: list[str] = []
    connection = workplace.database._connection
    connection.set_trace_callback(lambda sql: asked.append(sql) if sql.lstrip().upper().startswith("SELECT") else None)
    yield asked
    connection.set_trace_callback(None)


def _period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _add_rows(workplace: Workplace, number: int) -> tuple[Agreement, ...]:
    plan, form = workplace.conversations.open(number).plan, workplace.conversations.open(number).form
    field = form.plan_fields()[0]
    group = next(iter(field.groups), "")
    rows = tuple(Agreement(new_agreement_id(), field.key, group, {field.columns[0].key: f"Mål {n}"}) for n in range(10))
    workplace.writing.save(Changes(rows={RowsKey(plan.id, field.key): rows}), number)
    return rows


@pytest.fixture
def held(workplace: Workplace, tmp_path: Path) -> Callable[[str], int]:
    """A conversation on a form, which reviews the ten agreements of the year before; documents written before."""
    workplace.preferences.set_document_folder(tmp_path)

    def hold(form: str) -> int:
        employee = workplace.staff.add(Employee("Åse Nørgård")).id
        earlier = workplace.conversations.plan_new(employee, Meeting("kobenhavn-buf", _period(2025), date(2025, 5, 12)))
        past = _add_rows(workplace, earlier)
        workplace.conversations.finish(earlier, date(2025, 5, 12))
        number = workplace.conversations.plan_new(employee, Meeting(form, _period(2026), _DAY))
        _add_rows(workplace, number)
        reviews = {row.id: Review(row.id, _DAY, AgreementStatus.REACHED, "Nået", number) for row in past}
        workplace.writing.save(Changes(reviews=reviews), number)
        assert len(workplace.conversations.open(number).past) == 10
        return number

    return hold


def _count(workplace: Workplace, number: int, request: DocumentRequest) -> Counter[str]:
    """Write the document and count its SELECTs; the second time, when it replaces the first."""
    workplace.documents.write(number, workplace.documents.target(number, request=request).path, request)
    path = workplace.documents.target(number, request=request).path
    with _selects(workplace) as asked:
        workplace.documents.write(number, path, request)
    return Counter(asked)


@pytest.mark.parametrize("form", _FORMS)
def test_every_document_of_a_conversation(workplace: Workplace, held: Callable[[str], int], form: str) -> None:
    number = held(form)
    for request, title in workplace.documents.choices(number):
        asked = _count(workplace, number, request)
        # Only a guide is in the order that the parties have agreed on.
        assert asked.total() <= _MOST + (request.kind is DocumentKind.GUIDE), title
        assert max(asked.values()) == 1, "nothing is read twice"


@pytest.mark.parametrize("form", _FORMS)
def test_a_plan_that_is_signed(workplace: Workplace, held: Callable[[str], int], form: str) -> None:
    number = held(form)
    plan = workplace.conversations.open(number).plan
    workplace.plan_recorder.sign(workplace.plan_recorder.agree(plan, _DAY), _DAY, "Begge")
    asked = _count(workplace, number, workplace.documents.main_document(number))
    assert asked.total() <= _MOST
    assert max(asked.values()) == 1


def test_the_documents_of_a_group(workplace: Workplace, tmp_path: Path) -> None:
    workplace.preferences.set_document_folder(tmp_path)
    people = [workplace.staff.add(Employee(name)).id for name in ("Anna Holm", "Bo Dam", "Carla Riis")]
    earlier = workplace.conversations.plan_group(people, Meeting("albertslund", _period(2025), date(2025, 5, 12)))
    _add_rows(workplace, earlier)
    workplace.conversations.finish(earlier, date(2025, 5, 12))
    number = workplace.conversations.plan_group(people, Meeting("albertslund", _period(2026), _DAY))
    _add_rows(workplace, number)
    mine = next(p for p in workplace.conversations.open(number).parties if p.role is PartyRole.EMPLOYEE)
    own = workplace.groups.own_plan(number, mine.id)
    for request, title in workplace.documents.choices(number):
        asked = _count(workplace, number, request)
        assert asked.total() <= _MOST_IN_GROUP, title
        assert max(asked.values()) == 1
    workplace.plan_recorder.sign(workplace.plan_recorder.agree(own, _DAY), _DAY, "Begge")
    assert _count(workplace, number, DocumentRequest(party=mine.id)).total() <= _MOST_IN_GROUP


def test_many_plans_read_the_files_once(workplace: Workplace, held: Callable[[str], int], tmp_path: Path) -> None:
    for _ in range(4):
        held("kobenhavn-buf")
    many = PeriodPlans(workplace.documents, workplace.conversations)
    with _selects(workplace) as asked:
        jobs = many.collect_jobs(_period(2026), tmp_path)
    assert len(jobs) == 4
    assert len(asked) <= (_MOST - 1) * len(jobs)
    assert sum("FROM document" in sql for sql in asked) == 1
