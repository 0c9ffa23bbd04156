"""The accessibility tree of a window as a screen reader gets it from Qt, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

Role, Text = QAccessible.Role, QAccessible.Text
OPERATED = frozenset(
    {
        Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText, Role.List,
        Role.Link, Role.Slider, Role.SpinBox, Role.Table, Role.MenuItem,
    }
)  # fmt: skip
ITEMS = frozenset({Role.ListItem, Role.Row, Role.Cell, Role.TreeItem})
"""Roles of what is operated inside something else; a list may contain two equal lines."""


@dataclass(frozen=True)
class Part:
    """One element of the tree."""

    role: QAccessible.Role
    name: str
    value: str
    description: str
    is_shown: bool
    is_focusable: bool
    widget: Any

    def __str__(self) -> str:
        return f"{self.role.name} {self.name!r} ({type(self.widget).__name__})"


def parts_of(window: QWidget, *, hidden: bool = False) -> list[Part]:
    """Everything in the tree of ``window`` from the top down, on request also what is marked as invisible."""
    return list(_walk(QAccessible.queryAccessibleInterface(window), hidden, depth=0))


def _walk(one: Any, hidden: bool, depth: int) -> Iterator[Part]:
    if one is None or not one.isValid():
        return
    state = one.state()
    if state.invisible and depth and not hidden:
        return
    name = one.text(Text.Name)
    if one.role() is Role.ComboBox:  # Qt on Linux names it by its choice, and leaves the name to its label
        name = one.object().accessibleName() or next((label.text(Text.Name) for label in _labels(one)), "")
    yield Part(
        one.role(), name, one.text(Text.Value), one.text(Text.Description), not state.invisible,
        bool(state.focusable) and not state.disabled, one.object(),
    )  # fmt: skip
    for number in range(one.childCount()):
        yield from _walk(one.child(number), hidden, depth + 1)


def _labels(one: Any) -> list[Any]:
    return [related for related, kind in one.relations() if kind & QAccessible.RelationFlag.Label]


def faults_of(window: QWidget) -> list[str]:
    """What a screen reader's user would stumble on in ``window``."""
    parts = parts_of(window)
    operated = [part for part in parts if part.is_focusable]
    unnamed = [part for part in operated if not part.name.strip()]
    unnamed += [part for part in parts if part.role in {Role.Button, Role.ListItem} and not part.name.strip()]
    unfitting = [part for part in operated if part.role not in OPERATED | ITEMS]
    silent = [part for part in parts if _hides_its_text(part)]
    times = Counter(part.name for part in operated if part.role not in ITEMS)
    twice = [part for part in operated if part.role not in ITEMS and times[part.name] > 1]
    found = [f"no name: {part}" for part in dict.fromkeys(unnamed)]
    found += [f"the text of a label is not its name: {part}" for part in silent]
    found += [f"no fitting role: {part}" for part in unfitting]
    found += [f"name used twice: {part}" for part in twice if part.name.strip()]
    return found + ([] if any(part.role is Role.Heading for part in parts) else ["no heading"])


def _hides_its_text(part: Part) -> bool:
    """Whether a label has a name without the words of its text, so that a screen reader never reads what it says."""
    if not isinstance(part.widget, QLabel) or part.role is Role.Heading:  # a heading is hyphenated on screen
        return False
    return not set(_words(part.widget.text())) <= set(_words(part.name))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\N{ZERO WIDTH SPACE}", "").replace("&", ""))
