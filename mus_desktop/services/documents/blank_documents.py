"""Empty documents to fill in by hand, which need a form but no stored data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mus_desktop.documents.word.document_files import document_name, existing_path, numbered_paths, sha256
from mus_desktop.documents.word.file_access import DirectFiles, open_files
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
    content = blank_document(loaded.form, request, template)
    with open_files(target.parent) as files:
        files.write_new(target, content)


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
    writing = blank_writing(folder, form, request, template)
    with open_files(folder) as files:
        return writing.run(files)


@dataclass(frozen=True, slots=True)
class BlankWriting:
    """An empty document to be written to ``path``, or by the next names, unless there is an identical file."""

    path: Path
    content: bytes
    make_parents: bool = False

    def run(self, files: DirectFiles) -> Path:
        """Write the document, for any thread; return its path. :raises DocumentError: it cannot be written."""
        files.make_folder(self.path.parent, parents=self.make_parents)
        names = files.names(self.path.parent)
        # A file that somebody has written on is never overwritten: the next number is tried.
        for candidate in numbered_paths(self.path):
            path = existing_path(candidate, names)
            if path.name not in names:
                files.write_new(path, self.content)
                return path
            if files.sha256(path) == sha256(self.content):
                return path
        raise AssertionError  # the numbers never end


def blank_writing(
    folder: Path, form: Form, request: DocumentRequest, template: bytes | None, *, make_parents: bool = False
) -> BlankWriting:
    """Return the document ``request`` of ``form``, empty, ready to be written in ``folder``.

    :raises KnownError: the form has no such document.
    """
    return BlankWriting(folder / blank_name(form, request), blank_document(form, request, template), make_parents)


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
