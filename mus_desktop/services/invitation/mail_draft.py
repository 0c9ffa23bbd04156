"""A mail draft as a file (.eml), which the mail program opens ready to be sent, with its attachments inside.

Heavy: imports the mail package of Python; import this module only when a draft is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from mus_desktop.model.text import one_line, printable_text
from mus_desktop.services.invitation.calendar_entry import Mailbox, Method

_WORD_TYPE = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_LONG_LINES = SMTP.clone(max_line_length=900)
"""Headers in long lines: old mail programs show a file name wrongly that is split into several parameters."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """An attachment: a Word document, or a calendar file with its ``method``."""

    name: str
    content: bytes
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail that is not sent yet. Without ``to``, the leader adds the address in the mail program."""

    subject: str
    body: str
    to: Mailbox | None = None
    sender: Mailbox | None = None
    files: Sequence[MailFile] = field(default=())


def draft_file(draft: MailDraft) -> bytes:
    """Return the draft as a file; any text can be in it.

    It has neither a date nor an identity, which the mail program adds when the mail is sent.
    """
    message = EmailMessage(SMTP)
    # By this line Outlook opens the file as a draft instead of a mail that was received.
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(printable_text(draft.subject))
    for name, mailbox in (("From", draft.sender), ("To", draft.to)):
        if mailbox:
            message[name] = Address(one_line(printable_text(mailbox.name)), addr_spec=mailbox.address)
    message.set_content(printable_text(draft.body).rstrip() + "\n", cte="base64")
    for file in draft.files:
        _attach(message, file)
    return message.as_bytes(policy=_LONG_LINES)


def _attach(message: EmailMessage, file: MailFile) -> None:
    name = one_line(printable_text(file.name))
    if file.method is None:
        kind, subtype = _WORD_TYPE
        message.add_attachment(file.content, kind, subtype, filename=name)
        return
    parameters = {"method": file.method.value}
    message.add_attachment(
        file.content.decode(), "calendar", charset="utf-8", cte="base64", filename=name, params=parameters
    )
