"""*Vil gerne tale om*: what each party marks while preparing, and the order the two agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mus_desktop.storage.records.topics import Topics


class Wishes:
    """Reads and stores wishes, as keys of tabs or fields; those of the shared party are the agreed themes in order."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def of(self, conversation_id: int) -> Mapping[int, tuple[str, ...]]:
        """The wishes by party id; parties without a wish are left out."""
        return self._topics.of_conversation(conversation_id)

    def mark(self, conversation_id: int, party: int, target: str, *, wanted: bool) -> None:
        """Note that ``party`` wants to talk about ``target``, or no longer does."""
        marked = [kept for kept in self.of(conversation_id).get(party, ()) if kept != target]
        self._topics.save(party, [*marked, target] if wanted else marked)

    def agree(self, shared_party: int, themes: Sequence[str]) -> None:
        """Store the themes the two will take, in order; empty goes back to the form's own order."""
        self._topics.save(shared_party, themes)
