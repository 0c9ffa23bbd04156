"""Building Word templates for tests: parts, relationships and markup added to a template that the program derived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mus_desktop.documents.word.package import zipped

MARK = "ondsindet.example"
"""In every hostile thing, so that a finished plan can be searched for it."""
ADDRESS = f"http://{MARK}/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT, HEADER, SETTINGS = "word/document.xml", "word/header1.xml", "word/settings.xml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)
_NAMES = (
    f'xmlns:r="{OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@dataclass
class Package:
    """The parts of a template, to which hostile ones are added."""

    parts: dict[str, bytes]
    number: int = field(default=900)

    def relate(self, kind: str, target: str, *, owner: str = DOCUMENT, mode: str = "") -> str:
        """Add a relationship to ``owner`` and return its id."""
        self.number += 1
        folder, _, name = owner.rpartition("/")
        file = f"{folder}/_rels/{name}.rels".lstrip("/")
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        entry = (
            f'<Relationship Id="rId{self.number}" Type="{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        )
        end = b"</Relationships>"
        self.parts[file] = self.parts.get(file, empty).replace(end, entry.encode() + end)
        return f"rId{self.number}"

    def part(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.parts[name] = content
        types, end = self.parts["[Content_Types].xml"], b"</Types>"
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        self.parts["[Content_Types].xml"] = types.replace(end, override.encode() + end)

    def related(self, kind: str, name: str, content: bytes, content_type: str, owner: str = DOCUMENT) -> str:
        """Add a part and the relationship to it; return its id."""
        self.part(name, content, content_type)
        return self.relate(kind, f"/{name}", owner=owner)

    def body(self, markup: str) -> Package:
        """Put ``markup`` before the section of the body."""
        text = self.parts[DOCUMENT].decode()
        before, section = text.rsplit("<w:sectPr", 1)
        self.parts[DOCUMENT] = f"{before}{markup}<w:sectPr{section}".replace(
            "<w:document ", f"<w:document {_own(text)}", 1
        ).encode()
        return self

    def within(self, name: str, markup: str) -> Package:
        """Put ``markup`` at the end of the part ``name``."""
        text = self.parts[name].decode()
        before, end = text.rsplit("</", 1)
        root = text[text.index("<w:") :].split(" ", 1)[0]
        self.parts[name] = f"{before}{markup}</{end}".replace(f"{root} ", f"{root} {_own(text)}", 1).encode()
        return self

    def zipped(self) -> bytes:
        return zipped(self.parts)


def _own(text: str) -> str:
    """The namespace declarations that ``text`` does not have yet."""
    return " ".join(one for one in _NAMES.split(" ") if one.split("=")[0] + "=" not in text) + " "


def run(content: str) -> str:
    return f"<w:p><w:r>{content}</w:r></w:p>"


def field_code(*pieces: str, result: str = "x") -> str:
    """A field whose code is in one run for each of ``pieces``."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}{code}{separate}<w:r><w:t>{result}</w:t></w:r>{end}"


Case = tuple[str, Callable[[Package], object], str]
"""Name, change, and a pattern of the reason for the refusal."""
