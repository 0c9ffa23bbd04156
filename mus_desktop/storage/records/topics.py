"""The topics each party wishes to discuss, and the agreed order, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.connection import Database

_OF_CONVERSATION = """
SELECT topic.party, topic.target FROM party JOIN topic ON topic.party = party.id
 WHERE party.conversation = ? ORDER BY topic.party, topic.position, topic.target
"""
_STORED = "SELECT target FROM topic WHERE party = ? ORDER BY position"
_ADD = "INSERT INTO topic (party, target, position) VALUES (?, ?, ?)"


class Topics:
    """Wishes by party, as keys of themes or fields; those of the shared party are the agreed order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[int, tuple[str, ...]]:
        """Return the topics of each party of a conversation, in order; parties without any are omitted."""
        found: dict[int, list[str]] = defaultdict(list)
        for party, target in self._database.rows(_OF_CONVERSATION, (conversation,)):
            found[party].append(target)
        return {party: tuple(targets) for party, targets in found.items()}

    def save(self, party: int, targets: Sequence[str]) -> None:
        """Replace the wishes of one party, in this order; a repeated target counts where it first occurs."""
        wanted = list(dict.fromkeys(map(storable_text, targets)))
        with self._database.transaction():
            if [target for (target,) in self._database.rows(_STORED, (party,))] != wanted:
                self._database.write("DELETE FROM topic WHERE party = ?", (party,))
                for position, target in enumerate(wanted):
                    self._database.write(_ADD, (party, target, position))
