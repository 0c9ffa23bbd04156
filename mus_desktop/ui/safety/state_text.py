"""What the view says of the state, in words and colour; nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mus_desktop.services.safety.protection import Glance, Level, Target, level_of
from mus_desktop.services.safety.quarantined import Aside, Kind
from mus_desktop.ui.safety import LAST_OUTSIDE
from mus_desktop.ui.safety.ages import Tone, ago, size_words, when

_TONES = {Level.NONE: Tone.WARN, Level.GREEN: Tone.GOOD, Level.YELLOW: Tone.WARN, Level.RED: Tone.DANGER}
_OLD = {Level.YELLOW: "Det er over 3 dage siden.", Level.RED: "Det er over en uge siden."}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the view; ``testable`` if a restore test can be asked for there."""

    title: str
    text: str
    tone: Tone = Tone.PLAIN
    testable: bool = False


def lines(glance: Glance, size: int, problem: str, now: datetime, *, damaged: bool = False) -> list[Said]:
    """The whole state.

    :param size: of the database, in bytes.
    :param problem: why the last local backup failed; empty when it did not.
    :param damaged: whether it failed because the database is damaged; every backup looks all of it through.
    """
    said = [_database(glance, size, now, damaged=damaged), _password(glance)]
    if _shows_backup_password(glance):
        said.append(_backup_password(glance))
    return [
        *said,
        _local(glance, problem, now, damaged=damaged),
        _outside(glance, now),
        _test(glance, now),
        _kept(glance),
    ]


def short(glance: Glance, problem: str, now: datetime, *, damaged: bool = False) -> Said:
    """The state in few words, for the edge of the window; see :func:`lines`."""
    if glance.altered:
        return Said("Backup", "Dine data er ændret, mens programmet var lukket. Se her, hvad du kan gøre", Tone.DANGER)
    if damaged:
        return Said("Backup", "Noget af dine data er beskadiget. Hent en backup her", Tone.DANGER)
    if glance.key_unsound:
        return Said("Backup", "Nøglefilen til dine data er beskadiget. Se her, hvad du skal gøre", Tone.DANGER)
    if glance.state_notice:
        return Said(
            "Backup", "Det er uvist, om backupstederne er, som du valgte. Se her, hvad du skal gøre", Tone.DANGER
        )
    if glance.level is Level.NONE:
        text, tone = f"{LAST_OUTSIDE}: ingen. Backup ligger kun på denne pc", Tone.WARN
    else:
        tone = Tone.MUTED if glance.level is Level.GREEN else _TONES[glance.level]
        text = f"{LAST_OUTSIDE}: {ago(glance.last_outside, now)}"
        if glance.last_outside and glance.level is Level.RED:
            late = "og det er for længe" if glance.last_outside <= now else "men pc'ens ur har gået forkert"
            text = f"{text}, {late}"
    if problem:
        return Said("Backup", f"{text}. Den seneste backup på pc'en lykkedes ikke", Tone.DANGER)
    return Said("Backup", text, tone)


def waits(glance: Glance) -> str:
    """What backups wait for before they can leave the PC; empty when it is nothing."""
    if not glance.needs_backup_password:
        return ""
    if glance.backup_password_chosen:
        return "Backup venter på adgangskoden. Skriv den"
    return "Backup venter på en backup-adgangskode. Vælg den"


def of_target(target: Target, now: datetime) -> Iterator[Said]:
    """How it goes with one place: what is there, what went wrong, and whether it can be restored."""
    if target.confirmed is None:
        yield Said("", "Ingen backup er nået frem endnu.", Tone.MUTED if target.problem is None else Tone.DANGER)
    else:
        level = level_of(target.confirmed.at, now, any_target=True)
        arrived = f"Backup bekræftet {when(target.confirmed.at, now)}. {_age(level, target.confirmed.at, now)}"
        yield Said("", arrived.rstrip(), _TONES[level])
    if target.problem:
        yield Said("", target.problem, Tone.WARN)
    if target.test and target.test.problem:
        yield Said("", f"Prøvet {when(target.test.at, now)}: {target.test.problem}", Tone.DANGER)
    elif target.test:
        yield Said("", f"Prøvet {when(target.test.at, now)}: den kan hentes.", Tone.MUTED)


def of_aside(one: Aside, glance: Glance, now: datetime) -> tuple[Said, Said]:
    """What lies aside: what it is and from when; and how large, and whether it can be read."""
    told = f"{size_words(one.size)}, {'krypteret' if one.encrypted else 'ikke krypteret'}"
    what = Said("", what_aside(one, now))
    if one in glance.left_readable:
        return what, Said("", f"{told}, selv om dine data nu er det. Slet det, hvis du ikke mangler noget.", Tone.WARN)
    return what, Said("", told, Tone.MUTED)


def what_aside(one: Aside, now: datetime) -> str:
    """What it is, and from when."""
    return _ASIDE[one.kind].format(when=when(one.at, now))


_ASIDE = {
    Kind.RESTORE: "Dine data, som de var, før en backup blev hentet {when}",
    Kind.PASSWORD: "Dine data, som de var, før adgangskoden blev ændret {when}",
    Kind.UPGRADE: "Dine data, som de var, før programmet blev opdateret {when}",
    Kind.KEY: "En nøglefil, der ikke hørte til dine data, lagt til side {when}",
    Kind.BACKUP: "En backup, der er beskadiget eller fra en nyere udgave og ikke kunne krypteres, lagt til side {when}",
}


def _database(glance: Glance, size: int, now: datetime, *, damaged: bool) -> Said:
    where = f"{size_words(size)} i {glance.database.parent}"
    if glance.altered:
        return Said("Dine data", f"{where}. {_ALTERED}", Tone.DANGER)
    if damaged:
        return Said("Dine data", f"{where}. Noget af det er beskadiget. Vælg »Hent en backup …« nedenfor.", Tone.DANGER)
    if glance.last_local is None:
        return Said("Dine data", f"{where}. Efterses, når der tages backup.")
    return Said("Dine data", f"{where}. Efterset og i orden {when(glance.last_local, now)}.", Tone.GOOD)


_ALTERED = (
    "De er ændret uden om programmet, mens det var lukket. Se dem efter. Vælg »Hent en backup …« nedenfor, hvis noget "
    "mangler eller er forkert, ellers »Behold dem, som de er«. Der tages ikke backup, før du har valgt."
)


def _password(glance: Glance) -> Said:
    title = "Adgangskode"
    if not glance.encrypted:
        what = "Nej, det er valgt fra." if glance.password_declined else "Nej, ikke endnu."
        return Said(title, f"{what} Den, der får fat i pc'en, kan læse samtalerne.", Tone.WARN)
    if glance.key_notice:
        return Said(title, glance.key_notice, Tone.DANGER)
    warnings = (
        (glance.under_backup_password, _FROM_BACKUP),
        (glance.unfinished, _UNFINISHED),
        (glance.left_readable, _LEFT_READABLE),
        (not glance.code_confirmed, f"Ja, {_UNCONFIRMED}".format(button="»Ny gendannelseskode«")),
    )
    warning = next((text for holds, text in warnings if holds), None)
    if warning is not None:
        return Said(title, warning, Tone.WARN)
    return Said(title, "Ja. Dine data er krypteret på pc'en og i alle nye backupper.", Tone.GOOD)


_UNCONFIRMED = "men gendannelseskoden er ikke bekræftet. Har du den ikke på papir, så lav en ny med {button}."
_LEFT_READABLE = "Ja, men noget af det, der er lagt til side, er ikke krypteret. Se nedenfor, og slet det."
_FROM_BACKUP = (
    "Ja: backup-adgangskoden, for dine data er hentet fra en backup, der er krypteret med den. Den skal bruges, næste "
    "gang programmet starter. Skift den, hvis du vil have en anden."
)
_UNFINISHED = (
    "Ja, men ældre backupper på pc'en kunne ikke krypteres endnu. Gør plads på disken; det prøves igen ved næste start."
)


def _shows_backup_password(glance: Glance) -> bool:
    return not glance.encrypted and (
        bool(glance.targets) or glance.backup_password_chosen or bool(glance.backup_key_notice)
    )


def _backup_password(glance: Glance) -> Said:
    title = "Backup-adgangskode"
    if glance.backup_key_notice:
        return Said(title, glance.backup_key_notice, Tone.WARN)
    if not glance.backup_password_chosen:
        return Said(title, "Mangler. Backuppen forlader kun pc'en krypteret, og det kræver en.", Tone.WARN)
    if glance.needs_backup_password:
        return Said(title, "Skal skrives, før backuppen kan komme af sted. Pc'en husker den ikke.", Tone.WARN)
    if not glance.backup_code_confirmed:
        return Said(title, f"Valgt, {_UNCONFIRMED}".format(button="»Ny kode til backup«"), Tone.WARN)
    rests = "Pc'en husker den." if glance.backup_key_rests else "Den skrives efter hver start."
    return Said(title, f"Valgt. Backuppen krypteres med den. {rests}", Tone.GOOD)


def _local(glance: Glance, problem: str, now: datetime, *, damaged: bool) -> Said:
    title = "Seneste backup på pc'en"
    if glance.altered and glance.last_local is not None:
        return Said(title, f"{_capital(when(glance.last_local, now))}. Den er fra før ændringen.", Tone.WARN)
    if damaged and glance.last_local is not None:
        return Said(title, f"{_capital(when(glance.last_local, now))}. Den er i orden og bliver liggende.", Tone.WARN)
    if problem:
        return Said(title, problem, Tone.DANGER)
    if glance.last_local is None:
        return Said(title, "Der er ikke taget backup endnu.", Tone.WARN)
    return Said(title, f"{_capital(when(glance.last_local, now))}. Efterset.", Tone.GOOD)


def _outside(glance: Glance, now: datetime) -> Said:
    if glance.state_notice:
        return Said(LAST_OUTSIDE, glance.state_notice, Tone.DANGER)
    if glance.level is Level.NONE:
        return Said(LAST_OUTSIDE, "Intet sted er valgt. Går pc'en i stykker, er alt væk.", Tone.WARN)
    if glance.last_outside is None:
        return Said(LAST_OUTSIDE, "Ingen backup er nået frem endnu.", Tone.DANGER)
    age = _age(glance.level, glance.last_outside, now) or "Læst tilbage og sammenlignet."
    return Said(LAST_OUTSIDE, f"{_capital(when(glance.last_outside, now))}. {age}", _TONES[glance.level])


def _age(level: Level, at: datetime, now: datetime) -> str:
    if level is not Level.GREEN and at > now:
        return "Pc'ens ur har gået forkert, så det er uvist, hvor gammel den er."
    return _OLD.get(level, "")


def _test(glance: Glance, now: datetime) -> Said:
    title, test = "Seneste prøve på at hente en backup", glance.last_test
    ready = glance.last_outside is not None and not glance.needs_backup_password
    if test is None:
        return Said(title, "Ikke prøvet endnu. Det sker af sig selv, når en backup er nået frem.", Tone.MUTED, ready)
    if test.problem:
        return Said(title, f"{_capital(when(test.at, now))}: {test.problem}", Tone.DANGER, ready)
    return Said(title, f"{_capital(when(test.at, now))}. Den kan hentes.", Tone.GOOD, ready)


def _kept(glance: Glance) -> Said:
    title = "Backupper gemmes"
    if glance.retention_days is None:
        return Said(title, _NO_LIMIT)
    return Said(title, f"Højst {period_words(glance.retention_days)}. Den nyeste slettes aldrig.")


def period_words(days: int) -> str:
    """A retention period as one says it."""
    return PERIODS.get(days) or ("2 år" if days == _ONCE_OFFERED else f"{days} dage")


PERIODS = {92: "3 måneder", 183: "6 måneder", 366: "1 år"}
"""The retention periods that can be chosen, in days; a longer one would hardly ever take anything."""
_ONCE_OFFERED = 731
_NO_LIMIT = "Omkring et år, når programmet bruges hver måned, ellers længere. De ældste med større mellemrum."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
