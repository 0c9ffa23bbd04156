"""Starting the program costs nothing of Word: the light modules import none of it."""

from __future__ import annotations

import subprocess
import sys

_LIGHT = (
    "content",
    "plan.context",
    "plan.headings",
    "plan.rows",
    "titles",
    "word.document_files",
    "word.template_names",
    "word.package",
    "word.paper_size",
    "word.widths",
)
_SERVICES = (
    "conversation.signing",
    "documents.blank_documents",
    "documents.conversation_documents",
    "documents.period_plans",
    "documents.plans_signed_before_upgrade",
    "forms.form_check",
)
"""What the program uses of documents before one is made."""
_HEAVY = ("docx", "docxtpl", "jinja2", "lxml")


def _loaded(*modules: str, layer: str = "documents") -> set[str]:
    names = ", ".join(f"mus_desktop.{layer}.{module}" for module in modules)
    code = f"import sys, {names}; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    return set(said.stdout.split())


def test_light_modules_import_nothing_of_word() -> None:
    assert not _loaded(*_LIGHT) & set(_HEAVY)


def test_services_import_nothing_of_word_until_a_document_is_made() -> None:
    assert not _loaded(*_SERVICES, layer="services") & set(_HEAVY)


def test_the_check_sees_what_heavy_modules_import() -> None:
    loaded = _loaded("word.render", "plan.templates")
    assert set(_HEAVY) - {"docxtpl"} <= loaded
    assert "docxtpl" not in loaded, "only tests and benchmarks compare with it"
