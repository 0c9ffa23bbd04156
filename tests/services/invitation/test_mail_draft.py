"""Mail drafts read by Python's strict reader, and addresses and links that could be misread."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import strict
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError
from mus_desktop.model.text import one_line, printable_text
from mus_desktop.services.invitation.calendar_entry import Mailbox, Method
from mus_desktop.services.invitation.mail_address import checked_address, is_address
from mus_desktop.services.invitation.mail_draft import MailDraft, MailFile, draft_file
from mus_desktop.services.invitation.mail_link import MAX_LENGTH, mail_link

LENE = Mailbox("Lene Østergård", "lene@aaby.example.dk")
MARYAM = Mailbox("Hosseini, Maryam", "maryam@aaby.example.dk")
WORD, CALENDAR = b"PK\x03\x04\r\n\x00\xff.\r\n", b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\x85\r\nEND:VCALENDAR\r\n"
TEXTS = st.text(max_size=200) | st.text(alphabet='a,;:<>@"\\\n\r\tæøÅ😀\x00\u2028\ud800=?_', max_size=200)


def read(content: bytes) -> EmailMessage:
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()
    message = email.message_from_bytes(content, policy=strict)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_a_draft_with_material() -> None:
    files = [
        MailFile("Invitation – Bjørn Ågård – 2026.docx", WORD),
        MailFile("MUS.ics", CALENDAR, Method.REQUEST),
    ]
    content = draft_file(MailDraft("Invitation til MUS", "Kære Maryam\n\nÆØÅ 😀\n", MARYAM, LENE, files))
    assert b"filename*0" not in content
    message = read(content)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["To"].addresses[0].display_name == "Hosseini, Maryam"
    assert message["To"].addresses[0].addr_spec == "maryam@aaby.example.dk"
    assert message["From"].addresses[0].display_name == "Lene Østergård"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Kære Maryam\n\nÆØÅ 😀\n"
    word, calendar = message.iter_attachments()
    assert word.get_filename() == "Invitation – Bjørn Ågård – 2026.docx"
    assert word.get_content() == WORD
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_payload(decode=True) == CALENDAR


@given(subject=TEXTS, body=TEXTS, name=TEXTS, file=TEXTS)
@example(
    subject="Hej\r\nBcc: alle@aaby.example.dk", body=".\r\n\r\n--==", name='"><x@y.dk>', file='../"x".docx\r\nX: 1'
)
@example(subject="=?utf-8?q?Bcc=3A?= x", body="From hans", name="=?utf-8?q?x?=", file="")
def test_any_text_stays_where_it_belongs(subject: str, body: str, name: str, file: str) -> None:
    draft = MailDraft(subject, body, Mailbox(name, "a@b.dk"), None, [MailFile(file, WORD)])
    message = read(draft_file(draft))
    assert set(message.keys()) <= {"X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"}
    assert [one.addr_spec for one in message["To"].addresses] == ["a@b.dk"]
    found = message.get_body(("plain",))
    assert found is not None
    assert found.get_content().replace("\r\n", "\n") == printable_text(body).rstrip() + "\n"
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == WORD
    if "=?" not in subject:
        assert " ".join(message["Subject"].split()) == " ".join(one_line(printable_text(subject)).split())


@pytest.mark.parametrize("address", ["a@b.dk", "fornavn.efternavn+mus@skole.aaby.example.dk", "o'neil@x-y.dk"])
def test_addresses_that_are_accepted(address: str) -> None:
    assert checked_address(f" {address}\n", "Maryam") == address


@pytest.mark.parametrize(
    "address",
    [
        "a", "a@b", "a@@b.dk", "a b@c.dk", "a@b.dk, c@d.dk", "a@b.dk\nBcc: x@y.dk", "Maryam <a@b.dk>", ".a@b.dk",
        "a@b..dk", "a@-b.dk", "@b.dk", "a@", "mailto:a@b.dk", "a@b.dk;", "a" * 250 + "@b.dk",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(KnownError, match="Maryam"):
        checked_address(address, "Maryam")


def test_danish_letters_in_an_address_have_their_own_sentence() -> None:
    with pytest.raises(KnownError, match="æ, ø"):
        checked_address("bjørn@aaby.example.dk", "Bjørn")


@given(subject=TEXTS, body=TEXTS)
def test_a_link_holds_subject_and_text(subject: str, body: str) -> None:
    link = mail_link("a&b?c@d.dk", subject, body)
    assert link.isascii()
    assert len(link) < MAX_LENGTH
    parts = urlsplit(link)
    assert unquote(parts.path) == "a&b?c@d.dk"
    values = parse_qs(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True)
    if printable_text(body).strip() and "body" in values:
        assert values["body"] == [printable_text(body).replace("\n", "\r\n")]


def test_a_link_too_long_for_windows_has_the_subject_only() -> None:
    assert mail_link("a@b.dk", "Invitation", "Å" * 1000) == "mailto:a@b.dk?subject=Invitation"
