"""What the leader has chosen about writing: spelling on or off, own words, and phrases. Backups contain them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from mus_desktop.model.text import comparison_key, danish_sort_key, is_blank, one_line
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
        return tuple(sorted(self._settings.value(values.OWN_WORDS) or (), key=danish_sort_key))

    def add_own_word(self, word: str) -> None:
        """Add ``word`` to the leader's own words."""
        self.set_own_words([*self.own_words(), word])

    def set_own_words(self, words: Iterable[str]) -> None:
        """Replace the leader's own words."""
        kept = sorted({one_line(word) for word in words if not is_blank(word)})
        self._settings.store(values.OWN_WORDS.key, json.dumps(kept, ensure_ascii=False))

    def phrases(self) -> dict[str, str]:
        """Return the leader's own phrases, by their short key, in the order in which they were entered."""
        return self._settings.value(values.PHRASES) or {}

    def phrase(self, key: str) -> str | None:
        """Return the phrase with that short key, in capitals or not; ``None`` if there is none."""
        wanted = comparison_key(key)
        return next((text for own, text in self.phrases().items() if comparison_key(own) == wanted), None)

    def set_phrases(self, phrases: Mapping[str, str]) -> None:
        """Replace the leader's own phrases."""
        self._settings.store(values.PHRASES.key, json.dumps(dict(phrases), ensure_ascii=False))
