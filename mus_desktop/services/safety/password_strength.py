"""How easily a new password can be guessed, estimated by zxcvbn, and why in one Danish sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mus_desktop.errors import KnownError
from mus_desktop.model.text.secret_text import typed_secret

MIN_PASSWORD_LENGTH = 10
"""Minimum length of a password in characters."""
_GUESSES = 10.0
"""The fewest guesses that must be needed, as a power of ten; each costs a key derivation of about half a second."""
_LONGEST = 72
"""zxcvbn refuses longer ones; their beginning is strong enough, or they repeat it."""
_ADVICE = "Vælg tre-fire ord, der ikke hører sammen."
_REASONS = {
    "repeat": "Adgangskoden gentager de samme tegn, så den er let at gætte.",
    "sequence": "Adgangskoden følger en række som 1234 eller abcd, så den er let at gætte.",
    "spatial": "Adgangskoden følger tasterne på tastaturet, så den er let at gætte.",
    "date": "Adgangskoden er en dato, så den er let at gætte.",
    "regex": "Adgangskoden er mest et årstal, så den er let at gætte.",
    "dictionary": "Adgangskoden, eller det meste af den, bruges af mange, så den er let at gætte.",
    "bruteforce": "Adgangskoden er for enkel, så den er let at gætte.",
}
_DATE_IN_WORDS = re.compile(
    r"\W*(\d{1,2}\W*)?(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\W*(\d{2,4})?\W*", re.IGNORECASE
)
"""A Danish date with the name of the month; zxcvbn knows dates in digits."""
_COMMON = """
adgangskode kodeord hemmelig hemmeligt velkommen goddag farvel elsker elskerdig skat skatter mor far mormor morfar
farmor farfar søster bror familie hund kat hest fisk fugl sommer vinter efterår forår sommerferie vinterferie jul
juleaften påske pinse ferie januar februar marts april maj juni juli august september oktober november december mandag
tirsdag onsdag torsdag fredag lørdag søndag danmark københavn aarhus århus odense aalborg ålborg esbjerg randers kolding
horsens vejle roskilde herning silkeborg næstved fredericia viborg køge holstebro taastrup slagelse hillerød sønderborg
svendborg bornholm sjælland jylland fyn kommune rådhus skole skolen folkeskole børnehave børnehaven vuggestue
daginstitution sfo leder skoleleder pædagog lærer medarbejder medarbejdersamtale udviklingssamtale samtale mus grus lus
fodbold håndbold brøndby fckøbenhavn agf liverpool kaffe chokolade pizza blomst solskin regnbue stjerne
anne mette kirsten hanne anna helle susanne lene maria marianne inge karen camilla lone louise emma pia charlotte gitte
bente julie jette tina peter michael lars thomas jens henrik søren christian martin jan morten jesper anders niels mads
rasmus ole per hans kim claus jørgen erik john
nielsen jensen hansen andersen pedersen christensen larsen sørensen rasmussen jørgensen petersen madsen kristensen olsen
thomsen christiansen poulsen johansen møller mortensen
"""
"""Frequent Danish words, names and places; zxcvbn knows the English ones."""


def refuse_weak_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is too short or easily guessed.

    :param about: names and places that others connect with the user.
    :raises KnownError: with the reason and what to choose instead.
    """
    password = typed_secret(password)
    if len(password) < MIN_PASSWORD_LENGTH:
        raise KnownError(
            f"Adgangskoden skal have mindst {MIN_PASSWORD_LENGTH} tegn. Tre-fire ord i træk er lette at huske."
        )
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists take 30 ms, and only a new password needs them

    if _DATE_IN_WORDS.fullmatch(password):
        raise KnownError(f"{_REASONS['date']} {_ADVICE}")
    words = [word for text in about for word in (text, *re.split(r"\W+", text)) if len(word) > 2]
    found = zxcvbn(password[:_LONGEST], user_inputs=[*_COMMON.split(), *words])
    if found["guesses_log10"] < _GUESSES:
        raise KnownError(f"{_reason(found['sequence'])} {_ADVICE}")


def _reason(matches: Sequence[Mapping[str, Any]]) -> str:
    longest = max(matches, key=lambda match: len(match["token"]))
    return _REASONS.get(longest["pattern"], _REASONS["bruteforce"])
