"""Group members in the wizard: the participant picker, and the banner above an individual plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.choices.form_chooser import FormChooser
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.labels import breakable, labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.meeting.second_mus import other_mus_notice
from mus_desktop.ui.theme.icons import IconToolButton
from mus_desktop.ui.theme.look import set_style_kind

_COMMON = "Fælles"
_MAX_LETTERS, _MAX_LETTERS_IF_ALIKE = 12, 30
_NOTHING_TO_COPY = "Alle de fælles aftaler står her allerede."
_HOW_TO_UNDO = (
    "Du kan fortryde på medarbejderens side med »Tilbage til gruppen«, "
    "så længe der ikke er skrevet andet end forberedelse i den nye samtale."
)


class ParticipantPicker(QWidget):
    """A picker for the common part or one participant. It is shown only while the leader is alone.

    ``names_start_alike``: two names begin with the same letters, so that a shortened name is ambiguous.
    ``chosen`` carries the party of the participant, ``None`` for the common part.
    ``individual_wanted``: the shown participant wants an individual conversation.
    """

    chosen = Signal(object)
    individual_wanted = Signal()

    def __init__(self, names: Mapping[int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ComboBox()
        self.box.setAccessibleName("Vis det fælles eller én deltager")
        self.box.setToolTip("Kun én deltagers forberedelse vises ad gangen")
        self.box.addItem(_COMMON, None)
        for party, name in names.items():
            self.box.addItem(name, party)
        texts = (_COMMON, *names.values())
        self.names_start_alike = len({text[:_MAX_LETTERS] for text in texts}) < len(texts)
        self.box.setMinimumContentsLength(
            min(max(map(len, texts)) + 1, _MAX_LETTERS_IF_ALIKE if self.names_start_alike else _MAX_LETTERS)
        )
        self.more = IconToolButton("more", "Mere om deltageren")
        self.menu = QMenu(self.more)
        self.menu.addAction("&Hold individuel MUS i stedet …").triggered.connect(self.individual_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.more)
        # ``activated`` is emitted for a choice of the user only, not by :meth:`show_choice`.
        self.box.activated.connect(lambda number: self.chosen.emit(self.box.itemData(number)))
        self.more.clicked.connect(lambda: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.show_choice(None)

    def show_choice(self, party: int | None) -> None:
        """Show the choice without emitting ``chosen``."""
        parties = [self.box.itemData(number) for number in range(self.box.count())]
        self.box.setCurrentIndex(parties.index(party) if party in parties else 0)
        self.more.setVisible(party is not None)

    def inputs(self) -> list[QWidget]:
        """Return the focusable widgets in reading order."""
        return [self.box, self.more]


class OwnPlanBanner(QFrame):
    """The banner above a participant's plan. ``fetch_wanted``: copy the common agreements into it."""

    fetch_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "chosen-line")
        self.title = text_label(f"Individuel plan for {name}", "heading")
        about = f"Planen er kun for {name} og lederen og vises ikke i »Samtale«. Den fælles plan står under »Fælles«."
        self._message = text_label(about, "muted")
        self._message.setWordWrap(True)
        self.fetch = QPushButton("&Hent fra den fælles plan")
        self.fetch.setToolTip("Tilføjer de fælles aftaler, der ikke står her endnu")
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.title)
        text.addWidget(self._message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addLayout(text, 1)
        layout.addWidget(self.fetch, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.fetch.clicked.connect(self.fetch_wanted)

    def show_fetched(self, count: int) -> None:
        """Show how many agreements were copied."""
        copied = "1 aftale er hentet." if count == 1 else f"{count} aftaler er hentet."
        self._message.setText(copied if count else _NOTHING_TO_COPY)

    def set_closed(self, *, closed: bool) -> None:
        """Disable the button while the plan is signed, because a signed plan takes no more agreements."""
        self.fetch.setEnabled(not closed)

    def message(self) -> QLabel:
        """Return the label that explains the plan, or shows how many agreements were copied."""
        return self._message


class SplitOutDialog(InputDialog):
    """Confirm moving a participant to an individual conversation. ``split_out`` carries the id of the new one."""

    split_out = Signal(int)

    def __init__(
        self, workplace: Workplace, conversation_id: int, party: int, name: str, today: date, parent: QWidget
    ) -> None:
        super().__init__("Hold individuel MUS i stedet", "&Opret og åbn", parent, text=_explanation(name))
        self._workplace, self._id, self._party, self._today = workplace, conversation_id, party, today
        forms = workplace.catalogue.last_used_first(workplace.groups.individual_forms(conversation_id))
        self.form = FormChooser(forms)
        self.form.choose(workplace.preferences.default_form())
        if len(forms) == 1:
            self.form.setParent(self)  # so that it is deleted with the dialog
            self.form.hide()
            self.body.addWidget(text_label(f"Skema: {self.form.currentText()}", wrap=True))
        else:
            self.body.addWidget(labelled("S&kema", self.form))
        self._forms_that_count = {form.id for form in forms if form.counts}
        self.second_notice = text_label("", "warn", wrap=True)
        self.body.addWidget(self.second_notice)
        self.body.addWidget(text_label(_HOW_TO_UNDO, "caption", wrap=True))
        self.form.currentIndexChanged.connect(self._show_second_notice)
        self._show_second_notice()

    def _show_second_notice(self) -> None:
        """Show a notice if the new conversation counts as a MUS and the participant already has one in the period."""
        period = self._workplace.conversations.meeting(self._id).period
        counts = self.form.currentData() in self._forms_that_count
        text = other_mus_notice(self._workplace, self._employee_ids(), period, self._id) if counts else ""
        self.second_notice.setText(breakable(text))
        self.second_notice.setVisible(bool(text))
        self.grow_to_content()

    def _employee_ids(self) -> list[int]:
        parties = self._workplace.conversations.open(self._id).parties
        return [one.employee for one in parties if one.id == self._party and one.employee is not None]

    def submit(self) -> None:
        if self.form.currentData() is None:
            raise KnownError("Der er intet skema til en individuel MUS. Installér programmet igen.")
        groups = self._workplace.groups
        self.split_out.emit(groups.split_out(self._id, self._party, self.form.currentData(), self._today))


def _explanation(name: str) -> str:
    return (
        f"{name} får sin egen samtale og står ikke længere i gruppen. Det, {name} har forberedt, flytter med, og har "
        f"{name} sin egen plan, følger aftalerne med. Det, I ellers har skrevet i gruppen, bliver stående dér."
    )
