"""What IT's policy file decides."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


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
