"""What the view says of the state, in words and colour; nothing here knows a widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mus_desktop.services.protection import Glance, Level
from mus_desktop.ui.safety.ages import Tone, ago, size_words, when

_TONES = {Level.NONE: Tone.WARN, Level.GREEN: Tone.GOOD, Level.YELLOW: Tone.WARN, Level.RED: Tone.DANGER}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the view."""

    title: str
    text: str
    tone: Tone = Tone.PLAIN


def lines(glance: Glance, size: int, findings: list[str] | None, problem: str, now: datetime) -> list[Said]:
    """The whole state.

    :param size: of the database, in bytes.
    :param findings: what is wrong with it; ``None`` before it has been looked through.
    :param problem: why the last local backup failed; empty when it did not.
    """
    return [
        _database(glance, size, findings),
        _password(glance),
        _local(glance, problem, now),
        _outside(glance, now),
        _test(glance, now),
    ]


def short(glance: Glance, problem: str, now: datetime) -> Said:
    """The state in one line, for the edge of the window."""
    title = "Backup"
    if problem:
        return Said(title, "Den seneste backup lykkedes ikke", Tone.DANGER)
    if glance.level is Level.NONE:
        return Said(title, "Backup ligger kun på denne pc", Tone.WARN)
    tone = Tone.MUTED if glance.level is Level.GREEN else _TONES[glance.level]
    return Said(title, f"Sidste bekræftede backup på netdrev: {ago(glance.last_outside, now)}", tone)


def _database(glance: Glance, size: int, findings: list[str] | None) -> Said:
    where = f"{size_words(size)} i {glance.database.parent}"
    if findings is None:
        return Said("Dine data", f"{where}. Efterses …")
    if findings:
        return Said("Dine data", f"{where}. {' '.join(findings)}", Tone.DANGER)
    return Said("Dine data", f"{where}. Efterset og i orden.", Tone.GOOD)


def _password(glance: Glance) -> Said:
    title = "Adgangskode"
    if glance.encrypted and glance.code_confirmed:
        return Said(title, "Ja. Dine data er krypteret på pc'en og i alle nye backupper.", Tone.GOOD)
    if glance.encrypted:
        return Said(title, "Ja, men det er ikke bekræftet, at du har skrevet gendannelseskoden ned.", Tone.WARN)
    if glance.password_declined:
        return Said(title, "Nej, det er valgt fra. Den, der får fat i pc'en, kan læse samtalerne.", Tone.WARN)
    return Said(title, "Nej, ikke endnu. Den, der får fat i pc'en, kan læse samtalerne.", Tone.WARN)


def _local(glance: Glance, problem: str, now: datetime) -> Said:
    title = "Seneste backup på pc'en"
    if problem:
        return Said(title, problem, Tone.DANGER)
    if glance.last_local is None:
        return Said(title, "Der er ikke taget backup endnu.", Tone.WARN)
    return Said(title, f"{_capital(when(glance.last_local, now))}. Efterset.", Tone.GOOD)


def _outside(glance: Glance, now: datetime) -> Said:
    title = "Sidste bekræftede backup på netdrev"
    if glance.level is Level.NONE:
        return Said(title, "Intet sted er valgt. Går pc'en i stykker, er alt væk.", Tone.WARN)
    if glance.last_outside is None:
        return Said(title, "Ingen backup er nået frem endnu.", Tone.DANGER)
    text = f"{_capital(when(glance.last_outside, now))}. Læst tilbage og sammenlignet."
    return Said(title, text, _TONES[glance.level])


def _test(glance: Glance, now: datetime) -> Said:
    title, test = "Seneste prøve på at hente en backup", glance.last_test
    if test is None:
        return Said(title, "Ikke prøvet endnu. Det sker af sig selv, når en backup er nået frem.", Tone.MUTED)
    if test.problem:
        return Said(title, f"{_capital(when(test.at, now))}: {test.problem}", Tone.DANGER)
    return Said(title, f"{_capital(when(test.at, now))}. Den gik godt.", Tone.GOOD)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
