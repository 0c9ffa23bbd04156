"""The check of spelling: the Danish dictionary and the library that reads it."""

from __future__ import annotations

from mus_desktop.errors import KnownError
from mus_desktop.services.writing.dictionary_place import installed_dictionary
from mus_desktop.services.writing.hunspell_dictionary import HunspellDictionary

_RIGHT = ("medarbejderudviklingssamtale", "læringsmål", "æblegrød")
_WRONG = "medarbjeder"
_MEANT = "medarbejder"


def check_spelling() -> str:
    """Judge some words, and seek suggestions for a wrong one. A PC may be without the dictionary.

    :raises ImportError: the library is missing or does not load.
    :raises KnownError: the dictionary is damaged.
    """
    place = installed_dictionary()
    if place is None:
        return "ingen ordbog på denne pc; stavefejl vises ikke"
    dictionary = HunspellDictionary(place)
    wrong = [word for word in _RIGHT if not dictionary.is_right(word)]
    if wrong or dictionary.is_right(_WRONG) or _MEANT not in dictionary.suggestions(_WRONG):
        raise KnownError(f"Ordbogen {place} er beskadiget. Installér den igen.")
    return f"»{_WRONG}« er fundet og rettet til »{_MEANT}«"
