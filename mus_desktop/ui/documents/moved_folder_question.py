"""The question where documents go from now on, after the data were moved or copied to this place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.documents.moved_folder import is_missing, new_folder
from mus_desktop.services.preferences import Preferences
from mus_desktop.ui.dialogs.messages import Choice, ask, show_message

_TITLE = "Hvor skal Word-dokumenterne ligge?"
_SAME, _NEW = "same", "new"


def confirm_document_folder(window: QWidget, preferences: Preferences) -> bool:
    """Return whether documents may be written; ask first if the data were moved since the folder was chosen."""
    if not preferences.documents_moved():
        return True
    earlier, new = preferences.document_folder(), new_folder(preferences)
    missing = is_missing(earlier)
    choices = [] if missing else [Choice(_SAME, "&Samme mappe som før", primary=True)]
    choices.append(Choice(_NEW, "&Ny mappe på denne pc", primary=missing))
    there = f"Word-dokumenterne blev før lagt i {earlier}{', som ikke findes her' if missing else ''}."
    text = f"{_origin(preferences)} {there} Den nye mappe bliver {new}."
    if not missing:
        text += " Vælg den nye, hvis dette er en kopi, og de gamle data stadig bliver brugt."
    answer = ask(window, _TITLE, text, choices, cancel="Spørg igen senere")
    if not answer:
        return False
    try:
        preferences.set_document_folder(earlier if answer == _SAME else new)
    except KnownError as error:
        show_message(window, "Valget er ikke gemt", error.message)
        return False
    return True


def _origin(preferences: Preferences) -> str:
    earlier = preferences.earlier_data_folder()
    if earlier and earlier != preferences.data_folder():
        return f"Dine data er flyttet eller kopieret hertil fra {earlier}."
    return "Dine data er flyttet eller kopieret hertil fra en anden pc."
