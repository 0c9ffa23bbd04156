"""Empty documents to fill in by hand, which need a form but no stored data."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.documents.word.document_files import (
    FileState,
    document_name,
    existing_path,
    numbered_paths,
    sha256,
    state_of,
    write_new,
)
from mus_desktop.errors import KnownError
from mus_desktop.formspec.reader import LoadedForm, read_folder
from mus_desktop.model.form import Form
from mus_desktop.services.documents.document_content import blank_of
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, refuse_unavailable
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.forms.template_file import read_template


def write_blank(forms: Path, form_id: str, request: DocumentRequest, target: Path) -> None:
    """Write the document ``request``, empty, of the form ``form_id`` in the folder ``forms`` to ``target``.

    :raises KnownError: there is no such form, it has no such document, or the file cannot be written.
    """
    loaded = _find(forms, form_id)
    template = read_template(loaded.source_path.with_name(PLAN_TEMPLATE))
    write_new(target, blank_document(loaded.form, request, template))


def blank_document(
    form: Form, request: DocumentRequest, template: bytes | None, maker: DocumentMaker | None = None
) -> bytes:
    """Return the document ``request`` of ``form``, empty, as bytes."""
    refuse_unavailable(request, form)
    return (maker or DocumentMaker()).document(blank_of(form, request), request, template)


def write_blank_in(folder: Path, form: Form, request: DocumentRequest, template: bytes | None) -> Path:
    """Write the document ``request`` of ``form``, empty, in ``folder``; return the path. An identical file is reused.

    :raises KnownError: the form has no such document, or the file cannot be written.
    """
    content, path = blank_document(form, request, template), folder / blank_name(form, request)
    # A file that somebody has written on is never overwritten: the next number is tried.
    states = ((existing_path(name), state_of(existing_path(name), sha256(content))) for name in numbered_paths(path))
    path, state = next((name, state) for name, state in states if state is not FileState.EDITED)
    if state is FileState.ABSENT:
        write_new(path, content)
    return path


def blank_name(form: Form, request: DocumentRequest) -> str:
    """Return the file name, as ``Samtaleguide A3 – Udviklingssamtale – Albertslund Kommune.docx``.

    The title of the form is included because an organisation may have several forms.
    """
    return document_name(request.title(form), form.title, form.organisation)


def _find(forms: Path, form_id: str) -> LoadedForm:
    found = read_folder(forms).forms
    for loaded in found:
        if loaded.form.id == form_id:
            return loaded
    known = ", ".join(loaded.form.id for loaded in found)
    raise KnownError(f"Skemaet »{form_id}« findes ikke. Vælg et af disse: {known}.")
