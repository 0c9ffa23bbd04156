"""Conversion of content to documents, on any thread: plain values in, bytes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.services.documents.document_kinds import DocumentRequest

if TYPE_CHECKING:
    from mus_desktop.documents.word.render import Renderer


class DocumentMaker:
    """Creates documents, and caches costly objects between them."""

    def __init__(self) -> None:
        self._renderer: Renderer | None = None

    def document(
        self, content: PlanContent | SheetContent, request: DocumentRequest, template: bytes | None = None
    ) -> bytes:
        """Return the document as bytes. ``template`` is a customised one for the plan.

        :raises DocumentError: the template cannot be used, or the document would be incomplete; says what to do.
        """
        if isinstance(content, PlanContent):
            return self._plan_renderer().plan(content, template)
        from mus_desktop.documents.sheets.sheet_registry import build_sheet  # noqa: PLC0415 - Word only when a document is wanted

        return build_sheet(request.kind, content, request.size)

    def _plan_renderer(self) -> Renderer:
        if self._renderer is None:
            # Word libraries take a tenth of a second to import, so they wait until a document is wanted.
            from mus_desktop.documents.word.render import Renderer  # noqa: PLC0415

            self._renderer = Renderer()
        return self._renderer
