"""Where the Danish dictionary is, if it is installed."""

from __future__ import annotations

from pathlib import Path

DICTIONARY = Path("/usr/share/hunspell/da_DK")
"""Debian's package ``hunspell-da``: this with ``.aff`` and with ``.dic``."""


def is_installed(dictionary: Path = DICTIONARY) -> bool:
    """Return whether the dictionary is on this PC."""
    return dictionary.with_suffix(".dic").is_file() and dictionary.with_suffix(".aff").is_file()
