"""The topics that each party wants to talk about (*Vil gerne tale om*), and the agreed order of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mus_desktop.storage.records.topics import Topics


class Wishes:
    """Reads and stores wishes, as keys of tabs or fields; those of the shared party are the agreed topics in order."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def by_party(self, conversation_id: int) -> Mapping[int, tuple[str, ...]]:
        """Return the wishes by party id; parties without a wish are left out."""
        return self._topics.of_conversation(conversation_id)

    def set_wish(self, conversation_id: int, party: int, target: str, *, wanted: bool) -> None:
        """Store whether ``party`` wants to talk about ``target``."""
        marked = [topic for topic in self.by_party(conversation_id).get(party, ()) if topic != target]
        self._topics.save(party, [*marked, target] if wanted else marked)

    def set_agreed_topics(self, shared_party: int, themes: Sequence[str]) -> None:
        """Store the agreed topics in order; an empty sequence restores the form's own order."""
        self._topics.save(shared_party, themes)
