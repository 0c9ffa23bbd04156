"""How a conversation stands on the screen."""

from __future__ import annotations

from enum import Enum, auto


class Arrangement(Enum):
    """The two ways the same widgets stand: for the leader alone, or turned towards the employee."""

    PREPARATION = auto()
    CONVERSATION = auto()
