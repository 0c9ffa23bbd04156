"""The texts about a backup, before and after it is restored; independent of widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mus_desktop.model.dates import format_date
from mus_desktop.services.safety.target_backups import ListedBackup
from mus_desktop.ui.safety.time_text import size_text, time_in_words

_COUNTED = {
    "employees": ("medarbejder", "medarbejdere"),
    "conversations": ("samtale", "samtaler"),
    "plans": ("plan", "planer"),
    "documents": ("dokument", "dokumenter"),
}
_OMITTED_IF_ZERO = (_COUNTED["plans"], _COUNTED["documents"])
"""Counts that are not mentioned when they are 0."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of the restore dialog in one situation."""

    title: str
    text: str
    consequence: str
    """The consequence for the current data."""
    nothing: str = "Der er ingen backupper her. Vælg et andet sted eller en anden fil."
    cancel: str = "A&nnullér"
    only_filled: bool = False
    """Whether backups without employees are left out."""


INTACT_DATABASE = Wording(
    "Gendan fra backup",
    "Hele backuppen kontrolleres, før noget ændres. Det, du har nu, bliver først gemt som en backup, så du kan komme "
    "tilbage til det.",
    "Det, du har skrevet siden, er derefter ikke at se, men det ligger i den backup, der tages nu.",
)
EMPTY_PC = Wording(
    "Gendan fra backup",
    "Backupfilen og dens adgangskode eller gendannelseskode er nok. Hele filen kontrolleres, før noget ændres.",
    "Her er ikke skrevet noget endnu, så intet går tabt.",
    nothing="Der er ingen backup på denne pc. Vælg filen på en USB-nøgle eller et netværksdrev; den ender på "
    ".musbackup.",
    only_filled=True,
)
_QUARANTINED = "De filer, der ligger her nu, bliver flyttet til side og gemt."


def unusable_database(reason: str) -> Wording:
    """Return the texts for a database that cannot be opened; ``reason`` is the message of the error."""
    return Wording(
        "Dine data kan ikke åbnes",
        f"{reason}\n\nHele backuppen kontrolleres, før noget ændres. {_QUARANTINED}",
        _QUARANTINED,
        nothing=EMPTY_PC.nothing,
        cancel="&Luk",
    )


FORGOTTEN_PASSWORD = Wording(
    "Gendan fra backup",
    "Vælg en backup, som du har adgangskoden eller gendannelseskoden til, for eksempel fra før adgangskoden blev "
    f"skiftet. {_QUARANTINED}",
    _QUARANTINED,
    cancel="&Tilbage",
)


@dataclass(frozen=True, slots=True)
class PasswordHint:
    """The password or key that opens the data after the restore."""

    typed: bool
    """Whether its password or code was asked for, because it differs from today's."""
    only_copy_encrypted: bool
    """Whether it is the backup password, of data without a password."""


def confirmation_text(wording: Wording, description: str, password_hint: PasswordHint, remark: str | None) -> str:
    """Return the text that explains what restoring means; ``description`` is the date and contents of the backup."""
    sentences = [f"Alt i programmet bliver, som det var i backuppen: {description}. {wording.consequence}", remark]
    if password_hint.only_copy_encrypted:
        sentences.append(
            "Backuppen er krypteret med backup-adgangskoden. Dine data bliver derfor beskyttet med den, og den skal "
            "skrives, hver gang programmet åbnes."
        )
    elif password_hint.typed:
        sentences.append("Dine data bliver beskyttet med backuppens adgangskode.")
    return "\n\n".join(filter(None, sentences))


def outcome_sentences(description: str, password_hint: PasswordHint, quarantine: Path | None) -> list[str]:
    """Return the sentences to show when the backup is in place.

    :param description: the date and contents of the backup.
    :param quarantine: the folder where the previous files are kept.
    """
    sentences = [f"Alt i programmet er nu, som det var i backuppen: {description}."]
    if password_hint.only_copy_encrypted:
        sentences.append(
            "Dine data er nu beskyttet med backup-adgangskoden. Den skal skrives, hver gang programmet åbnes. Du kan "
            "skifte eller fjerne den under Filer › Sikkerhed og backup."
        )
    elif password_hint.typed:
        sentences.append("Dine data er nu beskyttet med backuppens adgangskode.")
    if quarantine is not None:
        sentences.append(f"De filer, der lå her før, er flyttet til side og gemt i {quarantine}.")
    return sentences


ONLY_KEY_MISSING = (
    "Backuppen rummer nøglen til dine data, som de er nu, og de er hele. Beholder du dem, går intet tabt: kun det, der "
    "åbner dem, hentes fra backuppen. De åbnes derefter med backuppens adgangskode."
)
KEY_ONLY = ("Dine data er, som de var, og åbnes nu med backuppens adgangskode. Intet er gået tabt.",)


def lines_of(listed: Sequence[ListedBackup], now: datetime) -> list[str]:
    """Return the list entries of the backups; those from the same minute also show seconds."""
    minutes = Counter(time_in_words(one.made_at, now) for one in listed)
    return [
        _line_of(one, time_in_words(one.made_at, now, seconds=minutes[time_in_words(one.made_at, now)] > 1))
        for one in listed
    ]


def _line_of(one: ListedBackup, first: str) -> str:
    """Return the time, size and contents of a backup."""
    sentences = [size_text(one.size), _protected(one)]
    if one.counts is not None:
        sentences.append(contents(one.counts))
    if not one.of_this_database:
        sentences.append("fra en anden pc eller en tidligere installation")
    return f"{first[:1].upper()}{first[1:]}\n{' · '.join(filter(None, sentences))}"


def _protected(one: ListedBackup) -> str:
    if one.password_from is not None:
        return f"kræver adgangskoden fra {format_date(one.password_from)}"
    return "krypteret" if one.encrypted else ""


def contents(counts: Mapping[str, int]) -> str:
    """Return the contents of a backup in words."""
    known = ((counts.get(key, 0), word) for key, word in _COUNTED.items())
    known = ((number, word) for number, word in known if number or word not in _OMITTED_IF_ZERO)
    return ", ".join(f"{number} {one if number == 1 else many}" for number, (one, many) in known)
