"""The rule of anonymity: what may be said of many employees' answers without revealing the answer of one.

Two steps make a table anonymous (docs/decisions/0021-anonymous-counts.md has the proof):

1. Some participants, drawn by lot and known to nobody, are left out of all counts (:func:`draw`). For each participant
   who is counted there is one who is not, and whose answers nobody knows; no table tells which of the two was counted.
2. A count is shown as the next lower multiple of five, and not at all under five (:func:`shown_count`). The highest
   number shown leaves room for five who answered otherwise.

Both depend on nothing but the lists of participants and the counts that are shown, so that a missing number reveals
nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

LEAST = 5
"""The smallest number of people that is shown, and the step between the numbers shown."""
_LEFT_OUT = 2
"""How many are left out at least. One of them can always change places with somebody who is counted, and one stays."""
_LARGEST_PART_LEFT_OUT = 4
"""At most one in so many is left out; otherwise nothing is shown."""

Rank = Callable[[int], bytes]
"""The lot of a participant, by id: secret, different for all, and always the same."""
Option = TypeVar("Option", bound=Hashable)


class Draw(NamedTuple):
    """The participants of one round, and those of them who are left out of every count. Ids of employees."""

    participants: frozenset[int]
    left_out: frozenset[int]

    @property
    def counted(self) -> frozenset[int]:
        """Return those whose answers are counted."""
        return self.participants - self.left_out


def draw(participants: Collection[int], rank: Rank, earlier: Draw | None = None) -> Draw | None:
    """Return who is left out of the counts of a round; ``None`` if nothing may be shown of it.

    Whoever was left out of the ``earlier`` round stays out, somebody else fills each place of those who are gone, and
    one of the new participants is left out. How many are left out follows from the two lists of participants alone.
    """
    everybody = frozenset(participants)
    places, kept, chosen = _LEFT_OUT, frozenset[int](), frozenset[int]()
    if earlier is not None:
        both, new = everybody & earlier.participants, everybody - earlier.participants
        kept = earlier.left_out & everybody
        if both and not kept:
            return None
        places = max(places, min(len(earlier.left_out), len(both)) + bool(new))
        chosen = kept | frozenset(sorted(new, key=rank)[:1])
    others = sorted(everybody - chosen, key=rank)
    left_out = chosen | frozenset(others[: places - len(chosen)])
    enough = len(everybody) - len(left_out) >= 2 * LEAST and len(left_out) * _LARGEST_PART_LEFT_OUT <= len(everybody)
    return Draw(everybody, left_out) if enough else None


def draw_all(rounds: Iterable[Collection[int]], rank: Rank) -> list[Draw | None]:
    """Return the draw of each round, the oldest first; one of which nothing may be shown begins the lots again."""
    draws: list[Draw | None] = []
    for participants in rounds:
        draws.append(draw(participants, rank, draws[-1] if draws else None))
    return draws


def shown_count(count: int, of: int) -> int | None:
    """Return the number to be shown for ``count`` people of ``of``: at least so many; ``None`` if none may be shown.

    Every number shown stands for five counts or more, and none says that all gave the same answer.
    """
    lower = min(count // LEAST, of // LEAST - 1) * LEAST
    return lower if lower >= LEAST else None


def count_answers(
    found: Draw, answers: Mapping[int, Collection[Option]], options: Iterable[Option]
) -> dict[Option, int | None]:
    """Return the number to be shown for each of ``options``, ``None`` where none may be shown.

    :param answers: what each participant answered, by id. Those who are left out are not counted.
    """
    counted = [frozenset(answers.get(person, ())) for person in found.counted]
    return {option: shown_count(sum(option in given for given in counted), len(counted)) for option in options}


def rows_shown_alone(sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return the groups of people in sets that may be shown with a total: each has five people or more.

    A group of five or more is a set of its own. The smaller ones are one set; while that has fewer than five people,
    the smallest other group is added to it, because the total minus the rows shown would reveal it. Empty if there are
    fewer than five people in all.
    """
    large = sorted((name for name, size in sizes.items() if size >= LEAST), key=lambda name: (-sizes[name], name))
    small = sorted(name for name, size in sizes.items() if 0 < size < LEAST)
    while small and large and sum(sizes[name] for name in small) < LEAST:
        small.append(large.pop())
    if small and sum(sizes[name] for name in small) < LEAST:
        return []
    return [*((name,) for name in sorted(large)), *([tuple(sorted(small))] if small else [])]
