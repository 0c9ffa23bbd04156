"""Starts the installed program; each launcher runs this file with the Python in the same folder."""

import os
import sys

# The plugins of Qt load its libraries from here. PySide6 relies on PATH for that, which the launcher leaves out.
os.add_dll_directory(os.path.join(os.path.dirname(os.path.dirname(__file__)), "lib", "PySide6"))  # type: ignore[attr-defined]  # noqa: PTH118, PTH120

# Tells the program that ``sys.executable`` is the launcher. Must be set before anything of the program is imported.
sys.frozen = True  # type: ignore[attr-defined]

from mus_desktop.cli.main import main  # noqa: E402

sys.exit(main())
