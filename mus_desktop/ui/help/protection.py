"""*Sådan er dine data beskyttet*: one page in plain words; it says only what is true on this PC now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from mus_desktop.services.protection import Glance
from mus_desktop.ui.labels import words
from mus_desktop.ui.sheets import Sheet

_OFFLINE = (
    "Programmet bruger ikke internettet. Det sender ingenting nogen steder hen, og der er ingen konto. Netdrevet "
    "bruger det kun, hvis du selv vælger en mappe der til backup."
)
_DOCUMENTS = (
    "Word-dokumenter, du laver, er almindelige filer i den mappe, du har valgt. De er ikke krypteret. Slet dem, "
    "eller læg dem på sagen, når du er færdig med dem."
)
_PAGES = (
    "Noterne står kun i programmet, medmindre I begge har sat hak ved, at en fælles note må følge planen. I "
    "Samtale er din egen forberedelse og alt om andre medarbejdere skjult."
)
_SAVED = (
    "Det, du skriver, gemmes af sig selv efter et øjeblik. Der står først »Gemt«, når det ligger på disken. Kan "
    "der ikke gemmes, siger en rød bjælke det, og den bliver stående, til det lykkes."
)
_BACKUP = (
    "Backup tages af sig selv, når du har skrevet noget, og når du lukker programmet. Backuppen efterses, "
    "kopieres til de steder, du har valgt uden for pc'en, læses tilbage og sammenlignes. Der ligger den altid "
    "krypteret, og en gang om ugen prøver programmet selv, om den nyeste kan hentes."
)
_FOR_IT = (
    "Dine data er én fil i mappen ovenfor, og programmet skal kunne skrive der. Mappen må ikke ligge på et "
    "netdrev eller i OneDrive, men det må backuppen. Ingen kan nulstille adgangskoden for dig: gem "
    "gendannelseskoden."
)
_NEW_PC = (
    "Er pc'en gået i stykker, så installér MUS Desktop på en ny, vælg Filer › Sikkerhed og backup › Hent en "
    "backup og filen, der ender på .musbackup. Filen og adgangskoden eller gendannelseskoden er nok."
)


class ProtectionDialog(Sheet):
    """Where the data lie, who can read them, and what to tell IT."""

    def __init__(self, glance: Glance, parent: QWidget | None = None) -> None:
        super().__init__("Sådan er dine data beskyttet", "&Luk", parent, characters=100)
        self.body.setSpacing(6)
        for title, *paragraphs in chapters(glance):
            self.body.addWidget(words(title, "heading"))
            for paragraph in paragraphs:
                self.body.addWidget(words(paragraph, wrap=True))
            self.body.addSpacing(8)
        self.cancel.hide()


def chapters(glance: Glance) -> Iterator[tuple[str, ...]]:
    """The page: each chapter's title, and its paragraphs."""
    yield "Hvor ligger mine data?", _where(glance), _OFFLINE
    yield "Hvem kan læse dem?", _readers(glance), _PAGES, _DOCUMENTS
    yield "Kan jeg miste dem?", _SAVED, _BACKUP
    yield "Hvad skal it-afdelingen vide?", _FOR_IT, _NEW_PC


def _where(glance: Glance) -> str:
    where = f"Alt ligger på denne pc, i {glance.database.parent}."
    if not glance.targets:
        return f"{where} Backuppen ligger også kun her, for der er ikke valgt et sted uden for pc'en."
    places = " og ".join(str(target.folder) for target in glance.targets)
    return f"{where} Backuppen kommer også til {places}."


def _readers(glance: Glance) -> str:
    if glance.encrypted:
        return (
            "Dine data er krypteret. Kun den, der har adgangskoden eller gendannelseskoden, kan læse dem. Mens "
            "programmet er åbent, kan den, der sidder ved pc'en, også. En SSD-disk kan gemme rester fra før, du "
            "valgte adgangskoden."
        )
    return (
        "Du har ingen adgangskode på dine data. Den, der kan logge på som dig eller får fat i pc'en, kan læse "
        "dem, medmindre it-afdelingen har krypteret hele disken. Vælg en adgangskode under Filer › Sikkerhed og "
        "backup."
    )
