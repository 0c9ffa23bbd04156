from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews

DAY = date(2026, 3, 2)


def said(agreement: str, status: AgreementStatus, comment: str = "", on: date = DAY) -> Review:
    return Review(agreement, on, status, comment)


@pytest.fixture
def old(database: Database, beginning: Callable[..., Any]) -> Any:
    """A conversation with two agreements, `a` and `b`."""
    held = beginning("Mette Holm")
    Plans(database).save_rows(held.plan, "plan", [Agreement(key, "plan", cells={"maal": key}) for key in "ab"])
    return held


def status(database: Database, held: Any) -> list[AgreementStatus]:
    return [row.status for row in Plans(database).of_conversation(held.conversation)[-1].agreements]


def test_a_review_comes_back_as_it_was_and_gives_the_agreement_its_status(
    database: Database, old: Any, beginning: Callable[..., Any]
) -> None:
    this = beginning("Mette Holm").conversation
    review = replace(said("a", AgreementStatus.REACHED, "Flot: æøå 😀"), conversation=this)
    Reviews(database).save(this, {"a": review})
    assert Reviews(database).of_agreements(["a", "b"]) == {"a": (review,)}
    assert status(database, old) == [AgreementStatus.REACHED, AgreementStatus.OPEN]


def test_one_review_per_agreement_and_conversation(database: Database, old: Any, beginning: Callable[..., Any]) -> None:
    reviews, this = Reviews(database), beginning("Mette Holm").conversation
    for word in ("S", "Sl", "Slø"):
        reviews.save(this, {"a": said("a", AgreementStatus.IN_PROGRESS, word)})
    assert [review.comment for review in reviews.of_agreements(["a"])["a"]] == ["Slø"]
    reviews.save(this, {"a": None})
    assert reviews.of_agreements(["a"]) == {}
    assert status(database, old)[0] is AgreementStatus.OPEN


def test_the_same_review_is_not_written_again(database: Database, old: Any) -> None:
    reviews = Reviews(database)
    reviews.save(old.conversation, {"a": said("a", AgreementStatus.REACHED)})
    before = database.rows("SELECT total_changes()")
    reviews.save(old.conversation, {"a": said("a", AgreementStatus.REACHED)})
    assert len(database.rows("SELECT 1 FROM review")) == 1
    assert database.rows("SELECT total_changes()")[0][0] - before[0][0] <= 1, "only the status is settled again"


def test_deleting_a_conversation_deletes_its_reviews(
    database: Database, old: Any, beginning: Callable[..., Any]
) -> None:
    first, second = (beginning("Mette Holm").conversation for _ in range(2))
    reviews = Reviews(database)
    reviews.save(first, {"a": said("a", AgreementStatus.IN_PROGRESS)})
    reviews.save(second, {key: said(key, AgreementStatus.CARRIED_ON, on=DAY + timedelta(9)) for key in "ab"})
    Conversations(database).delete(second)
    assert status(database, old) == [AgreementStatus.IN_PROGRESS, AgreementStatus.OPEN]


def test_an_agreement_of_a_signed_plan_is_reviewed(database: Database, old: Any, closing: Callable[..., Any]) -> None:
    (plan,) = Plans(database).of_conversation(old.conversation)
    closing(replace(plan, signed_on=DAY))
    Reviews(database).save(old.conversation, {"a": said("a", AgreementStatus.DROPPED)})
    assert status(database, old)[0] is AgreementStatus.DROPPED


def test_a_groups_agreement_is_settled_by_the_group(database: Database, beginning: Callable[..., Any]) -> None:
    reviews, group, later = (
        Reviews(database),
        beginning("Mette Holm", "Jens Lund"),
        beginning("Mette Holm", "Jens Lund"),
    )
    alone = beginning("Mette Holm")
    Plans(database).save_rows(group.plan, "plan", [Agreement("g", "plan", cells={"maal": "g"})])
    reviews.save(alone.conversation, {"g": said("g", AgreementStatus.DROPPED, on=DAY + timedelta(30))})
    assert status(database, group) == [AgreementStatus.OPEN]
    reviews.save(later.conversation, {"g": said("g", AgreementStatus.REACHED)})
    assert status(database, group) == [AgreementStatus.REACHED]


SAYINGS = st.tuples(
    st.integers(0, 2),
    st.sampled_from("ab"),
    st.none() | st.tuples(st.sampled_from(AgreementStatus), st.integers(0, 3)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(sayings=st.lists(SAYINGS, max_size=8))
def test_the_status_is_always_that_of_the_newest_review(
    database: Database, beginning: Callable[..., Any], sayings: list[Any]
) -> None:
    reviews, old = Reviews(database), beginning("Mette Holm")
    rows = [Agreement(f"{old.plan}{key}", "plan", cells={"maal": key}) for key in "ab"]
    Plans(database).save_rows(old.plan, "plan", rows)
    conversations = [beginning("Mette Holm").conversation for _ in range(3)]
    expected: dict[tuple[str, int], Review] = {}
    for number, letter, what in sayings:
        key, conversation = f"{old.plan}{letter}", conversations[number]
        review = None if what is None else said(key, what[0], on=DAY + timedelta(what[1]))
        reviews.save(conversation, {key: review})
        expected.pop((key, conversation), None)
        if review:
            expected[key, conversation] = replace(review, conversation=conversation)
    found = reviews.of_agreements(row.id for row in rows)
    for row, is_now in zip(rows, status(database, old), strict=True):
        mine = [review for (key, _), review in expected.items() if key == row.id]
        assert sorted(found.get(row.id, ()), key=repr) == sorted(mine, key=repr)
        newest = {review.status for review in mine if review.on_date == max(other.on_date for other in mine)}
        assert is_now in (newest or {AgreementStatus.OPEN})
        assert not mine or is_now is found[row.id][0].status
