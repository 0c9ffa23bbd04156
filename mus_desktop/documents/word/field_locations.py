"""Describing a place in a template, in words that the user can follow in Word."""

from __future__ import annotations

import re
from html import unescape

_TAGS = re.compile(r"<[^>]+>")
_COMMAND = re.compile(r"\{[{%#].*?[}%#]\}")
_LONGEST = 60


def field_location_text(field: str, part: str, source: str) -> str:
    """Return a Danish sentence on where ``field`` is used in ``source`` (a part's markup); empty if it is not there."""
    word = re.compile(rf"\{{[{{%][^}}]*\b{re.escape(field)}\b")
    lines = [unescape(_TAGS.sub("", line)).strip() for line in source.split("</w:p>")]
    at = next((number for number, line in enumerate(lines) if word.search(line)), None)
    if at is None:
        return ""
    where = {"header": " i sidehovedet", "footer": " i sidefoden"}.get(re.sub(r".*/|\d*\.xml$", "", part), "")
    if _plain(lines[at]):
        return f"Det står ved »{_short(lines[at])}«{where}. "
    before = next((_plain(line) for line in reversed(lines[:at]) if _plain(line)), "")
    return f"Det står efter »{_short(before)}«{where}. " if before else f"Det står øverst{where}. "


def _plain(line: str) -> str:
    """Return the text of a line without its commands."""
    return " ".join(_COMMAND.sub(" ", line).split())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
