"""Four tones for status; the colour is always accompanied by a word."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.theme.tokens import DARK, LIGHT, Tokens


class Tone(Enum):
    """The degree of attention that a status needs."""

    QUIET = auto()
    ACTIVE = auto()
    GOOD = auto()
    WARN = auto()


def tone_colour(tone: Tone, tokens: Tokens) -> QColor:
    """Return the colour of text and marks in ``tone``."""
    chosen = {Tone.QUIET: tokens.muted, Tone.ACTIVE: tokens.accent, Tone.GOOD: tokens.good, Tone.WARN: tokens.warn}
    return QColor(chosen[tone])


def tone_background(tone: Tone, tokens: Tokens) -> QColor:
    """Return the background colour for text in ``tone``."""
    chosen = {
        Tone.QUIET: tokens.window,
        Tone.ACTIVE: tokens.accent_soft,
        Tone.GOOD: tokens.good_soft,
        Tone.WARN: tokens.warn_soft,
    }
    return QColor(chosen[tone])


def tokens_of(widget: QWidget) -> Tokens:
    """Return the current colours of ``widget``, dark or light, for painting what the stylesheet cannot style."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
