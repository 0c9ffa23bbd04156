"""Opens the help beside the main window, on the page about the current place."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from mus_desktop.model.terms import Purpose
from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.view import ConversationView
from mus_desktop.ui.help.help_topics import FIRST_TOPIC, FOLLOW_UP_TOPIC, topic_of
from mus_desktop.ui.help.help_window import HelpWindow
from mus_desktop.ui.shell.menus import Menus


class HelpOpener(QObject):
    """Owns the window of the help; there is one, which moves to the page wanted last."""

    def __init__(self, menus: Menus, pages: QStackedWidget, window: QWidget) -> None:
        super().__init__(window)
        self._menus, self._pages = menus, pages
        self._library = HelpLibrary()
        self._help: HelpWindow | None = None

    def open(self) -> HelpWindow:
        """Show and return the help on the page about the dialog that is open, or else about the page behind it."""
        if self._help is None:
            self._help = HelpWindow(self._library)
            self._help.addActions([self._menus.larger, self._menus.smaller, self._menus.normal])
            self._help.resize(self._help.sizeHint())
        self._help.show_page(self._topic())
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()
        return self._help

    def close(self) -> None:
        """Close the help, which may be hidden by the lock."""
        if self._help is not None:
            self._help.hide()
            self._help.deleteLater()
            self._help = None

    def _topic(self) -> str:
        dialog, place = QApplication.activeModalWidget(), self._pages.currentWidget()
        topic = topic_of(type(dialog))
        if topic:
            return topic
        if isinstance(place, ConversationView) and place.afterwards is not None:
            return topic_of(type(place.afterwards))
        if isinstance(place, ConversationView):
            page = place.pages.currentWidget()
            if place.live.state.opened.conversation.purpose is Purpose.FOLLOW_UP and isinstance(page, ThemePage):
                return FOLLOW_UP_TOPIC
            return topic_of(type(place), page.tab.fields if isinstance(page, ThemePage) else ())
        return topic_of(type(place)) or FIRST_TOPIC
