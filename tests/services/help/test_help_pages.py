"""The shipped help: its names are those of the program, its links and pictures exist, and it is found."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.model.help.help_page import BlockKind, HelpPage, SpanKind
from mus_desktop.services.help.help_library import CONTENTS, HelpLibrary

PACKAGE = Path(paths.__file__).parent
LARGEST_PICTURES = 500_000
"""Bytes of all pictures: the Windows folder has little room."""
SAID = {"senest 1. marts"}
"""Quoted words that the leader writes, and no button."""
TECHNICAL = ("database", "sqlite", "markdown", "dialogboks", "autosave", "klik", "checkboks", "dropdown", "parameter")


@pytest.fixture(scope="module")
def library() -> HelpLibrary:
    return HelpLibrary()


def _plain(text: str) -> str:
    return text.replace("&", "").removesuffix(" …").removesuffix("{}").strip()


def _program_texts() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield _plain("".join(part.value for part in node.values if isinstance(part, ast.Constant)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield _plain(node.value)


def _names(page: HelpPage) -> set[str]:
    spans = [span for block in page.blocks for span in block.spans]
    quoted = {name for block in page.blocks for name in re.findall(r"»([^«]+)«", block.text)}
    return quoted | {span.text for span in spans if span.kind is SpanKind.NAME} - SAID


def test_every_button_and_menu_in_the_help_is_in_the_program(library: HelpLibrary) -> None:
    texts = set(_program_texts())
    wrong = {page.key: lost for page in library.pages if (lost := {_plain(n) for n in _names(page)} - texts - SAID)}
    assert wrong == {}


def test_links_and_pictures_exist_and_no_file_is_left_over(library: HelpLibrary) -> None:
    keys = {page.key for page in library.pages}
    blocks = [block for page in library.pages for block in page.blocks]
    assert {span.target for block in blocks for span in block.spans if span.target} <= keys
    pictures = {block.file: block.text for block in blocks if block.kind is BlockKind.PICTURE}
    assert all(pictures.values()), "every picture is described"
    files = {path.relative_to(library.folder).as_posix() for path in library.folder.rglob("*") if path.is_file()}
    assert files == {CONTENTS, *(f"{key}.md" for key in keys), *pictures}
    assert sum((library.folder / file).stat().st_size for file in pictures) <= LARGEST_PICTURES


def test_a_paragraph_stands_on_one_line(library: HelpLibrary) -> None:
    """Two lines without a blank one between would be two paragraphs, with a sentence cut in two."""
    for page in library.pages:
        lines = (library.folder / f"{page.key}.md").read_text("utf-8").splitlines()
        text = [bool(line) and not re.match(r"#|<!--|!|- |\d+\. ", line) for line in lines]
        assert not any(map(all, pairwise(text))), page.key


def test_pages_are_short_numbered_from_one_and_without_jargon(library: HelpLibrary) -> None:
    titles = [page.title for page in library.pages]
    assert len(titles) == len(set(titles)) >= 20
    for page in library.pages:
        assert len(page.text.split()) < 260, page.key
        assert not [word for word in TECHNICAL if word in page.text.casefold()], page.key
        before = 0
        for block in page.blocks:
            assert "*" not in block.text, (page.key, block.text)
            if block.kind is BlockKind.STEP:
                assert block.number == before + 1, (page.key, block.text)
            before = block.number


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("udskriv", "udskriv"),
        ("print", "udskriv"),
        ("noegle glemt", "adgangskode"),
        ("paa papir", "underskrift"),
        ("RAAD før", "raad-foer"),
        ("mini mus", "opfoelgning"),
        ("råd", "raad-foer"),
    ],
)
def test_words_are_found_in_any_order_and_danish_spelling(library: HelpLibrary, typed: str, first: str) -> None:
    assert first in [page.key for page in library.search(typed)][:3]


def test_a_matching_title_comes_before_other_text(library: HelpLibrary) -> None:
    assert library.search("backup")[0].key == "backup"
    assert library.search("zxqj") == ()
    assert library.search("") == library.pages


@pytest.mark.parametrize("damage", ["missing", "untitled", "contents"])
def test_damaged_help_is_one_danish_sentence(tmp_path: Path, damage: str) -> None:
    (tmp_path / CONTENTS).write_text('[[chapter]]\ntitle = "Et"\npages = ["en"]', "utf-8")
    if damage == "untitled":
        (tmp_path / "en.md").write_text("Tekst uden titel", "utf-8")
    elif damage == "contents":
        (tmp_path / CONTENTS).write_text("[[", "utf-8")
    with pytest.raises(KnownError, match="Installér programmet igen"):
        HelpLibrary(tmp_path)


def test_help_travels_in_the_wheel() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["resources/help"] == "mus_desktop/_data/resources/help"
