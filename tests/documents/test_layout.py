"""What depends on the length of the text: rows that may break, what stays together, room to write by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml.ns import qn

from mus_desktop.documents.content import PlanContent, blank_content
from mus_desktop.documents.word.render import Renderer

_LONG = "\n".join(["Vi har talt om overgangen fra vuggestue til børnehave og om samarbejdet på tværs af stuerne."] * 60)


def _rows(document: bytes) -> list[Any]:
    return [row._tr for row in docx.Document(io.BytesIO(document)).tables[1].rows][1:]


def _kept_whole(document: bytes) -> list[bool]:
    return [row.trPr.find(qn("w:cantSplit")) is not None for row in _rows(document)]


def _kept_with_next(document: bytes) -> list[bool]:
    return [all(p.find(qn("w:keepNext")) is not None for p in row.iter(qn("w:pPr"))) for row in _rows(document)]


def test_long_rows_may_break_and_short_ones_may_not(
    plan_of: Callable[..., PlanContent], with_text: Callable[..., PlanContent], renderer: Renderer
) -> None:
    assert _kept_whole(renderer.plan(with_text(plan_of(3), "tiltag", _LONG))) == [False, True, True]


def test_the_last_row_stays_with_the_signatures(
    plan_of: Callable[..., PlanContent], with_text: Callable[..., PlanContent], renderer: Renderer
) -> None:
    assert _kept_with_next(renderer.plan(plan_of(4))) == [False, False, False, True]
    one_long = with_text(plan_of(1), "tiltag", _LONG)
    assert _kept_with_next(renderer.plan(one_long)) == [False, False, True]


def test_a_long_last_row_may_break_over_pages(
    plan_of: Callable[..., PlanContent], with_text: Callable[..., PlanContent], renderer: Renderer
) -> None:
    content = with_text(plan_of(3), "tiltag", _LONG)
    turned = PlanContent(form=content.form, agreements=content.agreements[::-1])
    assert (_kept_whole(renderer.plan(turned))[-1], _kept_with_next(renderer.plan(turned))[-1]) == (False, False)


def _heights(document: bytes) -> set[int]:
    return {int(row.trPr.find(qn("w:trHeight")).get(qn("w:val"))) for row in _rows(document)}


def test_a_blank_plan_has_space_for_handwriting(plan_of: Callable[..., PlanContent], renderer: Renderer) -> None:
    blank, written = renderer.plan(blank_content(plan_of(0).form)), renderer.plan(plan_of(1))
    (height,) = _heights(blank)  # 25 mm, and as much more as the page has room for
    assert height >= 1420
    assert max(_heights(written)) < 1000
