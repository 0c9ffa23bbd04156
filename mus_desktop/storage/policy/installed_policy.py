"""The policy of this PC. Reading a file is in :mod:`policy_reader`, which most PCs never load."""

from __future__ import annotations

import os
from pathlib import Path

from mus_desktop import paths
from mus_desktop.storage.policy.policy import InstalledPolicy


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
