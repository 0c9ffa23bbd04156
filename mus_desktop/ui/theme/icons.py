"""The program's line icons, coloured from the palette when they are loaded."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from mus_desktop.paths import resources
from mus_desktop.ui.theme.look import set_style_kind

_APPEARANCE_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange)
_ROLES = {"primary": QPalette.ColorRole.HighlightedText, "link": QPalette.ColorRole.Link}


@lru_cache(maxsize=128)
def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in ``colour`` (``#rrggbb``), ``size`` logical pixels square."""
    # Drawn for the sharpest screen, because icons are cached and windows can move between screens.
    screens = QGuiApplication.screens()
    sharpest = max((screen.devicePixelRatio() for screen in screens), default=1.0)
    return QIcon(_pixmap(name, colour, size, sharpest))


def icon_size(widget: QWidget) -> int:
    """Return the size of an icon next to the text of ``widget``, in logical pixels."""
    return round(widget.fontMetrics().height() * 1.1)


class IconPushButton(QPushButton):
    """A button with text and icon; ``kind`` is its style in the stylesheet, such as ``primary``."""

    def __init__(self, text: str, name: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._name = name
        self.set_style_kind(kind)

    def set_style_kind(self, kind: str) -> None:
        """Change the style ``kind`` in the stylesheet, and colour the icon to match."""
        set_style_kind(self, kind)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _APPEARANCE_EVENTS:
            self._draw()

    def _draw(self) -> None:
        role = _ROLES.get(str(self.property("kind")), QPalette.ColorRole.ButtonText)
        _draw_on(self, self._name, self.palette().color(role) if self.isEnabled() else _disabled(self))


class IconToolButton(QToolButton):
    """A small button that shows only an icon; ``name`` is its tooltip and accessible name.

    ``muted`` draws it in the muted text colour.
    """

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None, *, muted: bool = False) -> None:
        super().__init__(parent)
        self._name = icon_name
        self._role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.ButtonText
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._draw()

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._name = icon_name
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _APPEARANCE_EVENTS:
            self._draw()

    def _draw(self) -> None:
        _draw_on(self, self._name, self.palette().color(self._role))


def _draw_on(button: QPushButton | QToolButton, name: str, colour: QColor) -> None:
    size = icon_size(button)
    button.setIcon(icon(name, colour.name(), size))
    button.setIconSize(QSize(size, size))


def _disabled(widget: QWidget) -> QColor:
    return widget.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)


def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
