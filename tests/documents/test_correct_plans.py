"""No correct plan is refused, whatever its form, words and template; and no damaged one is accepted."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent, blank_content
from mus_desktop.documents.plan.column_titles import column_titles
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.word.completeness import IncompleteDocument, check_complete
from mus_desktop.documents.word.content_search.shown_text import ShownText, shown_text
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.pages.looks import style_of
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.form import ColumnType, Fact, Form, PlanColumn, PlanField, PreviousPlanField
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum
from mus_desktop.model.signed_content import ReviewedLine

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DATA = Path(__file__).parents[1] / "data"
_BODY = "word/document.xml"
_RENDERER = Renderer()
_FOLDERS = [*sorted(file.parent for file in paths.forms().glob("*/form.toml"))]
_FOLDERS += [_DATA / "forms" / name for name in ("every-kind", "every-kind-2")]
_FORMS = {form.id: form for form in (read_form(folder).form for folder in _FOLDERS) if form.plan_fields()}
# Words that are in labels, headings and each other, and text with whatever a paste may leave in it.
_WORDS = st.sampled_from(
    ["1", "1)", "Mål", "Aftale", "Bjørn", "Bjørn og Åse", "Status", "Nået", "Senest 1. marts 2027", "Pris: 1", "Dato",
     "Kursus.\nKursus.", "Mål\n\nMål", "a\tb", "A & B <i>", "12 400", "straße", " indrykket", "ro\u00adlig", "Å"]
)  # fmt: skip
_TEXT = st.one_of(_WORDS, _WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))


def _cell(column: PlanColumn, text: str) -> str:
    usual = {ColumnType.DATE: "2027-05-01", ColumnType.NUMBER: "12000"}
    return usual.get(column.type, text)


@st.composite
def _contents(draw: st.DrawFn, form: Form) -> PlanContent:
    """A plan with few different rows, so that most of them are there several times."""
    kinds = draw(st.integers(1, 4))
    texts, days = st.sampled_from([draw(_TEXT) for _ in range(kinds)]), st.sampled_from([None, date(2027, 3, 1)])
    rows = []
    for plan in form.plan_fields():
        patterns = [
            {c.key: _cell(c, draw(texts)) for c in plan.columns if draw(st.booleans()) or c is plan.columns[0]}
            for _ in range(kinds)
        ]
        for number in range(draw(st.integers(1, 40))):
            cells, group = draw(st.sampled_from(patterns)), draw(st.sampled_from((*plan.groups, "")))
            row_id = f"{plan.key}-{number}"
            rows.append(Agreement(row_id, plan.key, group, cells, due_on=draw(days), responsible=draw(texts)))
    return PlanContent(
        form=form,
        facts={Fact.EMPLOYEE: "Bjørn"},
        agreements=tuple(rows),
        past=tuple(ReviewedLine(draw(texts), draw(st.sampled_from(["", "Nået"])), draw(texts)) for _ in range(kinds)),
        closed_on=draw(days),
        later_ids=frozenset(row.id for row in rows if draw(st.integers(0, 9)) == 0),
        addenda=tuple(_additions(draw, rows, texts)),
        own=draw(st.booleans()),
    )


def _additions(draw: st.DrawFn, rows: list[Agreement], texts: st.SearchStrategy[str]) -> list[Addendum]:
    chosen = draw(st.lists(st.sampled_from(rows), max_size=3))
    return [
        Addendum(number, date(2027, 6, 1), draw(texts), agreement=row.id, column=next(iter(row.cells)))
        for number, row in enumerate(chosen)
    ]


def _changed(template: bytes, change: Callable[[str], str]) -> bytes:
    parts = unzipped(template)
    return zipped(parts | {_BODY: change(parts[_BODY].decode()).encode()})


def _renamed(template: bytes) -> bytes:
    """All headings of columns have the same word."""
    heading = r'(w:val="Kolonnetitel"/></w:pPr><w:r><w:t[^>]*>)[^<]*'
    return _changed(template, lambda body: re.sub(heading, r"\1Felt", body))


def _in_a_box(template: bytes) -> bytes:
    """The plan is within a table of one cell, as a designer lays out a page."""

    def boxed(body: str) -> str:
        begin = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
        body = body.replace("<w:body>", f"<w:body>{begin}")
        return body.replace("<w:sectPr", "<w:p/></w:tc></w:tr></w:tbl><w:sectPr", 1)

    return _changed(template, boxed)


def _in_two_rows(template: bytes) -> bytes:
    """Each agreement is in two rows: the second has words of the template only."""

    def doubled(body: str) -> str:
        end = r"(<w:tr\b(?:(?!</w:tr>).)*\{%tr endfor %\})"
        cell = (
            "<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>Nr. 1</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:tcPr/><w:p><w:r><w:t>Mål</w:t></w:r></w:p></w:tc></w:tr>"
        )
        return re.sub(end, lambda found: cell + found[1], body, flags=re.DOTALL)

    return _changed(template, doubled)


def _joined_cells(template: bytes) -> bytes:
    """The first two columns are in one cell, each below its label, and the second has none of its own."""

    def join(body: str) -> str:
        body_cells = re.split(r"(?=<w:tc>)", body)
        for at in range(1, len(body_cells)):
            before, here = body_cells[at - 1 : at + 1]
            if "{%p for linje in aftale." in before and "{%p for linje in aftale." in here:
                start, end = here.index("<w:p>"), here.rindex("</w:tc>")
                label = "<w:p><w:r><w:t>Mål:</w:t></w:r></w:p>"
                body_cells[at - 1] = before.replace("</w:tc>", f"{label}{here[start:end]}</w:tc>")
                body_cells[at] = f"{here[:start]}<w:p/>{here[end:]}"
                return "".join(body_cells)
        return body

    return _changed(template, join)


def _as_paragraphs(template: bytes) -> bytes:
    """Agreements are paragraphs, each line after the name of its column; the tables have no rows."""

    def rewritten(body: str) -> str:
        loops = list(re.finditer(r"\{%tr for aftale in (\w+) %\}.*?\{%tr endfor %\}", body, re.DOTALL))
        added = ""
        for loop in loops:
            columns = dict.fromkeys(re.findall(r"for linje in aftale\.(\w+)", loop[0]))
            lines = "".join(
                _p(f"{{%p for linje in aftale.{column} %}}") + _p(f"{column}: {{{{ linje }}}}") + _p("{%p endfor %}")
                for column in columns
            )
            added += _p(f"{{%p for aftale in {loop[1]} %}}") + lines + _p("{%p endfor %}")
        body = re.sub(r"(\{%tr for aftale in \w+) %\}", r"\1 if false %}", body)
        return body.replace("<w:body>", f"<w:body>{added}")

    return _changed(template, rewritten)


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _without_groups(template: bytes) -> bytes:
    """All rows of a plan are in one loop, by its plain name."""

    def plain(body: str) -> str:
        body = re.sub(r"(for aftale in \w+)_1 %", r"\1 %", body)
        return re.sub(r"(for aftale in \w+_[2-9]) %", r"\1 if false %", body)

    return _changed(template, plain)


_RESTYLES: dict[str, Callable[[bytes], bytes]] = {
    "as derived": bytes,
    "other headings": _renamed,
    "in a box": _in_a_box,
    "in two rows": _in_two_rows,
    "two columns in one cell": _joined_cells,
    "as paragraphs": _as_paragraphs,
    "without groups": _without_groups,
}


def _template(form: Form, restyle: str) -> bytes:
    return _RESTYLES[restyle](_RENDERER._template_of(form))


@pytest.mark.parametrize("restyle", _RESTYLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_correct_plan_is_never_refused(restyle: str, data: st.DataObject) -> None:
    form = _FORMS[data.draw(st.sampled_from(sorted(_FORMS)))]
    content = data.draw(_contents(form))
    assert _RENDERER.plan(content, _template(form, restyle)).startswith(b"PK")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(content=_contents(_FORMS["kobenhavn-buf"]))
@pytest.mark.parametrize("file", sorted((_DATA / "restyled").glob("kobenhavn*")), ids=lambda file: file.suffix)
def test_a_template_of_another_program_is_never_refused(file: Path, content: PlanContent) -> None:
    assert _RENDERER.plan(content, file.read_bytes()).startswith(b"PK")


@pytest.mark.parametrize("form_id", sorted(_FORMS))
def test_forty_agreements_with_the_same_words_are_accepted(form_id: str) -> None:
    """Each group, and last year's agreements, have rows that are those of other groups too."""
    form = _FORMS[form_id]
    for restyle in _RESTYLES:
        for content in (_repeated_content(form, 40, _chance(1)), blank_content(form)):
            assert _RENDERER.plan(content, _template(form, restyle)).startswith(b"PK"), restyle


def _chance(seed: int | str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same damages in every run


def _repeated_content(form: Form, count: int, chance: random.Random) -> PlanContent:
    words = ["Kursus.", "Kursus i foråret.", "Vi følger op.", "1", "Mål"]
    rows = tuple(
        Agreement(
            f"{plan.key}-{number}",
            plan.key,
            chance.choice(plan.groups or ("",)),
            {c.key: _cell(c, chance.choice(words)) for c in plan.columns if not c.fold or number % 2},
            due_on=date(2027, 3, 1),
            responsible="Åse",
        )
        for plan in form.plan_fields()
        for number in range(count)
    )
    has_past = any(isinstance(field, PreviousPlanField) for field in form.fields())
    past = tuple(ReviewedLine(chance.choice(words), "Nået", "Kursus.") for _ in range(3 * has_past))
    return PlanContent(form=form, facts={Fact.EMPLOYEE: "Bjørn"}, agreements=rows, past=past)


def _paragraphs(row: Any) -> list[Any]:
    return [p for p in row.iter(f"{_W}p") if style_of(p) in {"Celle", "Tillaeg"} and "".join(p.itertext()).strip()]


def _written_rows(tree: Any) -> list[Any]:
    return [row for row in tree.iter(f"{_W}tr") if _paragraphs(row)]


def _set_text(paragraph: Any, words: str) -> None:
    for number, text in enumerate(paragraph.iter(f"{_W}t")):
        text.text = "" if number else words


def _format(paragraph: Any, mark: str, value: str) -> None:
    for run in paragraph.iter(f"{_W}r"):
        looks = etree.Element(f"{_W}rPr")
        etree.SubElement(looks, f"{_W}{mark}").set(f"{_W}val", value)
        run.insert(0, looks)


def _swap(one: Any, other: Any) -> None:
    if one is other:
        return
    copy = deepcopy(one)
    one.getparent().replace(one, deepcopy(other))
    other.getparent().replace(other, copy)


def _damage(tree: Any, chance: random.Random) -> None:
    """Lose one thing at random."""
    rows = _written_rows(tree)
    row, other_row = chance.sample(rows, 2)
    paragraph, other = chance.choice(_paragraphs(row)), chance.choice(_paragraphs(other_row))
    words = "".join(paragraph.itertext())
    chance.choice(
        [
            lambda: _set_text(paragraph, ""),
            lambda: _set_text(paragraph, words.rstrip()[:-1]),
            lambda: _set_text(paragraph, words.lstrip()[1:]),
            lambda: _set_text(paragraph, "".join(other.itertext())),
            lambda: _format(paragraph, "vanish", "1"),
            lambda: _format(paragraph, "color", "FFFFFF"),
            lambda: _format(paragraph, "sz", "2"),
            lambda: row.getparent().remove(row),
            lambda: _swap(row, other_row),
            lambda: _swap(paragraph, chance.choice(_paragraphs(row))),
            lambda: other.addnext(paragraph),
        ]
    )()


@pytest.mark.parametrize("form_id", sorted(_FORMS))
def test_random_damages_are_refused(form_id: str) -> None:
    """Rows with the same few words, so that whatever is lost is also written elsewhere."""
    chance, form, damaged, accepted = _chance(form_id), _FORMS[form_id], 0, []
    prepared = _RENDERER._prepared_template(_RENDERER._template_of(form))
    while damaged < 60:
        content = _repeated_content(form, chance.randint(2, 8), chance)
        with zipfile.ZipFile(io.BytesIO(_RENDERER.plan(content))) as package:
            whole = etree.fromstring(package.read(_BODY))
        before = shown_text(whole, prepared.unseen_styles)
        for _ in range(10):
            tree = deepcopy(whole)
            state = chance.getstate()
            _damage(tree, chance)
            shown = shown_text(tree, prepared.unseen_styles)
            if _words(shown) == _words(before):  # two equal rows are swapped
                continue
            damaged += 1
            try:
                check_complete([shown], plan_context(content), prepared.loops, column_titles(form))
            except IncompleteDocument:
                continue
            accepted.append(state)
    assert not accepted, f"{len(accepted)} of {damaged} damages were accepted"


def _words(shown: ShownText) -> list[str]:
    return "".join(character for character in shown.text if character not in "()").split("\n")


def test_a_template_that_repeats_rows_without_a_column_is_refused() -> None:
    form = _FORMS["abc-faelles"]
    plan = form.plan_fields()[0]
    assert isinstance(plan, PlanField)
    content = _repeated_content(form, 3, _chance(1))
    for restyle in _RESTYLES:
        lost = _changed(_template(form, restyle), lambda body: body.replace("aftale.anvendelse", "aftale.maal"))
        with pytest.raises(IncompleteDocument):
            _RENDERER.plan(content, lost)
