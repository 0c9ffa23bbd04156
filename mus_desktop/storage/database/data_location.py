"""Allowed places for a database: a local disk only. A share may hang or tear the file; a synced folder copies it.

Questions about the operating system go through :class:`OperatingSystem`. IT may allow places in a policy file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from mus_desktop import paths
from mus_desktop.errors import StorageError
from mus_desktop.storage.policy.installed_policy import read_policy
from mus_desktop.storage.policy.policy import InstalledPolicy
from mus_desktop.system_errors import DiskProblem, explanation, is_too_long, problem_at

if TYPE_CHECKING:  # creating a Protocol is slow, and the first window waits
    from typing import Any, Protocol

    class OperatingSystem(Protocol):
        """The questions about the operating system and its folders."""

        def is_remote(self, folder: Path) -> bool:
            """Return whether ``folder`` is on another machine: a share, or a drive letter mapped to one."""

        def environment_variables(self) -> Mapping[str, str]:
            """Return the environment, where OneDrive publishes its folders."""

        def synced_folders(self) -> Iterator[str]:
            """Yield the cloud-synced folders known to the system, other than those in the environment."""

        def policy_path(self) -> Path:
            """Return the path of the file in which IT allows places; it need not exist."""


_SYNCED = (
    *("onedrive", "skydrive", "sharepoint", "delte biblioteker", "google drive", "googledrive", "google drev"),
    *("dropbox", "icloud", "nextcloud", "owncloud", "box sync", "jottacloud", "proton drive", "tresorit", "egnyte"),
)
_SYNCED_WHOLE_NAMES = frozenset(
    {"box", "mega", "pcloud drive", "synologydrive", "seafile"}
    # The folders of Google Drive, in both languages.
    | {"mit drev", "my drive", "delte drev", "shared drives", "andre computere", "other computers"}
)
"""Names compared whole: too many other names begin with them."""
_LIBRARIES = "(delte )?dokumenter|(shared )?documents|generelt|general"
_SYNCED_LIBRARY = re.compile(rf".+ [-–—] ({_LIBRARIES})|({_LIBRARIES}) [-–—] .+")
"""A library of SharePoint or a channel of Teams, which OneDrive names by both: ``Ledelse - Dokumenter``."""
_SYNC_MARKER_FILES = (".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log")
"""Files that syncing programs create in the folder they copy, whatever its name."""
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ONEDRIVE_KEY = r"Software\SyncEngines\Providers\OneDrive"
_REMOTE_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph", "9p", "vboxsf", "fuse.sshfs"}
    | {"fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.google-drive-ocamlfuse", "fuse.onedriver"}
    | {"fuse.glusterfs", "fuse.s3fs"}
)
_MOUNTS = Path("/proc/self/mounts")
_LONGEST_OWN_PATH = 145
"""The longest path that the program makes in the folder: a draft of a backup, which is being encrypted."""
_DRIVE_REMOTE = 4  # DRIVE_REMOTE of GetDriveType


class WindowsSystem:
    """Windows."""

    def is_remote(self, folder: Path) -> bool:
        import ctypes  # noqa: PLC0415 - Windows only

        drive = folder.drive
        if drive.startswith("\\\\"):
            return True
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
        return bool(kernel.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE)

    def environment_variables(self) -> Mapping[str, str]:
        return os.environ

    def synced_folders(self) -> Iterator[str]:
        """Yield the Teams and SharePoint libraries too: they are outside the folder that the environment names."""
        import winreg  # noqa: PLC0415 - Windows only

        registry: Any = winreg
        with suppress(OSError), registry.OpenKey(registry.HKEY_CURRENT_USER, _ONEDRIVE_KEY) as engines:
            for number in range(registry.QueryInfoKey(engines)[0]):
                with suppress(OSError), registry.OpenKey(engines, registry.EnumKey(engines, number)) as one:
                    yield str(registry.QueryValueEx(one, "MountPoint")[0])

    def policy_path(self) -> Path:
        return paths.policy_file()


class PosixSystem:
    """Linux; on other POSIX systems nothing counts as remote."""

    def is_remote(self, folder: Path) -> bool:
        try:
            mounts = [line.split(" ")[1:3] for line in _MOUNTS.read_text("utf-8", "replace").splitlines()]
        except OSError:
            return False
        # Most PCs have no remote mount at all: skip the comparison of paths.
        if not any(kind in _REMOTE_FILE_SYSTEMS for _, kind in mounts):
            return False
        holding = [(where, kind) for where, kind in mounts if _is_within(folder, Path(where.replace("\\040", " ")))]
        # Mounts nest: the longest mount point that contains the folder is the one that holds it.
        return bool(holding) and max(holding, key=lambda mount: len(mount[0]))[1] in _REMOTE_FILE_SYSTEMS

    def environment_variables(self) -> Mapping[str, str]:
        return os.environ

    def synced_folders(self) -> Iterator[str]:
        return iter(())

    def policy_path(self) -> Path:
        return paths.policy_file()


def refuse_unsafe_location(folder: Path, system: OperatingSystem | None = None) -> None:
    """Raise :class:`StorageError`, with the reason, unless a database may be stored in ``folder``.

    The folder need not exist yet.
    """
    system = system or (WindowsSystem() if sys.platform == "win32" else PosixSystem())
    _refuse_unreachable(folder)
    # A link on the local disk may lead to a share.
    place = Path(os.path.realpath(folder))
    reason = _remote_reason(place, system) or _synced_reason(place, system)
    if reason is None:
        return
    policy = read_policy(system.policy_path())
    allowed, mistakes = _allowed(policy)
    if not any(_is_within(place, one) for one in allowed):
        raise StorageError(
            f"{reason} Vælg en mappe på pc'ens egen disk; backup må gerne lægges der. "
            f"IT kan tillade stedet i politikfilen {policy.path}{mistakes}"
        )


def _refuse_unreachable(folder: Path) -> None:
    """Refuse a file in the place of the folder, one of another user, a drive that is gone, or a name too long."""
    problem = _problem_with(folder.absolute())
    if problem in _UNREACHABLE:
        raise StorageError(_UNREACHABLE[problem].format(folder))
    if problem not in (None, DiskProblem.MISSING, DiskProblem.OTHER):  # opening reports an unknown error
        raise StorageError(explanation(problem, folder))


def _problem_with(folder: Path) -> DiskProblem | None:
    """Return why no data can be stored in ``folder``, ``None`` if nothing is known to be wrong."""
    file = folder / paths.DATABASE_NAME
    try:
        file.stat()
    except OSError as error:
        problem = problem_at(error, file)
        if problem is DiskProblem.MISSING and not os.path.lexists(folder.anchor):
            return DiskProblem.NO_SUCH_SHARE if folder.drive.startswith("\\\\") else DiskProblem.NOT_READY
        if problem is DiskProblem.MISSING and is_too_long(folder / ("-" * _LONGEST_OWN_PATH)):
            return DiskProblem.NAME_TOO_LONG
        return problem
    return None


_UNREACHABLE = {
    DiskProblem.NOT_A_FOLDER: "{} er en fil og ikke en mappe. Vælg en mappe til MUS Desktops data.",
    DiskProblem.DENIED: "Du har ikke adgang til mappen {}. "
    "Log på som den, der plejer at bruge den, eller vælg en anden.",
    DiskProblem.NAME_TOO_LONG: "Navnet {} er for langt. "
    "Vælg en mappe med et kortere navn, tættere på toppen af disken.",
    DiskProblem.LINK_LOOP: "Genvejen {} peger på sig selv. Vælg en rigtig mappe til MUS Desktops data.",
}


def _remote_reason(folder: Path, system: OperatingSystem) -> str | None:
    if not system.is_remote(folder):
        return None
    return f"Mappen {folder} ligger på et netværksdrev, og der kan en database gå i stykker."


def _synced_reason(folder: Path, system: OperatingSystem) -> str | None:
    inside = any(_is_within(folder, Path(os.path.realpath(root))) for root in _synced_roots(system))
    if not inside and not _named_as_synced(folder) and not _has_sync_marker(folder):
        return None
    return (
        f"Mappen {folder} bliver synkroniseret med en sky, og så kan fortrolige samtaler blive kopieret ud af pc'en, "
        "og databasen gå i stykker."
    )


def is_synced(folder: Path, system: OperatingSystem | None = None) -> bool:
    """Return whether ``folder`` is surely copied to a cloud. Its disk is not asked: a share might hang."""
    system = system or (WindowsSystem() if sys.platform == "win32" else PosixSystem())
    return _named_as_synced(folder) or any(_is_within(folder, root) for root in _synced_roots(system))


def _synced_roots(system: OperatingSystem) -> list[Path]:
    environment_variables = system.environment_variables()
    roots = [environment_variables.get(name) for name in _SYNC_VARIABLES]
    return [Path(root) for root in (*roots, *system.synced_folders()) if root]


def _named_as_synced(folder: Path) -> bool:
    # A Mac stores å as two characters, and Windows puts blanks that do not break into some names.
    names = [" ".join(normalize("NFC", part).casefold().split()) for part in folder.parts]
    return any(
        name.startswith(_SYNCED) or name in _SYNCED_WHOLE_NAMES or _SYNCED_LIBRARY.fullmatch(name) for name in names
    )


def _has_sync_marker(folder: Path) -> bool:
    return any(os.path.lexists(one / mark) for one in (folder, *folder.parents) for mark in _SYNC_MARKER_FILES)


def _allowed(policy: InstalledPolicy) -> tuple[list[Path], str]:
    """Return the folders that the policy allows, and a clause about mistakes in it."""
    allowed = [Path(os.path.realpath(place)) for place in policy.policy.allowed_places]
    return allowed, f", men den, der er nu, har fejl: {' '.join(policy.mistakes)}" if policy.mistakes else "."


def _is_within(folder: Path, other: Path) -> bool:
    return folder == other or other in folder.parents
