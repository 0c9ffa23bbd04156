"""The command that writes a document."""

from __future__ import annotations

import argparse

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import data_folder, opened
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience
from mus_desktop.model.terms import DocumentKind, PartyRole
from mus_desktop.services.documents.blank_documents import write_blank
from mus_desktop.services.documents.document_kinds import DocumentRequest


def document(chosen: argparse.Namespace) -> int:
    """Write one document of a conversation, or an empty one on a form."""
    wanted = _wanted(chosen)
    if chosen.blank is not None:
        write_blank(paths.forms(), chosen.blank, wanted, chosen.output)
        return DONE
    with opened(data_folder(chosen)) as workplace:
        workplace.documents.export(chosen.id, chosen.output, wanted)
    return DONE


def _wanted(chosen: argparse.Namespace) -> DocumentRequest:
    kind = DocumentKind(chosen.kind)
    role = PartyRole(chosen.party) if DOCUMENT_KINDS[kind].audience is Audience.ONE_PARTY else PartyRole.SHARED
    return DocumentRequest(kind, role, size=Size(chosen.size))
