"""The composition root: puts storage, documents and services together, and opens the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.catalogue import Catalogue
from mus_desktop.services.conversations import ConversationBook
from mus_desktop.services.follow_up import FollowUpTalks
from mus_desktop.services.groups import Groups
from mus_desktop.services.moving import Moving
from mus_desktop.services.paper import PaperPlans
from mus_desktop.services.past import LookingBack
from mus_desktop.services.planning import Planning
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.staff import Staff
from mus_desktop.services.texts import Texts
from mus_desktop.services.workplace import Workplace
from mus_desktop.services.writing import Writing
from mus_desktop.storage.addenda import Addenda
from mus_desktop.storage.answers import Answers
from mus_desktop.storage.attachments import Attachments
from mus_desktop.storage.conversations import Conversations
from mus_desktop.storage.database import Database
from mus_desktop.storage.employees import Employees
from mus_desktop.storage.follow_ups import FollowUps
from mus_desktop.storage.form_versions import FormVersions
from mus_desktop.storage.history import History
from mus_desktop.storage.plans import Plans
from mus_desktop.storage.reviews import Reviews
from mus_desktop.storage.settings import Settings
from mus_desktop.storage.topics import Topics

if TYPE_CHECKING:
    from mus_desktop.services.demo import Story
    from mus_desktop.services.documents import Documents

_DEMO_TIME = time(14, 30)


def build(data_folder: Path, *, forms: Path | None = None, now: Callable[[], datetime] = datetime.now) -> Workplace:
    """Open the database in ``data_folder`` (made if there is none) and build every service over it, without Qt.

    :param forms: another folder of forms than the shipped one.
    :param now: the clock; tests and the demo bring their own.
    :raises StorageError: the database cannot be opened.
    """
    database = Database.open(data_folder / paths.DATABASE_NAME)
    conversations, answers, plans = Conversations(database), Answers(database), Plans(database)
    employees, settings = Employees(database), Settings(database)
    preferences = Preferences(settings)
    catalogue = Catalogue(forms or paths.forms(), FormVersions(database), settings)
    follow_ups, addenda, reviews = FollowUps(database), Addenda(database), Reviews(database)
    looking_back = LookingBack(History(database), reviews, addenda, catalogue)
    book = ConversationBook(
        conversations, answers, plans, employees, catalogue, preferences, follow_ups, addenda, looking_back
    )
    return Workplace(
        staff=Staff(employees),
        preferences=preferences,
        texts=Texts(settings, now),
        catalogue=catalogue,
        conversations=book,
        groups=Groups(database, book, conversations, answers, plans, Topics(database), catalogue),
        follow_up_talks=FollowUpTalks(conversations, follow_ups, catalogue),
        paper=PaperPlans(database, conversations, plans, catalogue, Attachments(database), now),
        moving=Moving(database, conversations, answers, plans, follow_ups, catalogue),
        writing=Writing(database, answers, plans, follow_ups, reviews, addenda, now),
        planning=Planning(plans),
        document_desk=cache(partial(_documents, database, book, catalogue, preferences, now)),
        database=database,
    )


def _documents(
    database: Database,
    book: ConversationBook,
    catalogue: Catalogue,
    preferences: Preferences,
    now: Callable[[], datetime],
) -> Documents:
    from mus_desktop.services.documents import Documents  # noqa: PLC0415 - the window does not wait for Word
    from mus_desktop.storage.documents import StoredDocuments  # noqa: PLC0415

    return Documents(StoredDocuments(database), book, catalogue, preferences, now)


def run(data_folder: Path) -> int:
    """Open the program's window over ``data_folder``; gives the exit code when it is closed."""
    from mus_desktop.ui.application import run_window  # noqa: PLC0415 - Qt is loaded only when a window is wanted

    return run_window(lambda: build(data_folder))


def make_demo(folder: Path) -> Iterator[str]:
    """Fill ``folder`` with a fictional leader's database, Word plans and screenshots; says line by line what it made.

    Needs no screen. ``mus-desktop --data folder`` opens the result.

    :raises KnownError: there is a database in ``folder`` already.
    """
    if (folder / paths.DATABASE_NAME).exists():
        raise KnownError(f"Der er allerede data i {folder}. Vælg en tom mappe til demoen.")
    from mus_desktop.services.demo import read_story, tell  # noqa: PLC0415 - the window does not wait for the demo

    story = read_story(paths.resources() / "demo")
    workplace = build(folder, now=lambda: datetime.combine(story.today, _DEMO_TIME))
    try:
        conversations = tell(story, workplace)
        yield f"{len(conversations)} samtaler med {len(story.employees)} medarbejdere: {workplace.database.path}"
        plans = _demo_plans(workplace, conversations, folder / "dokumenter")
        yield f"{len(plans)} planer i Word: {folder / 'dokumenter'}"
        pictures = _demo_pictures(workplace, story, folder / "billeder")
        yield f"{len(pictures)} skærmbilleder: {folder / 'billeder'}"
    finally:
        workplace.close()


def _demo_plans(workplace: Workplace, conversations: list[int], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    workplace.preferences.set_document_folder(folder.resolve())
    agreed = [number for number in conversations if workplace.conversations.open(number).plan.agreed_on]
    plans = workplace.documents
    return [plans.write(number, plans.target(number).path) for number in agreed]


def _demo_pictures(workplace: Workplace, story: Story, folder: Path) -> list[Path]:
    from mus_desktop.ui.tour import take_pictures  # noqa: PLC0415 - Qt is loaded only for the pictures

    return take_pictures(workplace, lambda: datetime.combine(story.today, _DEMO_TIME), folder)
