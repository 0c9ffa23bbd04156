"""The composition root: connects storage, documents and services, and opens the window."""

# ruff: noqa: PLC0415 - modules that the first window does not need are imported on first use

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.conversation_book import ConversationBook
from mus_desktop.services.conversation.unfinished_talks import UnfinishedTalks
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.people.staff import Staff
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.workplace import Later, LaterServices, Workplace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.data_location import refuse_place
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.stored_answers import Answers

if TYPE_CHECKING:
    from mus_desktop.services.conversation.answer_check import AnswerCheck
    from mus_desktop.services.conversation.follow_up_talks import FollowUpTalks
    from mus_desktop.services.conversation.form_change import FormChange
    from mus_desktop.services.conversation.groups import Groups
    from mus_desktop.services.conversation.looking_back import LookingBack
    from mus_desktop.services.conversation.planning import Planning
    from mus_desktop.services.conversation.wishes import Wishes
    from mus_desktop.services.conversation.writing import ConversationWriter
    from mus_desktop.services.demo.story import Story
    from mus_desktop.services.documents.conversation_documents import Documents
    from mus_desktop.services.documents.upgraded_plans import UpgradedPlans
    from mus_desktop.services.forms.texts import Texts
    from mus_desktop.services.paper.paper_plans import PaperPlans
    from mus_desktop.services.safety.safety_service import Safety
    from mus_desktop.storage.records.signed_contents import SignedContents

_DEMO_TIME = time(14, 30)


def build(
    data_folder: Path,
    *,
    forms: Path | None = None,
    now: Callable[[], datetime] = datetime.now,
    key: bytes | None = None,
) -> Workplace:
    """Open the database in ``data_folder`` (created if missing) and build every service over it, without Qt.

    :param forms: another folder of forms than the shipped one.
    :param now: the clock; tests and the demo pass their own.
    :param key: of an encrypted database; see :func:`mus_desktop.services.safety.encryption.unlock`.
    :raises PasswordNeeded: the database is encrypted and there is no ``key``.
    :raises AlreadyOpen: another window or command has it open.
    :raises StorageError: the database cannot be opened, or is not allowed in that place.
    """
    refuse_place(data_folder)
    database = Database.open(data_folder / paths.DATABASE_NAME, key=key)
    try:
        return _built(database, forms, now)
    except BaseException:
        database.close()  # otherwise the next attempt in this process would find it open
        raise


def _built(database: Database, forms: Path | None, now: Callable[[], datetime]) -> Workplace:
    settings = Settings(database)
    shelf = _Shelf(
        database=database,
        settings=settings,
        conversations=Conversations(database),
        answers=Answers(database),
        plans=Plans(database),
        preferences=Preferences(settings),
        catalogue=Catalogue(forms or paths.forms(), FormVersions(database), settings),
        now=now,
    )
    employees = Employees(database)
    book = _book(shelf, employees)
    unfinished = UnfinishedTalks(shelf.conversations, employees, shelf.catalogue)
    workplace = Workplace(
        Staff(employees), shelf.preferences, shelf.catalogue, book, unfinished, _later(shelf, book), database
    )
    if shelf.plans.without_content():
        workplace.planning.store_missing_contents()
    return workplace


class _Shelf(NamedTuple):
    """The objects that the services are built from."""

    database: Database
    settings: Settings
    conversations: Conversations
    answers: Answers
    plans: Plans
    preferences: Preferences
    catalogue: Catalogue
    now: Callable[[], datetime]


def _book(shelf: _Shelf, employees: Employees) -> ConversationBook:
    return ConversationBook(
        shelf.conversations,
        shelf.answers,
        shelf.plans,
        employees,
        shelf.catalogue,
        shelf.preferences,
        Later(lambda: _looking_back(shelf)),
        Later(lambda: _signed_contents(shelf)),
    )


def _looking_back(shelf: _Shelf) -> LookingBack:
    from mus_desktop.services.conversation.looking_back import LookingBack
    from mus_desktop.storage.records.addenda import Addenda
    from mus_desktop.storage.records.follow_ups import FollowUps
    from mus_desktop.storage.records.history import History
    from mus_desktop.storage.records.reviews import Reviews

    database = shelf.database
    return LookingBack(History(database), Reviews(database), Addenda(database), FollowUps(database), shelf.catalogue)


def _signed_contents(shelf: _Shelf) -> SignedContents:
    from mus_desktop.storage.records.signed_contents import SignedContents

    return SignedContents(shelf.database)


def _later(shelf: _Shelf, book: ConversationBook) -> LaterServices:
    """Return the services that import their modules on first use, after the first window is shown."""
    return LaterServices(
        groups=Later(lambda: _groups(shelf, book)),
        follow_up_talks=Later(lambda: _follow_up_talks(shelf)),
        paper=Later(lambda: _paper(shelf)),
        moving=Later(lambda: _moving(shelf)),
        writing=Later(lambda: _writing(shelf)),
        planning=Later(lambda: _planning(shelf, book)),
        texts=Later(lambda: _texts(shelf)),
        documents=Later(lambda: _documents(shelf, book)),
        safety=Later(lambda: _safety(shelf)),
        wishes=Later(lambda: _wishes(shelf)),
        upgraded=Later(lambda: _upgraded(shelf, book)),
    )


def _wishes(shelf: _Shelf) -> Wishes:
    from mus_desktop.services.conversation.wishes import Wishes
    from mus_desktop.storage.records.topics import Topics

    return Wishes(Topics(shelf.database))


def _groups(shelf: _Shelf, book: ConversationBook) -> Groups:
    from mus_desktop.services.conversation.groups import Groups
    from mus_desktop.storage.records.topics import Topics

    topics = Topics(shelf.database)
    return Groups(
        shelf.database,
        book,
        shelf.conversations,
        shelf.answers,
        shelf.plans,
        topics,
        shelf.catalogue,
        _check(shelf),
        lambda conversation: _documents(shelf, book).holds_edited(conversation),
    )


def _follow_up_talks(shelf: _Shelf) -> FollowUpTalks:
    from mus_desktop.services.conversation.follow_up_talks import FollowUpTalks
    from mus_desktop.storage.records.follow_ups import FollowUps

    return FollowUpTalks(shelf.conversations, FollowUps(shelf.database), shelf.catalogue)


def _paper(shelf: _Shelf) -> PaperPlans:
    from mus_desktop.services.paper.paper_plans import PaperPlans
    from mus_desktop.storage.records.attachments import Attachments

    attachments = Attachments(shelf.database)
    check = _check(shelf)
    return PaperPlans(shelf.database, shelf.conversations, shelf.plans, shelf.catalogue, attachments, check, shelf.now)


def _moving(shelf: _Shelf) -> FormChange:
    from mus_desktop.services.conversation.form_change import FormChange
    from mus_desktop.storage.records.follow_ups import FollowUps

    follow_ups = FollowUps(shelf.database)
    return FormChange(shelf.database, shelf.conversations, shelf.answers, shelf.plans, follow_ups, shelf.catalogue)


def _writing(shelf: _Shelf) -> ConversationWriter:
    from mus_desktop.services.conversation.writing import ConversationWriter
    from mus_desktop.storage.records.addenda import Addenda
    from mus_desktop.storage.records.follow_ups import FollowUps
    from mus_desktop.storage.records.reviews import Reviews

    database = shelf.database
    follow_ups, reviews, addenda = FollowUps(database), Reviews(database), Addenda(database)
    return ConversationWriter(
        database, shelf.answers, shelf.plans, follow_ups, reviews, addenda, _check(shelf), shelf.now
    )


def _check(shelf: _Shelf) -> AnswerCheck:
    from mus_desktop.services.conversation.answer_check import AnswerCheck
    from mus_desktop.storage.records.owners import Owners

    return AnswerCheck(shelf.catalogue, Owners(shelf.database))


def _planning(shelf: _Shelf, book: ConversationBook) -> Planning:
    from mus_desktop.services.conversation.planning import Planning
    from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE

    def template_of(form_id: str) -> bytes | None:
        return shelf.catalogue.template_of(form_id, PLAN_TEMPLATE)

    return Planning(shelf.database, shelf.plans, _signed_contents(shelf), book, template_of, shelf.now)


def _texts(shelf: _Shelf) -> Texts:
    from mus_desktop.services.forms.texts import Texts

    return Texts(shelf.settings, shelf.now)


def _safety(shelf: _Shelf) -> Safety:
    from mus_desktop.services.safety.safety_service import Safety

    return Safety(shelf.database, shelf.now)


def _documents(shelf: _Shelf, book: ConversationBook) -> Documents:
    from mus_desktop.services.documents.conversation_documents import Documents
    from mus_desktop.storage.records.stored_documents import StoredDocuments

    kept = StoredDocuments(shelf.database)
    return Documents(kept, book, shelf.catalogue, shelf.preferences, _signed_contents(shelf), shelf.now)


def _upgraded(shelf: _Shelf, book: ConversationBook) -> UpgradedPlans:
    from mus_desktop.services.documents.upgraded_plans import UpgradedPlans
    from mus_desktop.storage.records.stored_documents import StoredDocuments

    kept, documents = StoredDocuments(shelf.database), _documents(shelf, book)
    return UpgradedPlans(_signed_contents(shelf), kept, documents, shelf.preferences)


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
    from mus_desktop.services.demo.playback import tell
    from mus_desktop.services.demo.story import read_story

    story = read_story(paths.resources() / "demo", paths.forms())
    workplace = build(folder, now=lambda: datetime.combine(story.today, _DEMO_TIME))
    try:
        conversations = tell(story, workplace)
        yield f"{len(conversations)} samtaler med {len(story.employees)} medarbejdere: {workplace.database.path}"
        documents = write_filled(workplace, conversations, folder / "dokumenter")
        yield f"{len(documents)} dokumenter i Word: {folder / 'dokumenter'}"
        empty = write_empty(workplace, folder / "tomme dokumenter")
        yield f"{len(empty)} tomme dokumenter i Word: {folder / 'tomme dokumenter'}"
        pictures = _demo_pictures(workplace, story, folder / "billeder")
        yield f"{len(pictures)} skærmbilleder: {folder / 'billeder'}"
    finally:
        workplace.close()


def _demo_pictures(workplace: Workplace, story: Story, folder: Path) -> list[Path]:
    from mus_desktop.ui.demo.tour import take_pictures

    return take_pictures(workplace, lambda: datetime.combine(story.today, _DEMO_TIME), folder)
