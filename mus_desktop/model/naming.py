"""Telling people of the same name apart on screen."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mus_desktop.model.people import Employee


def same_text(text: str) -> str:
    """``text`` for comparison: two texts that a reader, or a disk on Windows or a Mac, takes for the same are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def distinguished(people: Iterable[Employee]) -> dict[int, str]:
    """Return how each person is named on screen, by id: the name, and where others share it also what differs.

    ``people`` are all employees of the workplace, those who have left included, so that a person is named alike
    everywhere.
    """
    everybody = list(people)
    found = details(everybody)
    return {one.id: f"{one.name} ({found[one.id]})" if found[one.id] else one.name for one in everybody}


def details(people: Iterable[Employee]) -> dict[int, str]:
    """Return what tells each person from others of the same name, by id; empty for a name that only one has.

    The title if no other has it, otherwise the workplace, otherwise both; a number in the order of the ids where even
    these are the same or missing.
    """
    sharing: dict[str, list[Employee]] = defaultdict(list)
    for one in people:
        sharing[same_text(" ".join(one.name.split()))].append(one)
    found: dict[int, str] = {}
    for same in sharing.values():
        found.update({same[0].id: ""} if len(same) == 1 else _details(sorted(same, key=lambda one: one.id)))
    return found


def _details(same: Sequence[Employee]) -> dict[int, str]:
    offered = {one.id: (one.title, one.workplace, _joined(one.title, one.workplace)) for one in same}
    counts = [Counter(same_text(texts[kind]) for texts in offered.values()) for kind in range(3)]
    chosen = {
        key: next((text for text, count in zip(texts, counts, strict=True) if text and count[same_text(text)] == 1), "")
        for key, texts in offered.items()
    }
    taken = Counter(map(same_text, chosen.values()))
    alike = [one for one in same if not chosen[one.id] or taken[same_text(chosen[one.id])] > 1]
    return chosen | {
        one.id: _joined(one.title or one.workplace, f"nr. {number}") for number, one in enumerate(alike, 1)
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
