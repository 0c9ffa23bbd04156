"""What the parties want to talk about, and the order they agreed on, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mus_desktop.model.text import storable
from mus_desktop.storage.database.connection import Database

_OF_CONVERSATION = """
SELECT topic.party, topic.target FROM party JOIN topic ON topic.party = party.id
 WHERE party.conversation = ? ORDER BY topic.party, topic.position, topic.target
"""
_STORED = "SELECT target FROM topic WHERE party = ? ORDER BY position"
_ADD = "INSERT INTO topic (party, target, position) VALUES (?, ?, ?)"


class Topics:
    """Wishes, party by party, as keys of themes or fields; those of the shared party are the agreed order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[int, tuple[str, ...]]:
        """What each party of a conversation wants to talk about, in order; parties without a wish are left out."""
        found: dict[int, list[str]] = defaultdict(list)
        for party, target in self._database.rows(_OF_CONVERSATION, (conversation,)):
            found[party].append(target)
        return {party: tuple(targets) for party, targets in found.items()}

    def save(self, party: int, targets: Sequence[str]) -> None:
        """Make the wishes of one party these, in this order; a target named twice counts where it stands first."""
        wanted = list(dict.fromkeys(map(storable, targets)))
        with self._database.transaction():
            if [target for (target,) in self._database.rows(_STORED, (party,))] != wanted:
                self._database.write("DELETE FROM topic WHERE party = ?", (party,))
                for position, target in enumerate(wanted):
                    self._database.write(_ADD, (party, target, position))
