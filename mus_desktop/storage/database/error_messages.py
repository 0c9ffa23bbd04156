"""Danish sentences for disk and database errors: what happened, and what to do now."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.storage.database.engine import Fault
from mus_desktop.system_errors import DiskProblem, explanation, problem_at

PASSWORD_NEEDED = "Dine data er beskyttet med en adgangskode. Skriv adgangskoden for at åbne dem."  # noqa: S105 - a sentence
WRONG_KEY = "Nøglen passer ikke til databasen, eller databasen er beskadiget. Den er ikke rørt. Gendan fra en backup."


def not_opened(fault: Fault, path: Path) -> str:
    """Return the sentence for a database that could not be opened."""
    return {
        Fault.FULL: "Disken er fuld, så databasen ikke kan åbnes. Gør plads på disken, og start programmet igen.",
        Fault.IO: f"Disken svarer med en fejl, så databasen i {path.parent} ikke kan åbnes. "
        "Start computeren igen, og gendan fra en backup, hvis det ikke hjælper.",
        Fault.READ_ONLY: f"MUS Desktop må ikke skrive i mappen {path.parent}. "
        "Kontrollér, at mappen og databasen ikke er skrivebeskyttede, eller vælg en anden mappe.",
        Fault.LOCKED: "MUS Desktop er allerede åben. Brug det åbne vindue, eller luk det, og prøv igen.",
        Fault.DAMAGED: f"Databasen {path.name} i {path.parent} er beskadiget og kan ikke åbnes. Gendan fra en backup.",
        Fault.WRONG_KEY: WRONG_KEY,
    }[fault]


def not_saved(fault: Fault, path: Path) -> str:
    """Return the sentence for a change that could not be saved; nothing was stored."""
    return {
        Fault.FULL: "Disken er fuld, så det seneste er ikke gemt. Gør plads på disken, og prøv igen.",
        Fault.IO: "Disken svarer med en fejl, så det seneste er ikke gemt. "
        "Prøv igen, og kopiér teksten et andet sted hen, hvis det ikke hjælper.",
        Fault.READ_ONLY: f"Der må ikke længere skrives i mappen {path.parent}, så det seneste er ikke gemt. "
        "Kontrollér, at mappen findes og ikke er skrivebeskyttet, og prøv igen.",
        Fault.LOCKED: "Et andet program bruger databasen, så det seneste er ikke gemt. Luk det, og prøv igen.",
        Fault.DAMAGED: "Databasen er beskadiget, så det seneste er ikke gemt. "
        "Kopiér teksten et andet sted hen, og gendan fra en backup.",
        # The key has opened the database, so now this can only be damage.
        Fault.WRONG_KEY: "Databasen er beskadiget, så det seneste er ikke gemt. "
        "Kopiér teksten et andet sted hen, og gendan fra en backup.",
        Fault.SIGNED: "Planen er underskrevet og kan ikke længere ændres. Skriv i stedet en dateret tilføjelse.",
    }[fault]


def file_moved(path: Path) -> str:
    """Return the sentence for an open database whose file was moved, removed or replaced."""
    return (
        f"Databasen {path.name} ligger ikke længere i {path.parent}, så det seneste er ikke gemt. "
        "Læg den tilbage, og prøv igen; eller gem en kopi et andet sted."
    )


def not_readable(fault: Fault, path: Path) -> str:
    """Return the sentence for content that could not be read."""
    if fault in (Fault.DAMAGED, Fault.WRONG_KEY):
        return f"Databasen {path.name} i {path.parent} er beskadiget og kan ikke læses. Gendan fra en backup."
    return (
        f"Databasen {path.name} i {path.parent} kan ikke læses lige nu. Kontrollér, at disken er tilgængelig, "
        "og prøv igen."
    )


def not_created(error: OSError, path: Path) -> str:
    """Return the sentence for a folder or a first, empty database that could not be created."""
    problem = DiskProblem.NOT_A_FOLDER if isinstance(error, FileExistsError) else problem_at(error, path)
    if problem in _FAULTS:
        return not_opened(_FAULTS[problem], path)
    return explanation(problem, path.parent)


_FAULTS = {
    DiskProblem.FULL: Fault.FULL,
    DiskProblem.DAMAGED_DEVICE: Fault.IO,
    DiskProblem.DENIED: Fault.READ_ONLY,
    DiskProblem.MISSING: Fault.READ_ONLY,
    DiskProblem.OTHER: Fault.READ_ONLY,
}


def unreadable_exchange_journal(journal: Path) -> str:
    """Return the sentence for an exchange of the database whose journal cannot be read."""
    return (
        f"Filen {journal.name} i {journal.parent} kan ikke læses, så en gendannelse kan ikke gøres færdig. "
        f"Intet er rørt. Flyt {journal.name} et andet sted hen, og start programmet igen."
    )


SCHEMA_CHANGED = "opbygningen er ændret"
"""The finding for a database whose tables or rules differ from those the program created."""


def damaged(details: list[str]) -> str:
    """Return the health check's finding for parts that do not fit together."""
    return f"Databasen er beskadiget ({'; '.join(details)}). Gendan fra en backup."


def orphaned(tables: list[str]) -> str:
    """Return the health check's finding for rows that refer to missing rows."""
    return f"Noget i databasen hører til noget, der ikke findes længere ({', '.join(tables)}). Gendan fra en backup."


def wrong_pragmas(names: list[str]) -> str:
    """Return the sentence for an engine that does not accept the pragmas: a finding, and a reason not to open."""
    return f"Databasen kunne ikke indstilles, som den skal ({', '.join(names)}). Installér MUS Desktop igen."


CHANGED_WHILE_CLOSED = (
    "Dine data er ændret uden om programmet, mens det var lukket. Se dem efter, og gendan fra en backup, hvis noget er "
    "galt, eller behold dem, som de er, under Filer › Sikkerhed og backup."
)
FILE_RELEASED = "Dine data får lige nu en anden beskyttelse. Det, du har skrevet, gemmes, når det er færdigt."
NOT_REOPENED = (
    "Dine data kunne ikke åbnes igen lige nu, så der kan ikke gemmes noget. Luk programmet, og start det igen. "
    "Det, der er gemt, er der endnu."
)
COPY_STOPPED = "Backuppen blev afbrudt, fordi programmet lukker. Den tages igen næste gang."
NOT_UPGRADED = (
    "Databasen kunne ikke gøres klar til denne udgave af MUS Desktop og er uændret. "
    "Brug den forrige udgave indtil videre, og meld fejlen."
)
