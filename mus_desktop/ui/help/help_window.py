"""The window of the help, beside the work: the pages and a search on the left, the text on the right."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.help.help_browser import HelpBrowser
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.screen_area import available_area
from mus_desktop.ui.theme.text_width import character_width

TITLE = "Hjælp til MUS Desktop"
_SEARCH = "Søg i hjælpen"
_NOTHING = "Intet i hjælpen passer på det, du søger efter."
_KEY = Qt.ItemDataRole.UserRole
_CONTENTS_CHARACTERS, _CHARACTERS, _LINES = 36, 126, 42
_SCREEN_SHARE = 0.9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HelpWindow(QWidget):
    """A window without a parent, so that it can be used while a dialog of the main window is open."""

    def __init__(self, library: HelpLibrary) -> None:
        super().__init__()
        self._library = library
        self._visited: list[str] = []
        self.setWindowTitle(TITLE)
        set_style_kind(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.back = IconPushButton("&Tilbage", "back")
        self.search = OneLineEdit()
        self.search.setAccessibleName(_SEARCH)
        self.search.setClearButtonEnabled(True)
        self.count = text_label("", "caption", wrap=True)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Hjælpens sider")
        set_style_kind(self.contents, "boxed")
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = text_label("", "title", wrap=True)
        self.browser = HelpBrowser(library)
        self._lay_out()
        self.back.clicked.connect(self.go_back)
        self.search.textChanged.connect(self._show_matches)
        self.search.returnPressed.connect(self._open_first_match)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.browser.page_wanted.connect(self.show_page)
        for keys, action in (("Alt+Left", self.go_back), ("Ctrl+F", self._focus_search)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        self._fill_contents()

    @property
    def page(self) -> str:
        """Return the key of the page that is shown."""
        return self._visited[-1] if self._visited else ""

    def show_page(self, key: str) -> None:
        """Show the page ``key``."""
        page = self._library.page(key)
        if page is None or key == self.page:
            return
        self._visited.append(key)
        self._show_current()

    def go_back(self) -> None:
        """Show the page before."""
        if len(self._visited) > 1:
            self._visited.pop()
            self._show_current()

    def sizeHint(self) -> QSize:
        """Return a size that fits on the screen at every text size."""
        metrics = self.fontMetrics()
        wanted = QSize(character_width(metrics) * _CHARACTERS, metrics.height() * _LINES)
        return wanted.boundedTo(available_area(self).size() * _SCREEN_SHARE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _ENTER and self.contents.hasFocus():
            self.browser.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _show_current(self) -> None:
        page = self._library.page(self.page)
        assert page is not None  # noqa: S101 - only pages that exist were visited
        self.title.setText(page.title)
        self.browser.show_page(page)
        self.back.setEnabled(len(self._visited) > 1)
        self._mark_current()
        announce(self.browser, page.title)

    def _fill_contents(self) -> None:
        """List the pages, those that match the search first, or else in their chapters."""
        searched = self.search.text().strip()
        with QSignalBlocker(self.contents):
            self._list_pages(searched)
        self._mark_current()

    def _list_pages(self, searched: str) -> None:
        self.contents.clear()
        chapter = ""
        for page in self._library.search(searched) if searched else self._library.pages:
            if not searched and page.chapter != chapter:
                chapter = page.chapter
                self._add_chapter(chapter)
            item = QListWidgetItem(page.title, self.contents)
            item.setData(_KEY, page.key)

    def _add_chapter(self, title: str) -> None:
        item = QListWidgetItem(title, self.contents)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.contents.font()
        font.setBold(True)
        item.setFont(font)

    def _items(self) -> list[QListWidgetItem]:
        items = (self.contents.item(row) for row in range(self.contents.count()))
        return [item for item in items if item.data(_KEY)]

    def _mark_current(self) -> None:
        with QSignalBlocker(self.contents):
            current = next((item for item in self._items() if item.data(_KEY) == self.page), None)
            self.contents.setCurrentRow(-1 if current is None else self.contents.row(current))

    def _show_matches(self) -> None:
        self._fill_contents()
        found, searched = len(self._items()), bool(self.search.text().strip())
        self.count.setText((f"{found} fundet." if found else _NOTHING) if searched else "")
        self.count.setVisible(searched)
        announce(self.search, self.count.text())

    def _open_first_match(self) -> None:
        items = self._items()
        if items:
            self.show_page(items[0].data(_KEY))
            self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(item.data(_KEY))

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        self.count.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._search_label())
        column.addWidget(self.search)
        column.addWidget(self.count)
        column.addWidget(self.contents, 1)
        right = QWidget()
        text = QVBoxLayout(right)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        text.addLayout(head)
        text.addWidget(self.browser, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(12)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        width = character_width(self.fontMetrics()) * _CONTENTS_CHARACTERS
        splitter.setSizes([width, width * 3])
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 14, 14)
        row.addWidget(splitter)

    def _search_label(self) -> QLabel:
        label = text_label("&Søg i hjælpen")
        label.setBuddy(self.search)
        return label
