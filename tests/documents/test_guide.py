"""The printed guide against the sources: every heading, question, keyword, label and column title, in their order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from mus_desktop import paths
from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import Field, Form, InfoField, PartyRole

_FORMS = sorted(file.parent.name for file in paths.forms().glob("*/form.toml"))
_SEEDS = Path(__file__).parents[1] / "data" / "seeds"
_UNIT = re.compile(r" \([^)]*\)$")
_MARKS = re.compile(r"^(?:[•–]\t|☐\s?)")


def _printed(form: Form, size: Size = Size.A4) -> list[str]:
    """The paragraphs of the guide in reading order, and the parts of those that hold several."""
    guide = docx.Document(io.BytesIO(build_sheet(DocumentKind.GUIDE, SheetContent(form=form), size)))
    lines = [
        _MARKS.sub("", p.text).replace("\N{NO-BREAK SPACE}", " ").strip()
        for p in _paragraphs(guide.element.body, guide)
    ]
    organisation, title = guide.sections[0].header.paragraphs[0].text.split("\t")
    head = [title, *organisation.split(", ")]
    return head + [
        part for line in lines if line for part in (line, _UNIT.sub("", line), *re.split(r"\s+[·/]\s+", line))
    ]


def _paragraphs(element: object, document: object) -> Iterator[docx.text.paragraph.Paragraph]:
    for found in element.iter(f"{{{element.nsmap['w']}}}p"):
        yield docx.text.paragraph.Paragraph(found, document)


def _same(one: str, other: str) -> bool:
    one, other = one.rstrip(": "), other.rstrip(": ")
    return one[1:] == other[1:] and one[:1].casefold() == other[:1].casefold()


def _missing(wanted: list[str], printed: list[str]) -> list[str]:
    """What of ``wanted`` does not stand in ``printed``, in that order."""
    after, missing = 0, []
    for text in wanted:
        at = next((n for n in range(after, len(printed)) if _same(text, printed[n])), None)
        if at is None:
            missing.append(text)
        else:
            after = at + 1
    return missing


def _left_out(form: Form) -> set[str]:
    """What the leader alone is asked, and the headings that only stand over such questions."""
    words: set[str] = set()
    for tab in form.tabs:
        alone = [f for f in tab.fields if not may_print_questions(DocumentKind.GUIDE, f, PartyRole.SHARED)]
        words |= {text for field in alone for text in _words(field)}
        words |= {tab.title} if tab.fields and len(alone) == len(tab.fields) else set()
    return words


def _words(field: Field) -> Iterator[str]:
    yield field.title
    yield from getattr(field, "options", ())
    yield from (prompt.text for prompt in getattr(field, "prompts", ()))


@pytest.mark.parametrize("form_id", _FORMS)
def test_every_word_of_the_source_is_printed_in_its_order(form_id: str) -> None:
    form = read_form(paths.forms() / form_id).form
    source = (_SEEDS / f"{form_id}.txt").read_text("utf-8")
    # The pages of the source are no pages of the guide.
    source = source.replace(" (skemaet næste side)", "").replace("(1-5 se side 4)", "(1-5)")
    seed = [line.strip().removeprefix("+ ") for line in source.splitlines()]
    alone = _left_out(form)
    wanted = [line for line in seed if line and not any(_same(line, text) for text in alone)]
    assert len(wanted) > len(seed) / 3
    assert _missing(wanted, _printed(form)) == []


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("form_id", _FORMS)
def test_nothing_the_leader_alone_is_asked_is_printed(form_id: str, size: Size) -> None:
    form = read_form(paths.forms() / form_id).form
    assert not _left_out(form) & set(_printed(form, size))


def test_a_word_out_of_order_is_caught() -> None:
    printed = _printed(read_form(paths.forms() / "kobenhavn-buf").form)
    first, second = "Hvilken effekt har det haft?", "Er der noget, der skal arbejdes videre med fremover?"
    assert _missing([first, second], printed) == []
    assert _missing([second, first], printed) == [first]
    assert _missing(["Hvad ellers?"], printed) == ["Hvad ellers?"]


@pytest.mark.parametrize("form_id", _FORMS)
def test_both_sizes_say_the_same(form_id: str) -> None:
    """A spread has columns, so its order is its own, and a heading that goes on in the next row says so."""
    form = read_form(paths.forms() / form_id).form
    small, large = _printed(form, Size.A4), _printed(form, Size.A3)
    assert [text for text in small if not any(_same(text, other) for other in large)] == []
    more = [text for text in large if not any(_same(text, other) for other in small)]
    assert [text for text in more if text.removesuffix(" (fortsat)") not in small] == []


def test_every_field_of_every_kind_has_its_own_words(every_kind: Form) -> None:
    printed = _printed(every_kind)
    shown = [f for f in every_kind.fields() if may_print_questions(DocumentKind.GUIDE, f, PartyRole.SHARED)]
    wanted = [text for field in shown for text in _all_words(field, every_kind)]
    assert [text for text in wanted if not any(text in line for line in printed)] == []


def _all_words(field: Field, form: Form) -> Iterator[str]:
    yield from _words(field)
    for part in ("rows", "groups", "areas"):
        yield from getattr(field, part, ())
    yield from (column.title for column in getattr(field, "columns", ()))
    if isinstance(field, InfoField):
        yield from field.facts.values()
    if getattr(field, "scale", ""):
        yield from (step.label for step in form.scale(field.scale).steps)
