"""The Danish dictionary of Stavekontrolden, read by the system's Hunspell library.

Both come from Debian (``libhunspell-1.7-0`` and ``hunspell-da``), so spelling is checked only where they are installed.
The library is called by ctypes, which lets other threads run meanwhile: loading takes 0.2 s, and suggestions for one
word up to 0.3 s. The packages of Hunspell for Python hold the interpreter all that time.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from threading import Lock

from mus_desktop.services.writing.dictionary_place import DICTIONARY, is_installed

_LIBRARY = "libhunspell-1.7.so.0"
_LONGEST_WORD = 90
"""Hunspell reads no longer words."""
_MOST_SUGGESTIONS = 6
_Texts = ctypes.POINTER(ctypes.c_char_p)


class HunspellDictionary:
    """A loaded dictionary. It may be asked on any thread, one at a time."""

    def __init__(self, library: ctypes.CDLL, dictionary: Path) -> None:
        self._library, self._lock = library, Lock()
        _declare(library)
        self._handle = library.Hunspell_create(
            bytes(dictionary.with_suffix(".aff")), bytes(dictionary.with_suffix(".dic"))
        )

    def is_right(self, word: str) -> bool:
        """Return whether ``word`` is spelled as the dictionary has it, also as a compound."""
        if len(word.encode()) > _LONGEST_WORD:
            return True
        with self._lock:
            return bool(self._library.Hunspell_spell(self._handle, word.encode()))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return the words that may have been meant, the likeliest first."""
        found = _Texts()
        with self._lock:
            count = self._library.Hunspell_suggest(self._handle, ctypes.byref(found), word.encode())
            texts = [found[number] or b"" for number in range(count)]
            self._library.Hunspell_free_list(self._handle, ctypes.byref(found), count)
        return tuple(text.decode() for text in texts[:_MOST_SUGGESTIONS])


@lru_cache(maxsize=1)
def load_dictionary(dictionary: Path = DICTIONARY) -> HunspellDictionary | None:
    """Return the dictionary, loaded once; ``None`` if it or the library is missing."""
    if not is_installed(dictionary):
        return None
    try:
        return HunspellDictionary(ctypes.CDLL(_LIBRARY), dictionary)
    except OSError:
        return None


def _declare(library: ctypes.CDLL) -> None:
    library.Hunspell_create.restype = ctypes.c_void_p
    library.Hunspell_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.Hunspell_spell.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.Hunspell_suggest.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Texts), ctypes.c_char_p]
    library.Hunspell_free_list.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Texts), ctypes.c_int]
