"""``python -m mus_desktop``."""

from __future__ import annotations

import sys

from mus_desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
