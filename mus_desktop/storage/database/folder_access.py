r"""Who may read the data. On Windows the files have the rights of the folder they lie in; the program sets none itself.

In the user's profile these are: the user, the administrators and Windows. In a folder elsewhere, such as ``C:\MUS``,
every user of the PC can usually read.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol


class AccessEntry(NamedTuple):
    """An entry of an access list; see https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-ace_header."""

    kind: int
    flags: int
    mask: int
    account: str
    """The account's security identifier (SID), such as ``S-1-1-0`` for everyone."""


class AccessLists(Protocol):
    """The questions about the rights to files."""

    def user(self) -> str:
        """Return the identifier of the user who runs the program. Raises ``OSError``."""

    def entries(self, path: Path) -> list[tuple[int, int, int, str]] | None:
        """Return the access list of ``path``, each entry as in :class:`AccessEntry`.

        ``None`` if it has none, so that everyone may do everything.

        Raises ``OSError``.
        """


_ALLOWING_KINDS = frozenset({0x0, 0x9})  # ACCESS_ALLOWED_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_ACE_TYPE
_INHERIT_ONLY = 0x8  # INHERIT_ONLY_ACE: for new files, not for this folder
_READING_RIGHTS = 0x1 | 0x1000_0000 | 0x8000_0000 | 0x0200_0000  # FILE_READ_DATA, GENERIC_ALL, GENERIC_READ, MAXIMUM
_EVERYONE = "S-1-1-0"
_TRUSTED = frozenset({"S-1-5-18", "S-1-5-32-544", "S-1-3-0", "S-1-3-4"})
"""Windows, the administrators, and the owner under its two names."""
_APP_CONTAINERS = ("S-1-15-2-", "S-1-15-3-")
"""Apps in a sandbox: they need this right besides that of the user who runs them."""
_DANISH_NAMES = {
    _EVERYONE: "alle",
    "S-1-5-4": "alle, der er logget på pc'en",
    "S-1-5-11": "alle, der kan logge på",
    "S-1-5-32-545": "alle brugere af pc'en",
    "S-1-5-32-546": "gæster på pc'en",
    "S-1-5-32-547": "superbrugere af pc'en",
    "S-1-5-32-551": "backupoperatører",
}


def other_readers(database: Path, lists: AccessLists | None = None) -> tuple[str, ...] | None:
    """Return, in Danish, who may read the database or its folder besides the user, the administrators and Windows.

    Accounts of the organisation are named by their identifier: to look up their names, Windows would ask over the
    network.

    :returns: ``None`` where that is not known: on other systems, where files have rights of their own, or on an error.
    """
    if lists is None:
        if sys.platform != "win32":
            return None
        from mus_desktop.storage.database.windows_access import WindowsAccessLists  # noqa: PLC0415 - Windows only

        lists = WindowsAccessLists()
    try:
        trusted = _TRUSTED | {lists.user()}
        accounts = {account for path in (database.parent, database) for account in _readers(lists.entries(path))}
    except OSError:
        return None
    others = sorted(one for one in accounts - trusted if not one.startswith(_APP_CONTAINERS))
    return tuple(_DANISH_NAMES.get(one, f"kontoen {one}") for one in others)


def _readers(entries: Iterable[tuple[int, int, int, str]] | None) -> set[str]:
    """Return the accounts with a right to read. Denials are not subtracted: an account has it through other groups."""
    if entries is None:
        return {_EVERYONE}
    return {
        one.account
        for one in itertools.starmap(AccessEntry, entries)
        if one.kind in _ALLOWING_KINDS and not one.flags & _INHERIT_ONLY and one.mask & _READING_RIGHTS
    }
