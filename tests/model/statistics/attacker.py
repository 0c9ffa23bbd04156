"""An attacker who seeks single answers in the published tables of two rounds.

The attacker knows every table, both lists of participants, the rule that made the tables (how many were left out, that
they stay out, how counts are rounded), and how many options each person may pick. Each way in which those left out can
be spread over who stayed, who left and who is new is a hypothesis; in each, the counts are integers between bounds,
which every table and every limit narrows until nothing changes. An answer is solved if all hypotheses agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

Interval = tuple[int, int]
Solved = dict[tuple[str, int], int]
"""1 or 0 by the group of people (``stayed``, ``left``, ``new``) and the option: whether everybody in it picked it."""


@dataclass(frozen=True)
class PublishedTable:
    """What one round shows: the bounds of each count, and the number of people who were left out."""

    bounds: tuple[Interval, ...]
    left_out: int


@dataclass(frozen=True)
class Hypothesis:
    """How many of each group were counted in both rounds, in the first only, in the second only, and in none."""

    both: int
    first_only: int
    left: int
    new: int
    uncounted: Mapping[str, int]

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        return (self.both, self.first_only, self.left, self.new)

    def roles(self, group: str) -> tuple[int, ...]:
        """The places in ``sizes`` where people of ``group`` can be counted."""
        return {"stayed": (0, 1), "left": (2,), "new": (3,)}[group]


def solve(
    groups: Mapping[str, int], first: PublishedTable, second: PublishedTable | None, limit: int, *, lots: bool
) -> Solved:
    """Return every answer that follows with certainty."""
    solved: Solved | None = None
    for hypothesis in _hypotheses(groups, first, second, lots=lots):
        ranges = _narrowed(hypothesis, first, second, limit)
        if ranges is not None:
            found = _forced(groups, hypothesis, ranges)
            agreed = solved if solved is not None else found
            solved = {key: value for key, value in agreed.items() if found.get(key) == value}
            if not solved:
                return {}
    return solved or {}


def _hypotheses(
    groups: Mapping[str, int], first: PublishedTable, second: PublishedTable | None, *, lots: bool
) -> Iterator[Hypothesis]:
    stayed, left, new = groups["stayed"], groups["left"], groups["new"]
    out_of_second = 0 if second is None else second.left_out
    for of_left in range(min(left, first.left_out) + 1):
        of_stayed = first.left_out - of_left
        for of_new in range(min(new, out_of_second) + 1):
            more = 0 if second is None else out_of_second - of_stayed - of_new
            if more < 0 or of_stayed + more > stayed:
                continue
            if lots and second is not None and ((stayed and not of_stayed) or (new and not of_new)):
                continue
            uncounted = {"stayed": of_stayed, "left": of_left, "new": of_new}
            yield Hypothesis(stayed - of_stayed - more, more, left - of_left, new - of_new, uncounted)


def _narrowed(
    hypothesis: Hypothesis, first: PublishedTable, second: PublishedTable | None, limit: int
) -> list[list[Interval]] | None:
    """Return the bounds of each option's count in each role; ``None`` if the hypothesis contradicts a table."""
    sizes, options = hypothesis.sizes, range(len(first.bounds))
    ranges = [[(0, size) for size in sizes] for _ in options]
    sums: list[tuple[list[tuple[int, int, int]], Interval]] = []  # terms (option, role, sign) within bounds
    tables = [(first, (1, 1, 1, 0))] + ([(second, (1, 0, 0, 1))] if second else [])
    for table, signs in tables:
        sums += [(_terms(option, signs), table.bounds[option]) for option in options]
        total = limit * sum(size for size, sign in zip(sizes, signs, strict=True) if sign)
        every = [term for option in options for term in _terms(option, signs)]
        sums.append((every, (sum(low for low, _ in table.bounds), min(total, sum(high for _, high in table.bounds)))))
    if second:
        for option in options:
            (low1, high1), (low2, high2) = first.bounds[option], second.bounds[option]
            sums.append((_terms(option, (0, 1, 1, -1)), (low1 - high2, high1 - low2)))
    sums += [([(option, role, 1) for option in options], (0, limit * size)) for role, size in enumerate(sizes)]
    changed = True
    while changed:
        changed = False
        for terms, bounds in sums:
            outcome = _narrow(ranges, terms, bounds)
            if outcome is None:
                return None
            changed = changed or outcome
    return ranges


def _terms(option: int, signs: Sequence[int]) -> list[tuple[int, int, int]]:
    return [(option, role, sign) for role, sign in enumerate(signs) if sign]


def _narrow(ranges: list[list[Interval]], terms: Sequence[tuple[int, int, int]], bounds: Interval) -> bool | None:
    """Narrow every term of one sum by the others; whether anything changed, ``None`` if it cannot be met."""
    signed = [_signed(ranges[option][role], sign) for option, role, sign in terms]
    low, high = sum(part[0] for part in signed), sum(part[1] for part in signed)
    changed = False
    for (option, role, sign), (least, most) in zip(terms, signed, strict=True):
        least_now, most_now = max(least, bounds[0] - (high - most)), min(most, bounds[1] - (low - least))
        if least_now > most_now:
            return None
        if (least_now, most_now) != (least, most):
            ranges[option][role] = _signed((least_now, most_now), sign)
            low, high, changed = low + least_now - least, high + most_now - most, True
    return changed


def _signed(interval: Interval, sign: int) -> Interval:
    return interval if sign > 0 else (-interval[1], -interval[0])


def _forced(groups: Mapping[str, int], hypothesis: Hypothesis, ranges: list[list[Interval]]) -> Solved:
    found: Solved = {}
    for group, (option, of_option) in product(groups, enumerate(ranges)):
        if not groups[group] or hypothesis.uncounted[group]:
            continue  # nobody here, or this person may be the one of whom no table speaks
        counted = [(of_option[role], hypothesis.sizes[role]) for role in hypothesis.roles(group)]
        values = {_value(interval, size) for interval, size in counted if size}
        if len(values) == 1 and (value := values.pop()) is not None:
            found[group, option] = value
    return found


def _value(interval: Interval, size: int) -> int | None:
    if interval == (0, 0):
        return 0
    return 1 if interval == (size, size) else None
