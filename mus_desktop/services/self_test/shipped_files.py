"""The files of the installed program: complete and unchanged, as the lists that came with them say."""

from __future__ import annotations

import base64
import csv
import hashlib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import Form
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, choices
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.forms.template_file import read_template

MANIFEST = "SHA256SUMS"
"""The list of all files of an installer, beside the package or one folder up; its lines are those of ``sha256sum``."""
_MOST_NAMED = 3


def check_files(package: Path | None = None) -> str:
    """Compare the program's files with the list of its wheel, or of its installer; return how many there are.

    :param package: the folder of the package ``mus_desktop``, by default the running one.
    :raises KnownError: files are missing or damaged; some of them are named.
    """
    library = (package or Path(paths.__file__).parent).resolve().parent
    # Above a checkout there may be a list of something else.
    folders = (library, library.parent) if getattr(sys, "frozen", False) else (library,)
    around = next((one for one in folders if (one / MANIFEST).is_file()), library)
    listed = dict(_listed_by_installer(around)) or dict(_listed_by_wheel(library))
    if not listed:  # a checkout
        return "ingen filliste at sammenligne med"
    missing = [name for name in listed if not (around / name).is_file()]
    damaged = [name for name in listed if name not in missing and _sha256(around / name) != listed[name]]
    problems = [*_named("mangler", missing), *_named("er ændret eller beskadiget", damaged)]
    if problems:
        raise KnownError(f"{'; '.join(problems)}. Installér programmet igen.")
    return f"{len(listed)} filer er hele"


def check_forms(folder: Path | None = None) -> str:
    """Read every form, and render its plan with its template; return how many there are.

    :param folder: the folder of the forms, by default the shipped one.
    :raises KnownError: a form or its template is missing or damaged.
    """
    folder = folder or paths.forms()
    found = read_folder(folder)
    if found.failures:
        raise found.failures[0]
    # Older forms stay in this list for ever, so a form in it is either there, or missing.
    released = tomllib.loads((folder / "released.toml").read_text("utf-8"))
    missing = sorted(set(released) - {loaded.form.id for loaded in found.forms})
    if missing:
        raise KnownError(f"Skemaet {', '.join(missing)} mangler i {folder}. Installér programmet igen.")
    maker = DocumentMaker()
    for loaded in found.forms:
        _render(loaded.form, read_template(loaded.source_path.with_name(PLAN_TEMPLATE)), maker)
    return f"{len(found.forms)} skemaer, hvert med sin plan i Word"


def _render(form: Form, template: bytes | None, maker: DocumentMaker) -> None:
    try:
        blank_document(form, choices(form)[0], template, maker)
    except KnownError as error:
        raise KnownError(f"{form.id}: {error.message}") from error


def _listed_by_installer(around: Path) -> Iterator[tuple[str, str]]:
    manifest = around / MANIFEST
    for line in manifest.read_text("utf-8").splitlines() if manifest.is_file() else ():
        digest, _, name = line.partition("  ")
        yield name, digest


def _listed_by_wheel(around: Path) -> Iterator[tuple[str, str]]:
    for record in around.glob("mus_desktop-*.dist-info/RECORD"):
        with record.open(encoding="utf-8", newline="") as lines:
            for name, digest, _ in csv.reader(lines):
                # Scripts and compiled files are made when the wheel is installed, and have no digest, or another place.
                if digest.startswith("sha256=") and name.startswith("mus_desktop"):
                    yield name, base64.urlsafe_b64decode(f"{digest.removeprefix('sha256=')}==").hex()


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _named(problem: str, names: list[str]) -> Iterator[str]:
    if names:
        rest = len(names) - _MOST_NAMED
        more = f" og {rest} andre" if rest > 0 else ""
        yield f"{', '.join(names[:_MOST_NAMED])}{more} {problem}"
