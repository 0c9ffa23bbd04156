"""A picker for several employees: a search field, and a list with check boxes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mus_desktop.model.group import MAX_PARTICIPANTS, MIN_PARTICIPANTS
from mus_desktop.model.people import Employee
from mus_desktop.model.text import matches_search
from mus_desktop.ui.controls.input_container import InputContainer
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.theme.look import set_style_kind

_ID = Qt.ItemDataRole.UserRole
_SHOWN, _MIN_SHOWN = 7, 3


class PeoplePicker(InputContainer):
    """Employees with a check box each. ``changed`` is emitted when a tick was changed.

    A person that the search hides stays ticked.

    :param labels: the name of each employee, by id.
    """

    changed = Signal()

    def __init__(
        self,
        people: Sequence[Employee],
        chosen: Collection[int],
        labels: Mapping[int, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.search = _Search()
        self.list = _People()
        for person in people:
            self.list.add(_line(person, labels[person.id], chosen=person.id in chosen))
        self.count = text_label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.search, self.list, self.count):
            column.addWidget(widget)
        self.input_widget = self.search
        self.search.textChanged.connect(self._on_search)
        self.search.down_pressed.connect(self.list.focus_first)
        self.list.itemChanged.connect(self._on_ticked)
        self._show_count()

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the list."""
        self.list.setAccessibleName(name)
        self.search.setAccessibleName(f"Søg blandt {name.lower()}")

    def chosen(self) -> list[int]:
        """Return the ids of the ticked employees, in the order of the list."""
        return [item.data(_ID) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _on_search(self, text: str) -> None:
        for item in self._items():
            # Hidden and not removed, so that a ticked person stays ticked.
            item.setHidden(not matches_search(text, item.text(), item.toolTip()))

    def _on_ticked(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        count = len(self.chosen())
        is_allowed = MIN_PARTICIPANTS <= count <= MAX_PARTICIPANTS
        self.count.setText(
            f"{count} valgt" if is_allowed else f"{count} valgt · vælg {MIN_PARTICIPANTS}–{MAX_PARTICIPANTS}"
        )
        # Every choice begins with too few, so only too many is a warning.
        set_style_kind(self.count, "warn" if count > MAX_PARTICIPANTS else "muted")


class _Search(OneLineEdit):
    """The search field. ``down_pressed``: the arrow key that leads into the list was pressed."""

    down_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Søg navn, stilling eller arbejdsplads")
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _People(QListWidget):
    """The list: arrow keys move from person to person, Space ticks."""

    def __init__(self) -> None:
        super().__init__()
        set_style_kind(self, "boxed")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._on_clicked)

    def focus_first(self) -> None:
        """Focus the first visible person."""
        first = next((row for row in range(self.count()) if not self.item(row).isHidden()), -1)
        self.setCurrentRow(first)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def sizeHint(self) -> QSize:
        """Return room for seven people."""
        return QSize(super().sizeHint().width(), self._height_of(_SHOWN))

    def minimumSizeHint(self) -> QSize:
        """Return room for three people."""
        return QSize(120, self._height_of(_MIN_SHOWN))

    def sizeHintForRow(self, _row: int) -> int:
        """Return the height of a line with padding."""
        return self.fontMetrics().height() + 12

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._update_row_heights()

    def add(self, item: QListWidgetItem) -> None:
        """Add ``item`` as the last line, with a height for its text."""
        self.addItem(item)
        self._update_row_heights()

    def _update_row_heights(self) -> None:
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, self.sizeHintForRow(row)))

    def _height_of(self, rows: int) -> int:
        return rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 4

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.setCurrentItem(item)


def _line(person: Employee, label: str, *, chosen: bool) -> QListWidgetItem:
    item = QListWidgetItem(label)
    item.setData(_ID, person.id)
    item.setToolTip(" · ".join(part for part in (person.title, person.workplace) if part))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
    return item
