"""The conversations without a part that each has from the start, so that they cannot be read."""

from __future__ import annotations

from mus_desktop.storage.database import engine

_PARTS = frozenset({"conversation", "party", "plan", "employee"})
_ROLES = 3
_INCOMPLETE = f"""
SELECT id FROM conversation
 WHERE (SELECT count(DISTINCT role) FROM party WHERE party.conversation = conversation.id) < {_ROLES}
    OR NOT EXISTS (SELECT 1 FROM party JOIN plan ON plan.party = party.id
                    WHERE party.conversation = conversation.id AND party.role = 'shared')
 ORDER BY id
"""  # noqa: S608 - own number


def incomplete_conversations(connection: engine.Connection, tables: set[str]) -> list[int]:
    """Return the ids of the conversations without a party of each role, or without the common plan.

    The foreign-key check does not find these: a missing row that nothing refers to leaves no broken reference.

    :param tables: the tables that exist.

    Raises one of :func:`engine.errors`.
    """
    if not tables >= _PARTS:
        return []
    return [number for (number,) in connection.execute(_INCOMPLETE)]
