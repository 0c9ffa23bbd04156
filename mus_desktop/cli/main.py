"""The entry of the program. Without a command it opens its window; Qt is not imported until a command needs it.

Exit codes: 0 done, 1 failed (one clear line on stderr), 2 wrong use.
"""

# ruff: noqa: PLC0415 - the window needs no commands, and a command no window

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mus_desktop import paths
from mus_desktop.cli.console import flush_streams, is_closed_pipe, prepare_streams, report
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.crash_reports import limit_crash_reports
from mus_desktop.errors import KnownError
from mus_desktop.log import replace_reports, start_logging


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in ``arguments`` (by default those of the process) and return the exit code."""
    prepare_streams()
    limit_crash_reports()  # of the subprocess too: documents pass through it
    argv = list(sys.argv[1:] if arguments is None else arguments)
    # Before the parser: the subprocess must start fast, and this is no command for users. The word is repeated here
    # because importing ``task_process`` for its constant would slow down every command.
    if argv[:1] == ["target-task"]:
        replace_reports()
    try:
        return _target_task() if argv[:1] == ["target-task"] else _run(argv)
    finally:
        flush_streams()


def _run(argv: list[str]) -> int:
    command, data_folder = _command_in(argv)
    start_logging(quiet=command is not None)
    try:
        code = command() if command else _open_window(data_folder or paths.default_data_folder())
        sys.stdout.flush()
    except KnownError as error:
        report(error.message, opens_window=command is None)
    except KeyboardInterrupt:
        print("Afbrudt.", file=sys.stderr)
    except Exception as error:
        if not is_closed_pipe(error):  # otherwise the reader has seen enough
            _report_unexpected(error, opens_window=command is None)
    else:
        return code
    return FAILED


def _report_unexpected(error: Exception, *, opens_window: bool) -> None:
    # Only type and place are printed: the message may quote personal data.
    place = traceback.extract_tb(error.__traceback__)[-1]
    location = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
    text = f"Noget gik galt i programmet ({location}). Prøv igen, og meld fejlen, hvis den bliver."
    report(text, opens_window=opens_window)


def _command_in(argv: list[str]) -> tuple[Callable[[], int] | None, Path | None]:
    """Return the command in the arguments, ``None`` for the window, and the data folder, ``None`` for the usual one."""
    match argv:
        # Building the parser of all commands takes half as long as opening the window.
        case []:
            return None, None
        case ["--data", folder] if not folder.startswith("-"):
            return None, Path(folder)
    from mus_desktop.cli.commands import parse

    options = parse(argv)
    return partial(options.run, options) if options.run else None, options.data


def _target_task() -> int:
    """Run file operations in this subprocess; see :mod:`mus_desktop.task_process`."""
    from mus_desktop.cli.file_tasks import perform
    from mus_desktop.task_process import answer_requests

    requests = open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115 - a pipe
    try:
        return DONE if answer_requests(requests, lambda line: print(line, flush=True), perform) else FAILED
    except OSError as error:
        if not is_closed_pipe(error):
            raise
        # The program that started this process has ended, so nobody reads the reports.
        return FAILED


def _open_window(data_folder: Path) -> int:
    # Nothing created before the first window becomes garbage; collecting would only delay it. The window enables it.
    gc.disable()
    from mus_desktop.app import run

    return run(data_folder)
