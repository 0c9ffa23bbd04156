"""Danish sentences about the key file and the secrets that open it: what happened, and what to do now."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.keys.locks import Opener
from mus_desktop.system_errors import DiskProblem, problem_of


def short_iso_date(iso: str) -> str:
    """Return an ISO date in the short Danish form, such as ``2.3.2026``."""
    day = date.fromisoformat(iso)
    return f"{day.day}.{day.month}.{day.year}"


def wrong_secret(chosen_on: str | None) -> str:
    """Return the sentence for a secret that opens none of the locks.

    :param chosen_on: the ISO date the password was chosen, if there is one.
    """
    if chosen_on is None:
        return "Koden passer ikke. Prøv igen."
    return (
        "Adgangskoden passer ikke. Prøv igen, eller brug gendannelseskoden. "
        f"Her skal bruges adgangskoden fra {short_iso_date(chosen_on)}."
    )


def unreadable(file: Path) -> str:
    """Return the sentence for a key file that is damaged or that the disk cannot read."""
    return f"Nøglefilen {file.name} i {file.parent} kan ikke læses. Gendan fra en backup; i den ligger nøglen også."


def no_temporary_folder(error: Exception) -> str:
    """Return the sentence for a password that could be neither set nor tried: temporary files cannot be written."""
    folder = tempfile.gettempdir()
    is_full = (isinstance(error, OSError) and problem_of(error) is DiskProblem.FULL) or (
        engine.fault_of(error) is Fault.FULL
    )
    if is_full:
        return f"Der er ikke plads i mappen {folder}, som pc'en bruger til midlertidige filer. Gør plads, og prøv igen."
    return (
        f"Mappen {folder}, som pc'en bruger til midlertidige filer, kan ikke bruges. "
        "Kontrollér, at den findes og ikke er skrivebeskyttet, og prøv igen."
    )


def missing(file: Path) -> str:
    """Return the sentence for a missing key file."""
    return f"Nøglefilen {file.name} mangler i {file.parent}. Gendan fra en backup; i den ligger nøglen også."


def partly_damaged(file: Path) -> str:
    """Return the sentence for a secret that opens no lock while one of the locks is damaged."""
    return (
        f"Det passer ikke, men nøglefilen {file.name} er også beskadiget. Prøv både adgangskoden og gendannelseskoden, "
        "eller gendan fra en backup."
    )


def changed_meanwhile(file: Path) -> str:
    """Return the sentence for a secret that does not open the open database, whose key file has changed.

    The key file on the disk is missing, damaged or another database's.
    """
    return (
        f"Adgangskoden passer ikke. Nøglefilen {file.name} er ændret, mens programmet var åbent; brug din egen "
        "adgangskode som før, eller gendannelseskoden."
    )


def key_file_restored(file: Path, old: Path | None, *, existed: bool) -> str:
    """Return the sentence for a restored key file; ``old`` is the folder with a copy of another one."""
    what = "skiftet ud, mens programmet var åbent" if old else "beskadiget" if existed else "væk"
    done = f"Nøglefilen {file.name} var {what}. Den rigtige er lagt tilbage, så din adgangskode åbner stadig dine data."
    return f"{done} Den anden er gemt i {old.name}." if old else done


def restore_failed(file: Path) -> str:
    """Return the sentence for a missing, damaged or foreign key file that could not be restored."""
    return (
        f"Nøglefilen {file.name} mangler eller passer ikke til dine data og kan ikke lægges tilbage i {file.parent}. "
        "Gør plads på disken, og tag en backup, før du lukker programmet; i den ligger nøglen også."
    )


def lost(openers: frozenset[Opener]) -> str:
    """Return the sentence for damaged locks of ``openers`` in the key file; empty if there are none."""
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


def quarantine_explanation(day: str) -> str:
    """Return the explanation written into a folder that holds a replaced key file."""
    return (
        f"Nøglefilen her blev lagt til side {day}, fordi den ikke passede til dataene i MUS Desktop.\n"
        "Den er gemt, hvis den hører til andre data. Slet mappen, når du ikke har brug for den mere.\n"
    )


NO_USABLE_KEY_FILE = (
    "Nøglefilen mangler eller passer ikke til dine data, så ingen adgangskode ville åbne en backup af dem. Luk "
    "programmet, start det igen, og hent nøglen fra en ældre backup."
)
BACKUP_KEY_DAMAGED = (
    "Nøglefilen til backup er beskadiget. Vælg en ny backup-adgangskode; ældre backupper åbnes stadig med den gamle."
)
BACKUP_KEY_PARTLY_DAMAGED = (
    "Valgt, men nøglefilen til backup er delvis beskadiget. Vælg en ny backup-adgangskode; ældre backupper åbnes "
    "stadig med den gamle."
)
