"""The commands of a Word template, taken out of the markup that Word has put around and between their letters.

A command is a field ``{{ name }}``, an instruction ``{% for ... %}`` or a comment ``{# ... #}``. An instruction with a
letter after its brace replaces what it is written in: ``{%p`` its paragraph, ``{%tr`` its table row, ``{%tc`` its cell,
``{%r`` its run. So a loop repeats whole rows or paragraphs, and the line that the user sees in Word is gone in print.

These are docxtpl's rules, which people who restyle a template can read about; see decision 17.

Heavy: imports lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from mus_desktop.documents.word.markup import WORD, element, text_element
from mus_desktop.errors import DocumentError

_W = f"{{{WORD}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PLACED = re.compile(r"(\{[{%#])(tr|tc|p|r)\s(.*)", re.DOTALL)
_MAX_COMMANDS = 2_000
"""The most commands in a part; the largest template of a shipped form has about 100."""
_MAX_COMMAND_LENGTH = 2_000
_MAX_RUN_CONTENT = 1_000
_TOO_MANY = (
    "Word-skabelonen har for mange eller for lange koder med {{ eller {%. "
    "Slet dem, der ikke skal bruges, eller brug skabelonen, der følger med skemaet."
)
# In the tree a command is its number between two characters that no text uses: they mean nothing in Unicode.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_NUMBER = re.compile(f"{_BEGIN}(\\d+){_END}")
_BREAK = re.compile("([\\t\\n])")
# Word turns the quotes that are typed in a command into typographical ones.
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def template_source(root: Any) -> str:
    """Return the part ``root`` as a template for Jinja: its markup, with every command whole and in its place.

    ``root`` is changed.

    :raises DocumentError: there are more commands than any plan needs.
    """
    commands: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        _join(list(_texts_of(paragraph)))
    for text in root.iter(f"{_W}t"):
        _number(text, commands)
    for level in ("tr", "tc", "p", "r"):
        _replace(root, level, commands)
    markup: str = etree.tostring(root, encoding="unicode")
    return _NUMBER.sub(lambda found: _written(commands, found), markup)


def _texts_of(paragraph: Any) -> Iterator[Any]:
    """Yield the texts of a paragraph, without those of a paragraph inside it, as in a text box."""
    return (text for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p")) is paragraph)


def _commands_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each command in ``text``; the time is proportional to its length."""
    at, unclosed = 0, set[str]()
    while opening := _OPENING.search(text, at):
        mark, end = opening[0], -1
        # What was not found once is not searched for again: thousands of openings would take minutes.
        if mark not in unclosed:
            end = text.find(_CLOSING[mark], opening.end())
        if end < 0:
            unclosed.add(mark)
            at = opening.start() + 1
            continue
        at = end + len(_CLOSING[mark])
        yield opening.start(), at


def _join(texts: list[Any]) -> None:
    """Move every command that is split over several texts to the first of them."""
    whole = "".join(text.text or "" for text in texts)
    owners = [number for number, text in enumerate(texts) for _ in text.text or ""]
    for begin, end in _commands_in(whole):
        owners[begin:end] = [owners[begin]] * (end - begin)
    letters: list[list[str]] = [[] for _ in texts]
    for letter, owner in zip(whole, owners, strict=True):
        letters[owner].append(letter)
    for text, own in zip(texts, letters, strict=True):
        text.text = "".join(own)


def _number(text: Any, commands: list[str]) -> None:
    """Put numbers in place of the commands of a text, and append the commands to ``commands``."""
    before, pieces, at = text.text or "", list[str](), 0
    for begin, end in _commands_in(before):
        if len(commands) == _MAX_COMMANDS or end - begin > _MAX_COMMAND_LENGTH:
            raise DocumentError(_TOO_MANY)
        pieces += [before[at:begin], f"{_BEGIN}{len(commands)}{_END}"]
        commands.append(before[begin:end].translate(_STRAIGHT))
        at = end
    if pieces:
        text.text = "".join([*pieces, before[at:]])
        text.set(_SPACE, "preserve")


def _replace(root: Any, level: str, commands: list[str]) -> None:
    """Put each command of ``level`` in place of the row, cell, paragraph or run that it is written in."""
    found: list[tuple[Any, list[str]]] = []
    for text in root.iter(f"{_W}t"):
        around = next(text.iterancestors(f"{_W}{level}"), None)
        if around is None:  # it stays as it is, and is refused as a command that Jinja does not know
            continue
        numbers = [number[0] for number in _NUMBER.finditer(text.text or "") if _take(level, number, commands)]
        if not numbers:
            continue
        if level == "r":
            found.append((text, numbers))
        elif found and found[-1][0] is around:
            found[-1][1].extend(numbers)
        else:
            found.append((around, numbers))
    for place, numbers in found:
        if level == "r":
            _split_run(place, numbers)
        else:
            _leave("".join(numbers), place)


def _take(level: str, number: re.Match[str], commands: list[str]) -> bool:
    """Return whether the command is for ``level``; its letter is removed, because Jinja does not know it."""
    at = int(number[1])
    placed = _PLACED.fullmatch(commands[at]) if at < len(commands) else None
    if placed is None or placed[2] != level:
        return False
    commands[at] = f"{placed[1]} {placed[3]}"
    return True


def _leave(left: str, around: Any) -> None:
    """Remove an element and leave the text ``left`` in its place."""
    parent, before = around.getparent(), around.getprevious()
    left += around.tail or ""
    if before is None:
        parent.text = (parent.text or "") + left
    else:
        before.tail = (before.tail or "") + left
    around.tail = None
    parent.remove(around)


def _split_run(text: Any, numbers: list[str]) -> None:
    """Take commands out of the run of ``text``, which becomes two runs with the same look around each command."""
    # Each command copies its run.
    if len(text.getparent()) > _MAX_RUN_CONTENT:
        raise DocumentError(_TOO_MANY)
    for number in numbers:
        run = text.getparent()
        before, _, after = text.text.partition(number)
        rest = deepcopy(run)
        for child in [*rest][: run.index(text)]:
            if child.tag != f"{_W}rPr":
                rest.remove(child)
        for child in [*run][run.index(text) + 1 :]:
            run.remove(child)
        text.text, tail, run.tail = before, run.tail, None
        run.getparent().insert(run.getparent().index(run) + 1, rest)
        run.tail, rest.tail = number, tail
        text = next(rest.iterchildren(f"{_W}t"))
        text.text = after


def _written(commands: list[str], number: re.Match[str]) -> str:
    at = int(number[1])
    return commands[at] if at < len(commands) else ""


def with_breaks(root: Any) -> None:
    """Change tabs and line breaks in the texts of the rendered part ``root`` to those of Word."""
    for text in [found for found in root.iter(f"{_W}t") if _BREAK.search(found.text or "")]:
        first, *rest = _BREAK.split(text.text)
        text.text, last = first, text
        for mark, words in zip(rest[::2], rest[1::2], strict=True):
            last = _after_tab(last, words) if mark == "\t" else _after_line_break(last, words)


def _after_line_break(text: Any, words: str) -> Any:
    following = text_element(words)
    text.addnext(element("br"))
    text.getnext().addnext(following)
    return following


def _after_tab(text: Any, words: str) -> Any:
    """Append a run with a tab and one with ``words``, both with the look of the run of ``text``; return the text."""
    run = text.getparent()
    formatting = run.find(f"{_W}rPr")
    properties = [] if formatting is None else [formatting]
    moved = [*text.itersiblings()]
    following = text_element(words)
    tab, rest = element("r", properties, element("tab")), element("r", properties, following, moved)
    for child in moved:
        run.remove(child)
    run.addnext(tab)
    tab.addnext(rest)
    return following
