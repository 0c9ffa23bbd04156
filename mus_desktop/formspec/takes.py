"""Readers for the values of the keys in a form, one for each shape, and the reading of a table of keys.

A reader takes the raw value and its place and returns the value of the model, or raises :class:`RefusedError` with
the end of a sentence that begins with the key's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from mus_desktop.formspec.problems import Spot, nearest, numbered
from mus_desktop.model.text import is_blank, printable

Reader: TypeAlias = Callable[[Any, Spot], Any]
E = TypeVar("E", bound=StrEnum)

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FORM_ID = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


class RefusedError(Exception):
    """A value that its key cannot hold; ``text`` is the end of a Danish sentence."""

    def __init__(self, text: str, suggestion: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the language: its reader and its name in the model.

    ``otherwise`` replaces a required value that is missing or wrong, so that the rest can still be checked.
    ``since`` is the first form language that has the key.
    """

    read: Reader
    required: bool = False
    attribute: str = ""
    otherwise: Any = ""
    since: int = 1


def must(read: Reader, *, otherwise: Any = "", attribute: str = "") -> Key:
    """Return a required key."""
    return Key(read, required=True, attribute=attribute, otherwise=otherwise)


def read_table(data: Any, keys: Mapping[str, Key], spot: Spot) -> dict[str, Any]:
    """Return the values of ``data`` by their names in the model; every problem is recorded at ``spot``."""
    # Reading goes on after a problem, so that the author sees all problems in one report.
    values = {key.attribute or name: key.otherwise for name, key in keys.items() if key.required}
    if not isinstance(data, Mapping):
        spot.wrong("her skal stå nøgler og værdier")
        return values
    known = {name: key for name, key in keys.items() if key.since <= spot.language}
    for name in data:
        if name not in known:
            _refuse_key(name, keys, known, spot)
    for name, key in known.items():
        if name not in data:
            if key.required:
                spot.wrong(f"»{name}« mangler")
            continue
        try:
            values[key.attribute or name] = key.read(data[name], spot)
        except RefusedError as refused:
            spot.wrong(f"»{name}« {refused.text}", refused.suggestion)
    return values


def _refuse_key(name: str, keys: Mapping[str, Key], known: Iterable[str], spot: Spot) -> None:
    """Record that ``name`` is not among the ``known`` keys, and the key that was probably meant."""
    newer = keys.get(name)
    if newer:
        spot.wrong(f"»{name}« kendes ikke i language = {spot.language}; {_newer(newer.since)}")
        return
    guess = nearest(name, known)
    spot.wrong(f"»{name}« kendes ikke her" + ("" if guess else f"; her kan stå {', '.join(known)}"), guess)


def _newer(language: int) -> str:
    return f"skriv language = {language} øverst i skemaet for at bruge det"


def text(value: Any, _spot: Spot) -> str:
    """Return text of any number of lines, without the line breaks before the first and after the last line."""
    if not isinstance(value, str):
        raise RefusedError("skal være tekst i anførselstegn")
    # Control characters cannot be stored in a Word document, which is XML.
    if printable(value) != value:
        raise RefusedError("rummer et usynligt tegn, som ikke kan stå i et dokument")
    return value.strip("\n")


def line(value: Any, spot: Spot) -> str:
    """Return a single line of text that is not blank."""
    words = text(value, spot)
    if is_blank(words):
        raise RefusedError("mangler tekst")
    if "\n" in words:
        raise RefusedError("skal stå på én linje")
    return words


def _matching(pattern: re.Pattern[str], rule: str) -> Reader:
    def read(value: Any, spot: Spot) -> str:
        if not pattern.fullmatch(text(value, spot)):
            raise RefusedError(f"må ikke være »{value}«: {rule}")
        return str(value)

    return read


key = _matching(_KEY, "brug små bogstaver a-z, tal og _, og begynd med et bogstav")
form_id = _matching(_FORM_ID, "brug små bogstaver a-z, tal og bindestreg, og begynd med et bogstav")
language_tag = _matching(_LANGUAGE_TAG, "skriv sproget som i »da-DK«")


def flag(value: Any, _spot: Spot) -> bool:
    """Return a yes or no."""
    if not isinstance(value, bool):
        raise RefusedError("skal være true eller false")
    return value


def whole(at_least: int | None = None, at_most: int | None = None) -> Reader:
    """Return a reader of a whole number, of at least ``at_least`` and at most ``at_most`` if set."""

    def read(value: Any, _spot: Spot) -> int:
        # bool is a subclass of int, but TOML's true is not a number.
        if not isinstance(value, int) or isinstance(value, bool):
            raise RefusedError("skal være et helt tal")
        if at_least is not None and value < at_least:
            raise RefusedError(f"skal være mindst {at_least}")
        if at_most is not None and value > at_most:
            raise RefusedError(f"må højst være {at_most}")
        return value

    return read


def span(value: Any, spot: Spot) -> tuple[int, int]:
    """Return the fewest and the most, written as ``[min, max]``."""
    if not isinstance(value, list) or len(value) != 2:
        raise RefusedError("skal være to hele tal: [mindst, højst]")
    least, most = (whole(0)(number, spot) for number in value)
    if least > most or most == 0:
        raise RefusedError("skal være to hele tal, det mindste først, og det største mindst 1")
    return least, most


def pick(value: Any, spot: Spot) -> tuple[int, int]:
    """Return how many options to pick: a number for exactly that many, or ``[min, max]``."""
    if isinstance(value, list):
        return span(value, spot)
    number = whole(1)(value, spot)
    return number, number


def lines(value: Any, spot: Spot) -> tuple[str, ...]:
    """Return a list of single lines, all different; it may be empty."""
    if not isinstance(value, list):
        raise RefusedError('skal være en liste af tekster: ["...", "..."]')
    try:
        read = tuple(line(item, spot) for item in value)
    except RefusedError as refused:
        raise RefusedError(f"har et punkt, som {refused.text}") from None
    # A label identifies its option, row or area in stored answers, so each must be unique.
    doubled = next((item for position, item in enumerate(read) if item in read[:position]), None)
    if doubled is not None:
        raise RefusedError(f"nævner »{doubled}« to gange")
    return read


def some_lines(value: Any, spot: Spot) -> tuple[str, ...]:
    """Return a list of at least one line, all different."""
    read = lines(value, spot)
    if not read:
        raise RefusedError("er tom")
    return read


def one_of(known: Iterable[E]) -> Reader:
    """Return a reader of one of the words of the language."""
    words = {str(member): member for member in known}

    def read(value: Any, spot: Spot) -> E:
        word = text(value, spot)
        if word in words:
            return words[word]
        guess = nearest(word, words)
        raise RefusedError(f"kan ikke være »{word}«" + ("" if guess else f"; vælg mellem {', '.join(words)}"), guess)

    return read


def several_of(known: Iterable[E]) -> Reader:
    """Return a reader of a list of at least one of the words of the language."""
    read_one: Callable[[Any, Spot], E] = one_of(known)

    def read(value: Any, spot: Spot) -> tuple[E, ...]:
        return tuple(read_one(word, spot) for word in some_lines(value, spot))

    return read


def labels(known: Iterable[E], since: Mapping[E, int] | None = None) -> Reader:
    """Return a reader of a table from words of the language to the form's own labels, in the order of the form.

    ``since`` is the first form language of each word that was added after language 1.
    """
    every = {str(member): member for member in known}
    newer = since or {}

    def read(value: Any, spot: Spot) -> dict[E, str]:
        words = {word: member for word, member in every.items() if newer.get(member, 1) <= spot.language}
        if not isinstance(value, Mapping) or not value:
            raise RefusedError(f'skal være navne med hver sin tekst: {{ {next(iter(words))} = "..." }}')
        unknown = next((name for name in value if name not in words), None)
        if unknown in every:
            raise RefusedError(f"kender ikke »{unknown}« i language = {spot.language}; {_newer(newer[every[unknown]])}")
        if unknown is not None:
            raise RefusedError(f"kender ikke »{unknown}«", nearest(unknown, words))
        return {words[name]: line(label, spot) for name, label in value.items()}

    return read


def tables(read_one: Reader, enter: Callable[[Spot, str], Spot], written: str) -> Reader:
    """Return a reader of a list of at least one table.

    ``enter`` returns the place of a table; ``written`` shows in the error how the list is written.
    """

    def read(value: Any, spot: Spot) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise RefusedError(f"skal stå som {written}, mindst én")
        return tuple(read_one(item, enter(spot, _name(item, at))) for at, item in enumerate(value, 1))

    return read


def _name(item: Any, position: int) -> str:
    name = item.get("key") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) and name else numbered(position)
