"""Starting the program costs nothing of Word: the light modules import none of it."""

from __future__ import annotations

import subprocess
import sys

_LIGHT = (
    "content",
    "plan.context",
    "plan.headings",
    "plan.sections",
    "word.base_document",
    "word.document_files",
    "word.markup",
    "word.package",
    "word.properties",
    "word.widths",
)
_HEAVY = ("docx", "docxtpl", "jinja2", "lxml")


def _loaded(*modules: str) -> set[str]:
    names = ", ".join(f"mus_desktop.documents.{module}" for module in modules)
    code = f"import sys, {names}; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(said.stdout.split())


def test_light_modules_import_nothing_of_word() -> None:
    assert not _loaded(*_LIGHT) & set(_HEAVY)


def test_the_check_sees_what_heavy_modules_import() -> None:
    assert set(_HEAVY) <= _loaded("word.render", "plan.templates")
