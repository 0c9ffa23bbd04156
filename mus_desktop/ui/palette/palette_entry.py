"""What the palette can open or do, and which of it matches what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mus_desktop.model.text import matches_search, starts_with_search


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line. ``key`` is the same whenever the palette is opened; ``keys`` is its shortcut, as it is shown."""

    key: str
    title: str
    about: str
    run: Callable[[], object]
    keys: str = ""

    @property
    def spoken(self) -> str:
        """Return the line as a screen reader reads it."""
        return ", ".join(part for part in (self.title, self.about, self.keys) if part)


def matching_entries(
    entries: Sequence[PaletteEntry], search: str, recent: Sequence[str] = ()
) -> tuple[PaletteEntry, ...]:
    """Return the entries that contain every word of ``search``, in any order and spelling.

    Those with a word of their title that starts with the first word come first, and in both parts those whose key is in
    ``recent``, the last used first. The order is otherwise that of ``entries``.
    """
    found = [entry for entry in entries if matches_search(search, entry.title, entry.about)]
    places = {key: place for place, key in enumerate(recent)}

    def rank(entry: PaletteEntry) -> tuple[bool, int]:
        return not starts_with_search(search, entry.title), places.get(entry.key, len(places))

    return tuple(sorted(found, key=rank))
