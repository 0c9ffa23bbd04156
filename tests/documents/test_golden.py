"""Documents compared part by part with golden files that were looked at as pictures when they were accepted.

To accept a change: look at the document (`soffice --headless --convert-to pdf`), then `MUS_GOLDEN=write pytest` this
file and read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from mus_desktop.documents.content import PlanContent, blank_content
from mus_desktop.documents.word.base_document import base_document
from mus_desktop.documents.word.render import Renderer

_GOLDEN = Path(__file__).parents[1] / "data" / "golden"
_OWN = ("word/document.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml")
"""The parts that differ from document to document; every other part is the base document's."""


def _readable(part: bytes) -> str:
    """The canonical form of a part, a tag a line, so that a diff can be read."""
    canonical = etree.tostring(etree.fromstring(part), method="c14n", exclusive=True).decode()
    return canonical.replace("><", ">\n<") + "\n"


@pytest.fixture
def content(request: pytest.FixtureRequest, plan_of: Callable[..., PlanContent], wide_plan: PlanContent) -> PlanContent:
    made = {
        "blank": lambda: blank_content(plan_of(0).form),
        "typical": lambda: plan_of(3),
        "ten-rows": lambda: plan_of(10),
        "wide": lambda: wide_plan,
        "wide-blank": lambda: blank_content(wide_plan.form),
    }
    return made[request.param]()


@pytest.mark.parametrize("content", ["blank", "typical", "ten-rows", "wide", "wide-blank"], indirect=True)
def test_every_part_is_as_accepted(
    content: PlanContent,
    renderer: Renderer,
    parts: Callable[[bytes], dict[str, bytes]],
    request: pytest.FixtureRequest,
) -> None:
    found, base = parts(renderer.plan(content)), parts(base_document())
    assert set(found) == set(base)
    for name in set(base) - {*_OWN, "[Content_Types].xml"} - {n for n in base if n.endswith(".rels")}:
        assert _readable(found[name]) == _readable(base[name]), name
    folder = _GOLDEN / request.node.callspec.id
    for name in _OWN:
        accepted = folder / name.replace("/", "-")
        if os.environ.get("MUS_GOLDEN") == "write":
            folder.mkdir(parents=True, exist_ok=True)
            accepted.write_text(_readable(found[name]), encoding="utf-8", newline="\n")
        assert _readable(found[name]) == accepted.read_text(encoding="utf-8"), name


def test_the_same_content_gives_the_same_bytes(plan_of: Callable[..., PlanContent]) -> None:
    assert Renderer().plan(plan_of(3)) == Renderer().plan(plan_of(3))
