"""Whether a folder is surely on the PC's own disk, asked without touching a share. Outside the layers.

Whatever is not surely there - a share, a USB stick, a folder in the cloud, a link - may hang, and is reached through
:mod:`mus_desktop.task_process`.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_DISK_FILE_SYSTEMS = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs"})
_MEMORY_FILE_SYSTEMS = frozenset({"tmpfs", "ramfs", "overlay"})
_DRIVE_FIXED = 3  # DRIVE_FIXED of GetDriveType


def is_on_own_disk(path: Path) -> bool:
    """Return whether ``path``, which need not exist, is on a disk inside the PC; ``False`` if that is not sure."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, also to a share that hangs
    if sys.platform == "win32":
        return _is_fixed_drive(path.drive) and not _leads_elsewhere(path)
    disks = _mounted_disks()
    # A part is looked at only when its own disk cannot hang.
    for part in (*reversed(path.parents), path):
        if not disks.get(_mount_of(part, disks), False):
            return False
        try:
            if stat.S_ISLNK(part.lstat().st_mode):
                return False
        except OSError:  # it does not exist yet
            return True
    return True


def _mounted_disks() -> dict[str, bool]:
    """Return the mount points, and whether each is of a disk inside the PC; of several at one place, the last."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return {}
    known = _DISK_FILE_SYSTEMS | _MEMORY_FILE_SYSTEMS
    return {_mount_point(line.split(" ")[1]): line.split(" ")[2] in known for line in lines}


def _mount_point(written: str) -> str:
    """Return the path of a mount point; blanks and tabs in it are written as octal numbers."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        written = written.replace(octal, character)
    return written


def _mount_of(path: Path, disks: dict[str, bool]) -> str:
    """Return the mount point that holds ``path``: mounts nest, so the longest that it begins with."""
    return next((str(part) for part in (path, *path.parents) if str(part) in disks), "")


def _is_fixed_drive(drive: str) -> bool:
    import ctypes  # noqa: PLC0415 - Windows only

    if not drive or drive.startswith("\\\\"):  # a share without a letter
        return False
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == _DRIVE_FIXED)


def _leads_elsewhere(path: Path) -> bool:
    """Return whether a part of ``path`` is a link, or a folder in the cloud whose files may have to be fetched."""
    for part in (*reversed(path.parents), path):
        try:
            if getattr(part.lstat(), "st_reparse_tag", 0):
                return True
        except OSError:  # it does not exist yet
            return False
    return False
