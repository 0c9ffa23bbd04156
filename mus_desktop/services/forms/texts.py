"""Texts that change while forms do not, such as a fund's rules: kept in the settings with the day they were written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from mus_desktop.model.text import is_blank
from mus_desktop.storage.records.setting_values import KEPT_TEXT
from mus_desktop.storage.records.settings import Settings


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text and the day it was last changed."""

    text: str
    changed_on: date


class Texts:
    """The texts by the key a form's ``info`` field names in ``setting``; the form's own stands until there is one."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = datetime.now) -> None:
        self._settings = settings
        self._now = now

    def all(self) -> dict[str, KeptText]:
        """Every text that has been written, by key."""
        kept = self._settings.family(KEPT_TEXT)
        return {key: KeptText(text, day) for key, (text, day) in kept.items() if not is_blank(text)}

    def put(self, key: str, text: str) -> KeptText | None:
        """Keep ``text``, dated today, and give it back; a blank one lets the form's own stand again: ``None``."""
        kept = KeptText("" if is_blank(text) else text.strip("\n"), self._now().date())
        stored = {"text": kept.text, "changed_on": kept.changed_on.isoformat()}
        self._settings.put(KEPT_TEXT.key + key, json.dumps(stored, ensure_ascii=False))
        return kept if kept.text else None
