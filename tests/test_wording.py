"""One Danish term for each thing: the variants that were once mixed do not come back in any text that a user reads.

The wording of the forms stays as their sources have it, so ``forms/`` is not read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_BACKUP = r"(?:backup|backuppen|backupper)"
_FORBIDDEN = {
    r"plan enig": "plan aftalt",
    r"ingen samtale\b(?=$| ·)": "uden samtale",
    r"afslut samtalen|afslut programmet|ikke afsluttet|&?afslut …": "Markér som afholdt / Luk MUS Desktop",
    r"skriv(?:e|es)? ud\b|\bprinte[st]?\b|print (?:den|det|dem|på)\b": "Udskriv",
    r"netdrev": "netværksdrev",
    r"efterse[rst]?\b|efterset\b": "Kontrolleret",
    r"prøve på at hente": "Seneste prøvegendannelse",
    rf"hent(?:er|es|e|et)? (?:en |den |så )?{_BACKUP}|{_BACKUP} (?:er|bliver|blev) hentet|data (?:er|blev) hentet fra":
        "Gendan fra backup",
    rf"sidste (?:{_BACKUP}|kopi|prøve|samtale|mus)\b": "Seneste",
    r"skriv alle planer|planer, der er aftaler i": "Lav alle planer i Word",
    r"\btomme dokumenter\b": "Tomme skemaer",
    r"lommeside": "Huskeark",
    r"^&?brug$": "Anvend",
    r"\b(?:start|stop) uret|^uret$|stille mærke": "Tidtagning, diskret markering",
    r"^forberedelse, (?:leder|medarbejder)": "Lederens forberedelse",
    r"personalemappe": "personalesagen",
    r"behold det ændrede|nyt ved siden af|åbn det (?:ændrede|aftalte)|som det aftalte": "Word-versionen som gældende",
    r"ctrl\+shift(?!\+[a-z]$)": "Skift",
    r"^af begge$|begges underskrift": "af alle, til underskrift",
    r"^indbudt|invitationen er givet": "Inviteret den",
    r"i har ikke noteret, at": "I har ikke sat hak ved",
    r"foreslås først": "Standardskema",
    r"mus-perioden følger": "MUS-året følger",
    r"fra før (?:programmet|i programmet)|aftaler fra før\b": "Tidligere aftaler",
    r"har ingen plads på": "Findes ikke i det nye skema",
    r"kort, der ikke er lagt": "Kort, I ikke har placeret",
    r"^dette ark": "Denne oversigt",
    r"annuller\b": "Annullér",
    r"^&?krypter\b": "Kryptér",
    rf"{_BACKUP} kan hentes|\bden (?:nyeste )?kan hentes|^hent &?fra$": "kan gendannes, Gendan fra",
    r"sikkerhedskopi": "backup",
    r"(?:under|se) sikkerhed\b(?! og backup)": "Sikkerhed og backup",
    r"(?-i:CPR)-n": "cpr-nummer",
    r"&?skriv planerne|planer er skrevet": "Lav planerne",
    r"trykkes ikke": "udskrives ikke",
}  # fmt: skip
"""A pattern (without regard to case) for each term that is no longer used, and the term that is."""
_PATTERNS = {re.compile(pattern, re.IGNORECASE): better for pattern, better in _FORBIDDEN.items()}
_READ_BY_USERS = (
    "README.md",
    "resources/**/*.md",
    "installer/README.md",
    "installer/**/*.nsi",
    "installer/**/*.wxs",
    "installer/**/*.da.1",
    "installer/**/*.desktop",
    "installer/**/*.metainfo.xml",
)


def _constants(source: str) -> Iterator[tuple[int, str]]:
    """Yield each string of ``source`` that is no docstring, with its line."""
    tree = ast.parse(source)
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node.lineno, node.value


def _texts() -> Iterator[tuple[str, str]]:
    """Yield each text that a user may read, with its place."""
    for folder in ("mus_desktop", "installer"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            for line, text in _constants(path.read_text("utf-8")):
                yield f"{path.relative_to(_ROOT).as_posix()}:{line}", text
    for pattern in _READ_BY_USERS:
        for path in sorted(_ROOT.glob(pattern)):
            for line, text in enumerate(path.read_text("utf-8").splitlines(), 1):
                # Words to search for stand in a comment of a help page: old terms are welcome there.
                yield f"{path.relative_to(_ROOT).as_posix()}:{line}", "" if text.startswith("<!--") else text


def _old_terms(text: str) -> list[str]:
    return [better for pattern, better in _PATTERNS.items() if pattern.search(text)]


def test_one_term_for_each_thing() -> None:
    assert [(place, text, better) for place, text in _texts() for better in _old_terms(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "netdrevet", "Hent en backup", "Annuller", "Ctrl+Shift+N åbner", "personalemappen", "Efterset", "Start uret",
        "Backuppen efterses", "da en backup blev hentet", "skrive ud", "Lommeside", "Åbn det aftalte",
        "Prøver, om backuppen kan hentes …", "Hent &fra", "Sikkerhedskopien mangler", "se den under Sikkerhed",
        "et CPR-nummer", "&Skriv planerne", "&Krypter mine data",
    ],
)  # fmt: skip
def test_an_old_term_is_found(text: str) -> None:
    assert _old_terms(text)


@pytest.mark.parametrize(
    "text",
    ["Annullér", "Ctrl+Shift+N", "Ctrl+Skift+N", "aftaler fra sidste år", "hent filen fra netværksdrevet", "Printeren"],
)
def test_a_right_term_is_not_found(text: str) -> None:
    assert not _old_terms(text)
