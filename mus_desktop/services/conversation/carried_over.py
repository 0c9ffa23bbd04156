"""Database keys for content that has no field on the form a conversation was moved to.

The key contains the version of the form the content belongs to. It can therefore be shown under its own title, is never
confused with a field of the new form that happens to have the same key, and is restored when the conversation is moved
back.
"""

from __future__ import annotations

from collections.abc import Collection

_BETWEEN = ":"  # never part of a field key


def kept_key(form_version: int, field: str, taken: Collection[str] = ()) -> str:
    """Return the key under which ``field`` of a form version is kept; a key that is already of this kind is unchanged.

    ``taken`` are keys that are already in use for other content.
    """
    name = field if _BETWEEN in field else f"{form_version}{_BETWEEN}{field}"
    while name in taken:
        name = f"{form_version}{_BETWEEN}{name}"
    return name


def form_version_of(key: str) -> int | None:
    """Return the form version in a key of kept content; ``None`` for a field of the conversation's current form."""
    version, between, _ = key.partition(_BETWEEN)
    return int(version) if between and version.isdecimal() else None


def field_of(key: str) -> str:
    """Return the field key without the form version."""
    return key.rpartition(_BETWEEN)[2]
