"""A form file as data: finding, decoding and parsing it, with each failure as one Danish sentence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from mus_desktop.formspec.problems import BrokenFormError, FormPlace, Problem
from mus_desktop.limited_reading import FileTooLarge, read_limited
from mus_desktop.system_errors import problem_of, what_happened

FILE_NAME = "form.toml"
_MAX_BYTES = 2_000_000
"""The most bytes of a form file; the largest shipped one has a fiftieth of it."""

_ERROR_POSITION = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_REASONS = (
    ("Cannot overwrite a value", "den samme nøgle står to gange"),
    ("Cannot declare", "den samme overskrift eller nøgle står to gange"),
    ("Expected '='", "der mangler et lighedstegn efter nøglen"),
    ('Expected "\'"', "en tekst mangler sit sidste anførselstegn"),
    ("Unterminated string", "en tekst mangler sit sidste anførselstegn"),
    (
        "Illegal character",
        "en tekst mangler sit sidste anførselstegn eller rummer et tegn, der ikke må stå der",
    ),
    ("Unclosed array", "en liste mangler komma eller ]"),
    ("Unclosed inline table", "der mangler komma eller } efter en værdi"),
    ("Expected newline", "der står noget efter værdien, som ikke hører til"),
    ("Unescaped '\\'", "en omvendt skråstreg \\ i en tekst skal skrives to gange"),
    ("Invalid value", "værdien mangler eller er skrevet forkert; tekst skal stå i anførselstegn"),
    ("Invalid initial character for a key", "en nøgle er skrevet forkert; brug kun a-z, tal og _"),
)


def form_file(path: Path) -> Path:
    """Return the form file that ``path`` refers to: ``path`` itself, or ``form.toml`` in the folder."""
    return path / FILE_NAME if path.is_dir() else path


def load_toml(path: Path) -> dict[str, Any]:
    """Return the data of the form file or folder ``path``; :class:`BrokenFormError` if it cannot be read as TOML."""
    file = form_file(path)
    try:
        return tomllib.loads(_text(file))
    # tomllib calls itself for each level of nesting.
    except RecursionError:
        raise _failure(file, "filen har for mange lister inden i hinanden") from None
    except ValueError as error:
        raise _failure(file, *syntax_error_text(str(error))) from None


def _text(file: Path) -> str:
    """Return the text of ``file`` without the byte order mark that some editors put at the beginning."""
    try:
        return read_limited(file, _MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        if file.parent.is_dir() and file.name == FILE_NAME:
            raise _failure(file.parent, f"mappen har ingen {FILE_NAME}; vælg mappen med skemaet") from None
        raise _failure(file, "filen findes ikke; se efter, om navnet er rigtigt") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _failure(file, "et tegn kan ikke læses; gem filen igen som UTF-8", f"linje {line}") from None
    except FileTooLarge:
        raise _failure(file, "filen er for stor til at være et skema; vælg den rigtige fil") from None
    except OSError as error:
        reason = what_happened(problem_of(error), "filen")
        raise _failure(file, f"filen kan ikke åbnes: {reason[0].lower()}{reason[1:]}") from None


def syntax_error_text(reason: str) -> tuple[str, str]:
    """Return the Danish sentence for a message of tomllib, and its line as ``linje 3``, empty if it names none."""
    # tomllib has no error codes; a message that is not in the list gets a general sentence.
    danish = next((text for start, text in _REASONS if reason.startswith(start)), "linjen kan ikke læses som TOML")
    position = _ERROR_POSITION.search(reason)
    where = "" if position is None else f"linje {position[1]}" if position[1] else "sidste linje"
    return danish, where


def _failure(file: Path, text: str, where: str = "") -> BrokenFormError:
    name = f"{file}, {where}" if where else str(file)
    return BrokenFormError([Problem(FormPlace(name), text)])
