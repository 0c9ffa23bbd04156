"""States that a database of schema 1 may be in: each is upgraded, and its signed plans stay closed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.app import build
from mus_desktop.cli.main import main
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.review import AddendumKey, FollowUp
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.workplace import Workplace
from tests.services.upgrade.old_data import DATA, NOW

if TYPE_CHECKING:
    from tests.services.upgrade.conftest import Edit

GROUP = 7
ANNA, JENS = 21, 22
Start = Callable[[], Workplace]


@pytest.fixture
def start(old_data: Path, engine_key: bytes | None) -> Iterator[Start]:
    """Start the program on the old data; may be called again."""
    opened: list[Workplace] = []

    def start_() -> Workplace:
        for place in opened:
            place.close()
        opened.append(build(old_data, now=lambda: NOW, key=engine_key))
        return opened[-1]

    yield start_
    for place in opened:
        place.close()


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(KnownError, match="underskrevet"):
        yield


ODD = {
    "signed without agreeing": ["UPDATE plan SET agreed_on = NULL"],
    "signed in the future": ["UPDATE plan SET signed_on = '2031-01-01' WHERE signed_on IS NOT NULL"],
    "signed before it was held": ["UPDATE plan SET signed_on = '2020-02-29' WHERE signed_on IS NOT NULL"],
    "filed without a signature": ["UPDATE plan SET journalised_on = '2026-11-01'"],
    "rows added before the signature": ["UPDATE agreement SET added_on = '2019-01-01'"],
    "additions before the signature": ["UPDATE addendum SET added_on = '2019-01-01'"],
    "everybody has left": ["UPDATE party SET left_on = '2026-10-12' WHERE role = 'employee'"],
    "left on the day it was held": [f"UPDATE party SET left_on = '2026-10-21' WHERE id = {JENS}"],
    "left between talk and signature": [f"UPDATE party SET left_on = '2026-10-24' WHERE id IN ({ANNA}, {JENS})"],
    "left on the day of signature": [f"UPDATE party SET left_on = '2026-10-28' WHERE id IN ({ANNA}, {JENS})"],
    "never held": [
        "UPDATE conversation SET held_on = NULL",
        f"UPDATE party SET left_on = '2026-10-28' WHERE id = {ANNA}",
    ],
    "a participant was deleted": [
        "PRAGMA foreign_keys = ON",
        "DELETE FROM employee WHERE id = (SELECT employee FROM party WHERE id = 22)",
    ],
    "a very long answer": [
        "UPDATE answer SET value = '\"' || hex(zeroblob(2000000)) || '\"' WHERE field = 'evaluering'"
    ],
    "rows of a field the form has not": ["UPDATE agreement SET field = 'plan@99' WHERE plan = 1"],
    "answers of a field the form has not": ["UPDATE answer SET field = 'referat@99' WHERE field = 'referat'"],
    "an employee without a workplace": ["UPDATE employee SET workplace = '', title = ''"],
    "follow-up days without a date": ["UPDATE follow_up SET due_on = NULL"],
    "settings are gone": ["DELETE FROM setting WHERE key LIKE 'leader%'"],
    "a template of the municipality": [
        f"INSERT INTO template VALUES ('aarhus-bu', 'plan', x'504b0304', '{sha256(b'PK' + bytes([3, 4])).hexdigest()}')"
    ],
    "every plan is signed": ["UPDATE plan SET signed_on = '2026-10-28'"],
    "a plan from paper": ["UPDATE conversation SET purpose = 'paper' WHERE id = 2"],
    "a mini-MUS": ["UPDATE conversation SET purpose = 'follow_up', origin = 2 WHERE id = 3"],
    "two conversations on one day": [
        "UPDATE conversation SET on_date = '2026-10-21', period = '2026-01-01/2026-12-31'"
    ],
    "nobody named": ["UPDATE employee SET name = ''"],
    "two reviews outside conversations": [
        "INSERT INTO review (agreement, on_date, status) SELECT id, '2026-01-01', 'open' FROM agreement",
        "INSERT INTO review (agreement, on_date, status) SELECT id, '2026-01-02', 'open' FROM agreement",
    ],
}


@pytest.mark.parametrize("statements", ODD.values(), ids=ODD)
def test_an_odd_state_is_upgraded_and_closed(old_data: Path, start: Start, edit: Edit, statements: list[str]) -> None:
    edit(old_data, *statements)
    place = start()
    assert place.health() == []
    signed = {plan for (plan,) in place.database.rows("SELECT id FROM plan WHERE signed_on IS NOT NULL")}
    assert {plan for (plan,) in place.database.rows("SELECT plan FROM signed_content")} == signed
    assert signed
    for (number,) in place.database.rows("SELECT id FROM conversation"):
        for plan in place.conversations.open(number).plans:
            assert plan.closed is (plan.id in signed)
            if plan.closed:
                assert set(plan.signatures) == set(place.plan_recorder.signatories(plan))


def test_a_plan_signed_in_the_future_still_takes_what_comes_later(old_data: Path, start: Start) -> None:
    place = start()
    plan = place.conversations.open(5).plan
    assert plan.closed_on == date(2027, 1, 4)
    field = next((f.key for f in place.conversations.open(5).form.fields() if f.kind == "follow_up"), "opfoelgning")
    later = {RowsKey(plan.id, field): (FollowUp(date(2027, 3, 1), "Status"),)}
    place.writing.save(Changes(follow_ups=later, addenda={AddendumKey(plan.id): "Rettet"}))
    assert "Rettet" in " ".join(visible_text(place.documents.render(5)))


def test_the_own_plan_of_who_left_the_group_keeps_its_signature(old_data: Path, start: Start, edit: Edit) -> None:
    edit(old_data, f"UPDATE party SET left_on = '2026-10-25' WHERE id = {ANNA}")
    place = start()
    plan = place.conversations.open(GROUP).plan_of(ANNA)
    assert plan is not None
    assert {who.role for who in plan.signatures} == {SignatoryRole.EMPLOYEE, SignatoryRole.LEADER}


ANSWER = "UPDATE answer SET value = {} WHERE field = 'referat'"
CELLS = "UPDATE agreement SET cells = {} WHERE plan = 1"
DUE_ON = "UPDATE agreement SET due_on = {} WHERE plan = 1"
SIGNED_ON = "UPDATE plan SET signed_on = {} WHERE id = 1"
PERIOD = "UPDATE conversation SET period = {} WHERE id = 1"
DEFINITION = "UPDATE form_version SET definition = {} WHERE form_id = 'aarhus-bu'"
OTHER_FORM = """'{"id":"aarhus-bu","title":"","organisation":""}'"""
DAMAGE = {
    "an answer is no JSON": (ANSWER, "'[{'", "'[]'"),
    "an answer is no text": (ANSWER, "CAST(x'22ff22' AS TEXT)", "'[]'"),
    "an agreement is no JSON": (CELLS, "'x'", "'{}'"),
    "a due date is damaged": (DUE_ON, "'2027-0x-01'", "NULL"),
    "the day of signature is damaged": (SIGNED_ON, "'2026-1q-10'", "'2026-11-10'"),
    "the period is damaged": (PERIOD, "'2026'", "'2026-01-01/2026-12-31'"),
    "the definition is damaged": (DEFINITION, "substr(definition, 1, 4000)", None),
    "the definition is another": (DEFINITION, OTHER_FORM, None),
}


@pytest.mark.parametrize(("what", "damage", "repair"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_plan_stays_closed_and_is_retried(
    old_data: Path, start: Start, edit: Edit, what: str, damage: str, repair: str | None
) -> None:
    edit(old_data, what.format(damage))
    place = start()
    assert place.database.rows("SELECT plan FROM content_to_store") == [(1,)], "only the damaged one"
    assert place.database.rows("SELECT closed_on IS NOT NULL FROM plan WHERE id = 1") == [(1,)]
    assert len(place.database.rows("SELECT plan FROM signed_content")) == 6
    about = [finding for finding in place.health() if "fastholdt" in finding]
    assert len(about) == 1
    assert "samtale nummer 1 " in about[0]
    if repair:
        place.close()
        edit(old_data, what.format(repair))
        assert start().health() == []


OF_ANOTHER_KIND = {
    "an answer": ANSWER.format("'5'"),
    "an agreement": CELLS.format("'[1]'"),
    "a cell": CELLS.format("""'{"maal":5}'"""),
}


@pytest.mark.parametrize("statement", OF_ANOTHER_KIND.values(), ids=OF_ANOTHER_KIND)
def test_a_value_of_another_kind_is_closed_as_the_plan_prints_it(
    old_data: Path, start: Start, edit: Edit, statement: str
) -> None:
    edit(old_data, statement)
    place = start()
    assert place.database.rows("SELECT plan FROM content_to_store") == []
    opened = place.conversations.open(1)
    assert (set(opened.signed), opened.closed_fields) == ({1}, {"referat"})
    assert visible_text(place.documents.render(1))


def test_what_a_damaged_plan_prints_is_closed_too(old_data: Path, start: Start, edit: Edit) -> None:
    edit(old_data, PERIOD.format("'2026'"))
    place = start()
    conversation = place.conversations.open(1)
    assert (conversation.signed, conversation.closed_fields) == ({}, {"referat"})
    with refused():
        place.writing.save(Changes(answers={AnswerKey(conversation.party(PartyRole.SHARED).id, "referat"): []}))


def test_orphaned_rows_do_not_prevent_the_upgrade(old_data: Path, start: Start, edit: Edit) -> None:
    edit(
        old_data,
        "INSERT INTO answer VALUES (999, 'x', '1', '2026-01-01T00:00:00')",
        "INSERT INTO plan (party, signed_on) VALUES (998, '2026-01-01')",
        "INSERT INTO agreement (id, plan, field, position) VALUES ('y', 997, 'plan', 0)",
    )
    place = start()
    assert len(place.database.rows("SELECT plan FROM signed_content")) == 7
    assert place.database.health() != [], "reported, as before the upgrade"
    assert place.database.rows("SELECT id FROM agreement WHERE id = 'y'") == [("y",)]


def test_the_oldest_fixture_starts_although_its_form_cannot_be_read(tmp_path: Path) -> None:
    shutil.copyfile(DATA / "schema_1.sqlite", tmp_path / "mus.sqlite")
    with closing(build(tmp_path, now=lambda: NOW)) as place:
        (finding,) = [one for one in place.health() if "fastholdt" in one]
        assert "samtale nummer 1 " in finding
        assert place.database.rows("SELECT closed_on FROM plan WHERE signed_on IS NOT NULL") == [("2025-03-10",)]


@pytest.mark.parametrize("engine_key", [None])  # under a password the finding is the same
def test_check_mentions_the_plan_that_waits(old_data: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit(old_data, ANSWER.format("'5'"))
    assert main(["--data", str(old_data), "check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("Beskadiget: et svar i samtale nr. 1."), "a number is no note"
    assert [line for line in told if "samtale nummer 1 er underskrevet" in line] == told[1:]
