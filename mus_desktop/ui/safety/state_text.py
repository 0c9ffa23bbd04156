"""The texts and colours for the state of backups and protection; independent of widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mus_desktop.services.safety.protection import BackupAgeLevel, BackupTarget, ProtectionState, backup_age_level
from mus_desktop.services.safety.quarantined import QuarantinedItem, QuarantineKind
from mus_desktop.ui.safety import LAST_OFFSITE
from mus_desktop.ui.safety.time_text import StateTone, size_text, time_ago_text, time_in_words

_TONE_OF_LEVEL = {
    BackupAgeLevel.NONE: StateTone.WARN,
    BackupAgeLevel.GREEN: StateTone.GOOD,
    BackupAgeLevel.YELLOW: StateTone.WARN,
    BackupAgeLevel.RED: StateTone.DANGER,
}
_AGE_OF_LEVEL = {BackupAgeLevel.YELLOW: "Det er over 3 dage siden.", BackupAgeLevel.RED: "Det er over en uge siden."}


@dataclass(frozen=True, slots=True)
class StateText:
    """A line of the view; ``testable`` if it offers a restore test."""

    title: str
    text: str
    tone: StateTone = StateTone.PLAIN
    testable: bool = False


def status_lines(
    protection: ProtectionState, size: int, problem: str, now: datetime, *, damaged: bool = False
) -> list[StateText]:
    """Return the lines for the whole state.

    :param size: of the database, in bytes.
    :param problem: why the last local backup failed; empty if it succeeded.
    :param damaged: whether it failed because the database is damaged; every backup checks the whole database.
    """
    found = [_database(protection, size, now, damaged=damaged), _password(protection)]
    if _shows_backup_password(protection):
        found.append(_backup_password(protection))
    return [
        *found,
        _local(protection, problem, now, damaged=damaged),
        _outside(protection, now),
        _test(protection, now),
        _retention(protection),
    ]


def short_status(protection: ProtectionState, problem: str, now: datetime, *, damaged: bool = False) -> StateText:
    """Return a short form of the state, for the edge of the window; parameters as in :func:`status_lines`."""
    if protection.changed_while_closed:
        return StateText(
            "Backup", "Dine data er ændret, mens programmet var lukket. Se her, hvad du kan gøre", StateTone.DANGER
        )
    if damaged:
        return StateText("Backup", "Noget af dine data er beskadiget. Gendan fra en backup her", StateTone.DANGER)
    if protection.key_file_damaged:
        return StateText(
            "Backup", "Nøglefilen til dine data er beskadiget. Se her, hvad du skal gøre", StateTone.DANGER
        )
    if protection.state_notice:
        return StateText(
            "Backup", "Det er uvist, om backupstederne er, som du valgte. Se her, hvad du skal gøre", StateTone.DANGER
        )
    if protection.level is BackupAgeLevel.NONE:
        only_here = "Backup ligger kun på denne pc" if protection.last_local else "Der er ikke taget backup endnu"
        text, tone = f"{LAST_OFFSITE}: ingen. {only_here}", StateTone.WARN
    else:
        tone = StateTone.MUTED if protection.level is BackupAgeLevel.GREEN else _TONE_OF_LEVEL[protection.level]
        text = f"{LAST_OFFSITE}: {time_ago_text(protection.last_offsite, now)}"
        if protection.last_offsite and protection.level is BackupAgeLevel.RED:
            late = "og det er for længe" if protection.last_offsite <= now else "men pc'ens ur har gået forkert"
            text = f"{text}, {late}"
    if problem:
        return StateText("Backup", f"{text}. Den seneste backup på pc'en lykkedes ikke", StateTone.DANGER)
    return StateText("Backup", text, tone)


def waiting_reason(protection: ProtectionState) -> str:
    """Return what backups wait for before they can leave the PC; empty if they do not wait."""
    if not protection.needs_backup_password:
        return ""
    if protection.backup_password_chosen:
        return "Backup venter på adgangskoden. Skriv den"
    return "Backup venter på en backup-adgangskode. Vælg den"


def target_status(target: BackupTarget, now: datetime) -> Iterator[StateText]:
    """Yield the lines of one backup target: its backups, the last error, and the result of the last restore test."""
    if target.confirmed is None:
        yield StateText(
            "", "Ingen backup er nået frem endnu.", StateTone.MUTED if target.problem is None else StateTone.DANGER
        )
    else:
        level = backup_age_level(target.confirmed.at, now, any_target=True)
        arrived = f"Backup bekræftet {time_in_words(target.confirmed.at, now)}. {_age(level, target.confirmed.at, now)}"
        yield StateText("", arrived.rstrip(), _TONE_OF_LEVEL[level])
    if target.problem:
        yield StateText("", target.problem, StateTone.WARN)
    if target.other_at:
        yield StateText("", _OTHER_PC.format(when=time_in_words(target.other_at, now)), StateTone.WARN)
    if target.test and target.test.problem:
        yield StateText("", f"Prøvet {time_in_words(target.test.at, now)}: {target.test.problem}", StateTone.DANGER)
    elif target.test:
        yield StateText("", f"Prøvet {time_in_words(target.test.at, now)}: der kan gendannes fra den.", StateTone.MUTED)


_OTHER_PC = (
    "En anden pc tager også backup af de samme data hertil, senest {when}. Brug kun programmet på den ene, for det, du "
    "skriver på den anden, kommer ikke med her."
)


def quarantined_status(one: QuarantinedItem, protection: ProtectionState, now: datetime) -> tuple[StateText, StateText]:
    """Return two lines on a quarantined item: what it is and its date; and its size and whether it can be read."""
    size_and_encryption = f"{size_text(one.size)}, {'krypteret' if one.encrypted else 'ikke krypteret'}"
    description = StateText("", quarantined_text(one, now))
    if one in protection.unencrypted_items:
        return description, StateText(
            "",
            f"{size_and_encryption}, selv om dine data nu er det. Slet det, hvis du ikke mangler noget.",
            StateTone.WARN,
        )
    return description, StateText("", size_and_encryption, StateTone.MUTED)


def quarantined_text(one: QuarantinedItem, now: datetime) -> str:
    """Return what a quarantined item is, and its date."""
    return _QUARANTINED[one.kind].format(when=time_in_words(one.at, now))


_QUARANTINED = {
    QuarantineKind.RESTORE: "Dine data, som de var, før der blev gendannet fra en backup {when}",
    QuarantineKind.PASSWORD: "Dine data, som de var, før adgangskoden blev ændret {when}",
    QuarantineKind.UPGRADE: "Dine data, som de var, før programmet blev opdateret {when}",
    QuarantineKind.KEY: "En nøglefil, der ikke hørte til dine data, lagt til side {when}",
    QuarantineKind.BACKUP: "En backup, der er beskadiget eller fra en nyere udgave og ikke kunne krypteres, "
    "lagt til side {when}",
}


def _database(protection: ProtectionState, size: int, now: datetime, *, damaged: bool) -> StateText:
    where = f"{size_text(size)} i {protection.database.parent}"
    if protection.changed_while_closed:
        return StateText("Dine data", f"{where}. {_ALTERED}", StateTone.DANGER)
    if damaged:
        return StateText(
            "Dine data", f"{where}. Noget af det er beskadiget. Vælg »Gendan fra backup …« nedenfor.", StateTone.DANGER
        )
    if protection.last_local is None:
        return StateText("Dine data", f"{where}. Kontrolleres, når der tages backup.")
    return StateText(
        "Dine data", f"{where}. Kontrolleret og i orden {time_in_words(protection.last_local, now)}.", StateTone.GOOD
    )


_ALTERED = (
    "De er ændret uden om programmet, mens det var lukket. Se dem efter. Vælg »Gendan fra backup …« nedenfor, hvis "
    "noget mangler eller er forkert, ellers »Behold dem, som de er«. Der tages ikke backup, før du har valgt."
)


def _password(protection: ProtectionState) -> StateText:
    title = "Adgangskode"
    if not protection.encrypted:
        description = "Nej, det er valgt fra." if protection.password_declined else "Nej, ikke endnu."
        return StateText(title, f"{description} Den, der får fat i pc'en, kan læse samtalerne.", StateTone.WARN)
    if protection.key_notice:
        return StateText(title, protection.key_notice, StateTone.DANGER)
    warnings = (
        (protection.uses_backup_password, _FROM_BACKUP),
        (protection.has_unencrypted_files, _UNFINISHED),
        (protection.unencrypted_items, _LEFT_READABLE),
        (not protection.code_confirmed, f"Ja, {_UNCONFIRMED}".format(button="»Ny gendannelseskode«")),
    )
    warning = next((text for applies, text in warnings if applies), None)
    if warning is not None:
        return StateText(title, warning, StateTone.WARN)
    return StateText(title, "Ja. Dine data er krypteret på pc'en og i alle nye backupper.", StateTone.GOOD)


_UNCONFIRMED = "men gendannelseskoden er ikke bekræftet. Har du den ikke på papir, så lav en ny med {button}."
_LEFT_READABLE = "Ja, men noget af det, der er lagt til side, er ikke krypteret. Se nedenfor, og slet det."
_FROM_BACKUP = (
    "Ja: backup-adgangskoden, for dine data er gendannet fra en backup, der er krypteret med den. Den skal bruges, "
    "næste gang programmet starter. Skift den, hvis du vil have en anden."
)
_UNFINISHED = (
    "Ja, men ældre backupper på pc'en kunne ikke krypteres endnu. Gør plads på disken; det prøves igen ved næste start."
)


def _shows_backup_password(protection: ProtectionState) -> bool:
    return not protection.encrypted and (
        bool(protection.targets) or protection.backup_password_chosen or bool(protection.backup_key_notice)
    )


def _backup_password(protection: ProtectionState) -> StateText:
    title = "Backup-adgangskode"
    if protection.backup_key_notice:
        return StateText(title, protection.backup_key_notice, StateTone.WARN)
    if not protection.backup_password_chosen:
        return StateText(title, "Mangler. Backuppen forlader kun pc'en krypteret, og det kræver en.", StateTone.WARN)
    if protection.needs_backup_password:
        return StateText(title, "Skal skrives, før backuppen kan komme af sted. Pc'en husker den ikke.", StateTone.WARN)
    if not protection.backup_code_confirmed:
        return StateText(title, f"Valgt, {_UNCONFIRMED}".format(button="»Ny kode til backup«"), StateTone.WARN)
    key_stored = "Pc'en husker den." if protection.backup_key_stored else "Den skrives efter hver start."
    return StateText(title, f"Valgt. Backuppen krypteres med den. {key_stored}", StateTone.GOOD)


def _local(protection: ProtectionState, problem: str, now: datetime, *, damaged: bool) -> StateText:
    title = "Seneste backup på pc'en"
    if protection.changed_while_closed and protection.last_local is not None:
        return StateText(
            title, f"{_capital(time_in_words(protection.last_local, now))}. Den er fra før ændringen.", StateTone.WARN
        )
    if damaged and protection.last_local is not None:
        return StateText(
            title,
            f"{_capital(time_in_words(protection.last_local, now))}. Den er i orden og bliver liggende.",
            StateTone.WARN,
        )
    if problem:
        return StateText(title, problem, StateTone.DANGER)
    if protection.last_local is None:
        return StateText(title, "Der er ikke taget backup endnu.", StateTone.WARN)
    return StateText(title, f"{_capital(time_in_words(protection.last_local, now))}. Kontrolleret.", StateTone.GOOD)


def _outside(protection: ProtectionState, now: datetime) -> StateText:
    if protection.state_notice:
        return StateText(LAST_OFFSITE, protection.state_notice, StateTone.DANGER)
    if protection.level is BackupAgeLevel.NONE:
        return StateText(LAST_OFFSITE, "Intet sted er valgt. Går pc'en i stykker, er alt væk.", StateTone.WARN)
    if protection.last_offsite is None:
        return StateText(LAST_OFFSITE, "Ingen backup er nået frem endnu.", StateTone.DANGER)
    age = _age(protection.level, protection.last_offsite, now) or "Læst tilbage og sammenlignet."
    return StateText(
        LAST_OFFSITE,
        f"{_capital(time_in_words(protection.last_offsite, now))}. {age}",
        _TONE_OF_LEVEL[protection.level],
    )


def _age(level: BackupAgeLevel, at: datetime, now: datetime) -> str:
    if level is not BackupAgeLevel.GREEN and at > now:
        return "Pc'ens ur har gået forkert, så det er uvist, hvor gammel den er."
    return _AGE_OF_LEVEL.get(level, "")


def _test(protection: ProtectionState, now: datetime) -> StateText:
    title, test = "Seneste prøvegendannelse", protection.last_test
    ready = protection.last_offsite is not None and not protection.needs_backup_password
    if test is None:
        return StateText(
            title, "Ikke prøvet endnu. Det sker af sig selv, når en backup er nået frem.", StateTone.MUTED, ready
        )
    if test.problem:
        return StateText(title, f"{_capital(time_in_words(test.at, now))}: {test.problem}", StateTone.DANGER, ready)
    return StateText(
        title, f"{_capital(time_in_words(test.at, now))}. Der kan gendannes fra den.", StateTone.GOOD, ready
    )


def _retention(protection: ProtectionState) -> StateText:
    title = "Backupper gemmes"
    if protection.retention_days is None:
        return StateText(title, _NO_LIMIT)
    by_it = " Det har IT bestemt." if protection.retention_days == protection.retention_limit_days else ""
    return StateText(title, f"Højst {period_text(protection.retention_days)}.{by_it} Den nyeste slettes aldrig.")


def period_text(days: int) -> str:
    """Return a retention period in everyday words."""
    return PERIODS.get(days) or ("2 år" if days == _FORMERLY_OFFERED else f"{days} dage")


PERIODS = {92: "3 måneder", 183: "6 måneder", 366: "1 år"}
"""The retention periods that can be chosen, in days; a longer one would hardly ever remove anything."""
_FORMERLY_OFFERED = 731
_NO_LIMIT = "Omkring et år, når programmet bruges hver måned, ellers længere. De ældste med større mellemrum."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
