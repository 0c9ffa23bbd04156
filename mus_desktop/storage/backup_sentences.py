"""What a leader is told of backups: what happened, and what to do now."""

from __future__ import annotations

import errno
from pathlib import Path

from mus_desktop.storage import engine
from mus_desktop.storage.engine import Fault


def not_taken(error: Exception, folder: Path) -> str:
    """No backup could be made in ``folder``."""
    number = error.errno if isinstance(error, OSError) else None
    fault = engine.fault_of(error)
    if number in (errno.ENOSPC, errno.EDQUOT) or fault is Fault.FULL:
        return f"Der er ikke plads til en backup i {folder}. Gør plads på disken, og tag den igen."
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or fault is Fault.READ_ONLY:
        return f"MUS Desktop må ikke skrive i {folder}, så der er ikke taget backup. Vælg en anden mappe."
    if number in (errno.ENOENT, errno.ENOTDIR, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ESTALE):
        return f"Mappen {folder} er ikke tilgængelig, så der er ikke taget backup. Kontrollér drevet, og prøv igen."
    if fault in (Fault.DAMAGED, Fault.WRONG_KEY):
        return not_sound([str(error)])
    return f"Disken svarer med en fejl, så der er ikke taget backup i {folder}. Prøv igen, eller vælg en anden mappe."


BROKEN_OFF = "Backuppen blev afbrudt. Den tages igen senere."


def not_restored(error: Exception, folder: Path) -> str:
    """A backup could not be taken out in, or put in place in, ``folder``."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Der er ikke plads i {folder} til at hente backuppen. Gør plads på disken, og prøv igen."
    return (
        f"Backuppen kunne ikke lægges i {folder}. Kontrollér, at mappen ikke er skrivebeskyttet, og at intet andet "
        "program bruger filerne i den, og prøv igen."
    )


NOT_CONVERTED = (
    "Databasen blev ikke den samme med den nye beskyttelse og er derfor ikke ændret. "
    "Undersøg den under Sikkerhed, og prøv igen."
)


def not_converted(error: Exception, folder: Path) -> str:
    """The database in ``folder`` could not get another protection; it is as it was."""
    full = engine.fault_of(error) is Fault.FULL
    if full or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)):
        return f"Der er ikke plads i {folder} til at ændre beskyttelsen. Gør plads på disken, og prøv igen."
    return f"Beskyttelsen i {folder} kunne ikke ændres. Luk andre programmer, der bruger mappen, og prøv igen."


def not_sound(findings: list[str]) -> str:
    """What was copied is not a sound database."""
    return (
        f"Backuppen er ikke i orden ({'; '.join(findings)}) og er ikke gemt. "
        "Undersøg databasen under Sikkerhed, og hent om nødvendigt en ældre backup."
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


def without_manifest(file: Path) -> str:
    """A remark, not an error: the file vouches for itself."""
    return (
        f"Oplysningsfilen {file.name}.json mangler, så backuppen er kun efterset for sig selv. Den er hel "
        "og kan bruges."
    )
