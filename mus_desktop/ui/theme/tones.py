"""Four tones in which the program says where something stands; the word always stands beside the colour."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.theme.tokens import DARK, LIGHT, Tokens


class Tone(Enum):
    """How much attention something asks for."""

    QUIET = auto()
    ACTIVE = auto()
    GOOD = auto()
    WARN = auto()


def strong(tone: Tone, tokens: Tokens) -> QColor:
    """The colour of text and marks in ``tone``."""
    chosen = {Tone.QUIET: tokens.muted, Tone.ACTIVE: tokens.accent, Tone.GOOD: tokens.good, Tone.WARN: tokens.warn}
    return QColor(chosen[tone])


def soft(tone: Tone, tokens: Tokens) -> QColor:
    """The ground text in ``tone`` stands on."""
    chosen = {
        Tone.QUIET: tokens.window,
        Tone.ACTIVE: tokens.accent_soft,
        Tone.GOOD: tokens.good_soft,
        Tone.WARN: tokens.warn_soft,
    }
    return QColor(chosen[tone])


def tokens_of(widget: QWidget) -> Tokens:
    """The colours in force around ``widget``, for what paints itself and is not handed a look."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
