"""The dialog *Aftal temaer*: choose and order the themes, next to the wishes of each party."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.agenda import agenda, themes_of
from mus_desktop.model.form import Form, Tab
from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.icons import IconToolButton

YOU = "Du"
"""The name of the leader in the list of wishes."""

_TEXT = "Vælg, hvilke temaer I vil omkring, og i hvilken rækkefølge. De andre springes over, men kan stadig åbnes."


class AgendaDialog(InputDialog):
    """The themes of ``form`` in the order agreed so far.

    :param agreed: the keys of the agreed themes in order; empty when nothing is agreed.
    :param wishes: the name of each person (*Bjørn*), and the keys of the themes or fields that person marked.
    :param keep: stores the agreed themes, as returned by :meth:`agreed`.
    """

    def __init__(
        self,
        form: Form,
        agreed: Sequence[str],
        wishes: Mapping[str, Sequence[str]],
        keep: Callable[[Sequence[str]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Aftal temaer", "&Brug", parent, text=_TEXT, characters=72)
        self._form, self._keep = form, keep
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._rows = [_ThemeRow(tab, _wanting(tab, wishes)) for tab in _in_order(form, agreed)]
        for row in self._rows:
            row.taken.setChecked(not agreed or row.tab.key in agreed)
            row.up.clicked.connect(lambda _checked=False, r=row: self._move(r, -1))
            row.down.clicked.connect(lambda _checked=False, r=row: self._move(r, 1))
            self._column.addWidget(row)
        self.body.addLayout(self._column)
        if form.topics:
            self.body.addWidget(words(_advice(*form.topics), "muted", wrap=True))
        back = self.add_button("Skemaets rækkefølge")
        back.clicked.connect(self._take_back)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):  # a check box would consume the arrow keys
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._move_focused, by))
        self._show_ends()

    def store(self) -> None:
        self._keep(self.agreed())

    def agreed(self) -> tuple[str, ...]:
        """Return the keys of the chosen themes in order; empty when all are chosen in the order of the form."""
        taken = tuple(row.tab.key for row in self._rows if row.taken.isChecked())
        return () if taken == tuple(tab.key for tab in themes_of(self._form)) else taken

    def rows(self) -> tuple[_ThemeRow, ...]:
        """Return the rows of the themes in their current order, from the top."""
        return tuple(self._rows)

    def _move_focused(self, by: int) -> None:
        row = next((row for row in self._rows if row.isAncestorOf(self.focusWidget())), None)
        if row is not None:
            self._move(row, by)

    def _move(self, row: _ThemeRow, by: int) -> None:
        place = self._rows.index(row)
        if not 0 <= place + by < len(self._rows):
            return
        self._rows.insert(place + by, self._rows.pop(place))
        self._lay_out()
        row.taken.setFocus()

    def _take_back(self) -> None:
        own = [tab.key for tab in themes_of(self._form)]
        self._rows.sort(key=lambda row: own.index(row.tab.key))
        for row in self._rows:
            row.taken.setChecked(True)
        self._lay_out()

    def _lay_out(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
        for row in self._rows:
            self._column.addWidget(row)
        self._show_ends()

    def _show_ends(self) -> None:
        for place, row in enumerate(self._rows):
            row.up.setEnabled(place > 0)
            row.down.setEnabled(place < len(self._rows) - 1)
            for before, after in zip((row.taken, row.up), (row.up, row.down), strict=True):
                QWidget.setTabOrder(before, after)
        for above, below in zip(self._rows, self._rows[1:], strict=False):
            QWidget.setTabOrder(above.down, below.taken)


class _ThemeRow(QWidget):
    """The row of a theme: a check box, the people who want it, and buttons that move it."""

    def __init__(self, tab: Tab, wanting: Sequence[str]) -> None:
        super().__init__()
        self.tab = tab
        self.taken = QCheckBox(tab.title)
        self.up = IconToolButton("up", f"Flyt »{tab.title}« op")
        self.down = IconToolButton("down", f"Flyt »{tab.title}« ned")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.taken)
        row.addStretch(1)
        if wanting:
            row.addWidget(words(f"★ {_listed(wanting)} vil gerne tale om det", "muted"))
        row.addWidget(self.up)
        row.addWidget(self.down)


def _in_order(form: Form, agreed: Sequence[str]) -> list[Tab]:
    themes = {tab.key for tab in themes_of(form)}
    return [form.tabs[number] for number in agenda(form, agreed).order if form.tabs[number].key in themes]


def _wanting(tab: Tab, wishes: Mapping[str, Sequence[str]]) -> list[str]:
    keys = {tab.key, *(field.key for field in tab.fields if field.key)}
    return [who for who, marked in wishes.items() if keys & set(marked)]


def _listed(names: Sequence[str]) -> str:
    """Return ``Du``, ``Katrine og du`` or ``Anna, Bo og du``: *du* is in lower case unless it is first."""
    small = [names[0], *(name.lower() if name == YOU else name for name in names[1:])]
    return " og ".join(part for part in (", ".join(small[:-1]), small[-1]) if part)


def _advice(least: int, most: int) -> str:
    return f"Skemaet foreslår {least if least == most else f'{least} til {most}'} temaer."
