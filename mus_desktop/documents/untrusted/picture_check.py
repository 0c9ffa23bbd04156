"""Recognising a picture by its content, whatever its name says, and bounding what it takes to show it."""

from __future__ import annotations

_MAX_PIXELS = 100_000_000
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\x00\x09\x00", "wmf"),
)
_EMF_START, _EMF_MARK, _EMF_MARK_AT = b"\x01\x00\x00\x00", b" EMF", 40
# JPEG segments that hold the size; the others of the range are tables.
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_kind(content: bytes) -> str | None:
    """Return the kind of picture, such as ``png``; ``None`` if it is none that Word and the program show safely.

    A picture of more than 100 million pixels is none: a few kilobytes could unpack to gigabytes.
    """
    kind = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
    if kind is None and content.startswith(_EMF_START) and content[_EMF_MARK_AT:].startswith(_EMF_MARK):
        kind = "emf"
    width, height = _pixels(kind, content)
    return kind if width * height <= _MAX_PIXELS else None


def _pixels(kind: str | None, content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; (0, 0) for kinds that do not say it in a fixed place."""
    if kind == "png":
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if kind == "gif":
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if kind == "bmp":
        width, height = (int.from_bytes(content[at : at + 4], "little", signed=True) for at in (18, 22))
        return abs(width), abs(height)
    return _jpeg_pixels(content) if kind == "jpeg" else (0, 0)


def _jpeg_pixels(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_SIZES:
            height, width = (int.from_bytes(content[at + skip : at + skip + 2], "big") for skip in (5, 7))
            return width, height
        at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
    return 0, 0
