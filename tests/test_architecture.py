"""Every module, function and file that the documents under docs/ name exists, so that they follow the code."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
NAMED = re.compile(r"`(mus_desktop(?:\.\w+)+|(?:docs|forms|installer|mus_desktop|resources|tests)/[\w./-]*)`")
LINKED = re.compile(r"\]\(([\w./-]+)\)")


def is_there(name: str) -> bool:
    """Whether ``name`` is a file of the project, or can be imported: a module, then attributes of it."""
    if "/" in name:
        return (ROOT / name).exists()
    found, path = None, ""
    for part in name.split("."):
        path = f"{path}.{part}" if path else part
        try:
            found = import_module(path)
        except ModuleNotFoundError:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [name for name in NAMED.findall(text) if not is_there(name)]
    missing += [link for link in LINKED.findall(text) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("mus_desktop.storage.database.file_freeze", True),
        ("mus_desktop.services.conversation.conversation_writer.ConversationWriter.save", True),
        ("mus_desktop.storage.standing", False),
        ("mus_desktop.services.conversation.conversation_writer.ConversationWriter.saved", False),
        ("tests/conftest.py", True),
        ("tests/conftests.py", False),
    ],
)
def test_the_check_sees(name: str, there: bool) -> None:
    assert NAMED.fullmatch(f"`{name}`")
    assert is_there(name) is there
