"""What a leader is told of the key file and of what opens it: what happened, and what to do now."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.keys.locks import Opener


def short_day(iso: str) -> str:
    """An ISO date as one writes it: ``2.3.2026``."""
    day = date.fromisoformat(iso)
    return f"{day.day}.{day.month}.{day.year}"


def wrong(chosen_on: str | None) -> str:
    """A secret opens none of the locks; the password is from the ISO date ``chosen_on``, if there is one."""
    if chosen_on is None:
        return "Koden passer ikke. Prøv igen."
    return (
        "Adgangskoden passer ikke. Prøv igen, eller brug gendannelseskoden. "
        f"Her skal bruges adgangskoden fra {short_day(chosen_on)}."
    )


def unreadable(file: Path) -> str:
    """The key file is damaged, or the disk will not read it."""
    return f"Nøglefilen {file.name} i {file.parent} kan ikke læses. Hent en backup; i den ligger nøglen også."


def no_scratch(error: Exception) -> str:
    """Return the sentence for a password that could be neither set nor tried: temporary files cannot be written."""
    import tempfile  # noqa: PLC0415 - most starts need none

    folder = tempfile.gettempdir()
    is_full = (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)) or (
        engine.fault_of(error) is Fault.FULL
    )
    if is_full:
        return f"Der er ikke plads i mappen {folder}, som pc'en bruger til midlertidige filer. Gør plads, og prøv igen."
    return (
        f"Mappen {folder}, som pc'en bruger til midlertidige filer, kan ikke bruges. "
        "Kontrollér, at den findes og ikke er skrivebeskyttet, og prøv igen."
    )


def missing(file: Path) -> str:
    """There is no key file any more."""
    return f"Nøglefilen {file.name} mangler i {file.parent}. Hent en backup; i den ligger nøglen også."


def partly_damaged(file: Path) -> str:
    """A secret does not open, and one of the locks it was tried on is damaged."""
    return (
        f"Det passer ikke, men nøglefilen {file.name} er også beskadiget. Prøv både adgangskoden og gendannelseskoden, "
        "eller hent en backup."
    )


def changed_meanwhile(file: Path) -> str:
    """A secret does not open what is open, whose key file on disk is gone, damaged or another's."""
    return (
        f"Adgangskoden passer ikke. Nøglefilen {file.name} er ændret, mens programmet var åbent; brug din egen "
        "adgangskode som før, eller gendannelseskoden."
    )


def put_back(file: Path, old: Path | None, *, was_there: bool) -> str:
    """The key file was put back as it was when the data were opened; ``old`` is where another one lies now."""
    what = "skiftet ud, mens programmet var åbent" if old else "beskadiget" if was_there else "væk"
    done = f"Nøglefilen {file.name} var {what}. Den rigtige er lagt tilbage, så din adgangskode åbner stadig dine data."
    return f"{done} Den anden er gemt i {old.name}." if old else done


def not_put_back(file: Path) -> str:
    """The key file is missing, damaged or another's, and could not be put back."""
    return (
        f"Nøglefilen {file.name} mangler eller passer ikke til dine data og kan ikke lægges tilbage i {file.parent}. "
        "Gør plads på disken, og tag en backup, før du lukker programmet; i den ligger nøglen også."
    )


def lost(openers: frozenset[Opener]) -> str:
    """The locks of ``openers`` are damaged in the key file; empty if there are none."""
    if Opener.PASSWORD in openers:
        return (
            "Nøglefilen er beskadiget, så adgangskoden måske ikke åbner dine data næste gang. Skift adgangskoden nu; "
            "brug gendannelseskoden, når du bliver spurgt om den nuværende."
        )
    if openers:
        return (
            "Nøglefilen er beskadiget, så gendannelseskoden ikke længere åbner dine data. Lav en ny med »Ny "
            "gendannelseskode«."
        )
    return ""


def moved_aside(day: str) -> str:
    """For who finds the folder that holds a key file which made way for the right one."""
    return (
        f"Nøglefilen her blev lagt til side {day}, fordi den ikke passede til dataene i MUS Desktop.\n"
        "Den er gemt, hvis den hører til andre data. Slet mappen, når du ikke har brug for den mere.\n"
    )


NO_WAY_IN = (
    "Nøglefilen mangler eller passer ikke til dine data, så ingen adgangskode ville åbne en backup af dem. Luk "
    "programmet, start det igen, og hent nøglen fra en ældre backup."
)
BACKUP_KEY_DAMAGED = (
    "Nøglefilen til backup er beskadiget. Vælg en ny backup-adgangskode; ældre backupper åbnes stadig med den gamle."
)
BACKUP_KEY_PARTLY = (
    "Valgt, men nøglefilen til backup er delvis beskadiget. Vælg en ny backup-adgangskode; ældre backupper åbnes "
    "stadig med den gamle."
)
