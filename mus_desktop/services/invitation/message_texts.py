"""The leader's own texts for invitations and reminders, in the settings."""

from __future__ import annotations

import json

from mus_desktop.services.invitation.message_text import DEFAULT_TEXTS, MessageKind, MessageText, checked_text
from mus_desktop.storage.records.setting_families import MESSAGE
from mus_desktop.storage.records.settings import Settings


class MessageTexts:
    """The text of each kind; a kind without one of its own, or with a damaged one, has the default text."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def text(self, kind: MessageKind) -> MessageText:
        """Return the leader's text, or the default one."""
        stored = self._settings.value(MESSAGE.member(kind.value))
        return MessageText(*stored) if stored else DEFAULT_TEXTS[kind]

    def store(self, kind: MessageKind, text: MessageText) -> MessageText:
        """Store ``text`` and return it as stored. :raises KnownError: it cannot be used; see :func:`checked_text`."""
        checked = checked_text(text)
        if checked != self.text(kind):
            plain = json.dumps([checked.subject, checked.body], ensure_ascii=False)
            self._settings.store(MESSAGE.key + kind.value, plain)
        return checked
