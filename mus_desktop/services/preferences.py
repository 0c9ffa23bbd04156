"""What the leader has chosen: who the leader is, the MUS period, the form to start with, folder and look."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from mus_desktop.model.people import Leader
from mus_desktop.model.period import Period, PeriodKind, PeriodRule
from mus_desktop.paths import default_document_folder
from mus_desktop.storage.settings import Settings

_LEADER = "leader"
_PERIOD = "period_rule"
_FORM = "default_form"
_FOLDER = "document_folder"
_FOLDERS = "document_folders"
_SCHEME = "scheme"
_POINT_SIZE = "point_size"
_WINDOW = "window"
_EDITED = "kept_as_edited"
_LOCK = "lock_after_minutes"
LOCK_AFTER = 15
"""Minutes, until chosen otherwise."""


class Preferences:
    """Settings by meaning. What was never chosen has a sensible default."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def leader(self) -> Leader:
        """The leader's own name, title and workplace; all empty until given."""
        stored = self._settings.get(_LEADER)
        return Leader(**json.loads(stored)) if stored else Leader()

    def set_leader(self, leader: Leader) -> None:
        """Store who the leader is."""
        self._settings.put(_LEADER, json.dumps(asdict(leader), ensure_ascii=False))

    def period_rule(self) -> PeriodRule:
        """How the workplace counts its MUS year; a calendar year until chosen otherwise."""
        stored = self._settings.get(_PERIOD)
        if not stored:
            return PeriodRule()
        kept = json.loads(stored)
        return PeriodRule(PeriodKind(kept["kind"]), kept["month"], kept["day"])

    def set_period_rule(self, rule: PeriodRule) -> None:
        """Store how the MUS year is counted; conversations keep the period they were planned in."""
        self._settings.put(_PERIOD, json.dumps(asdict(rule)))

    def period_of(self, day: date) -> Period:
        """The period ``day`` falls in."""
        return self.period_rule().period_of(day)

    def default_form(self) -> str:
        """The id of the form offered first; empty until chosen."""
        return self._settings.get(_FORM) or ""

    def set_default_form(self, form_id: str) -> None:
        """Store which form is offered first."""
        self._settings.put(_FORM, form_id)

    def document_folder(self) -> Path:
        """The visible folder for Word documents; ``MUS`` among the user's documents until chosen."""
        stored = self._settings.get(_FOLDER)
        return Path(stored) if stored else default_document_folder()

    def document_folder_chosen(self) -> bool:
        """Whether the leader has chosen another folder than the one proposed."""
        return self.document_folder() != default_document_folder()

    def set_document_folder(self, folder: Path) -> None:
        """Store the folder for Word documents."""
        self._settings.put(_FOLDER, str(folder))

    def folders_of_documents(self) -> tuple[tuple[int, str], ...]:
        """Return where documents were written: from which document (id) on, and the folder; the earliest first."""
        return tuple((first, folder) for first, folder in json.loads(self._settings.get(_FOLDERS) or "[]"))

    def note_document_folder(self, document: int, folder: Path) -> None:
        """Note that ``document``, the newest there is, was written to ``folder``."""
        known = self.folders_of_documents()
        if not known or known[-1][1] != str(folder):
            self._settings.put(_FOLDERS, json.dumps([*known, (document, str(folder))], ensure_ascii=False))

    def scheme(self) -> str:
        """The colour scheme by name; empty means as the desktop."""
        return self._settings.get(_SCHEME) or ""

    def set_scheme(self, scheme: str) -> None:
        """Store the colour scheme."""
        self._settings.put(_SCHEME, scheme)

    def point_size(self) -> int | None:
        """The text size in points, ``None`` until changed."""
        stored = self._settings.get(_POINT_SIZE)
        return int(stored) if stored else None

    def set_point_size(self, points: int) -> None:
        """Store the text size in points."""
        self._settings.put(_POINT_SIZE, str(points))

    def window(self) -> str:
        """Where the window stood last, as text only the window understands; empty until it has been closed once."""
        return self._settings.get(_WINDOW) or ""

    def set_window(self, place: str) -> None:
        """Store where the window stands."""
        self._settings.put(_WINDOW, place)

    def lock_after(self) -> int:
        """After how many minutes without use an encrypted workplace is locked; 0 for never."""
        return int(self._settings.get(_LOCK) or LOCK_AFTER)

    def set_lock_after(self, minutes: int) -> None:
        """Store after how many minutes without use it is locked."""
        self._settings.put(_LOCK, str(minutes))

    def kept_as_edited(self) -> frozenset[int]:
        """The ids of the kept documents that hold what a person changed in Word; nothing is ever written over those."""
        return frozenset(json.loads(self._settings.get(_EDITED) or "[]"))

    def add_kept_as_edited(self, document: int) -> None:
        """A document was kept as a person changed it."""
        self._settings.put(_EDITED, json.dumps(sorted({*self.kept_as_edited(), document})))
