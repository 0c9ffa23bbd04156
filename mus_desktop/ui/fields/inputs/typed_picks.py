"""An input for several of a few texts, as a list or as cards; the value is the labels in the order they were picked."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import ChoiceField
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.inputs.chip_group import ChipGroup
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.theme.look import set_style_kind


class TypedPicks(TypedInput):
    """Picks among the options of ``field``.

    One more than allowed is refused with the reason; where only one is allowed, it is replaced. Quiet cards show
    only the picked ones until the user wants to change them.
    """

    def __init__(self, field: ChoiceField, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._most = field.pick[1]
        self._picked: list[str] = []
        self._quiet = self._read_only = False
        self.body = self.target = QWidget(parent)
        self.boxes: dict[str, QAbstractButton] = {}
        self._group: ChipGroup | None = None
        self._count = label("", "caption", self.body)
        self.refusal = label(f"Der kan højst vælges {self._most}. Fravælg en, før du vælger en ny.", "warn", self.body)
        self.refusal.hide()
        self.all_button: QPushButton | None = None
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._count)
        self._add_cards(layout) if field.cards else self._add_lines(layout)
        layout.addWidget(self.refusal)
        layout.addStretch(1)
        self._tell()

    def value(self) -> Value | None:
        return list(self._picked) or None

    def _show(self, value: Value | None) -> None:
        self._picked = [str(one) for one in value] if isinstance(value, list) else []
        self._refuse(refused=False)
        self._tell()

    def problem(self) -> str:
        return "" if self.refusal.isHidden() else self.refusal.text()

    def set_accessible_name(self, name: str) -> None:
        for option, box in self.boxes.items():
            box.setAccessibleName(f"{name}: {option}")
        if self.all_button:
            self.all_button.setAccessibleName(f"{name}: ret valget")

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for box in self.boxes.values():
            box.setEnabled(not read_only)
        self._tell()

    def set_secondary(self, quiet: bool) -> None:
        if self._group and quiet != self._quiet:
            self._quiet = quiet
            self._tell()

    def focus_targets(self) -> list[QWidget]:
        if self._group is None:
            return list(self.boxes.values())
        stop = None if self._only_picked() else self._group.stop()
        return [target for target in (stop, self.all_button) if target and not target.isHidden()]

    def _add_cards(self, layout: QVBoxLayout) -> None:
        self._group = ChipGroup(self._field.options, self.body)
        for option, chip in self._group.chips.items():
            self._take(option, chip)
        layout.addWidget(self._group)
        self.all_button = QPushButton("Ret valget", self.body)
        self.all_button.setCheckable(True)
        self.all_button.setProperty("kind", "link")
        self.all_button.toggled.connect(self._tell)
        layout.addWidget(self.all_button)

    def _add_lines(self, layout: QVBoxLayout) -> None:
        for option in self._field.options:
            line = WrappingCheckBox(option, self.body, radio=self._most == 1)
            self._take(option, line.box)
            layout.addWidget(line)

    def _take(self, option: str, box: QAbstractButton) -> None:
        self.boxes[option] = box
        box.clicked.connect(partial(self._on_clicked, option))

    def _on_clicked(self, option: str) -> None:
        if self._only_picked():  # not editable now; undo the check mark that the click set
            self._tell()
            return
        before = list(self._picked)
        if option in self._picked:
            self._picked.remove(option)
        elif self._most == 1:
            self._picked = [option]
        elif len(self._picked) < self._most:
            self._picked.append(option)
        self._refuse(refused=self._picked == before)
        self._tell()
        if self._picked != before:
            self.edited.emit()

    def _refuse(self, *, refused: bool) -> None:
        self.refusal.setVisible(refused)
        if refused:
            announce(self.refusal, self.refusal.text())
        set_style_kind(self._count, "warn" if refused else "caption")

    def _only_picked(self) -> bool:
        return self._quiet and self.all_button is not None and not self.all_button.isChecked()

    def _tell(self) -> None:
        for option, box in self.boxes.items():
            box.setChecked(option in self._picked)
        only = self._only_picked()
        if self._group and self.all_button:
            self._group.show_only(self._picked if only else self._field.options)
            self.all_button.setVisible(self._quiet and not self._read_only)
            self.all_button.setText("Ret valget" if only else "Vis kun de valgte")
        self._count.setVisible(self._most > 1 and not (only and self._picked))
        self._count.setText("Ingen valgt endnu" if only else f"{len(self._picked)} af {self._most} valgt")
