"""The parser of each setting; one table for the services that use settings and for the database check."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.storage.database.column_values import from_json, json_object, read_text, read_whole_number

_Value = TypeVar("_Value")
_GEOMETRY = b"\x01\xd9\xd0"
"""The first bytes of every window geometry written by Qt."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[_Value]):
    """A setting: its key in the database, its name in Danish, and the function that parses its text.

    ``read`` raises ``ValueError``, ``TypeError`` or ``KeyError`` if the text is damaged.
    """

    key: str
    danish: str
    read: Callable[[str], _Value]

    def member(self, rest: str) -> Setting[_Value]:
        """Return one member of a family of settings whose keys share a prefix."""
        return Setting(self.key + rest, self.danish, self.read)


def _leader(stored: str) -> Leader:
    return Leader(**{key: read_text(value) for key, value in json_object(stored).items()})


def _period_rule(stored: str) -> PeriodRule:
    stored_object = json_object(stored)
    rule = PeriodRule(PeriodKind(stored_object["kind"]), stored_object["month"], stored_object["day"])
    date(2028, rule.month, rule.day)  # every day exists in a leap year
    return rule


def _dated_text(stored: str) -> tuple[str, date]:
    stored_object = json_object(stored)
    return read_text(stored_object["text"]), date.fromisoformat(stored_object["changed_on"])


def _numbers(stored: str) -> frozenset[int]:
    found = from_json(stored)
    if not isinstance(found, list) or not all(type(number) is int for number in found):
        raise ValueError("a list of numbers")
    return frozenset(found)


def _texts(stored: str) -> frozenset[str]:
    return frozenset(read_text(text) for text in json_list(from_json(stored)))


def _texts_by_key(stored: str) -> dict[str, str]:
    return {key: read_text(text) for key, text in json_object(stored).items()}


def _switch(stored: str) -> bool:
    return {"on": True, "off": False}[stored]


def _folder(stored: str) -> Path:
    if not stored or "\0" in stored:
        raise ValueError("a folder")
    return Path(stored)


@dataclass(frozen=True, slots=True)
class DocumentHome:
    """Where the folder for documents was chosen: the id of the installation, and its data folder."""

    installation: str
    data_folder: str


def _document_home(stored: str) -> DocumentHome:
    stored_object = json_object(stored)
    return DocumentHome(read_text(stored_object["installation"]), read_text(stored_object["data_folder"]))


def _folders(stored: str) -> tuple[tuple[int, str], ...]:
    return tuple((read_whole_number(first), read_text(folder)) for first, folder in json_list(from_json(stored)))


def _staff_headings(stored: str) -> dict[str, str]:
    return {key: read_text(column) for key, column in json_object(stored).items()}


def _scheme(stored: str) -> str:
    if stored not in ("", "system", "light", "dark"):
        raise ValueError("a colour scheme")
    return stored


def _window(stored: str) -> str:
    if stored and not base64.b64decode(stored, validate=True).startswith(_GEOMETRY):
        raise ValueError("the place of a window")
    return stored


def _count(stored: str) -> int:
    if not (stored.isascii() and stored.isdigit()):
        raise ValueError("a whole number")
    return int(stored)


def _at_most(largest: int) -> Callable[[str], int]:
    def read(stored: str) -> int:
        if _count(stored) > largest:
            raise ValueError("too large")
        return int(stored)

    return read


def _identity(stored: str) -> str:
    if len(bytes.fromhex(stored)) != 4:
        raise ValueError("the identity of a database")
    return stored


def _lots(stored: str) -> str:
    if len(bytes.fromhex(stored)) != 16:
        raise ValueError("the secret of the lots")
    return stored


def json_list(value: Any) -> list[Any]:
    """Return ``value`` if it is a list. :raises TypeError: it is not."""
    if not isinstance(value, list):
        raise TypeError("a JSON list")
    return value


LEADER = Setting("leader", "lederens navn og arbejdsplads", _leader)
PERIOD_RULE = Setting("period_rule", "MUS-perioden", _period_rule)
DEFAULT_FORM = Setting("default_form", "standardskemaet", read_text)
DOCUMENT_FOLDER = Setting("document_folder", "mappen til dokumenter", _folder)
DOCUMENT_FOLDERS = Setting("document_folders", "mapperne, der er skrevet dokumenter i", _folders)
DOCUMENT_HOME = Setting("document_home", "hvor mappen til dokumenter blev valgt", _document_home)
SCHEME = Setting("scheme", "farverne", _scheme)
OWN_WORDS = Setting("own_words", "dine egne ord til stavekontrollen", _texts)
PHRASES = Setting("phrases", "dine egne fraser", _texts_by_key)
POINT_SIZE = Setting("point_size", "skriftstørrelsen", _at_most(72))
SPELLING = Setting("spelling", "om stavningen kontrolleres", _switch)
WINDOW = Setting("window", "vinduets plads på skærmen", _window)
EDITED_DOCUMENTS = Setting("kept_as_edited", "hvilke dokumenter der er rettet i Word", _numbers)
HINTS_OFF = Setting("hints_off", "hvilke forslag der er slået fra", _texts)
LOCK_AFTER = Setting("lock_after_minutes", "hvornår skærmen låses", _at_most(24 * 60))
OPEN_TIPS = Setting("open_tips", "hvilke gode råd der er foldet ud", _texts)
DATABASE_ID = Setting("database_id", "kendetegnet for backup", _identity)
BACKUP_NUMBER = Setting("backup_number", "nummeret på den seneste backup", _count)
STAFF_HEADINGS = Setting("staff_headings", "kolonnerne i medarbejderlister", _staff_headings)
LOTS = Setting("lots", "lodtrækningen til opsamlingen", _lots)
WORKPLACE_TEXT = Setting("text:", "en tekst fra arbejdspladsen", _dated_text)
"""A family: each text has its own key."""

ALL_SETTINGS: tuple[Setting[Any], ...] = (
    LEADER, PERIOD_RULE, DEFAULT_FORM, DOCUMENT_FOLDER, DOCUMENT_FOLDERS, DOCUMENT_HOME, SCHEME, POINT_SIZE, WINDOW,
    EDITED_DOCUMENTS, HINTS_OFF, OWN_WORDS, PHRASES, SPELLING, LOCK_AFTER, OPEN_TIPS, DATABASE_ID, BACKUP_NUMBER,
    STAFF_HEADINGS, LOTS,
)  # fmt: skip
"""The settings of which there is one each; the families are in :mod:`.setting_families`."""
