"""The files attached to a plan from paper, on its card: name, date and actions of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.conversation import Attachment
from mus_desktop.model.dates import format_date_short
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.people.agreement_list import LARGE_POINT_SIZE
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind

_OPENS_A_COPY = "Åbner en kopi i din dokumentmappe. Det, du retter i kopien, kommer ikke med ind i programmet."


class AttachmentList(QWidget):
    """A list of ``files`` with a button to add one. All signals except ``add_wanted`` carry the :class:`Attachment`.

    :param about: what the files belong to, so that a screen reader distinguishes the buttons of two plans.
    """

    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    remove_wanted = Signal(object)
    add_wanted = Signal()

    def __init__(self, files: Sequence[Attachment], about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = IconPushButton("Tilføj fil …", "add", "link", self)
        self.add.setAccessibleName(f"Tilføj fil til {about}")
        self.add.clicked.connect(self.add_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if files:
            column.addWidget(text_label("Vedhæftet fil" if len(files) == 1 else "Vedhæftede filer", "caption"))
        for file, name in zip(files, _unique_names(files), strict=True):
            column.addLayout(self._row(file, f"{name}, {about}"))
        column.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)

    def _row(self, file: Attachment, accessible_name: str) -> QBoxLayout:
        """Return the row of ``file``: name and date beside the buttons, or above them at large text."""
        large = self.font().pointSizeF() >= LARGE_POINT_SIZE
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        row.setSpacing(4 if large else 16)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(text_label(file.name, wrap=True))
        text.addWidget(
            text_label(keep_dates_together(f"vedhæftet {format_date_short(file.made_at.date())}"), "muted", wrap=True)
        )
        buttons: QLayout = FlowLayout() if large else QHBoxLayout()
        for button in self._buttons(file, accessible_name):
            buttons.addWidget(button)
        row.addLayout(text, 1)
        row.addLayout(buttons)
        return row

    def _buttons(self, file: Attachment, accessible_name: str) -> Iterator[QPushButton]:
        actions = (("Åbn", self.open_wanted), ("Gem en kopi …", self.copy_wanted), ("Fjern …", self.remove_wanted))
        for title, wanted in actions:
            button = QPushButton(title)
            set_style_kind(button, "link")
            button.setAccessibleName(f"{title.removesuffix(' …')}: {accessible_name}")
            button.clicked.connect(lambda _checked=False, signal=wanted: signal.emit(file))
            if wanted is self.open_wanted:
                button.setToolTip(_OPENS_A_COPY)
                button.setAccessibleDescription(_OPENS_A_COPY)
            yield button


def _unique_names(files: Sequence[Attachment]) -> Iterator[str]:
    """Yield unique names: from its second use on, a name is numbered, because a file may be attached twice."""
    uses: Counter[str] = Counter()
    for file in files:
        uses[file.name] += 1
        yield file.name if uses[file.name] == 1 else f"{file.name} (nr. {uses[file.name]})"
