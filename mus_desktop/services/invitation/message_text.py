"""The text of a mail with place holders, such as ``{fornavn}``, and what each of them becomes for one person."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mus_desktop.errors import KnownError
from mus_desktop.model.text import is_blank, one_line, printable_text

PLACEHOLDERS: Mapping[str, str] = {
    "fornavn": "medarbejderens fornavn",
    "navn": "medarbejderens navn",
    "samtale": "MUS eller mini-MUS",
    "tid": "dag og klokkeslæt",
    "varighed": "hvor længe samtalen varer",
    "sted": "stedet",
    "periode": "MUS-året",
    "fokus": "årets fokus",
    "mangler": "det, en påmindelse er om",
    "leder": "dit navn",
    "stilling": "din stilling",
    "arbejdsplads": "din arbejdsplads",
}
"""Every place holder with its meaning, in the order of the list that the leader sees."""
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_MAX_LENGTH = 20_000


class MessageKind(StrEnum):
    """The use of a text."""

    INVITATION = "invitation"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class MessageText:
    """A subject and a text, with place holders or already filled in."""

    subject: str
    body: str


DEFAULT_TEXTS: Mapping[MessageKind, MessageText] = {
    MessageKind.INVITATION: MessageText(
        "Invitation til {samtale} {periode}",
        "Kære {fornavn}\n\n"
        "Jeg vil gerne invitere dig til {samtale}.\n\n"
        "Tid: {tid}\n"
        "Varighed: {varighed}\n"
        "Sted: {sted}\n"
        "Årets fokus: {fokus}\n\n"
        "Brug gerne bilagene til at forberede dig. Det, du skriver i forberedelsesarket, er dit eget, og du bestemmer "
        "selv, hvad du vil tale om.\n\n"
        "Sig til, hvis tidspunktet ikke passer dig.\n\n"
        "Venlig hilsen\n"
        "{leder}\n"
        "{stilling}\n"
        "{arbejdsplads}\n",
    ),
    MessageKind.REMINDER: MessageText(
        "Påmindelse om {samtale} {periode}",
        "Kære {fornavn}\n\n"
        "Jeg mangler {mangler} til vores {samtale}.\n\n"
        "Tid: {tid}\n"
        "Sted: {sted}\n\n"
        "Sig til, hvis du har brug for mere tid eller hjælp.\n\n"
        "Venlig hilsen\n"
        "{leder}\n",
    ),
}


def checked_text(text: MessageText) -> MessageText:
    """Return ``text`` as it is stored.

    :raises KnownError: it is empty or too long, or a place holder is unknown or not closed.
    """
    checked = MessageText(one_line(printable_text(text.subject)), printable_text(text.body).strip("\n") + "\n")
    if is_blank(checked.subject):
        raise KnownError("Mailen mangler et emne. Skriv det, og prøv igen.")
    if is_blank(checked.body):
        raise KnownError("Mailen mangler en tekst. Skriv den, eller hent standardteksten.")
    if len(checked.body) > _MAX_LENGTH:
        raise KnownError("Teksten er for lang til en mail. Gør den kortere, og prøv igen.")
    for part in (checked.subject, checked.body):
        _refuse_unknown(part)
    return checked


def filled_text(text: MessageText, values: Mapping[str, str]) -> MessageText:
    """Return ``text`` with the values of one person in place of the place holders.

    A line whose place holders are all empty is left out, so that no label is left alone. What a value contains is never
    taken for a place holder.
    """
    subject = " ".join(_filled(text.subject, values).split())
    return MessageText(subject, "".join(f"{line}\n" for line in _filled_lines(text.body, values)))


def _filled_lines(body: str, values: Mapping[str, str]) -> Iterator[str]:
    for line in printable_text(body).rstrip("\n").split("\n"):
        names = _PLACEHOLDER.findall(line)
        if not names or any(not is_blank(values.get(name, "")) for name in names):
            yield _filled(line, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: one_line(printable_text(values.get(match[1], ""))), text)


def _refuse_unknown(text: str) -> None:
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            close = difflib.get_close_matches(name.strip().lower(), PLACEHOLDERS, n=1)
            hint = f"Mente du {{{close[0]}}}? Ret den" if close else "Vælg en fra listen"
            raise KnownError(f"Pladsholderen {{{name}}} findes ikke. {hint}, og prøv igen.")
    rest = _PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        at = min(index for index in (rest.find("{"), rest.find("}")) if index >= 0)
        near = one_line(rest[max(0, at - 15) : at + 15])
        raise KnownError(f"En pladsholder er ikke skrevet færdig ved »{near}«. Den skrives som {{fornavn}}.")
