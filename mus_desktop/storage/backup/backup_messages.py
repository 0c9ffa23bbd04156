"""Danish sentences about backups: what happened, and what to do now."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from mus_desktop import system_errors
from mus_desktop.storage.backup.backup_file import BackupLabel
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.system_errors import DiskProblem


def backup_failed(error: Exception, folder: Path) -> str:
    """Return the sentence for a backup that could not be created in ``folder``."""
    if isinstance(error, FileExistsError):
        return name_taken(error, folder)
    if engine.fault_of(error) in (Fault.DAMAGED, Fault.WRONG_KEY):
        return DATA_DAMAGED
    problem = _problem(error, folder)
    if problem in _NOT_TAKEN:
        return _NOT_TAKEN[problem].format(folder)
    happened, advice = system_errors.what_happened(problem, folder), system_errors.what_to_do(problem)
    return f"{happened}, så der er ikke taget backup. {advice}, og prøv igen."


_DISK_FAILS = "Disken svarer med en fejl, så der er ikke taget backup i {}. Prøv igen, eller vælg en anden mappe."
_NOT_TAKEN = {
    DiskProblem.FULL: "Der er ikke plads til en backup i {}. Gør plads på disken, og tag den igen.",
    DiskProblem.DENIED: "MUS Desktop må ikke skrive i {}, så der er ikke taget backup. Vælg en anden mappe.",
    DiskProblem.MISSING: "Mappen {} er ikke tilgængelig, så der er ikke taget backup. Kontrollér drevet, og prøv igen.",
    DiskProblem.DAMAGED_DEVICE: _DISK_FAILS,
    DiskProblem.OTHER: _DISK_FAILS,
}


def _problem(error: Exception, folder: Path) -> DiskProblem:
    """Return what is wrong with the disk or the folder, from an error of the system or of the database engine."""
    if isinstance(error, OSError):
        return system_errors.problem_at(error, folder)
    of_engine = {Fault.FULL: DiskProblem.FULL, Fault.READ_ONLY: DiskProblem.DENIED, Fault.LOCKED: DiskProblem.IN_USE}
    return of_engine.get(fault, DiskProblem.OTHER) if (fault := engine.fault_of(error)) else DiskProblem.OTHER


def name_taken(error: FileExistsError, folder: Path) -> str:
    """Return the sentence for a file with the name of a folder that the program creates."""
    name = Path(error.filename) if error.filename else folder
    return (
        f"{name.name} i {name.parent} er en fil, men programmet skal bruge en mappe med det navn. "
        "Flyt filen, og prøv igen."
    )


def backup_not_started(error: Exception, database: Path) -> str:
    """Return the sentence for a backup whose number could not be stored in ``database``.

    :param error: its message is about saving.
    """
    if isinstance(error.__cause__, Exception):
        return backup_failed(error.__cause__, database.parent)
    return f"Databasen {database.name} ligger ikke længere i {database.parent}, så der er ikke taget backup."


BACKUP_ABORTED = "Backuppen blev afbrudt. Den tages igen senere."


def restore_failed(error: Exception, folder: Path) -> str:
    """Return the sentence for a backup that could not be unpacked in, or restored into, ``folder``."""
    if isinstance(error, FileExistsError):
        return name_taken(error, folder)
    problem = _problem(error, folder)
    if problem is DiskProblem.FULL:
        return no_room_to_restore(folder)
    if problem in _OF_SHARES:
        return system_errors.explanation(problem, folder)
    return (
        f"Backuppen kunne ikke lægges i {folder}. Kontrollér, at mappen ikke er skrivebeskyttet, og at intet andet "
        "program bruger filerne i den, og prøv igen."
    )


_OF_SHARES = (DiskProblem.UNREACHABLE, DiskProblem.NO_SUCH_SHARE, DiskProblem.NOT_LOGGED_IN, DiskProblem.NOT_READY)
"""Problems of a data folder on a drive that may go away, which IT can allow."""


def no_room_to_restore(folder: Path) -> str:
    """Return the sentence for a full disk with the data ``folder``."""
    return f"Der er ikke plads i {folder} til at gendanne fra backuppen. Gør plads på disken, og prøv igen."


def not_enough_space(folder: Path, size: int, free: int) -> str:
    """Return the sentence for a backup larger than the free space in ``folder``; both in bytes."""
    return (
        f"Der er ikke plads i {folder} til at gendanne fra backuppen: den fylder {_megabytes(size)}, og kun "
        f"{_megabytes(free)} er fri. Gør plads på disken, og prøv igen."
    )


def password_needed(label: BackupLabel) -> str:
    """Return the sentence for an encrypted backup when no password was typed."""
    day = _password_day(label)
    of_day = f" fra {day}" if day else ""
    if label.only_copy_encrypted:
        return f"Backuppen er krypteret. Skriv backup-adgangskoden{of_day} eller dens gendannelseskode."
    return f"Backuppen er krypteret. Skriv adgangskoden{of_day} eller gendannelseskoden."


def predates_password(label: BackupLabel, changed_on: str) -> str:
    """Return the sentence for a secret that does not open a backup from before a change of password.

    :param changed_on: the ISO date the password was changed.
    """
    day = _password_day(label)
    since, changed = f", som blev valgt {day}" if day else "", key_messages.short_iso_date(changed_on)
    return (
        f"Adgangskoden passer ikke. Backuppen er fra før adgangskoden blev skiftet {changed}. "
        f"Brug den, du havde dengang{since}, eller gendannelseskoden."
    )


def replaced_files_explanation(now: datetime) -> str:
    """Return the explanation written into the folder with the files that a restore replaced."""
    return (
        f"Filerne her blev lagt til side {key_messages.short_iso_date(now.date().isoformat())} kl. {now:%H.%M}, da "
        "der blev gendannet fra en backup i MUS Desktop.\nDe er gemt, hvis der skulle være noget at redde. "
        "Slet mappen, når du ikke har brug for dem mere.\n"
    )


def quarantined_backup_explanation(file: Path) -> str:
    """Return the explanation written into the folder with a backup that could not be encrypted."""
    return (
        f"Backuppen {file.name} blev lagt til side, da de andre backupper blev krypteret.\nDen er beskadiget eller "
        "lavet af en nyere udgave af MUS Desktop og er ikke krypteret. Slet mappen under Sikkerhed og backup, når du "
        "ikke har brug for den mere.\n"
    )


def not_encrypted(folder: Path) -> str:
    """Return the sentence for a plain backup in ``folder`` that could not be encrypted."""
    return (
        f"En backup kunne ikke krypteres, fordi den er beskadiget eller lavet af en nyere udgave, og ligger nu "
        f"ukrypteret i {folder}. Slet den under Sikkerhed og backup, hvis du ikke mangler noget."
    )


def state_lost(file: Path) -> str:
    """Return the sentence for a backup state file that is damaged, with no usable previous version."""
    return (
        f"Filen {file.name} i {file.parent} er beskadiget, så programmet har glemt, hvor backup skal ligge. "
        "Vælg backupstederne igen under Sikkerhed og backup."
    )


def state_from_previous_version(file: Path) -> str:
    """Return the sentence for a damaged state file of which the previous version is used."""
    return (
        f"Filen {file.name} i {file.parent} er beskadiget, så dine valg om backup er læst i en lidt ældre kopi. "
        "Se efter under Sikkerhed og backup, at backupstederne passer."
    )


def state_unreadable(file: Path) -> str:
    """Return the sentence for a state file that cannot be read at present, or is not a file."""
    return (
        f"{file.name} i {file.parent} kan ikke læses, så programmet ved ikke, hvor backup skal ligge. Kontrollér, "
        "at det er en fil, og at du har adgang til den, og start programmet igen."
    )


CONVERSION_NOT_IDENTICAL = (
    "Databasen blev ikke den samme med den nye beskyttelse og er derfor ikke ændret. "
    "Se den efter under Sikkerhed og backup, og prøv igen."
)


def conversion_failed(error: Exception, database: Path) -> str:
    """Return the sentence for a change of encryption that failed; ``database`` is unchanged."""
    folder, problem = database.parent, _problem(error, database)
    if problem is DiskProblem.FULL or "disk is full" in str(error) or _disk_is_full(database):
        return f"Der er ikke plads i {folder} til at ændre beskyttelsen. Gør plads på disken, og prøv igen."
    if problem in _OF_SHARES:
        return system_errors.explanation(problem, folder)
    return f"Beskyttelsen i {folder} kunne ikke ændres. Luk andre programmer, der bruger mappen, og prøv igen."


def _disk_is_full(database: Path) -> bool:
    """Return whether the disk is full; SQLCipher's export reports that only as a failed read or write."""
    try:
        return shutil.disk_usage(database.parent).free < database.stat().st_size
    except OSError:
        return False


DATA_DAMAGED = (
    "Noget af dine data er beskadiget, så der er ikke taget en ny backup. De ældre er der endnu: "
    "Gendan fra den nyeste under Filer › Sikkerhed og backup."
)
VALUES_DAMAGED = (
    "Noget af det, der står i backuppen, er beskadiget og kan ikke læses; det vises som beskadiget. Resten er i orden. "
    "Vælg en ældre backup, hvis det mangler."
)
ENCRYPTED_COPY_DAMAGED = "Den krypterede kopi af backuppen er ikke i orden og er ikke gemt. Der prøves igen."


def not_openable(file: Path) -> str:
    """Return the sentence for an intact backup with a lock that does not hold its database's key."""
    return (
        f"Backuppen {file.name} er hel, men nøglen i den er beskadiget eller hører til andre data, så adgangskoden "
        "eller gendannelseskoden åbner den måske ikke. Tag en ny backup."
    )


def missing(file: Path) -> str:
    """Return the sentence for a missing file."""
    return f"Filen {file} findes ikke. Vælg en backup, der ender på .musbackup."


def folder_not_file(file: Path) -> str:
    """Return the sentence for a folder chosen in place of a file."""
    return f"{file} er en mappe. Vælg selve backuppen, en fil der ender på .musbackup."


def unreadable(file: Path) -> str:
    """Return the sentence for a file that cannot be read."""
    return f"Filen {file.name} kan ikke læses. Kontrollér, at drevet er tilsluttet, og at du har adgang til filen."


def empty(file: Path) -> str:
    """Return the sentence for an empty file."""
    return f"Filen {file.name} er tom. Vælg en anden backup."


def not_a_backup(file: Path) -> str:
    """Return the sentence for a file that is not a backup."""
    return f"Filen {file.name} er ikke en backup fra MUS Desktop. Vælg en fil, der ender på .musbackup."


def database_not_backup(file: Path) -> str:
    """Return the sentence for a database file, possibly ours, without a label or checksum."""
    return (
        f"Filen {file.name} er en database og ikke en backup, så intet viser, at den er hel. "
        "Vælg en fil, der ender på .musbackup."
    )


def truncated(file: Path) -> str:
    """Return the sentence for a backup whose end is missing."""
    return f"Backuppen {file.name} er ikke hel: slutningen mangler. Kopiér den igen, eller vælg en anden backup."


def damaged(file: Path) -> str:
    """Return the sentence for a backup whose content has changed."""
    return f"Backuppen {file.name} er beskadiget og kan ikke bruges. Vælg en anden backup."


def too_new(file: Path) -> str:
    """Return the sentence for a backup made by a newer program."""
    return (
        f"Backuppen {file.name} er lavet af en nyere udgave af MUS Desktop. "
        "Installér den nyeste udgave for at gendanne fra den."
    )


def no_response(file: Path) -> str:
    """Return the sentence for a file on a drive that does not respond."""
    return f"{file.parent} svarer ikke, så {file.name} kan ikke læses. Kontrollér forbindelsen, og prøv igen."


def not_listed(folder: Path) -> str:
    """Return the sentence for a target folder whose backups cannot be listed."""
    return f"{folder} er ikke tilgængelig lige nu. Kontrollér drevet, eller vælg et andet sted."


FETCH_ABORTED = "Afbrudt. Intet er ændret."


def without_manifest(file: Path) -> str:
    """Return the remark about a missing manifest; not an error, since the file has its own checksum."""
    return (
        f"Oplysningsfilen {file.name}.json mangler, så backuppen er kun kontrolleret for sig selv. Den er hel "
        "og kan bruges."
    )


def _password_day(label: BackupLabel) -> str:
    """Return the day the backup's password was chosen, in the short Danish form."""
    chosen = database_key.password_from(label.locks)
    return key_messages.short_iso_date(chosen) if chosen else ""


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB".replace(".", ",")
