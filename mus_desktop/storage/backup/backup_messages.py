"""What a leader is told of backups: what happened, and what to do now."""

from __future__ import annotations

import errno
import shutil
from datetime import datetime
from pathlib import Path

from mus_desktop.storage.backup.backup_file import Label
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.engine import Fault
from mus_desktop.storage.keys import database_key, key_messages


def not_taken(error: Exception, folder: Path) -> str:
    """No backup could be made in ``folder``."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, FileExistsError):
        return name_taken(error, folder)
    fault = engine.fault_of(error)
    if number in (errno.ENOSPC, errno.EDQUOT) or fault is Fault.FULL:
        return f"Der er ikke plads til en backup i {folder}. Gør plads på disken, og tag den igen."
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or fault is Fault.READ_ONLY:
        return f"MUS Desktop må ikke skrive i {folder}, så der er ikke taget backup. Vælg en anden mappe."
    if number in (errno.ENOENT, errno.ENOTDIR, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ESTALE):
        return f"Mappen {folder} er ikke tilgængelig, så der er ikke taget backup. Kontrollér drevet, og prøv igen."
    if fault in (Fault.DAMAGED, Fault.WRONG_KEY):
        return NOT_SOUND
    return f"Disken svarer med en fejl, så der er ikke taget backup i {folder}. Prøv igen, eller vælg en anden mappe."


def name_taken(error: FileExistsError, folder: Path) -> str:
    """A file has the name of a folder that the program makes."""
    name = Path(error.filename) if error.filename else folder
    return (
        f"{name.name} i {name.parent} er en fil, men programmet skal bruge en mappe med det navn. "
        "Flyt filen, og prøv igen."
    )


def not_begun(error: Exception, database: Path) -> str:
    """Not even the number of the next backup could be noted in ``database``; ``error`` tells of saving."""
    if isinstance(error.__cause__, Exception):
        return not_taken(error.__cause__, database.parent)
    return f"Databasen {database.name} ligger ikke længere i {database.parent}, så der er ikke taget backup."


BROKEN_OFF = "Backuppen blev afbrudt. Den tages igen senere."


def not_restored(error: Exception, folder: Path) -> str:
    """A backup could not be taken out in, or put in place in, ``folder``."""
    if isinstance(error, FileExistsError):
        return name_taken(error, folder)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Der er ikke plads i {folder} til at hente backuppen. Gør plads på disken, og prøv igen."
    return (
        f"Backuppen kunne ikke lægges i {folder}. Kontrollér, at mappen ikke er skrivebeskyttet, og at intet andet "
        "program bruger filerne i den, og prøv igen."
    )


def no_room(folder: Path, size: int, free: int) -> str:
    """A backup is larger than what is free in ``folder``; both in bytes."""
    return (
        f"Der er ikke plads i {folder} til at hente backuppen: den fylder {_megabytes(size)}, og kun "
        f"{_megabytes(free)} er fri. Gør plads på disken, og prøv igen."
    )


def password_needed(label: Label) -> str:
    """A backup is encrypted, and nothing was typed."""
    day = _chosen(label)
    of_day = f" fra {day}" if day else ""
    if label.covered:
        return f"Backuppen er krypteret. Skriv backup-adgangskoden{of_day} eller dens gendannelseskode."
    return f"Backuppen er krypteret. Skriv adgangskoden{of_day} eller gendannelseskoden."


def before_the_change(label: Label, changed_on: str) -> str:
    """A backup is from before the password was changed on the ISO date ``changed_on``, and the secret does not fit."""
    day = _chosen(label)
    since, changed = f", som blev valgt {day}" if day else "", key_messages.short_day(changed_on)
    return (
        f"Adgangskoden passer ikke. Backuppen er fra før adgangskoden blev skiftet {changed}. "
        f"Brug den, du havde dengang{since}, eller gendannelseskoden."
    )


def kept_aside(now: datetime) -> str:
    """For who finds the folder with the files that made way for a backup."""
    return (
        f"Filerne her blev lagt til side {key_messages.short_day(now.date().isoformat())} kl. {now:%H.%M}, da en "
        "backup blev hentet i MUS Desktop.\nDe er gemt, hvis der skulle være noget at redde. Slet mappen, når du ikke "
        "har brug for dem mere.\n"
    )


def backup_moved_aside(file: Path) -> str:
    """For who finds the folder with a backup that could not be encrypted."""
    return (
        f"Backuppen {file.name} blev lagt til side, da de andre backupper blev krypteret.\nDen er beskadiget eller "
        "lavet af en nyere udgave af MUS Desktop og er ikke krypteret. Slet mappen under Sikkerhed og backup, når du "
        "ikke har brug for den mere.\n"
    )


def not_encrypted(folder: Path) -> str:
    """A plain backup that could not be encrypted lies in ``folder``."""
    return (
        f"En backup kunne ikke krypteres, fordi den er beskadiget eller lavet af en nyere udgave, og ligger nu "
        f"ukrypteret i {folder}. Slet den under Sikkerhed og backup, hvis du ikke mangler noget."
    )


def state_lost(file: Path) -> str:
    """The file with what is known of the backups is damaged, and so is the one before it, or there is none."""
    return (
        f"Filen {file.name} i {file.parent} er beskadiget, så programmet har glemt, hvor backup skal ligge. "
        "Vælg backupstederne igen under Sikkerhed og backup."
    )


def state_from_before(file: Path) -> str:
    """It is damaged, and the one before it is used."""
    return (
        f"Filen {file.name} i {file.parent} er beskadiget, så dine valg om backup er hentet fra en lidt ældre kopi. "
        "Se efter under Sikkerhed og backup, at backupstederne passer."
    )


def state_unreadable(file: Path) -> str:
    """It cannot be read just now, or is no file."""
    return (
        f"{file.name} i {file.parent} kan ikke læses, så programmet ved ikke, hvor backup skal ligge. Kontrollér, "
        "at det er en fil, og at du har adgang til den, og start programmet igen."
    )


NOT_CONVERTED = (
    "Databasen blev ikke den samme med den nye beskyttelse og er derfor ikke ændret. "
    "Undersøg den under Sikkerhed, og prøv igen."
)


def not_converted(error: Exception, database: Path) -> str:
    """The ``database`` could not get another protection; it is as it was."""
    folder, full = database.parent, engine.fault_of(error) is Fault.FULL
    full = full or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
    if full or "disk is full" in str(error) or _has_no_room(database):
        return f"Der er ikke plads i {folder} til at ændre beskyttelsen. Gør plads på disken, og prøv igen."
    return f"Beskyttelsen i {folder} kunne ikke ændres. Luk andre programmer, der bruger mappen, og prøv igen."


def _has_no_room(database: Path) -> bool:
    """SQLCipher's export says of a full disk now so in words only, now that reading or writing failed."""
    try:
        return shutil.disk_usage(database.parent).free < database.stat().st_size
    except OSError:
        return False


NOT_SOUND = (
    "Noget af dine data er beskadiget, så der er ikke taget en ny backup. De ældre er der endnu: "
    "Hent den nyeste under Filer › Sikkerhed og backup."
)
VALUES_DAMAGED = (
    "Noget af det, der står i backuppen, er beskadiget og kan ikke læses; det vises som beskadiget. Resten er i orden. "
    "Vælg en ældre backup, hvis det mangler."
)
COVER_NOT_SOUND = "Den krypterede kopi af backuppen er ikke i orden og er ikke gemt. Der prøves igen."


def not_openable(file: Path) -> str:
    """It is as it was written, but not all its locks hold the key that its database is encrypted with."""
    return (
        f"Backuppen {file.name} er hel, men nøglen i den er beskadiget eller hører til andre data, så adgangskoden "
        "eller gendannelseskoden åbner den måske ikke. Tag en ny backup."
    )


def missing(file: Path) -> str:
    """There is no such file."""
    return f"Filen {file} findes ikke. Vælg en backup, der ender på .musbackup."


def directory(file: Path) -> str:
    """It is a folder."""
    return f"{file} er en mappe. Vælg selve backuppen, en fil der ender på .musbackup."


def unreadable(file: Path) -> str:
    """It cannot be read."""
    return f"Filen {file.name} kan ikke læses. Kontrollér, at drevet er tilsluttet, og at du har adgang til filen."


def empty(file: Path) -> str:
    """It holds nothing."""
    return f"Filen {file.name} er tom. Vælg en anden backup."


def not_ours(file: Path) -> str:
    """It is something else."""
    return f"Filen {file.name} er ikke en backup fra MUS Desktop. Vælg en fil, der ender på .musbackup."


def database(file: Path) -> str:
    """It is a database, perhaps ours, but nothing vouches for it."""
    return (
        f"Filen {file.name} er en database og ikke en backup, så intet viser, at den er hel. "
        "Vælg en fil, der ender på .musbackup."
    )


def truncated(file: Path) -> str:
    """Its end is missing."""
    return f"Backuppen {file.name} er ikke hel: slutningen mangler. Kopiér den igen, eller vælg en anden backup."


def damaged(file: Path) -> str:
    """Something in it has changed."""
    return f"Backuppen {file.name} er beskadiget og kan ikke bruges. Vælg en anden backup."


def too_new(file: Path) -> str:
    """A newer program made it."""
    return (
        f"Backuppen {file.name} er lavet af en nyere udgave af MUS Desktop. "
        "Installér den nyeste udgave for at hente den."
    )


def silent(file: Path) -> str:
    """The drive it lies on does not answer."""
    return f"{file.parent} svarer ikke, så {file.name} kan ikke læses. Kontrollér forbindelsen, og prøv igen."


def not_listed(folder: Path) -> str:
    """The backups in a folder outside the PC cannot be seen."""
    return f"{folder} er ikke tilgængelig lige nu. Kontrollér drevet, eller vælg et andet sted."


NOT_FETCHED = "Afbrudt. Intet er ændret."


def without_manifest(file: Path) -> str:
    """A remark, not an error: the file vouches for itself."""
    return (
        f"Oplysningsfilen {file.name}.json mangler, så backuppen er kun efterset for sig selv. Den er hel "
        "og kan bruges."
    )


def _chosen(label: Label) -> str:
    """The day its password was chosen, as one writes it."""
    chosen = database_key.password_from(label.locks)
    return key_messages.short_day(chosen) if chosen else ""


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB".replace(".", ",")
