"""Database keys for content that has no field on the form a conversation was moved to.

The key contains the version of the form the content belongs to. It can therefore be shown under its own title, is never
confused with a field of the new form that happens to have the same key, and is restored when the conversation is moved
back.
"""

from __future__ import annotations

from collections.abc import Collection

_SEPARATOR = ":"  # never part of a field key


def carried_over_key(form_version: int, field: str, used_keys: Collection[str] = ()) -> str:
    """Return the key to store ``field`` of a form version under; a key that is already of this kind is unchanged.

    ``used_keys`` are keys that are already in use for other content.
    """
    name = field if _SEPARATOR in field else f"{form_version}{_SEPARATOR}{field}"
    while name in used_keys:
        name = f"{form_version}{_SEPARATOR}{name}"
    return name


def form_version_of(key: str) -> int | None:
    """Return the form version in a key of carried-over content; ``None`` for a field of the current form."""
    version, separator, _ = key.partition(_SEPARATOR)
    return int(version) if separator and version.isdecimal() else None


def field_of(key: str) -> str:
    """Return the field key without the form version."""
    return key.rpartition(_SEPARATOR)[2]
