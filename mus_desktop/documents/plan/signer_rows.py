"""The rows of those who sign the common plan of a group. Imports nothing of Word."""

from __future__ import annotations

from mus_desktop.documents.content import PlanContent, PrintedSigner
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Form, PartyRole, SignatureLine, SignaturesField
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.text import printable_text

_LINES = {SignatoryRole.EMPLOYEE: SignatureLine.EMPLOYEE, SignatoryRole.LEADER: SignatureLine.LEADER}


def employee_label(form: Form, label: str) -> str:
    """Return the label of one participant in a form for groups, whose ``label`` may be of all: *Deltagere*."""
    return form.party_names.get(PartyRole.EMPLOYEE, label)


def signer_rows(content: PlanContent) -> list[dict[str, str]]:
    """Return a row with ``rolle navn dato`` for each signer, in the order of the form; further signers last.

    At least one row, because every list of a template has one.
    """
    field = next((f for f in content.form.fields() if isinstance(f, SignaturesField)), None)
    rows = []
    for signature_line, label in field.signers.items() if field else ():
        here = [signer for signer in content.signers if _LINES.get(signer.role) is signature_line]
        is_employee = signature_line is SignatureLine.EMPLOYEE
        rows += [_row(employee_label(content.form, label) if is_employee else label, signer) for signer in here]
    rows += [_row(label, PrintedSigner(SignatoryRole.EXTRA)) for label in (field.extra if field else ())]
    return rows or [_row("", PrintedSigner(SignatoryRole.EXTRA))]


def _row(label: str, signer: PrintedSigner) -> dict[str, str]:
    day = format_date(signer.signed_on) if signer.signed_on else ""
    return {"rolle": label, "navn": " ".join(printable_text(signer.name).split()), "dato": day}
