"""A page of the help in the markup that Qt's text browser shows, in the colours and sizes of the program."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby

from mus_desktop.model.help.help_page import BlockKind, HelpBlock, HelpPage, HelpSpan, SpanKind
from mus_desktop.ui.theme.tokens import Tokens

_STYLE = """
body {{ color: {text}; }}
h2 {{ font-size: {heading}pt; font-weight: 600; margin-top: {wide}px; margin-bottom: {near}px; }}
p {{ margin-top: 0px; margin-bottom: {gap}px; line-height: 125%; }}
li {{ margin-bottom: {near}px; line-height: 125%; }}
ol, ul {{ margin-top: 0px; margin-bottom: {gap}px; }}
p.chapter {{ color: {muted}; margin-bottom: {near}px; }}
span.name {{ font-weight: 600; }}
a {{ color: {accent}; text-decoration: underline; }}
"""
_LISTS = {BlockKind.STEP: "ol", BlockKind.POINT: "ul"}
_ELEMENTS = {BlockKind.HEADING: "h2", BlockKind.TEXT: "p"}


def help_style(tokens: Tokens, point_size: float) -> str:
    """Return the stylesheet of the pages."""
    px = point_size / 10
    lengths = {"near": round(5 * px), "gap": round(12 * px), "wide": round(20 * px)}
    sizes = {"heading": round(point_size * 1.2, 1)}
    return _STYLE.format(**tokens._asdict(), **lengths, **sizes)


def help_html(page: HelpPage, picture_width: Callable[[str], int]) -> str:
    """Return ``page`` as HTML, without its title, which the window shows.

    :param picture_width: returns the width in pixels in which a picture is shown, by its file; 0 to leave it out.
    """
    parts = [f'<p class="chapter">{escape(page.chapter)}</p>']
    for kind, blocks in groupby(page.blocks[1:], key=lambda block: block.kind):
        if kind in _LISTS:
            items = "".join(f"<li>{_spans(block)}</li>" for block in blocks)
            parts.append(f"<{_LISTS[kind]}>{items}</{_LISTS[kind]}>")
        elif kind is BlockKind.PICTURE:
            widths = ((block, picture_width(block.file)) for block in blocks)
            parts += [_picture(block, width) for block, width in widths if width]
        else:
            parts += [f"<{_ELEMENTS[kind]}>{_spans(block)}</{_ELEMENTS[kind]}>" for block in blocks]
    return f"<body>{''.join(parts)}</body>"


def _picture(block: HelpBlock, width: int) -> str:
    described = escape(block.text)
    return (
        f'<p><img src="{escape(block.file)}" width="{width}" alt="{described}"/></p><p class="chapter">{described}</p>'
    )


def _spans(block: HelpBlock) -> str:
    return "".join(map(_span, block.spans))


def _span(span: HelpSpan) -> str:
    text = escape(span.text)
    if span.kind is SpanKind.LINK:
        return f'<a href="{escape(span.target)}">{text}</a>'
    if span.kind is SpanKind.STRONG:
        return f"<b>{text}</b>"
    return f'<span class="name">{text}</span>' if span.kind is SpanKind.NAME else text
