"""No attacker finds a single answer in the published tables of two rounds, and finds many where nothing is hidden.

``MUS_FAULTS=full`` plays 10,000 random rounds; otherwise a tenth, always the same.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from mus_desktop.model.statistics.anonymity import (
    LEAST,
    Draw,
    count_answers,
    draw,
    draw_all,
    rows_shown_alone,
    shown_count,
)
from tests.model.statistics.attacker import Interval, PublishedTable, Solved, solve

FULL = os.environ.get("MUS_FAULTS") == "full"
ROUNDS = 10_000 if FULL else 1_000
SEED = 2026

pytestmark = pytest.mark.faults

Bounds = Callable[[Mapping[int, Collection[int]], Draw, int], tuple[Interval, ...]]


@dataclass(frozen=True)
class TwoRounds:
    """Two rounds in which whoever takes part in both answers the same: the best case for the attacker."""

    first: frozenset[int]
    second: frozenset[int]
    answers: Mapping[int, frozenset[int]]
    options: int
    limit: int
    lots: Mapping[int, bytes]

    @property
    def groups(self) -> dict[str, frozenset[int]]:
        both = self.first & self.second
        return {"stayed": both, "left": self.first - both, "new": self.second - both}

    def draws(self) -> list[Draw | None]:
        return draw_all([self.first, self.second], self.lots.__getitem__)


def drawn_rounds(number: int) -> Iterator[TwoRounds]:
    """Rounds with few changes most of the time, and answers that are often nearly all the same."""
    chance = random.Random(SEED)  # noqa: S311 - examples, not a secret
    for _ in range(number):
        yield _one(chance)


def _one(chance: random.Random) -> TwoRounds:
    size, few = chance.randint(12, 32), chance.random() < 0.8
    gone, come = (chance.randint(0, 3 if few else size) for _ in range(2))
    options, limit = chance.randint(2, 8), chance.randint(1, 3)
    liked = [chance.choice((0.0, 0.05, 0.3, 0.9, 1.0)) for _ in range(options)]
    answers = {}
    for person in range(size + come):
        picked = [option for option in range(options) if chance.random() < liked[option]]
        answers[person] = frozenset(chance.sample(picked, min(limit, len(picked))))
    lots = {person: chance.randbytes(8) for person in answers}
    first, second = range(size), range(gone, size + come)
    return TwoRounds(frozenset(first), frozenset(second), answers, options, limit, lots)


def hidden_bounds(answers: Mapping[int, Collection[int]], found: Draw, options: int) -> tuple[Interval, ...]:
    """What a reader may conclude from each number shown: the counts for which the rule shows the same number."""
    shown, of = count_answers(found, answers, range(options)), len(found.counted)
    counts: dict[int | None, list[int]] = {}
    for count in range(of + 1):
        counts.setdefault(shown_count(count, of), []).append(count)
    return tuple((min(counts[shown[option]]), max(counts[shown[option]])) for option in range(options))


def exact_bounds(answers: Mapping[int, Collection[int]], found: Draw, options: int) -> tuple[Interval, ...]:
    counts = Counter(option for person in found.counted for option in answers[person])
    return tuple((counts[option], counts[option]) for option in range(options))


def attack(rounds: TwoRounds, draws: list[Draw | None], bounds_of: Bounds, *, lots: bool) -> Solved:
    first, second = (
        found and PublishedTable(bounds_of(rounds.answers, found, rounds.options), len(found.left_out))
        for found in draws
    )
    sizes = {group: len(people) for group, people in rounds.groups.items()}
    if first is not None:
        return solve(sizes, first, second, rounds.limit, lots=lots)
    if second is None:
        return {}
    return solve({"stayed": len(rounds.second), "left": 0, "new": 0}, second, None, rounds.limit, lots=lots)


def test_an_attacker_with_all_tables_and_lists_solves_no_answer() -> None:
    shown = Counter[str]()
    for rounds in drawn_rounds(ROUNDS):
        draws = rounds.draws()
        shown["rounds"] += all(draws)
        assert attack(rounds, draws, hidden_bounds, lots=True) == {}, rounds
        shown["exact counts"] += 1
        # The lots alone are enough; the rounding makes guesses worse too.
        assert attack(rounds, draws, exact_bounds, lots=True) == {}, rounds
    assert shown["rounds"] > ROUNDS / 2, "the rule is of no use if it never shows anything"


def test_the_same_attacker_solves_answers_where_nothing_is_hidden() -> None:
    solved = Counter[str]()
    for rounds in drawn_rounds(ROUNDS):
        everybody = [Draw(people, frozenset()) for people in (rounds.first, rounds.second)]
        for name, bounds in (("unsuppressed", exact_bounds), ("only rounded", hidden_bounds)):
            found = attack(rounds, list(everybody), bounds, lots=False)
            solved[name] += bool(found)
            for (group, option), value in found.items():
                truth = {option in rounds.answers[person] for person in rounds.groups[group]}
                assert truth == {bool(value)}, "the attacker may only conclude what is true"
        if len(rounds.first ^ rounds.second) == 1:
            group = "left" if rounds.first > rounds.second else "new"
            found = attack(rounds, list(everybody), exact_bounds, lots=False)
            assert {(group, option) for option in range(rounds.options)} <= found.keys()
    assert solved["unsuppressed"] > ROUNDS / 2
    assert solved["only rounded"] > 0, "rounding alone is not enough, which is why there are lots"


def test_everybody_may_have_answered_anything_with_the_same_counts() -> None:
    """The proof, carried out: for each person and any answers there are lots and answers with the same tables."""
    chance = random.Random(SEED)  # noqa: S311 - examples, not a secret
    proved = 0
    for rounds in drawn_rounds(ROUNDS):
        draws = rounds.draws()
        if not all(draws):
            continue
        for person in sorted(rounds.first | rounds.second):
            other = frozenset(chance.sample(range(rounds.options), min(rounds.limit, rounds.options)))
            assert any(_tables(world) == _tables(rounds) for world in _worlds(rounds, person, other)), (rounds, person)
            proved += 1
    assert proved > 10 * ROUNDS


def _worlds(rounds: TwoRounds, person: int, other: frozenset[int]) -> Iterator[TwoRounds]:
    """Worlds in which ``person`` gave ``other`` answers, and somebody who was left out those of ``person``."""
    yield replace(rounds, answers={**rounds.answers, person: other})
    out = {one for found in rounds.draws() if found for one in found.left_out}
    for double in sorted(out - {person}):
        answers = {**rounds.answers, person: other, double: rounds.answers[person]}
        lots = {**rounds.lots, person: rounds.lots[double], double: rounds.lots[person]}
        yield replace(rounds, answers=answers, lots=lots)
        first = rounds.draws()[0]
        assert first is not None
        lowest = sorted((first.left_out | {person}) - {double}, key=rounds.lots.__getitem__)
        order = [*lowest, double, *sorted(rounds.lots.keys() - {*lowest, double}, key=rounds.lots.__getitem__)]
        yield replace(rounds, answers=answers, lots={one: bytes([place]) for place, one in enumerate(order)})


def _tables(rounds: TwoRounds) -> list[object]:
    """Every person's answers in full, of those who are counted: more than any table shows."""
    return [found and Counter(rounds.answers[person] for person in found.counted) for found in rounds.draws()]


@pytest.mark.parametrize("of", range(41))
def test_no_number_under_five_is_shown_and_each_stands_for_five_counts(of: int) -> None:
    shown = [shown_count(count, of) for count in range(of + 1)]
    assert all(number is None or LEAST <= number <= of - LEAST for number in shown)
    assert min(Counter(shown).values()) >= min(LEAST, of + 1)
    assert all(number is None or number <= count for count, number in enumerate(shown))


def test_few_people_are_not_counted() -> None:
    lot = "{:04}".format
    assert draw(range(11), lambda person: lot(person).encode()) is None
    found = draw(range(12), lambda person: lot(person).encode())
    assert found is not None
    assert len(found.counted) == 2 * LEAST


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [
        ({}, []),
        ({"Skolen": 4}, []),
        ({"Skolen": 5}, [("Skolen",)]),
        ({"Skolen": 12, "Teamet": 6, "Huset": 3}, [("Skolen",), ("Huset", "Teamet")]),
        ({"Skolen": 12, "Huset": 3, "Gården": 2}, [("Skolen",), ("Gården", "Huset")]),
        ({"Huset": 3, "Gården": 1}, []),
        ({"Skolen": 7, "Ingen": 0}, [("Skolen",)]),
    ],
)
def test_small_groups_are_never_shown_alone(sizes: dict[str, int], rows: list[tuple[str, ...]]) -> None:
    assert rows_shown_alone(sizes) == rows
