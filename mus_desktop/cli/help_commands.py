"""The command that writes the manual."""

from __future__ import annotations

import argparse

from mus_desktop.cli.exit_codes import DONE
from mus_desktop.services.help.help_manual import write_manual


def manual(options: argparse.Namespace) -> int:
    """Write the help as one Word document."""
    write_manual(options.output)
    return DONE
