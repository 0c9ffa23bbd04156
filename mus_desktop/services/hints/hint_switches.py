"""The hints that the leader has switched off: the only thing stored about hints."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mus_desktop.services.hints.hint_kinds import HintKind
from mus_desktop.storage.records.setting_values import HINTS_OFF
from mus_desktop.storage.records.settings import Settings


class HintSwitches:
    """Which kinds of hints are switched off; none until the leader does so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def off(self) -> frozenset[HintKind]:
        """Return the kinds that are switched off; one of a newer version of the program is left out."""
        stored = self._settings.value(HINTS_OFF) or ()
        return frozenset(kind for kind in HintKind if kind in stored)

    def switch_off(self, kind: HintKind) -> None:
        """Switch one kind of hint off. :raises StorageError: it was not stored."""
        self.store(self.off() | {kind})

    def store(self, off: Iterable[HintKind]) -> None:
        """Store which kinds are switched off, in place of those before. :raises StorageError: it was not stored."""
        self._settings.store(HINTS_OFF.key, json.dumps(sorted(off)))
