"""The two arrangements of a conversation on the screen."""

from __future__ import annotations

from enum import Enum, auto


class Arrangement(Enum):
    """The layout of a conversation: for the leader alone, or turned towards the employee."""

    PREPARATION = auto()
    CONVERSATION = auto()
