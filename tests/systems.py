"""Marks for tests that only one operating system can run; the reason is printed with each skipped test."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE

import pytest

WINDOWS = os.name == "nt"
PATIENCE_MS = 60_000 if WINDOWS else 20_000
"""The time that background work and subprocesses may take at most. Under wine a process starts in seconds."""


def posix_only(reason: str) -> pytest.MarkDecorator:
    """Return the mark of a test, or of one parameter, whose fault or fact exists on POSIX systems only."""
    return pytest.mark.skipif(WINDOWS, reason=f"POSIX only: {reason}")


def windows_only(reason: str) -> pytest.MarkDecorator:
    """Return the mark of a test that queries Windows itself; it runs on the Windows Python."""
    return pytest.mark.skipif(not WINDOWS, reason=f"Windows only: {reason}")


def make_link(link: Path, target: Path) -> bool:
    """Make a symbolic link; return whether there is one: Windows lets only administrators, and wine nobody."""
    try:
        link.symlink_to(target)
    except OSError:
        if WINDOWS:
            return False
        raise
    return link.is_symlink()


links = posix_only("an ordinary user of Windows may not make links, and wine makes none")


def has_mode(path: Path, mode: int) -> bool:
    """Return whether only the users in ``mode`` can read or write ``path``; on Windows the user's profile decides."""
    return WINDOWS or S_IMODE(path.stat().st_mode) == mode
