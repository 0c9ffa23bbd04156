"""Commands in a Word template: found whatever Word has put between their letters, by the rules of docxtpl."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.word.markup import WORD, element, paragraph, text_element
from mus_desktop.documents.word.package import unzipped, zipped
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.template_commands import template_source, with_breaks
from mus_desktop.documents.word.template_engine import TemplateProblem
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.formspec.reader import read_form

_W = f"{{{WORD}}}"
_FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_RESTYLED = Path(__file__).parents[1] / "data" / "restyled" / "kobenhavn-libreoffice.docx"
_RENDERED = re.compile(r"word/(document|header\d|footer\d)\.xml")
Changed = Callable[..., bytes]


def _sources(template: bytes) -> list[bytes]:
    return [part for name, part in unzipped(template).items() if _RENDERED.fullmatch(name)]


@pytest.mark.parametrize("folder", [*_FORMS, _RESTYLED], ids=lambda path: path.stem)
def test_every_template_is_read_as_docxtpl_reads_it(folder: Path) -> None:
    template = folder.read_bytes() if folder == _RESTYLED else derive_plan_template(read_form(folder).form)
    parts = _sources(template)
    assert len(parts) == 3
    for part in parts:
        theirs = DocxTemplate("").patch_xml(etree.tostring(etree.fromstring(part), encoding="unicode"))
        assert template_source(etree.fromstring(part)) == theirs


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_commands_split_anywhere_print_the_same(
    chance: random.Random, template: bytes, plan_of: Callable[..., PlanContent], renderer: Renderer
) -> None:
    parts = unzipped(template)
    root = etree.fromstring(parts["word/document.xml"])
    for run in [text.getparent() for text in root.iter(f"{_W}t") if "{" in (text.text or "")]:
        _split(run, chance)
    split = zipped(parts | {"word/document.xml": etree.tostring(root)})
    content = plan_of(3)
    assert visible_text(renderer.plan(content, split)) == visible_text(renderer.plan(content, template))


def _split(run: Any, chance: random.Random) -> None:
    """Part a run in several, as Word does around a misspelt word, a change of look, or where the cursor was."""
    (text,) = run.iterchildren(f"{_W}t")
    whole, last = text.text, run
    cuts = sorted({0, len(whole), *(chance.randrange(len(whole) + 1) for _ in range(4))})
    text.text = ""
    for begin, end in pairwise(cuts):
        piece = deepcopy(run)
        piece.find(f"{_W}t").text = whole[begin:end]
        if chance.random() < 0.5:
            piece.insert(0, element("rPr", element("b")))
        for one in ([element("proofErr", type="spellStart")] if chance.random() < 0.5 else []) + [piece]:
            last.addnext(one)
            last = one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{{ medarbejder }}", "{{ medarbejder if medarbejder != ’x’ else “y” }}"),
        ("{{ medarbejder }}", "{% if 2 > 1 and 1 < 2 %}{{ medarbejder }}{% endif %}"),
        ("{{ medarbejder }}", "{%r if leder %}{{ medarbejder }}{%r endif %}"),
        ("{{ medarbejder }}", "{# hvem det er #}{{ medarbejder }}"),
        ("{%p endfor %}", "{%p endfor %}{#p slut på gentagelsen #}"),
    ],
)
def test_what_people_write_in_word(
    before: str,
    after: str,
    template: bytes,
    changed: Changed,
    plan_of: Callable[..., PlanContent],
    renderer: Renderer,
) -> None:
    written = changed(template, (before, after.replace("<", "&lt;").replace(">", "&gt;")))
    content = plan_of(3)
    assert visible_text(renderer.plan(content, written)) == visible_text(renderer.plan(content, template))


def test_a_run_keeps_its_look_around_a_command() -> None:
    formatting = element("rPr", element("b"))
    run = element("r", formatting, text_element("Før {%r if x %}midt{%r endif %} efter"), element("tab"))
    source = template_source(element("p", run))
    bold = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t>{}</w:r>'
    expected = [bold.format("Før ", ""), "{% if x %}", bold.format("midt", ""), "{% endif %}"]
    assert "".join([*expected, bold.format(" efter", "<w:tab/>")]) in source


def test_two_loops_may_end_in_one_paragraph() -> None:
    lines = ["{%p for a in x %}", "{%p for b in a %}", "{{ b }}", "{%p endfor %}{%p endfor %}"]
    body = element("body", *(paragraph("Normal", line) for line in lines))
    assert re.sub(r"<[^>]+>", "", template_source(body)) == (
        "{% for a in x %}{% for b in a %}{{ b }}{% endfor %}{% endfor %}"
    )


def test_a_row_command_outside_a_table_is_refused(
    template: bytes, changed: Changed, plan_of: Callable[..., PlanContent], renderer: Renderer
) -> None:
    wrong = changed(template, ("Personlig", "{%tr if leder %}"))
    with pytest.raises(TemplateProblem, match=re.escape("kan ikke læses ved »{%tr if leder %}«")):
        renderer.plan(plan_of(1), wrong)


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "\t\n", "a\n\n\tb\t", "én\tto\ntre"])
@pytest.mark.parametrize("formatting", [True, False])
def test_tabs_and_line_breaks_become_those_of_word(text: str, formatting: bool) -> None:
    properties = [element("rPr", element("b"))] if formatting else []
    whole = element("p", element("r", properties, text_element(text), element("br", type="page")))
    theirs = etree.fromstring(DocxTemplate("").resolve_listing(etree.tostring(whole, encoding="unicode")))
    with_breaks(whole)
    assert etree.tostring(whole, method="c14n") == etree.tostring(theirs, method="c14n")
