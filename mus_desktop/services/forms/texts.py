"""Texts that change while forms do not, such as a fund's rules: stored in the settings with the day of the change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from mus_desktop.model.text import is_blank
from mus_desktop.storage.records.setting_values import WORKPLACE_TEXT
from mus_desktop.storage.records.settings import Settings


class StoredText(NamedTuple):
    """A text and the day it was last changed."""

    text: str
    changed_on: date


def texts_in(settings: Settings) -> dict[str, StoredText]:
    """Return every text stored in ``settings``, by key."""
    stored = settings.family(WORKPLACE_TEXT)
    return {key: StoredText(text, day) for key, (text, day) in stored.items() if not is_blank(text)}


class Texts:
    """The texts by the key that a form's ``info`` field has as ``setting``; without one the form's own is shown."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = datetime.now) -> None:
        self._settings = settings
        self._now = now

    def all(self) -> dict[str, StoredText]:
        """Return every stored text by key."""
        return texts_in(self._settings)

    def store(self, key: str, text: str) -> StoredText | None:
        """Store ``text``, dated today, and return it; a blank one restores the form's own and returns ``None``."""
        stored = StoredText("" if is_blank(text) else text.strip("\n"), self._now().date())
        plain = {"text": stored.text, "changed_on": stored.changed_on.isoformat()}
        self._settings.store(WORKPLACE_TEXT.key + key, json.dumps(plain, ensure_ascii=False))
        return stored if stored.text else None
