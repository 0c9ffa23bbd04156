"""What the leader has chosen about writing: spelling on or off, and own words. Backups contain them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mus_desktop.model.text import is_blank, one_line
from mus_desktop.storage.records import setting_values as values
from mus_desktop.storage.records.settings import Settings


class WritingSettings:
    """The settings of writing. Every method that stores raises ``StorageError`` if it failed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def checks_spelling(self) -> bool:
        """Return whether spelling is checked; it is until switched off."""
        return self._settings.value(values.SPELLING) is not False

    def set_checks_spelling(self, checks: bool) -> None:
        """Switch the check of spelling on or off."""
        self._settings.store(values.SPELLING.key, "on" if checks else "off")

    def own_words(self) -> tuple[str, ...]:
        """Return the words that the leader has added to the dictionary, in alphabetical order."""
        return tuple(sorted(self._settings.value(values.OWN_WORDS) or (), key=str.casefold))

    def add_own_word(self, word: str) -> None:
        """Add ``word`` to the leader's own words."""
        self.set_own_words([*self.own_words(), word])

    def set_own_words(self, words: Iterable[str]) -> None:
        """Replace the leader's own words."""
        kept = sorted({one_line(word) for word in words if not is_blank(word)})
        self._settings.store(values.OWN_WORDS.key, json.dumps(kept, ensure_ascii=False))
