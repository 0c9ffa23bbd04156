"""The Danish dictionary of Stavekontrolden, read by Hunspell: the package ``chunspell``, on Debian and on Windows.

The library holds the interpreter while it works: 0.27 s to load, mostly far below 1 ms to judge a word, up to 0.5 s for
the suggestions for one. A thread of its own would not keep the window free, so callers choose a moment when nobody
types (docs/decisions/0020-spelling-by-chunspell.md).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mus_desktop.services.writing.dictionary_place import installed_dictionary

_LONGEST_WORD = 90
"""In bytes; Hunspell reads no longer words."""
_MOST_SUGGESTIONS = 6
_KNOWN_WORD = "læringsmålene"
"""A compound with an ending, which is right only where both files of the dictionary were read."""


class HunspellDictionary:
    """A loaded dictionary. :raises ImportError: ``chunspell`` is missing. :raises OSError: a file cannot be read."""

    def __init__(self, dictionary: Path) -> None:
        from hunspell import Hunspell  # noqa: PLC0415 - only with the first word

        # Reading a slow disk lets other threads run; Hunspell, which reads again, does not.
        for ending in (".aff", ".dic"):
            dictionary.with_suffix(ending).read_bytes()
        # By their UTF-8 names chunspell finds files in any folder of Windows, but not on a share without a letter.
        encoding = "mbcs" if str(dictionary).startswith("\\\\") else "utf-8"
        self._hunspell = Hunspell(dictionary.name, hunspell_data_dir=str(dictionary.parent), system_encoding=encoding)

    def is_right(self, word: str) -> bool:
        """Return whether ``word`` is spelled as the dictionary has it, also as a compound."""
        return len(word.encode()) > _LONGEST_WORD or bool(self._hunspell.spell(word))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return the words that may have been meant, the likeliest first."""
        return tuple(self._hunspell.suggest(word)[:_MOST_SUGGESTIONS])


@lru_cache(maxsize=1)
def load_dictionary(dictionary: Path | None = None) -> HunspellDictionary | None:
    """Return the dictionary, loaded once; ``None`` if it or the library is missing or damaged.

    :param dictionary: another than the installed one, without its endings.
    """
    place = dictionary or installed_dictionary()
    if place is None:
        return None
    try:
        loaded = HunspellDictionary(place)
    except (ImportError, OSError):
        return None
    # Hunspell does not say that it could not read a file: every word would be wrong.
    return loaded if loaded.is_right(_KNOWN_WORD) else None
