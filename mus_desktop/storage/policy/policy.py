"""What IT's policy file decides. Reading one is in :mod:`policy_reader`, which most PCs never load."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from mus_desktop import paths


class Policy(NamedTuple):
    """What IT has decided for all users of this PC; the default is a PC without a policy file."""

    form: str = ""
    """The id of the form that is proposed first, until the leader chooses another."""
    organisation: str = ""
    """The workplace that is proposed at the first start; employees get it too, and it is printed on documents."""
    backup_target: Path | None = None
    """A place that backups go to; added once, so that a leader who removes it is not asked again."""
    backup_retention_days: int | None = None
    """The longest time that backups are kept; the leader may choose a shorter one."""
    allowed_places: tuple[Path, ...] = ()
    """Folders in which a database may be, although they are on a share or synced."""


class InstalledPolicy(NamedTuple):
    """The policy of this PC: the default one if the file has mistakes, each of which is a Danish sentence."""

    path: Path
    policy: Policy = Policy()
    mistakes: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """What the user is shown when the file has mistakes; empty if it has none."""
        if not self.mistakes:
            return ""
        lines = "\n".join(self.mistakes)
        return (
            f"Indstillingerne fra IT bruges ikke, for der er fejl i filen {self.path}. Du kan arbejde videre. Giv IT "
            f"besked om dette:\n{lines}"
        )


def read_policy(path: Path | None = None) -> InstalledPolicy:
    """Return the policy of this PC.

    :param path: another file than the usual one.
    """
    path = path or paths.policy_file()
    # A link to nowhere is a mistake of IT, and not a PC without a policy.
    if not os.path.lexists(path):
        return InstalledPolicy(path)
    from mus_desktop.storage.policy.policy_reader import read  # noqa: PLC0415 - most PCs have no such file

    return read(path)
