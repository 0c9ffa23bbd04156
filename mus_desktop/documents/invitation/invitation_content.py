"""What an invitation prints. Imports nothing of Word, so that it loads fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mus_desktop.model.form import Form

TITLE = "Invitation"
INVITATION_TEMPLATE = "invitation.docx"
"""The file name of a restyled template in the folder of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationContent:
    """An invitation on ``form``: its heading, the letter, and the titles of the material that comes with it."""

    form: Form
    heading: str
    letter: str
    enclosed: tuple[str, ...] = ()
    employee: str = ""
    period: str = ""
    made_on: date | None = None
    author: str = ""
