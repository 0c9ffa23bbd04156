"""The link by which a mail program opens a new mail, for programs that cannot open a draft. It has no attachments."""

from __future__ import annotations

from mus_desktop.model.text import printable_text

MAX_LENGTH = 2000
"""The longest link that Windows passes on to a program whole."""
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def mail_link(address: str, subject: str, body: str) -> str:
    """Return the link; ``body`` is left out if the link would be too long, and then ``subject`` too.

    :param address: a valid mail address, or empty.
    """
    start = f"mailto:{_encoded(address, also=b'@')}"
    texts = (("subject", printable_text(subject)), ("body", printable_text(body).replace("\n", "\r\n")))
    parts = [f"{name}={_encoded(text)}" for name, text in texts if text.strip()]
    while parts and len(start) + len("&".join(parts)) >= MAX_LENGTH:
        parts.pop()
    return f"{start}?{'&'.join(parts)}" if parts else start


def _encoded(text: str, also: bytes = b"") -> str:
    return "".join(chr(byte) if byte in _PLAIN or byte in also else f"%{byte:02X}" for byte in text.encode())
