"""The dialog about the program."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop import __version__
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog

_TEXT = (
    "MUS Desktop hjælper dig med at forberede og holde MUS, skrive udviklingsplanen og følge op på den.",
    "Alt, hvad du skriver, bliver på din egen pc. Programmet bruger ikke internettet.",
    "Programmet er frit og åbent (MIT-licens). Det bygger på:",
)
LICENCES = {
    "PySide6-Essentials": ("Qt for Python", "LGPL 3"),
    "sqlcipher3": ("SQLCipher", "BSD"),
    "python-docx": ("python-docx", "MIT"),
    "jinja2": ("Jinja", "BSD"),
    "lxml": ("lxml", "BSD"),
    "chunspell": ("Hunspell", "MPL 1.1, GPL 2 eller LGPL 2.1"),
    "icalendar": ("icalendar", "BSD"),
    "python-calamine": ("calamine", "MIT"),
    "zxcvbn": ("zxcvbn", "MIT"),
    "platformdirs": ("platformdirs", "MIT"),
}
"""The name and the licence of each dependency, by its name in ``pyproject.toml``."""


class AboutDialog(InputDialog):
    """The purpose and version of the program, and the licences of what it is built on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Om MUS Desktop", "&Luk", parent, text=f"Version {__version__}")
        for paragraph in _TEXT:
            self.body.addWidget(text_label(paragraph, wrap=True))
        self.body.addWidget(text_label("\n".join(f"{name}: {licence}" for name, licence in LICENCES.values()), "muted"))
        self.cancel.hide()
