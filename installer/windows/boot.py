"""Starts the installed program; each launcher runs this file with the Python in the same folder."""

import sys

# Tells the program that ``sys.executable`` is the launcher. Must be set before anything of the program is imported.
sys.frozen = True  # type: ignore[attr-defined]

from mus_desktop.cli.main import main  # noqa: E402

sys.exit(main())
