#!/usr/bin/python3 -IB
"""Start MUS Desktop from its own folder, whatever else is installed for Python."""

import sys

sys.path.insert(0, "/usr/lib/mus-desktop")
# The program starts itself for work on a share that may hang; see mus_desktop/task_process.py.
sys.frozen = True  # type: ignore[attr-defined] # read by the program only
sys.executable = "/usr/bin/mus-desktop"

from mus_desktop.cli.main import main  # noqa: E402 - found in the folder above

sys.exit(main())
