"""The keywords that the participants of a group picked and share with each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mus_desktop.services.conversation.group_view import SharedPicks
from mus_desktop.ui.fields.heading import label


class SharedKeywords(QWidget):
    """A line per participant with the name and the keywords; without text while it is hidden."""

    def __init__(self, picks: Sequence[SharedPicks], parent: QWidget) -> None:
        super().__init__(parent)
        self._shared_picks = tuple(picks)
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(18)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self._shown = False
        self.hide()

    def show_keywords(self, *, shown: bool) -> None:
        """Show the lines, or remove them from the screen, also for screen readers."""
        if shown == self._shown:
            return
        self._shown = shown
        for row, one in enumerate(self._shared_picks if shown else ()):
            name = label(one.name, "strong", self)
            name.setWordWrap(False)
            picks = label(" · ".join(one.picks), "", self)
            picks.setAccessibleName(f"Stikord, {one.name}: {', '.join(one.picks)}")
            self._lines.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(picks, row, 1)
        while not shown and (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(shown and bool(self._shared_picks))
