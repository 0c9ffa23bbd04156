"""*Vil gerne tale om*: the topics each party marks while preparing, and the agreed order of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mus_desktop.storage.records.topics import Topics


class Wishes:
    """Reads and stores wishes, as keys of tabs or fields; those of the shared party are the agreed topics in order."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def of(self, conversation_id: int) -> Mapping[int, tuple[str, ...]]:
        """Return the wishes by party id; parties without a wish are left out."""
        return self._topics.of_conversation(conversation_id)

    def mark(self, conversation_id: int, party: int, target: str, *, wanted: bool) -> None:
        """Store whether ``party`` wants to talk about ``target``."""
        marked = [kept for kept in self.of(conversation_id).get(party, ()) if kept != target]
        self._topics.save(party, [*marked, target] if wanted else marked)

    def agree(self, shared_party: int, themes: Sequence[str]) -> None:
        """Store the agreed topics in order; an empty sequence restores the form's own order."""
        self._topics.save(shared_party, themes)
