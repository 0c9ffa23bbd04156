"""Problems in a form: each with its place, and a suggestion for a misspelt word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mus_desktop.errors import FormError

_NUMBER = "nr. "


def position_name(position: int) -> str:
    """Return a name for an item that has no usable key: its position, counted from 1."""
    return f"{_NUMBER}{position}"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place in a form: the file, and the names down to the problem.

    A name is a key, or ``nr. 2`` where there is no key.
    """

    file: str
    scale: str = ""
    step: str = ""
    tab: str = ""
    field: str = ""
    column: str = ""

    def __str__(self) -> str:
        inner = (
            ("skala", "skalaen", self.scale),
            ("trin", "trinnet", self.step),
            ("fane", "fanen", self.tab),
            ("felt", "feltet", self.field),
            ("kolonne", "kolonnen", self.column),
        )
        return ", ".join([self.file, *(_named_part(*part) for part in inner if part[2])])


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in a form. ``text`` is Danish; ``suggestion`` is the word that was probably meant, or empty."""

    place: FormPlace
    text: str
    suggestion: str = ""

    def __str__(self) -> str:
        guess = f" – mente du »{self.suggestion}«?" if self.suggestion else "."
        return f"{self.place}: {self.text}{guess}"


class BrokenFormError(FormError):
    """A form could not be read; ``problems`` holds every problem found, and the message has one line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The place being read, the list that collects the problems found there, and the form's ``language``."""

    place: FormPlace
    problems: list[Problem]
    language: int = 1

    def add_problem(self, text: str, suggestion: str = "") -> None:
        """Record the problem ``text`` at this place."""
        self.problems.append(Problem(self.place, text, suggestion))

    def scale(self, name: str) -> ReadContext:
        """Return the context for reading the scale called ``name``."""
        return replace(self, place=replace(self.place, scale=name))

    def step(self, name: str) -> ReadContext:
        """Return the context for reading the step called ``name`` of this scale."""
        return replace(self, place=replace(self.place, step=name))

    def tab(self, name: str) -> ReadContext:
        """Return the context for reading the tab called ``name``."""
        return replace(self, place=replace(self.place, tab=name))

    def field(self, name: str) -> ReadContext:
        """Return the context for reading the field called ``name`` on this tab."""
        return replace(self, place=replace(self.place, field=name))

    def column(self, name: str) -> ReadContext:
        """Return the context for reading the column called ``name`` of this field."""
        return replace(self, place=replace(self.place, column=name))


def closest_word(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` was probably meant to be, or an empty string."""
    # A word that is wrong only in its capitals is the best match of all.
    lower = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[matches[0]] if matches else ""


def _named_part(noun: str, definite: str, name: str) -> str:
    return f"{noun} {name}" if name.startswith(_NUMBER) else f"{definite} »{name}«"
