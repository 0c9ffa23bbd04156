"""Python for Windows runs the tests of this folder, and ``make windows-test`` on Debian those of ``installed``."""

from __future__ import annotations

import os

collect_ignore = [] if "MUS_WINDOWS_TEST" in os.environ else ["installed"]
