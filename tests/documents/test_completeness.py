"""A finished plan is compared with its content cell by cell: every way of losing a part of it is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.column_titles import column_titles
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.word.completeness import IncompleteDocument, check_complete
from mus_desktop.documents.word.content_search.shown_text import shown_text
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.form import ColumnType, Fact, PlanField
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum
from mus_desktop.model.signed_content import ReviewedLine

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RENDERER = Renderer()  # derives and reads each template once
_DATA = Path(__file__).parents[1] / "data"
Damage = Callable[[Any], None]


def _element(name: str, *children: Any, **attributes: str) -> Any:
    made = etree.Element(f"{_W}{name}", {f"{_W}{key}": value for key, value in attributes.items()})
    made.extend(children)
    return made


def _table(tree: Any) -> Any:
    """The table of agreements: the one with most rows."""
    return max(tree.iter(f"{_W}tbl"), key=lambda table: len(table.findall(f"{_W}tr")))


def _cell(tree: Any, row: int, column: int) -> Any:
    return _table(tree).findall(f"{_W}tr")[row].findall(f"{_W}tc")[column]


def _runs(tree: Any, row: int = 1, column: int = 1) -> Any:
    return list(_cell(tree, row, column).iter(f"{_W}r"))


def _look(run: Any, mark: Any) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = _element("rPr")
        run.insert(0, properties)
    properties.append(mark)


def _formatted(**marks: str) -> Damage:
    def damage(tree: Any) -> None:
        for run in _runs(tree):
            for name, value in marks.items():
                _look(run, _element(name, val=value))

    return damage


def _lost_column(tree: Any) -> None:
    for row in _table(tree).findall(f"{_W}tr")[1:]:
        for text in row.findall(f"{_W}tc")[3].iter(f"{_W}t"):
            text.text = ""


def _copied_over(tree: Any) -> None:
    """A column shows another's text: its own is lost, though nothing looks empty."""
    for row in _table(tree).findall(f"{_W}tr")[1:]:
        cells = row.findall(f"{_W}tc")
        row.replace(cells[3], deepcopy(cells[2]))


def _swapped(*rows: int) -> Damage:
    def damage(tree: Any) -> None:
        for number in rows or range(1, len(_table(tree).findall(f"{_W}tr"))):
            first, second = _cell(tree, number, 2), _cell(tree, number, 3)
            first_copy = deepcopy(first)
            first.getparent().replace(first, deepcopy(second))
            second.getparent().replace(second, first_copy)

    return damage


def _swapped_rows(tree: Any) -> None:
    rows = _table(tree).findall(f"{_W}tr")
    rows[2].addnext(rows[1])


def _lost_row(tree: Any) -> None:
    rows = _table(tree).findall(f"{_W}tr")
    rows[2].getparent().remove(rows[2])


def _row_among_paragraphs(tree: Any) -> None:
    """The second agreement is gone from the table; all its words are in a paragraph at the end."""
    row = _table(tree).findall(f"{_W}tr")[2]
    words = " ".join(text.text or "" for text in row.iter(f"{_W}t"))
    text = _element("t")
    text.text = words
    tree.find(f"{_W}body").insert(0, _element("p", _element("r", deepcopy(text))))
    row.getparent().remove(row)


def _tracked_deletion(tree: Any) -> None:
    for run in _runs(tree):
        parent, deleted = run.getparent(), _element("del", id="1", author="x")
        parent.replace(run, deleted)
        deleted.append(run)


def _deleted_row(tree: Any) -> None:
    row = _table(tree).findall(f"{_W}tr")[1]
    row.find(f"{_W}trPr").append(_element("del", id="1", author="x"))


def _hidden_row(tree: Any) -> None:
    row = _table(tree).findall(f"{_W}tr")[1]
    row.find(f"{_W}trPr").append(_element("hidden"))


def _merged_below(tree: Any) -> None:
    _cell(tree, 2, 2).find(f"{_W}tcPr").append(_element("vMerge"))


def _cut_off(tree: Any) -> None:
    text = next(_cell(tree, 1, 1).iter(f"{_W}t"))
    text.text = text.text[:-1]


def _without_a_line(tree: Any) -> None:
    cell = _cell(tree, 1, 4)
    lines = cell.findall(f"{_W}p")
    assert len(lines) == 2
    cell.remove(lines[1])


def _nameless(tree: Any) -> None:
    for text in tree.iter(f"{_W}t"):
        text.text = (text.text or "").replace("Bjørn Ågård", "Medarbejderen")


_DAMAGES: dict[str, Damage] = {
    "a lost column": _lost_column,
    "a column with the text of another": _copied_over,
    "two cells swapped in one row": _swapped(2),
    "two cells swapped in every row": _swapped(),
    "rows in another order": _swapped_rows,
    "a lost row": _lost_row,
    "a row whose words are elsewhere": _row_among_paragraphs,
    "hidden text": _formatted(vanish="1"),
    "white text": _formatted(color="FFFFFF"),
    "text too small to read": _formatted(sz="2"),
    "text deleted with tracked changes": _tracked_deletion,
    "a row deleted with tracked changes": _deleted_row,
    "a hidden row": _hidden_row,
    "a cell merged with the one above": _merged_below,
    "text cut off": _cut_off,
    "a line left out": _without_a_line,
    "no name": _nameless,
}


def _check(content: PlanContent, damage: Damage = lambda _tree: None, template: bytes | None = None) -> None:
    """Compare the finished document, damaged by ``damage``, with ``content``."""
    template = template or _RENDERER._template_of(content.form)
    with zipfile.ZipFile(io.BytesIO(_RENDERER.plan(content, template))) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    damage(tree)
    prepared = _RENDERER._prepared_template(template)
    check_complete(
        [shown_text(tree, prepared.unseen_styles)], plan_context(content), prepared.loops, column_titles(content.form)
    )


@pytest.mark.parametrize("name", _DAMAGES)
def test_every_way_to_lose_a_part_is_refused(name: str, plan_of: Callable[..., PlanContent]) -> None:
    content = plan_of(3)
    # The same person and words in several places, as in a real plan.
    rows = tuple(replace(row, cells={**row.cells, "stoette": f"Mette Holm {row.id}"}) for row in content.agreements)
    content = replace(content, agreements=rows)
    _check(content)
    with pytest.raises(IncompleteDocument):
        _check(content, _DAMAGES[name])


def test_swapped_cells_of_a_single_agreement_are_noticed_by_their_headings(plan_of: Callable[..., PlanContent]) -> None:
    _check(plan_of(1))
    with pytest.raises(IncompleteDocument, match=r"»tiltag«|»stoette«"):
        _check(plan_of(1), _swapped(1))


def test_a_short_text_is_not_found_inside_a_longer_one(plan_of: Callable[..., PlanContent]) -> None:
    content = plan_of(1)
    row = replace(content.agreements[0], cells={"maal": "Bjørn skal på kursus", "stoette": "Bjørn"})
    content = replace(content, agreements=(row,))
    _check(content)
    with pytest.raises(IncompleteDocument, match="»stoette«"):
        _check(content, _lost_column)


def test_an_agreement_carried_over_is_not_found_in_last_years_table(every_kind: Any) -> None:
    """Its goal is among last year's agreements too, so the words alone prove nothing."""
    plan = every_kind.plan_fields()[0]
    assert isinstance(plan, PlanField)
    row = Agreement(id="1", field=plan.key, group=plan.groups[0], cells={"maal": "Rolige frikvarterer"})
    past = (ReviewedLine("Rolige frikvarterer", "Videreføres"),)
    content = PlanContent(form=every_kind, agreements=(row,), past=past)

    def damage(tree: Any) -> None:
        tables = [
            table
            for table in tree.iter(f"{_W}tbl")
            if "Rolige frikvarterer" in "".join(table.itertext()) and "Videreføres" not in "".join(table.itertext())
        ]
        for text in (text for table in tables for text in table.iter(f"{_W}t")):
            text.text = (text.text or "").replace("Rolige frikvarterer", "")

    _check(content)
    with pytest.raises(IncompleteDocument, match="»maal«"):
        _check(content, damage)


def test_an_addition_must_be_shown(plan_of: Callable[..., PlanContent]) -> None:
    content = replace(plan_of(1), addenda=(Addendum(1, date(2027, 6, 1), "Kurset er flyttet."),))

    def damage(tree: Any) -> None:
        for text in tree.iter(f"{_W}t"):
            if "Kurset er flyttet" in (text.text or ""):
                _look(text.getparent(), _element("vanish"))

    _check(content)
    with pytest.raises(IncompleteDocument, match="»tilfoejelser«"):
        _check(content, damage)


class TestRestyled:
    """What a person may do to a template, and the document is still whole."""

    @pytest.fixture
    def content(self, plan_of: Callable[..., PlanContent]) -> PlanContent:
        return plan_of(4)

    def test_other_headings_and_merged_ones(
        self, content: PlanContent, template: bytes, changed: Callable[..., bytes]
    ) -> None:
        renamed = changed(template, ("Hvilke tiltag skal sættes i værk?", "Hvad gør vi?"))
        _check(content, template=renamed)

    def test_white_text_on_a_dark_ground(
        self, content: PlanContent, template: bytes, changed: Callable[..., bytes]
    ) -> None:
        white = '<w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/></w:rPr>'
        _check(content, template=changed(template, ("<w:r><w:t", f"<w:r>{white}<w:t")))

    def test_agreements_as_paragraphs(
        self, content: PlanContent, template: bytes, changed: Callable[..., bytes]
    ) -> None:
        _check(content, template=changed(template, *_as_paragraphs()))
        without_a_column = [(old, new.replace("aftale.stoette", "aftale.tiltag")) for old, new in _as_paragraphs()]
        with pytest.raises(IncompleteDocument, match=r"»stoette«|»tiltag«"):
            Renderer().plan(content, changed(template, *without_a_column))

    def test_columns_moved_with_their_headings_or_joined_in_one(
        self, content: PlanContent, template: bytes, changed: Callable[..., bytes]
    ) -> None:
        moved = changed(
            template,
            ("aftale.tiltag", "aftale.X"),
            ("aftale.stoette", "aftale.tiltag"),
            ("aftale.X", "aftale.stoette"),
            ("Hvilke tiltag skal sættes i værk?", "X"),
            ("Hvem kan støtte dig i processen?", "Hvilke tiltag skal sættes i værk?"),
            (">X<", ">Hvem kan støtte dig i processen?<"),
        )
        _check(content, template=moved)

    def test_two_columns_in_one(self, content: PlanContent, template: bytes, changed: Callable[..., bytes]) -> None:
        """The support is printed below the actions, under one heading."""
        begin = "<w:p><w:r><w:t>{%p for linje in aftale.stoette %}</w:t></w:r></w:p>"
        line = "<w:p><w:r><w:t>Støtte: {{ linje }}</w:t></w:r></w:p>"
        end = "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
        markup = zipfile.ZipFile(io.BytesIO(template)).read("word/document.xml").decode()
        cells = markup.split("</w:tc>")
        from_, to = (next(n for n, c in enumerate(cells) if f"aftale.{key}" in c) for key in ("stoette", "tiltag"))
        own_paragraphs = cells[from_][cells[from_].index("<w:p>") :]
        changes = [(cells[to], cells[to] + begin + line + end), (own_paragraphs + "</w:tc>", "<w:p/></w:tc>")]
        _check(content, template=changed(template, *reversed(changes)))

    def test_only_the_heading_text_moved_is_a_mistake(
        self, content: PlanContent, template: bytes, changed: Callable[..., bytes]
    ) -> None:
        swapped = changed(
            template,
            ("aftale.tiltag", "aftale.X"),
            ("aftale.stoette", "aftale.tiltag"),
            ("aftale.X", "aftale.stoette"),
        )
        with pytest.raises(IncompleteDocument):
            Renderer().plan(content, swapped)


def _as_paragraphs() -> list[tuple[str, str]]:
    """The changes that put the agreements of the template in paragraphs before the heading of the table."""
    fields = "".join(
        f"<w:p><w:r><w:t>{{%p for linje in aftale.{key} %}}</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>{key}: {{{{ linje }}}}</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
        for key in ("stoette", "maal", "tiltag", "tidsplan")
    )
    begin = "<w:p><w:r><w:t>{%p for aftale in plan %}</w:t></w:r></w:p>"
    end = "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    return [
        ("<w:body>", f"<w:body>{begin}{fields}{end}"),
        ("{%tr for aftale in plan %}", "{%tr for aftale in plan if false %}"),
    ]


_WORDS = st.sampled_from(["Bjørn", "Bjørn og Åse", "Mål", "Aftale", "Sparring hver uge", "Senest 1. marts 2027", "1"])
_LOSSES: dict[str, Damage] = {
    "emptied": lambda cell: [text.__setattr__("text", "") for text in cell.iter(f"{_W}t")],
    "cut off": lambda cell: next(cell.iter(f"{_W}t")).__setattr__("text", next(cell.iter(f"{_W}t")).text[:-1]),
    "hidden": lambda cell: [_look(run, _element("vanish")) for run in cell.iter(f"{_W}r")],
    "its row removed": lambda cell: cell.getparent().getparent().remove(cell.getparent()),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("form_id", ["every-kind", "every-kind-2"])
def test_words_that_are_everywhere_neither_hide_a_loss_nor_cause_a_refusal(form_id: str, data: st.DataObject) -> None:
    """Groups, folded parts and names that recur: whole documents are accepted, and every loss is refused."""
    form = read_form(_DATA / "forms" / form_id).form
    plan = form.plan_fields()[0]
    columns = [column.key for column in plan.columns if column.type is ColumnType.TEXT]
    rows = tuple(
        Agreement(
            str(number), plan.key, data.draw(st.sampled_from(plan.groups)), {c: data.draw(_WORDS) for c in columns}
        )
        for number in range(data.draw(st.integers(1, 4)))
    )
    content = PlanContent(form=form, facts={Fact.EMPLOYEE: "Karl Bro"}, agreements=rows)
    _check(content)
    loss = _LOSSES[data.draw(st.sampled_from(sorted(_LOSSES)))]

    def damage(tree: Any) -> None:
        typed = {text for row in rows for text in row.cells.values()}
        # A finished document has no-break spaces in dates.
        cells = [
            c
            for c in _table(tree).iter(f"{_W}tc")
            if "".join(c.itertext()).replace("\N{NO-BREAK SPACE}", " ").strip() in typed
        ]
        # The first row of a table is its heading, in which a column may be called the same.
        loss(data.draw(st.sampled_from([c for c in cells if c.getparent().find(f"{_W}trPr/{_W}tblHeader") is None])))

    with pytest.raises(IncompleteDocument):
        _check(content, damage)
