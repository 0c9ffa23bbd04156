"""The text of one help page: its links, and its pictures in the width there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from mus_desktop.model.help.help_page import HelpPage
from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.help.help_html import help_html, help_style
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.text_width import character_width
from mus_desktop.ui.theme.tones import tokens_of

_CHARACTERS = 84
"""The longest line; longer ones are hard to read."""
_LEAST_SIDE = 12
_APPEARANCE_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)


class HelpBrowser(QTextBrowser):
    """Shows a page of ``library``; ``page_wanted`` carries the key of the page that a link leads to."""

    page_wanted = Signal(str)

    def __init__(self, library: HelpLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._page: HelpPage | None = None
        self._shown: tuple[object, ...] = ()
        self.setOpenLinks(False)
        self.setAccessibleName("Hjælpens tekst")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_style_kind(self, "reading")
        self.anchorClicked.connect(lambda url: self.page_wanted.emit(url.toString()))

    def show_page(self, page: HelpPage) -> None:
        """Show ``page`` from its top."""
        self._page = page
        self._render()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _APPEARANCE_EVENTS:
            self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._render()

    def _render(self) -> None:
        """Show the page in the current colours, letters and width, unless it is shown so already."""
        width = self._text_width()
        state = (self._page, width, self.font().pointSizeF(), tokens_of(self))
        if self._page is None or state == self._shown:
            return
        self._shown = state
        side = max((self._available_width() - width) // 2, _LEAST_SIDE)
        position = self.verticalScrollBar().value()
        document = self.document()
        document.clear()
        document.setDefaultStyleSheet(help_style(tokens_of(self), self.font().pointSizeF()))
        self.setHtml(help_html(self._page, lambda file: self._add_picture(file, width)))
        frame = document.rootFrame()
        margins = frame.frameFormat()
        margins.setLeftMargin(side)
        margins.setRightMargin(side)
        margins.setTopMargin(_LEAST_SIDE)
        margins.setBottomMargin(2 * _LEAST_SIDE)
        frame.setFrameFormat(margins)
        self.verticalScrollBar().setValue(position)

    def _text_width(self) -> int:
        available = self._available_width() - 2 * _LEAST_SIDE
        return min(available, character_width(self.fontMetrics()) * _CHARACTERS)

    def _available_width(self) -> int:
        """Return the width beside a scroll bar, whether there is one or not: it comes and goes with the text."""
        return self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth()

    def _add_picture(self, file: str, width: int) -> int:
        """Add the picture to the document, at most ``width`` wide, and return its width; 0 if there is none."""
        image = QImage(str(self._library.folder / file)).convertToFormat(QImage.Format.Format_RGB32)
        shown = min(image.width(), width)
        ratio = self.devicePixelRatioF()
        if 0 < shown * ratio < image.width():  # Qt itself would leave out pixels
            image = image.scaledToWidth(round(shown * ratio), Qt.TransformationMode.SmoothTransformation)
        _draw_frame(image, tokens_of(self).border)
        self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(file), image)
        return shown


def _draw_frame(image: QImage, colour: str) -> None:
    """Draw a line around the picture, whose background is that of the page."""
    if image.isNull():
        return
    painter = QPainter(image)
    painter.setPen(QColor(colour))
    painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
    painter.end()
