"""Hostile templates, through every way in: refused with one sentence, or used without what is hostile in them."""

from __future__ import annotations

import io
import re
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.package import unzipped
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.model.terms import DocumentKind
from mus_desktop.services.documents.blank_documents import write_blank
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest
from mus_desktop.services.forms.form_check import check_form
from tests.documents.hostile_files import left_out, zip_files
from tests.documents.hostile_markup import refused_fields, refused_markup, refused_xml
from tests.documents.hostile_relationships import refused_relationships
from tests.documents.template_package import MARK, Package

_FORM = paths.forms() / "kobenhavn-buf"
_REFUSED = {
    name: (change, reason)
    for name, change, reason in chain(refused_relationships(), refused_markup(), refused_fields(), refused_xml())
}
_LEFT_OUT = dict(left_out())
_PARTS = unzipped((_FORM / PLAN_TEMPLATE).read_bytes())


def _hostile(change: Callable[[Package], object]) -> bytes:
    package = Package(dict(_PARTS))
    change(package)
    return package.zipped()


@pytest.fixture
def content(plan_of: Callable[..., PlanContent]) -> PlanContent:
    return plan_of(3)


@pytest.fixture
def form_folder(tmp_path: Path) -> Callable[[bytes], Path]:
    def made(template: bytes) -> Path:
        folder = tmp_path / "forms" / _FORM.name
        shutil.copytree(_FORM, folder, dirs_exist_ok=True)
        (folder / PLAN_TEMPLATE).write_bytes(template)
        return folder

    return made


@pytest.mark.parametrize("name", _REFUSED)
def test_refused_by_name_through_every_way_in(
    name: str, content: PlanContent, renderer: Renderer, form_folder: Callable[[bytes], Path]
) -> None:
    change, reason = _REFUSED[name]
    template = _hostile(change)
    with pytest.raises(DocumentError, match=reason) as caught:
        renderer.plan(content, template)
    assert str(caught.value).startswith("Word-skabelonen ")
    folder = form_folder(template)
    for way in (
        lambda: check_form(folder),
        lambda: write_blank(folder.parent, folder.name, DocumentRequest(DocumentKind.PLAN), folder / "plan-tom.docx"),
    ):
        with pytest.raises(KnownError, match=re.escape(str(caught.value))):
            way()
    assert not (folder / "plan-tom.docx").exists()


@pytest.mark.parametrize("name", _LEFT_OUT)
def test_used_without_its_hostile_part(name: str, content: PlanContent, renderer: Renderer) -> None:
    template = _hostile(_LEFT_OUT[name])
    document = renderer.plan(content, template)
    _assert_harmless(document)
    assert "Bjørn Ågård" in visible_text(document)
    # The text of a link stays.
    assert ("Kommunen" in visible_text(document)) is (name == "link")


def _assert_harmless(document: bytes) -> None:
    """Assert that nothing in the document leads out of it; reads it without the program's own code."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        assert MARK.encode() not in part, name
        assert b"<!" not in part, name
        if name.endswith(".rels"):
            assert all(one.get("TargetMode", "Internal") == "Internal" for one in etree.fromstring(part)), name


@pytest.mark.parametrize(
    ("file", "word"), [pytest.param(file, word, id=name) for name, file, word in zip_files(_PARTS)]
)
def test_damaged_zip_files(file: bytes, word: str, content: PlanContent, renderer: Renderer) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match=word):
            renderer.plan(content, file)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
