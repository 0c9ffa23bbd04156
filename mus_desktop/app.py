"""The composition root: puts storage, documents and services together, and opens the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mus_desktop import paths
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.services.conversations import ConversationBook
from mus_desktop.services.plan_documents import PlanDocuments
from mus_desktop.services.planning import Planning
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.staff import Staff
from mus_desktop.services.workplace import Workplace
from mus_desktop.services.writing import Writing
from mus_desktop.storage.answers import Answers
from mus_desktop.storage.conversations import Conversations
from mus_desktop.storage.database import Database
from mus_desktop.storage.documents import StoredDocuments
from mus_desktop.storage.employees import Employees
from mus_desktop.storage.form_versions import FormVersions
from mus_desktop.storage.plans import Plans
from mus_desktop.storage.settings import Settings


def build(data_folder: Path, *, forms: Path | None = None, now: Callable[[], datetime] = datetime.now) -> Workplace:
    """Open the database in ``data_folder`` (made if there is none) and build every service over it, without Qt.

    :param forms: another folder of forms than the shipped one.
    :param now: the clock; tests and the demo bring their own.
    :raises StorageError: the database cannot be opened.
    """
    database = Database.open(data_folder / paths.DATABASE_NAME)
    conversations, answers, plans = Conversations(database), Answers(database), Plans(database)
    employees, preferences = Employees(database), Preferences(Settings(database))
    catalogue = Catalogue(forms or paths.forms(), FormVersions(database))
    book = ConversationBook(conversations, answers, plans, employees, catalogue, preferences)
    return Workplace(
        staff=Staff(employees),
        preferences=preferences,
        catalogue=catalogue,
        conversations=book,
        writing=Writing(database, answers, plans, now),
        planning=Planning(plans),
        plan_documents=PlanDocuments(StoredDocuments(database), book, catalogue, preferences, now),
        database=database,
    )


def run(data_folder: Path) -> int:
    """Open the program's window over ``data_folder``; gives the exit code when it is closed."""
    from mus_desktop.ui.application import run_window  # noqa: PLC0415 - Qt is loaded only when a window is wanted

    return run_window(lambda: build(data_folder))
