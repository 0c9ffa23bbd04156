"""Every form against its source: headings, questions, keywords, labels and columns, to the letter, in order, in place.

``tests/data/seeds`` holds the words of the sources; its README says how they are written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.formspec.as_json import form_as_json
from mus_desktop.formspec.reader import read_form

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "tests" / "data" / "seeds"
FORMS = sorted(file.parent.name for file in (ROOT / "forms").glob("*/form.toml"))

COUNTED = {
    "aalborg-tm": {"prompt": 31, "step": 5, "column": 12},
    "aarhus-bu": {"prompt": 4, "option": 2},
    "abc-faelles": {"column": 6},
    "abc-hurtig": {"column": 6},
    "abc-omfattende": {"column": 6},
    "albertslund": {"prompt": 9, "option": 33, "column": 6},
    "kobenhavn-buf": {"prompt": 42, "column": 4},
    "mini-mus": {},
}
"""Questions, keywords, steps and columns, counted by eye in the source; guards against a seed that is too short."""

COMPLETE = {"cue", "fact", "prompt", "option", "area", "heading", "step", "row", "group", "column", "signer"}
"""Parts that stand in the form as they do in the source and no others: nothing of ours slips in between unmarked."""


@dataclass(frozen=True)
class Line:
    """A line of a seed. ``parent`` is the number of the line it stands under."""

    text: str
    parent: int | None
    ours: bool
    after_blank: bool


@dataclass(frozen=True)
class Word:
    """A word of a form as JSON; ``parents`` are the numbers of the words it stands under, outermost first."""

    text: str
    part: str
    parents: tuple[int, ...] = ()
    opens_group: bool = False


class Words(list[Word]):
    """The words of a form in the order of its JSON, a scale where it is used."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__()
        self._scales = {scale["key"]: scale for scale in content["scales"]}
        self._take(content["title"], "title")
        for part in content["organisation"].split(", "):
            self._take(part, "organisation")
        for cue in content["cues"]:
            self._take(cue, "cue")
        for tab in content["tabs"]:
            under = self._take(tab["title"], "tab")
            self._take_all([tab["subtitle"]], "subtitle", under)
            self._take_all(tab["text"].split("\n"), "text", under)
            for field in tab["fields"]:
                self._field(field, self._take(field["title"], "field", under))

    def _take(self, text: str, part: str, under: tuple[int, ...] = (), *, opens_group: bool = False) -> tuple[int, ...]:
        self.append(Word(text, part, under, opens_group))
        return (*under, len(self) - 1)

    def _take_all(self, texts: Sequence[str], part: str, under: tuple[int, ...]) -> None:
        for text in filter(None, texts):
            self._take(text, part, under)

    def _field(self, field: dict[str, Any], under: tuple[int, ...]) -> None:
        for key, value in field.items():
            if key in ("facts", "signers"):
                self._take_all(list(value.values()), key[:-1], under)
            elif key in ("options", "areas", "rows", "groups"):
                self._take_all(value, key[:-1], under)
            elif key in ("text", "remark", "row_remark", "writing_title"):
                self._take_all(value.split("\n"), key, under)
            elif key == "prompts":
                self._prompts(value, under)
            elif key == "columns":
                self._columns(value, under)
            elif key == "scale":
                self._scale(self._scales[value], under)

    def _prompts(self, prompts: list[dict[str, Any]], under: tuple[int, ...]) -> None:
        path = [under]
        for prompt in prompts:
            path = path[: prompt["level"] + 1]
            path.append(self._take(prompt["text"], "prompt", path[-1], opens_group=prompt["opens_group"]))

    def _columns(self, columns: list[dict[str, Any]], under: tuple[int, ...]) -> None:
        for column in columns:
            own = self._take(column["title"], "column", under)
            self._take_all([column["text"]], "text", own)
            self._take_all(column["options"], "option", own)

    def _scale(self, scale: dict[str, Any], under: tuple[int, ...]) -> None:
        self._take_all(scale["headings"], "heading", under)
        for step in scale["steps"]:
            self._take(str(step["value"]), "value", under)
            self._take_all([step["text"]], "text", self._take(step["label"], "step", under))
        self._take_all([scale["blank"]], "blank", under)


def seed_of(form_id: str) -> list[Line]:
    """The seed of a form; two spaces of indentation a level."""
    lines: list[Line] = []
    path: list[int] = []
    after_blank = False
    for written in (SEEDS / f"{form_id}.txt").read_text("utf-8").splitlines():
        text = written.strip()
        if text:
            path = path[: (len(written) - len(written.lstrip(" "))) // 2]
            lines.append(Line(text.removeprefix("+ "), path[-1] if path else None, text.startswith("+ "), after_blank))
            path.append(len(lines) - 1)
        after_blank = not text
    return lines


def words_of(form_id: str) -> list[Word]:
    return Words(form_as_json(read_form(ROOT / "forms" / form_id).form))


def same(source: str, form: str) -> bool:
    """To the letter, but for the colon after a label and the first letter of a quotation."""
    one, other = (text.rstrip(": ") for text in (source, form))
    return one[1:] == other[1:] and one[:1].casefold() == other[:1].casefold()


def differences(seed: Sequence[Line], words: Sequence[Word]) -> list[str]:
    """What is missing, out of order, under the wrong heading or too much; empty when the form is as its source."""
    found = matched(seed, words)
    missing = [f"mangler på sin plads: {line.text}" for number, line in enumerate(seed) if number not in found]
    return [*missing, *too_much(seed, words, found)]


def matched(seed: Sequence[Line], words: Sequence[Word]) -> dict[int, int]:
    """Which word of the form each line of the seed is; every word once, in the order of both."""
    found: dict[int, int] = {}
    after = -1
    for number, line in enumerate(seed):
        above = None if line.parent is None else found.get(line.parent, -1)
        at = next((n for n in range(after + 1, len(words)) if fits(line, words[n], above)), None)
        if at is not None:
            found[number] = after = at
    return found


def fits(line: Line, word: Word, above: int | None) -> bool:
    if not same(line.text, word.text):
        return False
    if above is None:
        return not word.parents
    if word.part == "prompt":
        first = word.parents[-1:] == (above,)
        return first and word.opens_group == line.after_blank
    return above in word.parents


def too_much(seed: Sequence[Line], words: Sequence[Word], found: dict[int, int]) -> Iterator[str]:
    sources = {words[at].part: set[tuple[int, ...]]() for at in found.values()}
    for number, at in found.items():
        if not seed[number].ours:
            sources[words[at].part].add(words[at].parents)
    for at, word in enumerate(words):
        if word.part in COMPLETE and word.parents in sources.get(word.part, ()) and at not in found.values():
            yield f"står ikke i kilden: {word.text}"


def test_every_form_has_a_seed() -> None:
    assert sorted(file.stem for file in SEEDS.glob("*.txt")) == FORMS == sorted(COUNTED)


@pytest.mark.parametrize("form_id", FORMS)
def test_the_form_is_as_its_source(form_id: str) -> None:
    seed, words = seed_of(form_id), words_of(form_id)
    assert differences(seed, words) == []
    parts = Counter(words[at].part for number, at in matched(seed, words).items() if not seed[number].ours)
    assert {
        part: number for part, number in parts.items() if part in ("prompt", "option", "step", "column")
    } == COUNTED[form_id]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_changed_or_missing_word_is_caught(form_id: str) -> None:
    seed, words = seed_of(form_id), words_of(form_id)
    for number, line in enumerate(seed):
        changed = [*seed[:number], replace(line, text=f"{line.text}x"), *seed[number + 1 :]]
        assert any(line.text in said for said in differences(changed, words)), line.text


@pytest.mark.parametrize("form_id", FORMS)
def test_words_in_another_order_are_caught(form_id: str) -> None:
    seed, words = seed_of(form_id), words_of(form_id)
    leaves = set(range(len(seed))) - {line.parent for line in seed}
    for one, other in pairwise(range(len(seed))):
        if {one, other} <= leaves and seed[one].parent == seed[other].parent:
            swapped = [*seed]
            swapped[one], swapped[other] = seed[other], seed[one]
            assert differences(swapped, words), seed[one].text


def test_a_question_too_many_or_on_the_wrong_field_is_caught() -> None:
    seed, words = seed_of("kobenhavn-buf"), words_of("kobenhavn-buf")
    first = next(n for n, word in enumerate(words) if word.part == "prompt")
    extra = replace(words[first], text="Hvad ellers?")
    assert differences(seed, [*words, extra]) == ["står ikke i kilden: Hvad ellers?"]
    moved = [replace(word, parents=(*word.parents[:-1], 0)) if n == first else word for n, word in enumerate(words)]
    assert differences(seed, moved)
