"""The command ``check --self-test``: tries an installed program out in a temporary folder, and names what is broken.

Each step imports what it tries inside its function: a library that is missing is the mistake of that step.
"""

# ruff: noqa: PLC0415, PLW0108 - a part that is missing must not end the command, so it is imported inside its step

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mus_desktop import __version__
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.services.self_test.self_test_steps import SelfTestStep, StepResult, run_steps

if TYPE_CHECKING:
    from mus_desktop.services.self_test.data_trial import DataTrial

_FILES, _DATABASE, _BACKUP, _PLUGINS = "Programmets filer", "Database", "Backup og gendannelse", "Qt's dele"


def self_test(options: argparse.Namespace) -> int:
    """Run every step, and print a line on each; the user's data are not touched, and need not exist."""
    # A scanner may hold a file open when the folder is removed: the system empties its temporary folder later.
    with TemporaryDirectory(prefix="mus-selvtest-", ignore_cleanup_errors=True) as folder:
        results = list(_reported(run_steps(_steps(Path(folder))), quiet=options.json))
    failed = [result.title for result in results if not result.ok]
    about = f"MUS Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"
    if options.json:
        steps = [result._asdict() for result in results]
        print(json.dumps({"ok": not failed, "about": about, "steps": steps}, ensure_ascii=False, indent=2))
    elif not failed:
        print(f"Alt er i orden: {about}.")
    if failed:
        print(f"{len(failed)} af {len(results)} trin fejler: {', '.join(failed)} ({about}).", file=sys.stderr)
    return FAILED if failed else DONE


def _reported(results: Iterator[StepResult], *, quiet: bool) -> Iterator[StepResult]:
    for result in results:
        if not quiet:
            print(f"{result.title:<21} {'OK  ' if result.ok else 'FEJL'}  {result.text}", flush=True)
        yield result


def _steps(folder: Path) -> Iterator[SelfTestStep]:
    trial = _Trial(folder)
    yield SelfTestStep(_FILES, _check_files)
    yield SelfTestStep("Politikfil", _check_policy)
    yield SelfTestStep("Skemaer", _check_forms)
    yield SelfTestStep(_DATABASE, lambda: trial.data.store_conversation())
    yield SelfTestStep("Dokument", lambda: trial.data.make_document(), (_DATABASE,))
    yield SelfTestStep("Medarbejderliste", lambda: _check_workbook(folder))
    yield SelfTestStep("Invitation", _check_invitation)
    yield SelfTestStep(_BACKUP, lambda: trial.data.restore_backup(), (_DATABASE,))
    yield SelfTestStep("Backup til et sted", lambda: trial.data.transfer_backup(), (_BACKUP,))
    yield SelfTestStep("Adgangskode", lambda: trial.data.encrypt(), (_DATABASE,))
    yield SelfTestStep("Hemmeligheder", lambda: trial.data.store_secret(), (_DATABASE,))
    yield SelfTestStep("Stavekontrol", _check_spelling)
    yield SelfTestStep(_PLUGINS, _check_plugins)
    # Without its plugin for a missing screen Qt ends the whole process.
    yield SelfTestStep("Qt på dansk", _check_texts, (_PLUGINS,))
    yield SelfTestStep("Ikoner", _check_icons, (_PLUGINS,))
    yield SelfTestStep("Vindue", trial.check_window, (_PLUGINS, _DATABASE))


class _Trial:
    """The data that several steps share. Getting them imports the program, so each step gets them when it runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def data(self) -> DataTrial:
        from mus_desktop.services.self_test.data_trial import DataTrial

        return DataTrial(self._folder)

    def check_window(self) -> str:
        from mus_desktop.ui.self_test.window_trial import check_window

        with self.data.open_workplace() as (workplace, conversation):
            return check_window(workplace, conversation)


def _check_files() -> str:
    from mus_desktop.services.self_test.shipped_files import check_files

    return check_files()


def _check_policy() -> str:
    from mus_desktop.errors import KnownError
    from mus_desktop.storage.policy.installed_policy import read_policy

    installed = read_policy()
    if installed.mistakes:
        raise KnownError(installed.notice)
    return f"{installed.path} er i orden" if installed.path.exists() else "ingen"


def _check_forms() -> str:
    from mus_desktop.services.self_test.shipped_files import check_forms

    return check_forms()


def _check_spelling() -> str:
    from mus_desktop.services.self_test.spelling_trial import check_spelling

    return check_spelling()


def _check_workbook(folder: Path) -> str:
    from mus_desktop.services.self_test.workbook_trial import read_workbook

    return read_workbook(folder)


def _check_invitation() -> str:
    from mus_desktop.services.self_test.calendar_trial import check_invitation

    return check_invitation()


def _check_plugins() -> str:
    from mus_desktop.ui.self_test.qt_plugins import check_plugins

    return check_plugins()


def _check_texts() -> str:
    from mus_desktop.ui.self_test.window_trial import check_texts

    return check_texts()


def _check_icons() -> str:
    from mus_desktop.ui.self_test.window_trial import check_icons

    return check_icons()
