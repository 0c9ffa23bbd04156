"""The dialog *Aftal temaer*: choose and order the themes, next to the wishes of each party."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.agenda import agenda, themes_of
from mus_desktop.model.form import Form, Tab
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.icons import IconToolButton

YOU = "Du"
"""The name of the leader in the list of wishes."""

_TEXT = "Vælg, hvilke temaer I vil omkring, og i hvilken rækkefølge. De andre springes over, men kan stadig åbnes."


class AgendaDialog(InputDialog):
    """The dialog that chooses the themes of ``form`` and their order.

    :param agreed: the keys of the agreed themes in order; empty when nothing is agreed.
    :param wishes: the name of each person (*Bjørn*), and the keys of the themes or fields that person marked.
    :param save: saves the agreed themes, as returned by :meth:`agreed`.
    """

    def __init__(
        self,
        form: Form,
        agreed: Sequence[str],
        wishes: Mapping[str, Sequence[str]],
        save: Callable[[Sequence[str]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Aftal temaer", "&Anvend", parent, text=_TEXT, characters=72)
        self._form, self._save = form, save
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._rows = [_ThemeRow(tab, _people_who_want(tab, wishes)) for tab in _themes_in_order(form, agreed)]
        for row in self._rows:
            row.check_box.setChecked(not agreed or row.tab.key in agreed)
            row.up.clicked.connect(lambda _checked=False, r=row: self._move(r, -1))
            row.down.clicked.connect(lambda _checked=False, r=row: self._move(r, 1))
            self._column.addWidget(row)
        self.body.addLayout(self._column)
        if form.topics:
            self.body.addWidget(text_label(_advice(*form.topics), "muted", wrap=True))
        reset = self.add_button("Skemaets rækkefølge")
        reset.clicked.connect(self._reset)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):  # a check box would consume the arrow keys
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._move_focused, by))
        self._update_buttons()

    def submit(self) -> None:
        self._save(self.agreed())

    def agreed(self) -> tuple[str, ...]:
        """Return the keys of the chosen themes in order; empty when all are chosen in the order of the form."""
        chosen = tuple(row.tab.key for row in self._rows if row.check_box.isChecked())
        return () if chosen == tuple(tab.key for tab in themes_of(self._form)) else chosen

    def rows(self) -> tuple[_ThemeRow, ...]:
        """Return the rows of the themes in their current order, from the top."""
        return tuple(self._rows)

    def _move_focused(self, by: int) -> None:
        row = next((row for row in self._rows if row.isAncestorOf(self.focusWidget())), None)
        if row is not None:
            self._move(row, by)

    def _move(self, row: _ThemeRow, by: int) -> None:
        index = self._rows.index(row)
        if not 0 <= index + by < len(self._rows):
            return
        self._rows.insert(index + by, self._rows.pop(index))
        self._lay_out()
        row.check_box.setFocus()

    def _reset(self) -> None:
        form_order = [tab.key for tab in themes_of(self._form)]
        self._rows.sort(key=lambda row: form_order.index(row.tab.key))
        for row in self._rows:
            row.check_box.setChecked(True)
        self._lay_out()

    def _lay_out(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
        for row in self._rows:
            self._column.addWidget(row)
        self._update_buttons()

    def _update_buttons(self) -> None:
        for index, row in enumerate(self._rows):
            row.up.setEnabled(index > 0)
            row.down.setEnabled(index < len(self._rows) - 1)
            for before, after in zip((row.check_box, row.up), (row.up, row.down), strict=True):
                QWidget.setTabOrder(before, after)
        for above, below in zip(self._rows, self._rows[1:], strict=False):
            QWidget.setTabOrder(above.down, below.check_box)


class _ThemeRow(QWidget):
    """The row of a theme: a check box, the people who want it, and buttons that move it."""

    def __init__(self, tab: Tab, people: Sequence[str]) -> None:
        super().__init__()
        self.tab = tab
        self.check_box = QCheckBox(tab.title)
        self.up = IconToolButton("up", f"Flyt »{tab.title}« op")
        self.down = IconToolButton("down", f"Flyt »{tab.title}« ned")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.check_box)
        row.addStretch(1)
        if people:
            row.addWidget(text_label(f"★ {_in_words(people)} vil gerne tale om det", "muted"))
        row.addWidget(self.up)
        row.addWidget(self.down)


def _themes_in_order(form: Form, agreed: Sequence[str]) -> list[Tab]:
    themes = {tab.key for tab in themes_of(form)}
    return [form.tabs[number] for number in agenda(form, agreed).order if form.tabs[number].key in themes]


def _people_who_want(tab: Tab, wishes: Mapping[str, Sequence[str]]) -> list[str]:
    keys = {tab.key, *(field.key for field in tab.fields if field.key)}
    return [who for who, marked in wishes.items() if keys & set(marked)]


def _in_words(names: Sequence[str]) -> str:
    """Return ``Du``, ``Katrine og du`` or ``Anna, Bo og du``: *du* is in lower case unless it is first."""
    names_in_sentence = [names[0], *(name.lower() if name == YOU else name for name in names[1:])]
    return " og ".join(part for part in (", ".join(names_in_sentence[:-1]), names_in_sentence[-1]) if part)


def _advice(least: int, most: int) -> str:
    return f"Skemaet foreslår {least if least == most else f'{least} til {most}'} temaer."
