from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.model.answers import RowsKey
from mus_desktop.model.review import FollowUp
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.topics import Topics

TODAY = date(2026, 3, 2)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
ROWS = st.lists(st.builds(FollowUp, DAYS, st.sampled_from(["", "  ", "Mini-MUS 😀"]), DAYS), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(saves=st.lists(st.tuples(st.sampled_from(["opfoelgning", "senere"]), ROWS), max_size=5))
def test_rows_last_saved_keep_their_position(database: Database, held: Any, saves: list[Any]) -> None:
    follow_ups, expected = FollowUps(database), {}
    for field in ("opfoelgning", "senere"):
        follow_ups.save(RowsKey(held.plan, field), [], TODAY)
    for field, rows in saves:
        key = RowsKey(held.plan, field)
        follow_ups.save(key, rows, TODAY)
        kept = [FollowUp() if row.blank else row for row in rows]
        while kept and kept[-1].blank:
            kept.pop()
        expected[key] = tuple(kept)
    assert follow_ups.of_conversation(held.conversation) == {key: rows for key, rows in expected.items() if rows}


def test_rows_that_are_the_same_are_not_written(database: Database, held: Any) -> None:
    key, rows = RowsKey(held.plan, "opfoelgning"), [FollowUp(), FollowUp(date(2026, 9, 1), "Mini-MUS")]
    FollowUps(database).save(key, rows, TODAY)
    before = database.rows("SELECT id FROM follow_up")
    FollowUps(database).save(key, [*rows, FollowUp()], TODAY)
    assert database.rows("SELECT id FROM follow_up") == before


def test_wishes_keep_their_order_party_by_party(database: Database, held: Any) -> None:
    topics = Topics(database)
    topics.save(held.leader, ["trivsel"])
    topics.save(held.shared, ["opgaver", "trivsel", "opgaver"])
    assert topics.of_conversation(held.conversation) == {held.leader: ("trivsel",), held.shared: ("opgaver", "trivsel")}
    topics.save(held.shared, ["trivsel", "opgaver"])
    topics.save(held.leader, [])
    assert topics.of_conversation(held.conversation) == {held.shared: ("trivsel", "opgaver")}
