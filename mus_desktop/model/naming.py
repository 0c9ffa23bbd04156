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

    Title if all titles differ, otherwise workplace, otherwise both; a number in the order of the ids where even these
    are the same or missing.
    """
    sharing: dict[str, list[Employee]] = defaultdict(list)
    for one in people:
        sharing[same_text(" ".join(one.name.split()))].append(one)
    found: dict[int, str] = {}
    for same in sharing.values():
        found.update({same[0].id: ""} if len(same) == 1 else _details(sorted(same, key=lambda one: one.id)))
    return found


def _details(same: Sequence[Employee]) -> dict[int, str]:
    for detail in (_title, _workplace, _both):
        texts = [detail(one) for one in same]
        if all(texts) and len({same_text(text) for text in texts}) == len(texts):
            return {one.id: text for one, text in zip(same, texts, strict=True)}
    both = [_both(one) for one in same]
    count = Counter(map(same_text, both))
    return {
        one.id: text if text and count[same_text(text)] == 1 else ", ".join(filter(None, (text, f"nr. {number}")))
        for number, (one, text) in enumerate(zip(same, both, strict=True), 1)
    }


def _title(one: Employee) -> str:
    return one.title


def _workplace(one: Employee) -> str:
    return one.workplace


def _both(one: Employee) -> str:
    return ", ".join(part for part in (one.title, one.workplace) if part)
