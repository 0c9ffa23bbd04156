"""What has no place on the form a conversation was moved to: kept in the database under a name of its own.

The name says which version of which form it belongs to, so it can be read under its own title, is never mistaken for a
field of the new form that happens to have the same key, and finds back when the conversation is moved back.
"""

from __future__ import annotations

from collections.abc import Collection

_BETWEEN = ":"  # no field key holds it


def kept_key(form_version: int, field: str, taken: Collection[str] = ()) -> str:
    """The name under which ``field`` of a form version is kept; one that is kept already keeps its name.

    ``taken`` are names that something else is kept under.
    """
    name = field if _BETWEEN in field else f"{form_version}{_BETWEEN}{field}"
    while name in taken:
        name = f"{form_version}{_BETWEEN}{name}"
    return name


def form_version_of(key: str) -> int | None:
    """The form version that something kept belongs to; ``None`` for a field of the conversation's own form."""
    version, between, _ = key.partition(_BETWEEN)
    return int(version) if between and version.isdecimal() else None


def field_of(key: str) -> str:
    """The field key on its own."""
    return key.rpartition(_BETWEEN)[2]
