"""Where the Danish dictionary is, if it is installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from mus_desktop.paths import resources

DEBIAN_DICTIONARY = Path("/usr/share/hunspell/da_DK")
"""The files of Debian's package ``hunspell-da``, without ``.aff`` and ``.dic``."""
_ENDINGS = (".aff", ".dic")
_MODULE = "hunspell"


def installed_dictionary() -> Path | None:
    """Return the dictionary without its two endings, ``None`` if it is not on this PC.

    On Windows the program has its own copy.
    """
    places = [resources() / "dictionary" / DEBIAN_DICTIONARY.name]
    if sys.platform != "win32":  # there any user may create such a folder
        places.append(DEBIAN_DICTIONARY)
    return next((place for place in places if all(place.with_suffix(end).is_file() for end in _ENDINGS)), None)


def is_installed() -> bool:
    """Return whether there is all that spelling needs; nothing is loaded."""
    return installed_dictionary() is not None and find_spec(_MODULE) is not None
