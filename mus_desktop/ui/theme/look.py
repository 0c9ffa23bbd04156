"""The colour scheme and text size of the whole program: Fusion, a palette and one stylesheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.errors import StorageError
from mus_desktop.services.preferences import Preferences
from mus_desktop.ui.theme.stylesheet import stylesheet
from mus_desktop.ui.theme.tokens import DARK, LIGHT, Scheme, Tokens

POINT_SIZES = (8, 9, 10, 11, 12, 14, 16, 18, 20)
NORMAL_POINT_SIZE = 10
_FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]

_FRAMES = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


class Look(QObject):
    """Scheme and text size in points. ``changed`` is emitted after both are applied.

    ``storing_failed`` carries the reason that nothing was changed: it could not be stored.
    """

    changed = Signal()
    storing_failed = Signal(str)

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, point_size: int = NORMAL_POINT_SIZE) -> None:
        super().__init__(app)
        self._app = app
        self.scheme = scheme
        self.point_size = point_size
        self._preferences: Preferences | None = None
        app.styleHints().colorSchemeChanged.connect(self._on_desktop_scheme_changed)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """Return the current colours."""
        return DARK if self._is_dark() else LIGHT

    @property
    def is_stored(self) -> bool:
        """Return whether changes are stored."""
        return self._preferences is not None

    def store_in(self, preferences: Preferences) -> None:
        """Apply the look in ``preferences``, and store later changes there."""
        self._preferences = None  # what is applied now is stored already
        self.use_scheme(scheme_in(preferences))
        self.use_point_size(preferences.point_size() or NORMAL_POINT_SIZE)
        self._preferences = preferences

    def use_scheme(self, scheme: Scheme) -> None:
        """Change the colour scheme."""
        if scheme is not self.scheme and self._store(lambda preferences: preferences.set_scheme(scheme.value)):
            self.scheme = scheme
            self._apply()

    def use_point_size(self, point_size: int) -> None:
        """Change the text size of the whole program, in points."""
        wanted = min(max(point_size, POINT_SIZES[0]), POINT_SIZES[-1])
        if wanted != self.point_size and self._store(lambda preferences: preferences.set_point_size(wanted)):
            self.point_size = wanted
            self._apply()

    def zoom(self, steps: int) -> None:
        """Enlarge the text by ``steps``, or reduce it if negative; 0 resets to normal."""
        if steps == 0:
            self.use_point_size(NORMAL_POINT_SIZE)
            return
        nearest = min(range(len(POINT_SIZES)), key=lambda i: abs(POINT_SIZES[i] - self.point_size))
        self.use_point_size(POINT_SIZES[min(max(nearest + steps, 0), len(POINT_SIZES) - 1)])

    def _store(self, store: Callable[[Preferences], None]) -> bool:
        if self._preferences is not None:
            try:
                store(self._preferences)
            except StorageError as error:
                self.storing_failed.emit(error.message)
                return False
        return True

    def _is_dark(self) -> bool:
        if self.scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.scheme is Scheme.DARK

    def _on_desktop_scheme_changed(self) -> None:
        if self.scheme is Scheme.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self._colour_frames()
        if not self._app.styleSheet():
            # With the first stylesheet, Qt loads the desktop's own fonts for menus, lists, tooltips and message boxes:
            # those of Windows have 8 points at any text size. Our font replaces all that were set before it.
            self._app.setStyleSheet(stylesheet(self.tokens, self.point_size))
        font = QFont()
        font.setFamilies(_FAMILIES)
        font.setPointSize(self.point_size)
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self.point_size))
        self.changed.emit()

    def _colour_frames(self) -> None:
        """Let Windows draw title bars and frames in the chosen scheme; Qt passes it on to each window (DWM)."""
        # Qt follows the palette for windows that are there already, and the scheme for every new one. Elsewhere the
        # window manager draws the frames and has its own setting.
        if QGuiApplication.platformName() == "windows":
            hints = self._app.styleHints()
            with QSignalBlocker(hints):  # the desktop has not changed its scheme
                hints.setColorScheme(_FRAMES[self.scheme])


def scheme_in(preferences: Preferences) -> Scheme:
    """Return the stored colour scheme; that of the desktop if none is stored."""
    chosen = preferences.scheme()
    return Scheme(chosen) if chosen in set(Scheme) else Scheme.SYSTEM


def palette(tokens: Tokens) -> QPalette:
    """Return the Qt palette for ``tokens``; custom-painted widgets take their colours from it."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.fill,
        role.HighlightedText: tokens.fill_text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.surface,
        role.Mid: tokens.border,
        role.Midlight: tokens.line,
        role.Dark: tokens.border,
        role.Light: tokens.raised,
    }
    qt_palette = QPalette()
    for name, colour in colours.items():
        qt_palette.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        qt_palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    return qt_palette


def set_style_kind(widget: QWidget, kind: str) -> None:
    """Set a named look of the stylesheet (``title``, ``card``, ``primary`` ...) on ``widget``.

    It may be called again to change the look.
    """
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # the look is applied when it is first shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)
