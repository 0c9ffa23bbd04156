"""Distinguishing people of the same name on screen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mus_desktop.model.people import Employee
from mus_desktop.model.text import comparison_key


def distinct_names(people: Iterable[Employee]) -> dict[int, str]:
    """Return each person's name on screen, by id; a name shared by several is followed by a detail that differs.

    ``people`` are all employees of the workplace, including those who have left, so that a person has the same name
    everywhere.
    """
    everybody = list(people)
    found = distinguishing_details(everybody)
    return {one.id: f"{one.name} ({found[one.id]})" if found[one.id] else one.name for one in everybody}


def distinguishing_details(people: Iterable[Employee]) -> dict[int, str]:
    """Return the detail that distinguishes each person from others of the same name, by id; empty for a unique name.

    The detail is the title if no other has it, otherwise the workplace, otherwise both. Where even these are the same
    or missing, it ends with a number in the order of the ids.
    """
    namesakes: dict[str, list[Employee]] = defaultdict(list)
    for one in people:
        namesakes[comparison_key(one.name)].append(one)
    found: dict[int, str] = {}
    for same in namesakes.values():
        found.update({same[0].id: ""} if len(same) == 1 else _namesake_details(sorted(same, key=lambda one: one.id)))
    return found


def _namesake_details(same: Sequence[Employee]) -> dict[int, str]:
    options = {one.id: (one.title, one.workplace, _joined(one.title, one.workplace)) for one in same}
    counts = [Counter(comparison_key(texts[kind]) for texts in options.values()) for kind in range(3)]
    # The first of title, workplace and both that no other person of this name has.
    chosen = {
        key: next(
            (text for text, count in zip(texts, counts, strict=True) if text and count[comparison_key(text)] == 1), ""
        )
        for key, texts in options.items()
    }
    # The title of one person may equal the workplace of another; both then get a number.
    taken = Counter(map(comparison_key, chosen.values()))
    alike = [one for one in same if not chosen[one.id] or taken[comparison_key(chosen[one.id])] > 1]
    return chosen | {
        one.id: _joined(one.title or one.workplace, f"nr. {number}") for number, one in enumerate(alike, 1)
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
