"""A plan of ten rows, rendered and saved: ours against plain docxtpl used the ordinary way, in one run, interleaved."""

from __future__ import annotations

import io
import statistics
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.word.document_files import write_new
from mus_desktop.documents.word.layout import adjust_layout
from mus_desktop.documents.word.no_break import glue_words
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.form import Fact
from mus_desktop.model.plan import Agreement

pytestmark = pytest.mark.bench

_MOST = 0.6
_ROUNDS = 40
_TEXT = "Jeg afprøver talekort og makkersnak på gul stue hver onsdag i otte uger og skriver kort ned, hvad der virker."
_MAIN, _STYLES, _PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"


@pytest.fixture(scope="module")
def content() -> PlanContent:
    form = read_form(paths.forms() / "kobenhavn-buf").form
    keys = [column.key for column in form.plan_fields()[0].columns]
    rows = tuple(
        Agreement(id=str(n), field="plan", cells=dict.fromkeys(keys, _TEXT), due_on=date(2027, 3, 1), responsible="Åse")
        for n in range(10)
    )
    facts = {Fact.EMPLOYEE: "Bjørn Ågård", Fact.LEADER: "Mette Holm", Fact.PERIOD: "2026"}
    return PlanContent(form=form, facts=facts, agreements=rows, made_on=date(2026, 11, 12), author="Mette Holm")


def _plain(template: Path, context: dict[str, Any], target: Path) -> None:
    document = DocxTemplate(template)
    document.render(context, autoescape=True)
    document.save(target)


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_ten_rows_against_plain_docxtpl(content: PlanContent, tmp_path: Path) -> None:
    template = paths.forms() / "kobenhavn-buf" / "plan.docx"
    source, context, renderer = template.read_bytes(), plan_context(content), Renderer()
    renderer.plan(content, source)
    plain, ours = [], []
    for number in range(_ROUNDS):
        plain.append(_took(lambda: _plain(template, context, tmp_path / "plain.docx")))
        target = tmp_path / f"plan-{number}.docx"
        ours.append(_took(lambda: write_new(target, renderer.plan(content, source))))  # noqa: B023 - called at once
    ratio = statistics.median(ours) / statistics.median(plain)
    print(
        f"\nplan of 10 rows: {statistics.median(ours) * 1000:.1f} ms, plain docxtpl "
        f"{statistics.median(plain) * 1000:.1f} ms, ratio {ratio:.2f} (at most {_MOST})"
    )
    assert ratio <= _MOST
    _assert_same_parts((tmp_path / "plain.docx").read_bytes(), renderer.plan(content, source))


def _assert_same_parts(plain: bytes, ours: bytes) -> None:
    """Part by part the same, but for core properties, the layout that depends on the text, and no-break spaces.

    These (:func:`adjust_layout`, :func:`glue_words`) are not docxtpl's to make; they are made in its output, untimed.
    """
    left, right = _trees(plain), _trees(ours)
    assert set(left) == set(right)
    for tree in left.values():
        glue_words(tree)
    adjust_layout(left[_MAIN], etree.tostring(left[_STYLES]))
    for name in set(left) - {_PROPERTIES}:
        assert _canonical(left[name]) == _canonical(right[name]), name


def _trees(document: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def _canonical(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, method="c14n", exclusive=True))
