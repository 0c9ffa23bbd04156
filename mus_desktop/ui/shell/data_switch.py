"""Between the leader's own data and the sample data: one window closes, and the other opens over the other database.

Nothing is shared: the window over the own data closes as when the program ends, with its last backup, and on the way
back the own data are opened as at any start, with the password if there is one.
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.shell import lazy_imports

if TYPE_CHECKING:
    from mus_desktop.ui.shell.main_window import MainWindow

_REMAINS = "eksempeldata-*-*"
_QUESTION = "Vil du fjerne eksempeldata?"
_QUESTION_TEXT = (
    "Alt i eksemplet bliver fjernet, også det, du selv har skrevet, og de Word-planer, du har lavet af det. Du kommer "
    "tilbage til dine egne data."
)
_REMOVE, _LEAVE = "remove", "leave"
_NO_SAFETY = "Her er kun eksempeldata"


class Target(Enum):
    """The data that are shown next."""

    SAMPLE = auto()
    OWN = auto()
    OWN_WITHOUT_SAMPLE = auto()


class DataSwitch(QObject):
    """Answers the commands of one window about the sample data. ``target``: what is opened when it has closed."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self.target: Target | None = None
        self.workplace = workplace
        self._window: MainWindow | None = None

    @property
    def data_folder(self) -> Path:
        """The folder of the leader's own data."""
        folder = self.workplace.database.path.parent
        return folder.parent if self.workplace.is_sample else folder

    @property
    def sample_folder(self) -> Path | None:
        """The folder of the sample data, if they are open."""
        return self.workplace.database.path.parent if self.workplace.is_sample else None

    def connect_window(self, window: MainWindow) -> None:
        """Answer the commands of ``window``."""
        self._window = window
        window.sample_wanted.connect(self._on_sample_wanted)
        window.own_wanted.connect(lambda: self._leave_for(Target.OWN))
        window.sample_removal_wanted.connect(self._on_removal_wanted)

    def clean_up(self) -> None:
        """Remove what an interrupted change has left; only while the leader's own data are open."""
        if not self.workplace.is_sample and any(self.data_folder.glob(_REMAINS)):
            lazy_imports.SampleData(self.data_folder).clean_up()

    def show_no_safety(self) -> None:
        """Show why there is no backup of the sample data, nor a password."""
        text = (
            "De får ingen backup og ingen adgangskode. Gå tilbage til dine egne data for at se, hvordan de er sikret."
        )
        lazy_imports.show_message(self._window, _NO_SAFETY, text)

    def _on_sample_wanted(self) -> None:
        try:
            lazy_imports.SampleData(self.data_folder).prepare()
        except KnownError as error:
            lazy_imports.show_message(self._window, "Eksempeldata blev ikke åbnet", error.message)
            return
        self._leave_for(Target.SAMPLE)

    def _on_removal_wanted(self) -> None:
        choices = (
            lazy_imports.Choice(_REMOVE, "&Fjern eksempeldata", primary=True),
            lazy_imports.Choice(_LEAVE, "&Behold dem, og gå tilbage"),
        )
        answer = lazy_imports.ask(self._window, _QUESTION, _QUESTION_TEXT, choices)
        if answer in (_REMOVE, _LEAVE):
            self._leave_for(Target.OWN_WITHOUT_SAMPLE if answer == _REMOVE else Target.OWN)

    def _leave_for(self, target: Target) -> None:
        """Close the window, and open ``target`` after that; without effect if something cannot be saved."""
        self.target = target
        if self._window is None or not self._window.close():
            self.target = None
