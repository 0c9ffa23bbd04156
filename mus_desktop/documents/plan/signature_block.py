"""The signature block of a plan: who signs, further signers, and the meaning of a signature."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.documents.word.markup import (
    Cell,
    Markup,
    bordered,
    joined,
    kept_with_next,
    literal,
    paragraph,
    row,
    table,
)
from mus_desktop.documents.word.spaced import widths_with_gaps, with_gaps
from mus_desktop.model.form import SignatureLine, SignaturesField

_SIGNERS_IN_A_ROW = 3
_SIGNATURE_HEIGHT = 700
_SIGNER_WEIGHTS = {SignatureLine.DATE: 2, SignatureLine.LEADER: 4, SignatureLine.EMPLOYEE: 4}
_SIGNED = {SignatureLine.DATE: "", SignatureLine.LEADER: "{{ leder }}", SignatureLine.EMPLOYEE: "{{ medarbejder }}"}


def signature_block(field: SignaturesField) -> Markup:
    """Return lines to sign on with their labels below, kept together on the page of the plan's last row."""
    signers = list(field.signers.items())
    widths = widths_with_gaps([_SIGNER_WEIGHTS[signer] for signer, _ in signers])
    above = [
        Cell(
            width,
            paragraph("Underskriftslinje", "{{ dato }}" if signer is SignatureLine.DATE else ""),
            look=bordered("bottom", size=6, bottom_aligned=True),
        )
        for width, (signer, _) in zip(widths[::2], signers, strict=True)
    ]
    below = [
        Cell(width, paragraph("Underskrift", literal(label)) + _name_below(signer))
        for width, (signer, label) in zip(widths[::2], signers, strict=True)
    ]
    rows = row(with_gaps(above), height=_SIGNATURE_HEIGHT) + row(with_gaps(below))
    head = paragraph("FoerUnderskrift", literal(field.title))
    if field.meaning:
        head += paragraph("Kolonnetekst", field.meaning)
    lines = [field.extra[at : at + _SIGNERS_IN_A_ROW] for at in range(0, len(field.extra), _SIGNERS_IN_A_ROW)]
    tables = [table("Linjer", widths, rows, heading=False), *map(_extra_signers, lines)]
    apart = paragraph("FoerUnderskrift")
    return head + joined(_with_next(each) + apart for each in tables[:-1]) + tables[-1]


def _extra_signers(labels: Sequence[str]) -> Markup:
    """Return lines for further people who sign, each as wide as in a full row, so that all lines are alike."""
    full = widths_with_gaps([1] * _SIGNERS_IN_A_ROW)
    widths = full[: 2 * len(labels) - 1]
    line = bordered("bottom", size=6, bottom_aligned=True)
    above = [Cell(width, paragraph("Underskriftslinje"), look=line) for width in widths[::2]]
    below = [Cell(w, paragraph("Underskrift", literal(label))) for w, label in zip(widths[::2], labels, strict=True)]
    rows = row(with_gaps(above), height=_SIGNATURE_HEIGHT) + row(with_gaps(below))
    return table("Linjer", widths, rows, heading=False)


def _with_next(markup: Markup) -> Markup:
    """Return a table of signatures that stays on the page of the element after it."""
    return kept_with_next(markup, "Underskrift", "Navn")


def _name_below(signer: SignatureLine) -> Markup:
    return paragraph("Navn", _SIGNED[signer]) if _SIGNED[signer] else []
