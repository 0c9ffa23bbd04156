"""All use cases over one database, in one object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from mus_desktop.services.conversation.conversation_book import ConversationBook
from mus_desktop.services.conversation.unfinished_talks import UnfinishedTalks
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.services.people.staff import Staff
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.database.connection import Database

if TYPE_CHECKING:
    from mus_desktop.services.conversation.follow_up_talks import FollowUpTalks
    from mus_desktop.services.conversation.form_change import FormChange
    from mus_desktop.services.conversation.groups import Groups
    from mus_desktop.services.conversation.planning import Planning
    from mus_desktop.services.conversation.wishes import Wishes
    from mus_desktop.services.conversation.writing import ConversationWriter
    from mus_desktop.services.documents.conversation_documents import Documents
    from mus_desktop.services.documents.upgraded_plans import UpgradedPlans
    from mus_desktop.services.forms.texts import Texts
    from mus_desktop.services.paper.paper_plans import PaperPlans
    from mus_desktop.services.safety.safety_service import Safety

_Service = TypeVar("_Service")


class Later(Generic[_Service]):
    """A service that is created on first use, so that the first window does not wait for it."""

    def __init__(self, make: Callable[[], _Service]) -> None:
        self._make = make
        self._made: _Service | None = None

    def __call__(self) -> _Service:
        if self._made is None:
            self._made = self._make()
        return self._made


@dataclass(frozen=True, slots=True)
class LaterServices:
    """The services that the first window does not use."""

    groups: Later[Groups]
    follow_up_talks: Later[FollowUpTalks]
    paper: Later[PaperPlans]
    moving: Later[FormChange]
    writing: Later[ConversationWriter]
    planning: Later[Planning]
    texts: Later[Texts]
    documents: Later[Documents]
    safety: Later[Safety]
    wishes: Later[Wishes]
    upgraded: Later[UpgradedPlans]


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything a leader can do, one service per use case; those in ``later`` are loaded on first use."""

    staff: Staff
    preferences: Preferences
    catalogue: Catalogue
    conversations: ConversationBook
    unfinished: UnfinishedTalks
    later: LaterServices
    database: Database

    @property
    def groups(self) -> Groups:
        """Conversations with several employees."""
        return self.later.groups()

    @property
    def follow_up_talks(self) -> FollowUpTalks:
        """The mini-MUS conversations in which a plan is followed up."""
        return self.later.follow_up_talks()

    @property
    def paper(self) -> PaperPlans:
        """Plans typed in from paper."""
        return self.later.paper()

    @property
    def moving(self) -> FormChange:
        """Moves a conversation to another form."""
        return self.later.moving()

    @property
    def writing(self) -> ConversationWriter:
        """Saves typed content."""
        return self.later.writing()

    @property
    def planning(self) -> Planning:
        """The steps of a plan after it is written."""
        return self.later.planning()

    @property
    def texts(self) -> Texts:
        """The texts the leader stores in the settings."""
        return self.later.texts()

    @property
    def documents(self) -> Documents:
        """Creates the Word documents."""
        return self.later.documents()

    @property
    def wishes(self) -> Wishes:
        """The topics the parties want to talk about, and their order."""
        return self.later.wishes()

    @property
    def upgraded(self) -> UpgradedPlans:
        """Plans signed under schema 1, and the Word documents from before the upgrade."""
        return self.later.upgraded()

    @property
    def safety(self) -> Safety:
        """Backup, restore and the password."""
        return self.later.safety()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run the block in one transaction: all of it is stored, or nothing. :raises StorageError: storing failed."""
        with self.database.transaction():
            yield

    def health(self) -> list[str]:
        """Return faults of database, plans, forms and newest backup as Danish sentences; empty if there are none."""
        forms = [error.message for error in self.catalogue.failures()]
        health = self.database.health()
        damaged = [] if health else self.catalogue.damaged()
        return [*health, *damaged, *self.planning.findings(), *forms, *self.safety.findings()]

    def close(self) -> None:
        """Close the database; everything saved is on disk."""
        self.database.close()
