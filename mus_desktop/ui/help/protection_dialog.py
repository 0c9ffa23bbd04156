"""The page *Sådan er dine data beskyttet*: plain words, and only statements that are true on this PC now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from mus_desktop import paths
from mus_desktop.services.safety.protection import ProtectionState, others_may_read
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_OFFLINE = (
    "Programmet bruger ikke internettet. Det sender ingenting nogen steder hen, og der er ingen konto. Et netværksdrev "
    "bruger det kun, hvis du selv vælger en mappe der til backup eller til Word-dokumenter."
)
_DOCUMENTS = (
    "Word-dokumenter, du laver, og vedhæftede filer, du åbner, er almindelige filer i den mappe, du har valgt. De er "
    "ikke krypteret. Slet dem, eller læg dem på sagen, når du er færdig med dem."
)
_PAGES = (
    "Forberedelserne står kun i programmet og udskrives aldrig i planen. Det gør de fælles noter heller ikke, "
    "medmindre alle i samtalen har sat hak ved, at en note må følge planen; ændres noten, falder hakkene bort. I "
    "Samtale er din egen forberedelse og alt om andre medarbejdere skjult."
)
_SAVED = (
    "Det, du skriver, gemmes af sig selv efter et øjeblik. Der står først »Gemt«, når det ligger på disken. Kan "
    "der ikke gemmes, siger en rød bjælke det, og den bliver stående, til det lykkes."
)
_BACKUP = (
    "Backup tages af sig selv, når du har skrevet noget, og når du lukker programmet. Den kontrolleres, kopieres til "
    "de steder, du har valgt uden for pc'en, læses igen og sammenlignes. Hver uge prøver programmet, om der kan "
    "gendannes fra den nyeste. Nederst til venstre i vinduet står, hvornår den seneste nåede frem."
)
_RETENTION = (
    "Det, du sletter, er væk fra programmet, men det ligger i ældre backupper, til de bliver slettet. Hvor længe de "
    "gemmes, vælger du under Filer › Sikkerhed og backup. Det samme gælder filer, der blev lagt til side, da der blev "
    "gendannet fra en backup, eller programmet blev opdateret; de ligger mindst 30 dage og kan slettes samme sted."
)
_ALTERED_PLAIN = (
    "Uden adgangskode ser programmet ved start efter, om filen med dine data er ændret, siden det sidst blev lukket, "
    "og siger det. Ændrer disken noget, mens programmet er åbent, eller går pc'en ned, kan det ikke altid ses. Med en "
    "adgangskode bliver det opdaget, så snart det berørte læses."
)
_ALTERED_ENCRYPTED = (
    "Ændrer disken noget i dine data, bliver det opdaget, så snart det berørte læses, for alt er krypteret. Så kan du "
    "gendanne fra en backup."
)
_NEW_PC = (
    "Går pc'en i stykker, så installér MUS Desktop på en ny, og hent filen, der ender på .musbackup, fra "
    "netværksdrevet. Filen og den adgangskode, der gjaldt, da den blev taget, eller gendannelseskoden er nok."
)
_NO_RESET = "Ingen kan nulstille adgangskoden for dig, heller ikke it-afdelingen. Gem gendannelseskoden på papir."
_CIPHER = (
    "Kryptering: SQLCipher 4 (AES-256) med en tilfældig nøgle; adgangskode og gendannelseskode åbner den gennem "
    "scrypt. Den samme kryptering bruges til backup. Uden adgangskode er databasen ukrypteret, så BitLocker bør være "
    "slået til."
)
_COMMANDS = (
    "Kommandoer til planlagte opgaver: mus-desktop backup, verify, restore og check. Adgangskoden gives i "
    "miljøvariablen MUS_PASSWORD, backup-adgangskoden i MUS_BACKUP_PASSWORD. Programmet åbner ingen porte og "
    "forbinder sig ikke til noget."
)


class ProtectionDialog(InputDialog):
    """Where the data are stored, who can read them, and information for the IT department."""

    def __init__(self, protection: ProtectionState, parent: QWidget | None = None) -> None:
        super().__init__("Sådan er dine data beskyttet", "&Luk", parent, characters=116)
        self.body.setSpacing(6)
        for title, *paragraphs in chapters(protection):
            self.body.addWidget(text_label(title, "heading"))
            for paragraph in paragraphs:
                self.body.addWidget(text_label(paragraph, wrap=True))
            self.body.addSpacing(8)
        self.cancel.hide()


def chapters(protection: ProtectionState) -> Iterator[tuple[str, ...]]:
    """Yield the chapters of the page: each chapter's title, and its paragraphs."""
    yield "Hvor ligger mine data?", _where(protection), _OFFLINE
    yield "Hvem kan læse dem?", *_readers(protection), *_folder_readers(protection), _PAGES, _DOCUMENTS
    yield "Kan jeg miste dem?", _SAVED, _disk(protection), _BACKUP, _RETENTION, f"{_NEW_PC} {_NO_RESET}"
    yield "Til it-afdelingen", _technical_details(protection), _CIPHER, _COMMANDS


def _where(protection: ProtectionState) -> str:
    where = f"Alt ligger på denne pc, i {protection.database.parent}."
    if not protection.targets:
        return f"{where} Backuppen ligger også kun her, for der er ikke valgt et sted uden for pc'en."
    places = " og ".join(str(target.folder) for target in protection.targets)
    return f"{where} Backuppen kommer også til {places}."


def _disk(protection: ProtectionState) -> str:
    return _ALTERED_ENCRYPTED if protection.encrypted else _ALTERED_PLAIN


def _readers(protection: ProtectionState) -> Iterator[str]:
    if protection.encrypted:
        yield (
            "Dine data er krypteret. Uden adgangskoden eller gendannelseskoden er de ulæselige, også i backuppen. Mens "
            "programmet er åbent, kan den, der sidder ved pc'en, læse med; det kan låse sig selv, når du er væk. "
            "Disken i en nyere pc (SSD) kan gemme rester af det, der lå der, før du valgte adgangskoden. De kan ikke "
            "ses fra programmet, men en specialist kan måske finde dem."
        )
        return
    yield (
        "Du har ingen adgangskode på dine data. Den, der kan logge på som dig eller får fat i pc'en, kan læse dem, "
        "medmindre it-afdelingen har krypteret hele disken. Vælg en adgangskode under Filer › Sikkerhed og backup."
    )
    if protection.backup_password_chosen:
        yield f"{_FOR_BACKUP} {_REMEMBERED if protection.backup_key_stored else _NOT_REMEMBERED}"
    else:
        yield "Uden for pc'en ligger backuppen altid krypteret, og derfor skal du vælge en backup-adgangskode først."


def _folder_readers(protection: ProtectionState) -> Iterator[str]:
    """Yield who may read the folder, where the system tells."""
    readers, folder = protection.other_readers, protection.database.parent
    if readers:
        yield others_may_read(folder, readers, encrypted=protection.encrypted)
    elif readers is not None:
        yield "Mappen med dine data kan kun læses af dig, af dem, der administrerer pc'en, og af Windows selv."


_FOR_BACKUP = (
    "Backup-adgangskoden beskytter backuppen uden for pc'en: den, der finder USB-nøglen eller kan se netværksdrevet, "
    "kan ikke læse den. Den beskytter ikke det, der ligger på selve pc'en."
)
_REMEMBERED = "Windows husker den for dig, så kun du, når du er logget på, kan bruge den."
_NOT_REMEMBERED = "Den gemmes ikke på pc'en, så du skriver den én gang efter hver start."


def _technical_details(protection: ProtectionState) -> str:
    return (
        f"Data er én fil, {protection.database.name}, i mappen ovenfor, og lokale backupper ligger i undermappen "
        f"{paths.BACKUP_FOLDER}. Brugeren skal kunne skrive i begge. Databasen må ikke ligge på et netværksdrev eller "
        "i en synkroniseret mappe som OneDrive; backuppen må gerne. Andre steder kan tillades med allowed_places i "
        f"{paths.policy_file()}.{'' if protection.encrypted else _checksum(protection)}"
    )


def _checksum(protection: ProtectionState) -> str:
    return (
        f" Når programmet er lukket, ligger en kontrolsum i {protection.database.name}.sum. Slet den, hvis databasen "
        "erstattes med en anden fil."
    )
