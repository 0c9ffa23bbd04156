"""Readers for the values of the keys in a form, one for each shape, and the reading of a table of keys.

A reader takes the raw value and its place and returns the value of the model, or raises :class:`InvalidValueError` with
the end of a sentence that begins with the key's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from mus_desktop.formspec.problems import ReadContext, closest_word, position_name
from mus_desktop.model.text import is_blank, printable_text, visible_text

Reader: TypeAlias = Callable[[Any, ReadContext], Any]
E = TypeVar("E", bound=StrEnum)

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FORM_ID = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


class InvalidValueError(Exception):
    """A value that its key cannot hold; ``text`` is the end of a Danish sentence."""

    def __init__(self, text: str, suggestion: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the language: its reader and its name in the model.

    ``fallback`` replaces a required value that is missing or wrong, so that the rest can still be checked.
    ``since`` is the first form language that has the key.
    """

    read: Reader
    required: bool = False
    attribute: str = ""
    fallback: Any = ""
    since: int = 1


def required_key(read: Reader, *, fallback: Any = "", attribute: str = "") -> Key:
    """Return a required key; see :class:`Key`."""
    return Key(read, required=True, attribute=attribute, fallback=fallback)


def read_table(data: Any, keys: Mapping[str, Key], context: ReadContext) -> dict[str, Any]:
    """Return the values of ``data`` by their names in the model; every problem is recorded at ``context``."""
    # Reading goes on after a problem, so that the author sees all problems in one report.
    values = {key.attribute or name: key.fallback for name, key in keys.items() if key.required}
    if not isinstance(data, Mapping):
        context.add_problem("her skal stå nøgler og værdier")
        return values
    known = {name: key for name, key in keys.items() if key.since <= context.language}
    for name in data:
        if name not in known:
            _report_unknown_key(name, keys, known, context)
    for name, key in known.items():
        if name not in data:
            if key.required:
                context.add_problem(f"»{name}« mangler")
            continue
        try:
            values[key.attribute or name] = key.read(data[name], context)
        except InvalidValueError as error:
            context.add_problem(f"»{name}« {error.text}", error.suggestion)
    return values


def _report_unknown_key(name: str, keys: Mapping[str, Key], known: Iterable[str], context: ReadContext) -> None:
    """Record that ``name`` is not among the ``known`` keys, and the key that was probably meant."""
    newer = keys.get(name)
    if newer:
        context.add_problem(
            f"»{name}« kendes ikke i language = {context.language}; {_newer_language_hint(newer.since)}"
        )
        return
    guess = closest_word(name, known)
    context.add_problem(f"»{name}« kendes ikke her" + ("" if guess else f"; her kan stå {', '.join(known)}"), guess)


def _newer_language_hint(language: int) -> str:
    return f"skriv language = {language} øverst i skemaet for at bruge det"


def text(value: Any, _spot: ReadContext) -> str:
    """Return text of any number of lines, without the line breaks before the first and after the last line."""
    if not isinstance(value, str):
        raise InvalidValueError("skal være tekst i anførselstegn")
    # Control characters cannot be stored in a Word document, which is XML.
    if printable_text(value) != value:
        raise InvalidValueError("rummer et usynligt tegn, som ikke kan stå i et dokument")
    return value.strip("\n")


def line(value: Any, context: ReadContext) -> str:
    """Return a single line of text that is not blank."""
    words = text(value, context)
    if is_blank(words):
        raise InvalidValueError("mangler tekst")
    if "\n" in words:
        raise InvalidValueError("skal stå på én linje")
    return words


def _matching(pattern: re.Pattern[str], rule: str) -> Reader:
    def read(value: Any, context: ReadContext) -> str:
        if not pattern.fullmatch(text(value, context)):
            raise InvalidValueError(f"må ikke være »{value}«: {rule}")
        return str(value)

    return read


key = _matching(_KEY, "brug små bogstaver a-z, tal og _, og begynd med et bogstav")
form_id = _matching(_FORM_ID, "brug små bogstaver a-z, tal og bindestreg, og begynd med et bogstav")
language_tag = _matching(_LANGUAGE_TAG, "skriv sproget som i »da-DK«")


def flag(value: Any, _spot: ReadContext) -> bool:
    """Return a yes or no."""
    if not isinstance(value, bool):
        raise InvalidValueError("skal være true eller false")
    return value


def whole_number(minimum: int | None = None, maximum: int | None = None) -> Reader:
    """Return a reader of a whole number, of at least ``minimum`` and at most ``maximum`` if set."""

    def read(value: Any, _spot: ReadContext) -> int:
        # bool is a subclass of int, but TOML's true is not a number.
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidValueError("skal være et helt tal")
        if minimum is not None and value < minimum:
            raise InvalidValueError(f"skal være mindst {minimum}")
        if maximum is not None and value > maximum:
            raise InvalidValueError(f"må højst være {maximum}")
        return value

    return read


def number_range(value: Any, context: ReadContext) -> tuple[int, int]:
    """Return the fewest and the most, written as ``[min, max]``."""
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidValueError("skal være to hele tal: [mindst, højst]")
    least, most = (whole_number(0)(number, context) for number in value)
    if least > most or most == 0:
        raise InvalidValueError("skal være to hele tal, det mindste først, og det største mindst 1")
    return least, most


def pick_range(value: Any, context: ReadContext) -> tuple[int, int]:
    """Return how many options to pick: a number for exactly that many, or ``[min, max]``."""
    if isinstance(value, list):
        return number_range(value, context)
    number = whole_number(1)(value, context)
    return number, number


def lines(value: Any, context: ReadContext) -> tuple[str, ...]:
    """Return a list of single lines, all different; it may be empty."""
    if not isinstance(value, list):
        raise InvalidValueError('skal være en liste af tekster: ["...", "..."]')
    try:
        read = tuple(line(item, context) for item in value)
    except InvalidValueError as error:
        raise InvalidValueError(f"har et punkt, som {error.text}") from None
    # A label identifies its option, row or area in stored answers, so each must be unique.
    keys = [visible_text(item) for item in read]
    duplicate = next((item for item, key in zip(read, keys, strict=True) if keys.count(key) > 1), None)
    if duplicate is not None:
        raise InvalidValueError(f"nævner »{duplicate}« to gange")
    return read


def nonempty_lines(value: Any, context: ReadContext) -> tuple[str, ...]:
    """Return a list of at least one line, all different."""
    read = lines(value, context)
    if not read:
        raise InvalidValueError("er tom")
    return read


def one_of(known: Iterable[E]) -> Reader:
    """Return a reader of one of the keywords in ``known``."""
    words = {str(member): member for member in known}

    def read(value: Any, context: ReadContext) -> E:
        word = text(value, context)
        if word in words:
            return words[word]
        guess = closest_word(word, words)
        raise InvalidValueError(
            f"kan ikke være »{word}«" + ("" if guess else f"; vælg mellem {', '.join(words)}"), guess
        )

    return read


def list_of(known: Iterable[E]) -> Reader:
    """Return a reader of a non-empty list of the keywords in ``known``."""
    read_one: Callable[[Any, ReadContext], E] = one_of(known)

    def read(value: Any, context: ReadContext) -> tuple[E, ...]:
        return tuple(read_one(word, context) for word in nonempty_lines(value, context))

    return read


def labels(known: Iterable[E], since: Mapping[E, int] | None = None) -> Reader:
    """Return a reader of a table from words of the language to the form's own labels, in the order of the form.

    ``since`` is the first form language of each word that was added after language 1.
    """
    all_words = {str(member): member for member in known}
    newer = since or {}

    def read(value: Any, context: ReadContext) -> dict[E, str]:
        words = {word: member for word, member in all_words.items() if newer.get(member, 1) <= context.language}
        if not isinstance(value, Mapping) or not value:
            raise InvalidValueError(f'skal være navne med hver sin tekst: {{ {next(iter(words))} = "..." }}')
        unknown = next((name for name in value if name not in words), None)
        # A word of a newer language is no misspelling, so the hint names that language.
        if unknown in all_words:
            hint = _newer_language_hint(newer[all_words[unknown]])
            raise InvalidValueError(f"kender ikke »{unknown}« i language = {context.language}; {hint}")
        if unknown is not None:
            raise InvalidValueError(f"kender ikke »{unknown}«", closest_word(unknown, words))
        return {words[name]: line(label, context) for name, label in value.items()}

    return read


def tables(read_one: Reader, item_context: Callable[[ReadContext, str], ReadContext], example: str) -> Reader:
    """Return a reader of a list of at least one table.

    ``item_context`` returns the place of a table; ``example`` shows in the error how the list is written.
    """

    def read(value: Any, context: ReadContext) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise InvalidValueError(f"skal stå som {example}, mindst én")
        return tuple(
            read_one(item, item_context(context, _name(item, position))) for position, item in enumerate(value, 1)
        )

    return read


def _name(item: Any, position: int) -> str:
    name = item.get("key") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) and name else position_name(position)
