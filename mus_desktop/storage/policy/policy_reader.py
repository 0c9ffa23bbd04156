"""Reading IT's policy file: every mistake is named at once, with its line and a guess at what was meant."""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mus_desktop import paths
from mus_desktop.formspec.form_toml import FILE_NAME, syntax_error_text
from mus_desktop.formspec.problems import closest_word
from mus_desktop.limited_reading import FileTooLarge, read_limited
from mus_desktop.storage.policy.policy import InstalledPolicy, Policy

_MAX_BYTES = 1 << 20
_MAX_SYNTAX_ERRORS = 20
_SHORTEST_RETENTION, _LONGEST_RETENTION = 31, 3660
_LONGEST_NAME = 200
_LINE = re.compile(r"linje (\d+)")
_KEY = re.compile(r"""\s*[\w"'-]+\s*=""")
_VARIABLE = re.compile(r"%([^%]+)%")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEANT = {
    "skema": "form",
    "default_form": "form",
    "kommune": "organisation",
    "arbejdsplads": "organisation",
    "workplace": "organisation",
    "backup": "backup_target",
    "backupsted": "backup_target",
    "retention": "backup_retention_days",
    "opbevaring": "backup_retention_days",
    "places": "allowed_places",
    "tilladte_steder": "allowed_places",
}
"""Words that somebody may try, and the keys that they mean."""


class _Found(NamedTuple):
    """A mistake and its line, 0 if it has none."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"Linje {self.line}: {self.text}" if self.line else f"{self.text[:1].upper()}{self.text[1:]}"


class _WrongValueError(ValueError):
    """A value that a key cannot have; the text says why, and what to do."""


def read(path: Path) -> InstalledPolicy:
    """Return the policy in ``path``; with mistakes, the default policy and all of them."""
    found: list[_Found] = []
    text = _text(path, found)
    table = _table(text, found)
    values = _values(table, text, found)
    if found:
        return InstalledPolicy(path, Policy(), tuple(map(str, sorted(found))))
    return InstalledPolicy(path, Policy(**values))


def _text(path: Path, found: list[_Found]) -> str:
    """Return the text of the file, also of one in another encoding, so that its other mistakes are found too."""
    try:
        content = read_limited(path, _MAX_BYTES)
    except FileTooLarge:
        found.append(_Found(0, "filen er for stor til at være en politikfil; læg den rigtige der."))
        return ""
    except OSError:
        found.append(_Found(0, "filen kan ikke læses; se efter, om det er en fil, og om alle brugere må læse den."))
        return ""
    if content.startswith(_UTF_16):
        found.append(_Found(0, "filen er gemt som Unicode (UTF-16); gem den igen som UTF-8."))
        return content.decode("utf-16", "replace").replace("\r\n", "\n")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")  # editors on Windows may put a byte order mark first
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found.append(_Found(line, "et tegn kan ikke læses; gem filen igen som UTF-8."))
        return content.decode("cp1252", "replace").replace("\r\n", "\n")


def _table(text: str, found: list[_Found]) -> Mapping[str, Any]:
    """Return the table in ``text``. A line that cannot be read is left out, so that the others are still checked."""
    lines = text.split("\n")
    for _ in range(_MAX_SYNTAX_ERRORS):
        try:
            return tomllib.loads("\n".join(lines))
        except RecursionError:
            found.append(_Found(0, "filen har for mange lister inden i hinanden."))
            return {}
        except ValueError as error:
            reason, where = syntax_error_text(str(error))
            match = _LINE.match(where)
            # At the end of the document something is not closed: the last key, with all its lines.
            number, last = (int(match[1]), int(match[1])) if match else (_last_key(lines), len(lines))
            found.append(_Found(number, f"{reason}.{_BACKSLASH if 'skråstreg' in reason else ''}"))
            if not number or not lines[number - 1].strip():
                return {}
            lines[number - 1 : last] = [""] * (last - number + 1)
    return {}


def _last_key(lines: list[str]) -> int:
    """Return the last line on which a key is set; 0 if there is none."""
    return max((number for number, line in enumerate(lines, 1) if _KEY.match(line)), default=0)


_BACKSLASH = ' Skriv hellere / i stedet, som "H:/MUS".'


def _values(table: Mapping[str, Any], text: str, found: list[_Found]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        line = _line_of(key, text)
        if key not in _READERS:
            found.append(_Found(line, _unknown_key(key, value)))
            continue
        try:
            values[key] = _READERS[key](value)
        except _WrongValueError as error:
            found.append(_Found(line, f"»{key}« {error}"))
    return values


def _line_of(key: str, text: str) -> int:
    """Return the line on which ``key`` is set, or opened as a table; 0 if it is not found. tomllib keeps no lines."""
    pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if pattern.match(line)), 0)


def _unknown_key(key: str, value: object) -> str:
    if isinstance(value, dict) and any(inner in _READERS for inner in value):
        return f"overskriften [{key}] skal væk; skriv nøglerne uden overskrift."
    meant = _MEANT.get(key.lower()) or closest_word(key, _READERS)
    return f"nøglen »{key}« kendes ikke{f' – mente du »{meant}«?' if meant else f'; brug {_named(_READERS)}.'}"


def _form(value: object) -> str:
    form = _one_line(value)
    # A shipped form's folder has the name of its id; reading every form would delay the first window.
    known = sorted(file.parent.name for file in paths.forms().glob(f"*/{FILE_NAME}"))
    if form not in known:
        meant = closest_word(form, known)
        guess = f" – mente du »{meant}«?" if meant else f"; brug {_named(known)}."
        raise _WrongValueError(f"nævner skemaet »{form}«, som ikke findes{guess}")
    return form


def _one_line(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongValueError('skal være en tekst i anførselstegn, som "Lillevig Kommune".')
    if not value.isprintable() or len(value) > _LONGEST_NAME:
        raise _WrongValueError("skal være én kort linje uden usynlige tegn.")
    return value.strip()


def _retention(value: object) -> int:
    # In Python, true and false are numbers too.
    whole = value if isinstance(value, int) and not isinstance(value, bool) else 0
    if not _SHORTEST_RETENTION <= whole <= _LONGEST_RETENTION:
        raise _WrongValueError(
            f"skal være et helt antal dage fra {_SHORTEST_RETENTION} til {_LONGEST_RETENTION}, uden anførselstegn."
        )
    return whole


def _place(value: object) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise _WrongValueError('skal nævne en mappe i anførselstegn, som "H:/MUS".')
    if not value.isprintable():  # "H:\temp" has a tab in it
        raise _WrongValueError(f"har en sti med et usynligt tegn.{_BACKSLASH}")
    path = Path(_VARIABLE.sub(_environment_value, value.strip()))
    if not path.is_absolute():
        raise _WrongValueError(f"har stien »{value}«, som ikke er hel; skriv den fra drevet eller serveren.")
    return path


def _environment_value(match: re.Match[str]) -> str:
    value = os.environ.get(match[1])
    if not value:
        raise _WrongValueError(f"bruger {match[0]}, som ikke findes på pc'en.")
    return value


def _places(value: object) -> tuple[Path, ...]:
    if not isinstance(value, list):
        raise _WrongValueError('nævner ikke mapper, som den skal: skriv en liste, som ["H:/MUS"].')
    return tuple(_place(one) for one in value)


_READERS: dict[str, Callable[[object], object]] = {
    "form": _form,
    "organisation": _one_line,
    "backup_target": _place,
    "backup_retention_days": _retention,
    "allowed_places": _places,
}
"""The keys of the file, and the functions that read their values."""


def _named(words: Mapping[str, object] | list[str]) -> str:
    names = [f"»{word}«" for word in words]
    return f"{', '.join(names[:-1])} eller {names[-1]}"
