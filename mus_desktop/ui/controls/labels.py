"""Labels that are always plain text, so that ``<`` in a name is shown literally; and inputs with a label above."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mus_desktop.ui.accessibility.roles import RoleName, set_role
from mus_desktop.ui.controls.input_container import InputContainer
from mus_desktop.ui.theme.look import set_style_kind

_LONG_WORD = re.compile(r"\S{25,}")
_BREAK = re.compile(r"[^@./\\_-]{24}|[^@./\\_-]*[@./\\_-]+")
_DATE_OR_TIME_GAP = re.compile(r"(\d\.|kl\.) ")


def keep_dates_together(text: str) -> str:
    """Return ``text`` with no-break spaces between day and month, and between *kl.* and the time."""
    return _DATE_OR_TIME_GAP.sub("\\1\N{NO-BREAK SPACE}", text)


def breakable(text: str) -> str:
    """Return ``text`` with invisible break opportunities in very long words, so that they never widen a page.

    A word with a sign such as ``@`` or ``/`` is broken after the sign.
    """
    return _LONG_WORD.sub(lambda word: _BREAK.sub("\\g<0>\N{ZERO WIDTH SPACE}", word[0]), text)


def text_label(text: str = "", kind: str = "", *, wrap: bool = False, role: RoleName | None = None) -> QLabel:
    """Return a label with plain ``text`` in the stylesheet's style ``kind``; ``wrap`` enables word wrap.

    ``role`` is what a screen reader calls it; a title or heading is a heading without it.
    """
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        set_style_kind(label, kind)
    if role:
        set_role(label, role)
    # Last: a running screen reader hears of the text at once and asks for the role, which the kind may decide.
    label.setText(breakable(text) if wrap else text)
    if wrap:
        label.setWordWrap(True)
    return label


def labelled(title: str, content: QWidget, hint: str = "", *, name: str = "") -> QWidget:
    """Return ``content`` under its ``title`` (``&`` marks the mnemonic), with an optional ``hint`` below.

    ``name`` is the accessible name; by default the title.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = text_label(title)
    label.setBuddy(_focus_target(content))
    accessible_name = name or title.replace("&", "")
    apply_name = getattr(
        content, "set_accessible_name", content.setAccessibleName
    )  # a compound input names all its parts
    apply_name(accessible_name)
    column.addWidget(label)
    column.addWidget(content)
    if hint:
        content.setAccessibleDescription(hint)
        column.addWidget(text_label(hint, "caption", wrap=True))
    return holder


def _focus_target(content: QWidget) -> QWidget:
    """Return the widget that the mnemonic focuses: Qt ignores a buddy that does not accept focus itself."""
    inner = content.input_widget if isinstance(content, InputContainer) else content.focusProxy()
    return inner or content
