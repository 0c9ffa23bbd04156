"""Every form in the window against its source: each heading, question, keyword, label and column on its own field.

The words of the sources and how they are compared are those of ``tests/formspec/test_seeds.py``.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.controls.fold import FoldLine
from mus_desktop.ui.controls.reading_text import ReadingText
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.board.board_card import BoardCard

if TYPE_CHECKING:
    from tests.conftest import Program


def _words_of_the_sources() -> Any:
    spec = importlib.util.spec_from_file_location("sources", Path(__file__).parents[1] / "formspec" / "test_seeds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sources"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


SOURCES = _words_of_the_sources()
PERIOD = PeriodRule().period_of(date(2026, 11, 18))
_COUNT = re.compile(r" \(\d+\)$")


@dataclass(frozen=True)
class Seen:
    """A text in the window and where it stands; ``level`` is how far a question is indented."""

    text: str
    place: QRect
    line: int = 0
    level: int = 0

    def comes_after(self, other: Seen) -> bool:
        """Whether one reads this after ``other``: it stands below it, or to the right of it."""
        if self.place == other.place:
            return self.line > other.line
        return self.place.left() > other.place.left() or self.place.top() >= other.place.bottom()


def seen_in(widget: QWidget, page: QWidget, without: Sequence[QWidget] = ()) -> list[Seen]:
    """Every text that shows in ``widget``, from the top, from the left; not what is in ``without``."""
    found = []
    for child in [widget, *widget.findChildren(QWidget)]:
        if child.isVisible() and not any(other.isAncestorOf(child) for other in without):
            place = QRect(child.mapTo(page, QPoint(0, 0)), child.size())
            found += [Seen(text, place, line, level) for line, (text, level) in enumerate(said_by(child))]
    return sorted(found, key=lambda seen: (seen.place.top(), seen.place.left(), seen.line))


def said_by(widget: QWidget) -> Iterator[tuple[str, int]]:
    """The words in a widget, whole and, where several stand on a line, each by itself."""
    if isinstance(widget, ReadingText):
        for line in widget.lines():
            yield from ((text, line.level or 0) for text in parts(line.text))
    elif isinstance(widget, QComboBox):
        yield from ((widget.itemText(number), 0) for number in range(widget.count()))
    elif isinstance(widget, BoardCard):
        yield widget.card, 0
    elif isinstance(widget, QLabel | QAbstractButton):
        for line in widget.text().replace("&&", "&").split("\n"):
            yield from ((text, 0) for text in parts(line))


def parts(line: str) -> list[str]:
    """A line, and the words on it: cues beside each other, the steps of a scale, a step with its description."""
    plain = _COUNT.sub("", line.replace("\N{NO-BREAK SPACE}", " "))
    found = [plain]
    for piece in re.split(r" {2,}(?:· +)?", plain):
        number = re.match(r"(-?\d+)(?: [–:·]|:)? (.*)", piece)
        words = [number[1], number[2]] if number else [piece]
        words += piece.rpartition("Linjer på papiret: ")[2].split(", ") if "Linjer på papiret: " in piece else []
        found += [word for whole in words for word in (whole, *whole.split(": ", 1), *whole.split(" – ", 1))]
    return list(dict.fromkeys(word.strip() for word in found if word.strip()))


def open_form(program: Program, form_id: str) -> Any:
    program.start()
    workplace = program.workplace
    people = [workplace.staff.add(Employee(name)).id for name in ("Åse Ærø", "Bo Ømø")]
    meeting = Meeting(form_id, PERIOD, date(2026, 11, 18))
    alone = INDIVIDUAL in workplace.catalogue.form(form_id).held
    book = workplace.conversations
    conversation = book.plan_new(people[0], meeting) if alone else book.plan_group(people, meeting)
    program.window.open_conversation(conversation)
    if not alone:
        program.view.show_participant(program.view.live.state.whole.participants[0].id)
    return program.view


def show_page(view: Any, number: int) -> Any:
    """Page ``number`` with everything on it folded out."""
    view.themes.go_to(number)
    page = view.pages.currentWidget()
    for fold in page.findChildren(FoldLine):
        if fold.isVisible() and not fold.is_open():
            fold.click()
    finish_layouts(view.window())
    return page


class Wizard:
    """What shows of a form, page by page and field by field."""

    def __init__(self, view: Any) -> None:
        self.form = view.live.state.form
        self.themes = [view.themes.item(row).text() for row in range(view.themes.count())]
        self.pages: list[list[Seen]] = []
        self.fields: list[list[list[Seen]]] = []
        for number in range(len(self.form.tabs)):
            page = show_page(view, number)
            tops = [widget.mapTo(page, QPoint(0, 0)).y() for widget in page.fields]
            assert tops == sorted(tops), "the fields stand in the order of the form"
            self.pages.append(seen_in(page.widget(), page, page.fields))
            self.fields.append([seen_in(widget, page) for widget in page.fields])

    def field_location_text(self, word: int, words: Sequence[Any]) -> list[Seen]:
        """Where a word of the form belongs: its field, or its page above the fields."""
        chain = [*words[word].parents, word]
        tabs = [number for number, one in enumerate(words) if one.part == "tab"]
        tab = tabs.index(chain[0])
        if len(chain) == 1 or words[chain[1]].part != "field":
            return self.pages[tab]
        fields = [n for n, one in enumerate(words) if one.part == "field" and one.parents[:1] == (chain[0],)]
        return self.fields[tab][fields.index(chain[1])]


def missing(wizard: Wizard, seed: Sequence[Any], words: Sequence[Any]) -> list[str]:
    """The words of the source that do not show where they belong, or not in their order."""
    found: dict[int, Seen] = {}
    lacking = []
    for number, word in SOURCES.matched(seed, words).items():
        text, part = seed[number].text, words[word].part
        if part in ("title", "organisation"):
            continue  # the window calls each form by one name of its own; the documents have the source's title
        if part == "cue":
            notes = [seen for page in wizard.fields for seen in page if any(SOURCES.same(text, s.text) for s in seen)]
            if len(notes) < 2:
                lacking.append(text)
        elif (seen := _next(text, word, words, wizard, found)) is not None:
            found[word] = seen
        else:
            lacking.append(f"{part}: {text}")
    return lacking


def _next(text: str, word: int, words: Sequence[Any], wizard: Wizard, found: dict[int, Seen]) -> Seen | None:
    """Where ``text`` first shows as it should: after what comes before it, indented below what it is under."""
    parents, part = words[word].parents, words[word].part
    alike = [other for other in found if (words[other].parents, words[other].part) == (parents, part)]
    before = [found[other] for other in alike if part != "tab"]  # each on a page of its own
    above = parents[-1] if part == "prompt" and words[parents[-1]].part == "prompt" else None
    for seen in wizard.field_location_text(word, words):
        if not SOURCES.same(text, seen.text):
            continue
        if above is not None and (above not in found or seen.level != found[above].level + 1):
            continue
        if all(seen.comes_after(other) for other in before):
            return seen
    return None


@pytest.mark.parametrize("form_id", SOURCES.FORMS)
def test_every_word_of_the_source_shows_on_its_own_field_in_its_order(form_id: str, program: Program) -> None:
    view = open_form(program, form_id)
    wizard = Wizard(view)
    seed, words = SOURCES.seed_of(form_id), SOURCES.words_of(form_id)
    assert wizard.themes == [tab.title for tab in wizard.form.tabs]
    assert missing(wizard, seed, words) == []


def test_a_word_changed_moved_or_out_of_order_is_caught(program: Program) -> None:
    view = open_form(program, "aalborg-tm")
    wizard = Wizard(view)
    seed, words = SOURCES.seed_of("aalborg-tm"), SOURCES.words_of("aalborg-tm")
    pages, fields = wizard.pages, wizard.fields
    on_fields = {words[at].parents[0] for at in SOURCES.matched(seed, words).values() if words[at].part == "field"}
    tabs = [number for number, one in enumerate(words) if one.part == "tab"]
    for taken in range(len(fields)):  # what belongs to a field does not count on another page
        wizard.fields = [[[] for _ in page] if number == taken else page for number, page in enumerate(fields)]
        assert bool(missing(wizard, seed, words)) is (tabs[taken] in on_fields)
    wizard.fields = [[[_turned(seen) for seen in field] for field in page] for page in fields]
    assert any(said.startswith("prompt") for said in missing(wizard, seed, words)), "upside down"
    wizard.fields, wizard.pages = fields, [[] for _ in pages]
    assert any(said.startswith("tab") for said in missing(wizard, seed, words))


def _turned(seen: Seen) -> Seen:
    place = seen.place
    return replace(seen, place=QRect(-place.left(), -place.top(), place.width(), place.height()), line=-seen.line)
