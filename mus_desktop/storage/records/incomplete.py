"""The conversations that lack a part each of them has from the start, so that nothing can be read of them."""

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

    A row that is gone leaves no reference behind that points nowhere, if nothing pointed at it.

    :param tables: those there are.

    Raises one of :func:`engine.errors`.
    """
    if not tables >= _PARTS:
        return []
    return [number for (number,) in connection.execute(_INCOMPLETE)]
