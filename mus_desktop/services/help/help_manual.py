"""The help as a Word manual. Heavy: imports the Word libraries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mus_desktop import __version__
from mus_desktop.documents.manual.manual_document import TITLE, ManualContent, build_manual
from mus_desktop.documents.word.document_files import document_name
from mus_desktop.documents.word.file_access import open_files
from mus_desktop.errors import KnownError
from mus_desktop.model.help.help_page import BlockKind
from mus_desktop.services.documents.blank_documents import BlankWriting
from mus_desktop.services.help.help_library import HelpLibrary

_NO_PICTURES = "Vejledningen kan ikke laves, for et billede mangler på pc'en. Installér programmet igen."


def manual_document(made_on: date | None = None, library: HelpLibrary | None = None) -> bytes:
    """Return the manual as bytes.

    :raises KnownError: a page or picture of the help is missing.
    """
    library = library or HelpLibrary()
    files = {block.file for page in library.pages for block in page.blocks if block.kind is BlockKind.PICTURE}
    try:
        pictures = {file: (library.folder / file).read_bytes() for file in sorted(files)}
    except OSError as error:
        raise KnownError(_NO_PICTURES) from error
    return build_manual(ManualContent(library.pages, pictures, __version__, made_on))


def write_manual(target: Path) -> None:
    """Write the manual to ``target``.

    :raises KnownError: the help is damaged, or the file cannot be written.
    """
    content = manual_document()
    with open_files(target.parent) as files:
        files.write_new(target, content)


def manual_writing(folder: Path, *, make_parents: bool = False) -> BlankWriting:
    """Return the manual ready to be written in ``folder``; a manual that somebody has edited is left alone.

    :raises KnownError: a page or picture of the help is missing.
    """
    return BlankWriting(folder / document_name(TITLE), manual_document(), make_parents)
