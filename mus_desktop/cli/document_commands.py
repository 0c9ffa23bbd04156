"""The command that writes a document."""

from __future__ import annotations

import argparse

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import data_folder, open_workplace
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience
from mus_desktop.model.terms import DocumentKind, PartyRole
from mus_desktop.services.documents.blank_documents import write_blank
from mus_desktop.services.documents.document_kinds import DocumentRequest


def document(options: argparse.Namespace) -> int:
    """Write one document of a conversation, or an empty one on a form."""
    wanted = _wanted(options)
    if options.blank is not None:
        write_blank(paths.forms(), options.blank, wanted, options.output)
        return DONE
    with open_workplace(data_folder(options)) as workplace:
        workplace.documents.export(options.id, options.output, wanted)
    return DONE


def _wanted(options: argparse.Namespace) -> DocumentRequest:
    kind = DocumentKind(options.kind)
    role = PartyRole(options.party) if DOCUMENT_KINDS[kind].audience is Audience.ONE_PARTY else PartyRole.SHARED
    return DocumentRequest(kind, role, size=Size(options.size))
