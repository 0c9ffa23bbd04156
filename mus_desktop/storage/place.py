"""Where a database may lie: on this PC's own disk. On a share it can hang or be torn; a synced folder copies it away.

What only the system knows is asked through :class:`System`. IT may allow places in a policy file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop.errors import StorageError

if TYPE_CHECKING:  # making a protocol takes longer than asking it, and the first window waits
    from typing import Protocol

    class System(Protocol):
        """What the operating system knows of a place."""

        def is_remote(self, folder: Path) -> bool:
            """Whether ``folder`` lies on another machine: a share, or a drive letter that stands for one."""

        def variables(self) -> Mapping[str, str]:
            """The environment, in which OneDrive tells where it keeps its files."""

        def policy(self) -> Path:
            """The file in which IT allows places; there need be none."""


_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "box sync")
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_REMOTE_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse"}
    | {"fuse.rclone", "fuse.google-drive-ocamlfuse"}
)
_MOUNTS = Path("/proc/self/mounts")
_DRIVE_REMOTE = 4


class Windows:
    """Windows."""

    def is_remote(self, folder: Path) -> bool:
        import ctypes  # noqa: PLC0415 - Windows only

        drive = folder.drive
        if drive.startswith("\\\\"):
            return True
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
        return bool(kernel.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE)

    def variables(self) -> Mapping[str, str]:
        return os.environ

    def policy(self) -> Path:
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "MUS Desktop" / "policy.toml"


class Posix:
    """Linux; elsewhere nothing counts as remote."""

    def is_remote(self, folder: Path) -> bool:
        try:
            mounts = [line.split(" ")[1:3] for line in _MOUNTS.read_text("utf-8", "replace").splitlines()]
        except OSError:
            return False
        if not any(kind in _REMOTE_FILE_SYSTEMS for _, kind in mounts):
            return False
        holding = [(where, kind) for where, kind in mounts if _is_within(folder, Path(where.replace("\\040", " ")))]
        return bool(holding) and max(holding, key=lambda mount: len(mount[0]))[1] in _REMOTE_FILE_SYSTEMS

    def variables(self) -> Mapping[str, str]:
        return os.environ

    def policy(self) -> Path:
        return Path("/etc/mus-desktop/policy.toml")


def refuse_place(folder: Path, system: System | None = None) -> None:
    """Raise :class:`StorageError`, with the reason, unless a database may lie in ``folder``."""
    asked = system or (Windows() if sys.platform == "win32" else Posix())
    place = Path(os.path.realpath(folder))
    reason = _remote(place, asked) or _synced(place, asked)
    if reason and not _allowed(place, asked.policy()):
        raise StorageError(
            f"{reason} Vælg en mappe på pc'ens egen disk; backup må gerne lægges der. "
            "IT kan tillade stedet i en politikfil."
        )


def _remote(folder: Path, system: System) -> str | None:
    if not system.is_remote(folder):
        return None
    return f"Mappen {folder} ligger på et netdrev, og der kan en database gå i stykker."


def _synced(folder: Path, system: System) -> str | None:
    variables = system.variables()
    roots = [Path(variables[name]) for name in _SYNC_VARIABLES if variables.get(name)]
    named = any(part.lower().startswith(_SYNCED) for part in folder.parts)
    if not named and not any(_is_within(folder, root) for root in roots):
        return None
    return (
        f"Mappen {folder} bliver synkroniseret med en sky, og så kan fortrolige samtaler blive kopieret ud af pc'en, "
        "og databasen gå i stykker."
    )


def _allowed(folder: Path, policy: Path) -> bool:
    """Whether the policy says ``allowed_places = ["..."]`` of ``folder`` or one above it."""
    import tomllib  # noqa: PLC0415 - only when a place would be refused

    try:
        places = tomllib.loads(policy.read_text("utf-8")).get("allowed_places", [])
    except (OSError, ValueError):
        return False
    return any(_is_within(folder, Path(place)) for place in places if isinstance(place, str) and place)


def _is_within(folder: Path, other: Path) -> bool:
    return folder == other or other in folder.parents
