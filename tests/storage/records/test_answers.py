from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.stored_answers import StoredAnswers

NOW = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def test_every_shape_of_answer_comes_back_with_its_type(database: Database, held: Any) -> None:
    values: list[Value] = [
        "Godt",
        True,
        False,
        0,
        37,
        37.5,
        0.1,
        10**30,
        [],
        {},
        ["Mod", "Senior"],
        [["Adfærd", "Mod"]],
        {"Sløjd": {"niveau": 3, "krav": 0}},
        [{"id": "x", "navn": "", "tal": 1.0}],
    ]
    answers = {AnswerKey(held.shared, f"felt_{number}"): value for number, value in enumerate(values)}
    StoredAnswers(database).save(answers, NOW)
    found = StoredAnswers(database).of_conversation(held.conversation)
    assert found == answers
    assert [type(found[key]) for key in answers] == [type(value) for value in values]


def test_each_party_has_its_own_answers_and_other_conversations_have_theirs(
    database: Database, beginning: Callable[..., Any]
) -> None:
    one, two = beginning("Mette Holm"), beginning("Anna Bæk")
    mine = {AnswerKey(one.leader, "trivsel"): "Leder", AnswerKey(one.shared, "trivsel"): "Fælles"}
    StoredAnswers(database).save(mine | {AnswerKey(two.shared, "trivsel"): "Andre"}, NOW)
    assert StoredAnswers(database).of_conversation(one.conversation) == mine


def test_only_what_changed_gets_a_new_time_and_none_deletes(database: Database, held: Any) -> None:
    same, changed, gone = (AnswerKey(held.shared, field) for field in ("samme", "ændret", "væk"))
    StoredAnswers(database).save({same: "a", changed: "b", gone: "c"}, NOW)
    StoredAnswers(database).save({same: "a", changed: "B", gone: None, AnswerKey(held.leader, "aldrig"): None}, LATER)
    assert database.rows("SELECT field, value, saved_at FROM answer ORDER BY field") == [
        ("samme", '"a"', NOW.isoformat()),
        ("ændret", '"B"', LATER.isoformat()),
    ]


def test_answers_are_saved_all_or_none(database: Database, held: Any) -> None:
    nobody = AnswerKey(999, "trivsel")
    with pytest.raises(engine.errors(), match="constraint failed"):
        StoredAnswers(database).save({AnswerKey(held.shared, "trivsel"): "Godt", nobody: "Hvem?"}, NOW)
    assert StoredAnswers(database).of_conversation(held.conversation) == {}


def test_invalid_number_is_refused(database: Database, held: Any) -> None:
    with pytest.raises(ValueError, match="JSON"):
        StoredAnswers(database).save({AnswerKey(held.shared, "tal"): float("nan")}, NOW)
