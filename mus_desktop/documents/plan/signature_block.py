"""The signature block of a plan: who signs, further signers, and the meaning of a signature."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.documents.word.cell_gaps import widths_with_gaps, with_gaps
from mus_desktop.documents.word.markup import (
    Cell,
    Markup,
    bordered,
    joined,
    kept_with_next,
    literal,
    loop,
    paragraph,
    row,
    table,
)
from mus_desktop.documents.word.template_names import SIGNERS
from mus_desktop.documents.word.widths import TEXT_WIDTH
from mus_desktop.model.form import SignatureLine, SignaturesField

_SIGNERS_IN_A_ROW = 3
_SIGNATURE_HEIGHT = 700
_SIGNER_ROW_HEIGHT = 640
_SIGNATURE = "Underskrift"
_SIGNER_WEIGHTS = {SignatureLine.DATE: 2, SignatureLine.LEADER: 4, SignatureLine.EMPLOYEE: 4}
_PRINTED_NAMES = {
    SignatureLine.DATE: "",
    SignatureLine.LEADER: "{{ leder }}",
    SignatureLine.EMPLOYEE: "{{ medarbejder }}",
}


def signature_block(field: SignaturesField, employee_label: str = "") -> Markup:
    """Return lines to sign on with their labels below, kept together on the page of the plan's last row.

    ``employee_label`` is the label of the employee's line as text of the template, if it is not the form's own.
    """
    signers = list(field.signers.items())
    widths = widths_with_gaps([_SIGNER_WEIGHTS[signer] for signer, _ in signers])
    signing_lines = [
        Cell(
            width,
            paragraph("Underskriftslinje", "{{ dato }}" if signer is SignatureLine.DATE else ""),
            formatting=bordered("bottom", size=6, bottom_aligned=True),
        )
        for width, (signer, _) in zip(widths[::2], signers, strict=True)
    ]
    labels_below = [
        Cell(width, paragraph("Underskrift", _label(signer, label, employee_label)) + _name_below(signer))
        for width, (signer, label) in zip(widths[::2], signers, strict=True)
    ]
    rows = row(with_gaps(signing_lines), height=_SIGNATURE_HEIGHT) + row(with_gaps(labels_below))
    lines = [field.extra[at : at + _SIGNERS_IN_A_ROW] for at in range(0, len(field.extra), _SIGNERS_IN_A_ROW)]
    tables = [table("Linjer", widths, rows, heading=False), *map(_extra_signers, lines)]
    # Word joins two tables with nothing between them.
    apart = paragraph("FoerUnderskrift")
    return _heading(field) + joined(_with_next(each) + apart for each in tables[:-1]) + tables[-1]


def group_signature_block(field: SignaturesField) -> Markup:
    """Return a line for each signer of a group's common plan, with role and name before it, and the day if dated."""
    date_label = field.signers.get(SignatureLine.DATE)
    weights = [4, 2, 4] if date_label else [4, 4]
    widths = widths_with_gaps(weights)
    heads = ["", *([literal(date_label)] if date_label else []), _SIGNATURE]
    head_row = row(
        with_gaps(Cell(width, paragraph("Underskrift", text)) for width, text in zip(widths[::2], heads, strict=True))
    )
    line = bordered("bottom", size=6, bottom_aligned=True)
    named = paragraph("Underskrift", "{{ aftale.rolle }}") + paragraph("Underskriftslinje", "{{ aftale.navn }}")
    dated = [paragraph("Underskriftslinje", "{{ aftale.dato }}")] if date_label else []
    bodies = [named, *dated, paragraph("Underskriftslinje")]
    cells = [Cell(width, body, formatting=line) for width, body in zip(widths[::2], bodies, strict=True)]
    signing_rows = loop(SIGNERS, row(with_gaps(cells), height=_SIGNER_ROW_HEIGHT), TEXT_WIDTH, len(widths))
    return _heading(field) + _with_next(table("Linjer", widths, head_row + signing_rows, heading=False))


def _heading(field: SignaturesField) -> Markup:
    heading = paragraph("FoerUnderskrift", literal(field.title))
    return heading + paragraph("Kolonnetekst", field.meaning) if field.meaning else heading


def _label(signer: SignatureLine, label: str, employee_label: str) -> str:
    return employee_label if signer is SignatureLine.EMPLOYEE and employee_label else literal(label)


def _extra_signers(labels: Sequence[str]) -> Markup:
    """Return lines for further people who sign, each as wide as in a full row, so that all lines are alike."""
    full = widths_with_gaps([1] * _SIGNERS_IN_A_ROW)
    widths = full[: 2 * len(labels) - 1]
    line = bordered("bottom", size=6, bottom_aligned=True)
    signing_lines = [Cell(width, paragraph("Underskriftslinje"), formatting=line) for width in widths[::2]]
    labels_below = [
        Cell(w, paragraph("Underskrift", literal(label))) for w, label in zip(widths[::2], labels, strict=True)
    ]
    rows = row(with_gaps(signing_lines), height=_SIGNATURE_HEIGHT) + row(with_gaps(labels_below))
    return table("Linjer", widths, rows, heading=False)


def _with_next(markup: Markup) -> Markup:
    """Return a table of signatures that stays on the page of the element after it."""
    return kept_with_next(markup, "Underskrift", "Navn")


def _name_below(signer: SignatureLine) -> Markup:
    return paragraph("Navn", _PRINTED_NAMES[signer]) if _PRINTED_NAMES[signer] else []
