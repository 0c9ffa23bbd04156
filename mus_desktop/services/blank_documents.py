"""Empty documents to fill in by hand; they need a form and no data."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.documents.content import blank_content
from mus_desktop.documents.files import write_new
from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.formspec.reader import LoadedForm, read_folder

PLAN_TEMPLATE = "plan.docx"


def write_blank_plan(forms: Path, form_id: str, target: Path) -> None:
    """Write an empty plan of the form ``form_id`` in the folder ``forms`` to ``target``.

    :raises KnownError: there is no such form, it has no plan, or the file cannot be written.
    """
    from mus_desktop.documents.render import Renderer  # noqa: PLC0415 - Word only when wanted

    loaded = _find(forms, form_id)
    if not loaded.form.plan_fields():
        raise DocumentError(f"Skemaet »{form_id}« har ingen plan, så der er intet at udskrive. Vælg et andet skema.")
    template = loaded.source_path.with_name(PLAN_TEMPLATE)
    content = Renderer().plan(blank_content(loaded.form), template.read_bytes() if template.is_file() else None)
    write_new(target, content)


def _find(forms: Path, form_id: str) -> LoadedForm:
    found = read_folder(forms).forms
    for loaded in found:
        if loaded.form.id == form_id:
            return loaded
    known = ", ".join(loaded.form.id for loaded in found)
    raise KnownError(f"Skemaet »{form_id}« findes ikke. Vælg et af disse: {known}.")
