"""All use cases over one database, handed to whoever needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mus_desktop.services.catalogue import Catalogue
from mus_desktop.services.conversations import ConversationBook
from mus_desktop.services.follow_up import FollowUpTalks
from mus_desktop.services.groups import Groups
from mus_desktop.services.moving import Moving
from mus_desktop.services.paper import PaperPlans
from mus_desktop.services.planning import Planning
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.staff import Staff
from mus_desktop.services.texts import Texts
from mus_desktop.services.writing import Writing
from mus_desktop.storage.database import Database

if TYPE_CHECKING:
    from mus_desktop.services.documents import Documents


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a leader can do, one service per use case. ``document_desk`` gives the one that makes Word documents."""

    staff: Staff
    preferences: Preferences
    catalogue: Catalogue
    conversations: ConversationBook
    groups: Groups
    follow_up_talks: FollowUpTalks
    paper: PaperPlans
    moving: Moving
    writing: Writing
    planning: Planning
    texts: Texts
    document_desk: Callable[[], Documents]
    database: Database

    @property
    def documents(self) -> Documents:
        """Makes the Word documents; put together when the first one is wanted: what it needs is slow to load."""
        return self.document_desk()

    def health(self) -> list[str]:
        """What is wrong with the database and the forms, a Danish sentence each; empty when all is well."""
        return [*self.database.health(), *(error.message for error in self.catalogue.failures())]

    def close(self) -> None:
        """Close the database; everything saved is on disk."""
        self.database.close()
