"""A page of the help, read from the small part of Markdown that the pages are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_LINE = re.compile(
    r"(?P<comment><!--(?P<words>.*)-->)|(?P<hashes>\#{1,2})\ (?P<heading>.+)"
    r"|!\[(?P<described>[^\]]*)\]\((?P<file>[^)]*)\)|(?P<number>\d+)\.\ (?P<step>.+)|-\ (?P<point>.+)|(?P<text>.+)",
    re.VERBOSE,
)
_SPAN = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<name>[^*]+)\*|\[(?P<link>[^\]]+)\]\((?P<target>[^)]+)\)")


class BlockKind(Enum):
    """The kinds of paragraph on a page."""

    TITLE = auto()
    HEADING = auto()
    TEXT = auto()
    STEP = auto()
    POINT = auto()
    PICTURE = auto()


class SpanKind(Enum):
    """The kinds of text in a paragraph. ``NAME`` is the name of something in the window, such as a menu."""

    PLAIN = auto()
    STRONG = auto()
    NAME = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class HelpSpan:
    """A piece of a paragraph; ``target`` is the page that a link leads to."""

    text: str
    kind: SpanKind = SpanKind.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class HelpBlock:
    """A paragraph. A step has its ``number``; a picture has its ``file``, and its description as text."""

    kind: BlockKind
    spans: tuple[HelpSpan, ...]
    number: int = 0
    file: str = ""

    @property
    def text(self) -> str:
        """Return the text of the paragraph."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page about one task. ``words`` are other words for it, which the search finds and nobody sees."""

    key: str
    chapter: str
    blocks: tuple[HelpBlock, ...]
    words: str = ""

    @property
    def title(self) -> str:
        """Return the title of the page."""
        return self.blocks[0].text

    @property
    def text(self) -> str:
        """Return all text of the page but its title."""
        return "\n".join(block.text for block in self.blocks[1:])


def read_help_page(key: str, chapter: str, source: str) -> HelpPage:
    """Return the page in ``source``. Each line is one paragraph; the first one is the title.

    :raises ValueError: the page does not begin with a title.
    """
    matches = [match for line in source.splitlines() if (match := _LINE.fullmatch(line.strip()))]
    words = " ".join(match["words"].strip() for match in matches if match["comment"])
    blocks = tuple(_block(match) for match in matches if not match["comment"])
    if not blocks or blocks[0].kind is not BlockKind.TITLE:
        raise ValueError(f"{key}: a page begins with its title")
    return HelpPage(key, chapter, blocks, words)


def _block(match: re.Match[str]) -> HelpBlock:
    if match["hashes"]:
        kind = BlockKind.TITLE if len(match["hashes"]) == 1 else BlockKind.HEADING
        return HelpBlock(kind, tuple(_spans(match["heading"])))
    if match["file"]:
        return HelpBlock(BlockKind.PICTURE, (HelpSpan(match["described"]),), file=match["file"])
    if match["step"]:
        return HelpBlock(BlockKind.STEP, tuple(_spans(match["step"])), number=int(match["number"]))
    if match["point"]:
        return HelpBlock(BlockKind.POINT, tuple(_spans(match["point"])))
    return HelpBlock(BlockKind.TEXT, tuple(_spans(match["text"])))


def _spans(text: str) -> Iterator[HelpSpan]:
    end = 0
    for match in _SPAN.finditer(text):
        if match.start() > end:
            yield HelpSpan(text[end : match.start()])
        end = match.end()
        if match["strong"]:
            yield HelpSpan(match["strong"], SpanKind.STRONG)
        elif match["name"]:
            yield HelpSpan(match["name"], SpanKind.NAME)
        else:
            yield HelpSpan(match["link"], SpanKind.LINK, match["target"])
    if end < len(text):
        yield HelpSpan(text[end:])
