"""The composition root: connects storage, documents and services, and opens the window."""

# ruff: noqa: PLC0415 - Qt and the demo are imported when they are needed

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.data_location import refuse_unsafe_location
from mus_desktop.storage.policy.installed_policy import read_policy
from mus_desktop.storage.policy.policy import InstalledPolicy

if TYPE_CHECKING:
    from mus_desktop.services.demo.story import Story

_DEMO_TIME = time(14, 30)


def build(
    data_folder: Path,
    *,
    forms: Path | None = None,
    now: Callable[[], datetime] = datetime.now,
    key: bytes | None = None,
    policy: InstalledPolicy | None = None,
) -> Workplace:
    """Open the database in ``data_folder`` (created if missing) and return the services over it, without Qt.

    :param forms: another folder of forms than the shipped one.
    :param now: the clock; tests and the demo pass their own.
    :param key: of an encrypted database; see :func:`mus_desktop.services.safety.encryption.unlock`.
    :param policy: what IT has decided, by default the policy file of this PC.
    :raises PasswordNeeded: the database is encrypted and there is no ``key``.
    :raises AlreadyOpen: another window or command has it open.
    :raises StorageError: the database cannot be opened, or is not allowed in that place.
    """
    refuse_unsafe_location(data_folder)
    database = Database.open(data_folder / paths.DATABASE_NAME, key=key)
    try:
        if _is_sample(data_folder):
            workplace = _sample_workplace(database, forms or paths.forms(), now)
        else:
            workplace = Workplace(database, forms or paths.forms(), now, policy or read_policy())
        workplace.complete_upgrade()
    except BaseException:
        database.close()  # otherwise the next attempt in this process would find it open
        raise
    return workplace


def _is_sample(data_folder: Path) -> bool:
    """Return whether a command names the folder of sample data beside a leader's database."""
    return data_folder.name == paths.SAMPLE_FOLDER and (data_folder.parent / paths.DATABASE_NAME).exists()


def _sample_workplace(database: Database, forms: Path, now: Callable[[], datetime]) -> Workplace:
    from mus_desktop.services.demo.sample_workplace import SampleWorkplace

    return SampleWorkplace(database, forms, now)


def run(data_folder: Path) -> int:
    """Open the program's window over ``data_folder``; return the exit code when it is closed."""
    from mus_desktop.ui.shell.application import run_window

    return run_window(lambda key: build(data_folder, key=key), data_folder)


def make_demo(folder: Path) -> Iterator[str]:
    """Fill ``folder`` with a fictional leader's database, Word files and screenshots; yield a line on each part.

    Needs no screen. ``mus-desktop --data folder`` opens the result.

    :raises KnownError: there is a database in ``folder`` already.
    """
    if (folder / paths.DATABASE_NAME).exists():
        raise KnownError(f"Der er allerede data i {folder}. Vælg en tom mappe til demoen.")
    from mus_desktop.services.demo.demo_documents import write_empty, write_filled
    from mus_desktop.services.demo.story import read_story
    from mus_desktop.services.demo.story_import import import_story

    story = read_story(paths.resources() / "demo", paths.forms())
    # The demo is the same on every PC.
    no_policy = InstalledPolicy(paths.policy_file())
    workplace = build(folder, now=lambda: datetime.combine(story.today, _DEMO_TIME), policy=no_policy)
    try:
        conversations = import_story(story, workplace)
        yield f"{len(conversations)} samtaler med {len(story.employees)} medarbejdere: {workplace.database.path}"
        documents = write_filled(workplace, conversations, folder / "dokumenter")
        yield f"{len(documents)} dokumenter i Word: {folder / 'dokumenter'}"
        empty = write_empty(workplace, folder / "tomme skemaer")
        yield f"{len(empty)} tomme skemaer i Word: {folder / 'tomme skemaer'}"
        pictures = _demo_screenshots(workplace, story, folder / "billeder")
        yield f"{len(pictures)} skærmbilleder: {folder / 'billeder'}"
    finally:
        workplace.close()


def _demo_screenshots(workplace: Workplace, story: Story, folder: Path) -> list[Path]:
    from mus_desktop.ui.demo.screenshots import take_screenshots

    return take_screenshots(workplace, lambda: datetime.combine(story.today, _DEMO_TIME), folder)
