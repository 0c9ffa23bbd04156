"""The program as it is started, in a process of its own, with target tasks that hang; its window is closed at once.

It says ``closing`` when the window is closed. The tasks leave their process ids in the folder ``target_tasks``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mus_desktop import task_process
from mus_desktop.app import build
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from tests.faults.begun import when_begun

HANGS = """
import os, pathlib, sys, time
pathlib.Path({folder!r}, str(os.getpid())).touch()
time.sleep(600)
"""


def main(data: Path, target_tasks: Path, key: bytes) -> int:
    task_process._program = lambda: [sys.executable, "-c", HANGS.format(folder=str(target_tasks))]
    app = application.prepare_application()

    def close(window: MainWindow) -> None:
        os.write(1, b"closing\n")
        window.close()

    when_begun(app, close)
    return application.run_window(lambda _: build(data, key=key), data)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3])))
