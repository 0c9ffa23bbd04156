"""A plain-text copy of everything written, saved to another place while normal saving fails."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.group_view import participants_text
from mus_desktop.services.conversation.rescue_copy import write_rescue_copy
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.ui.dialogs.messages import show_message

_FORBIDDEN_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def save_copy_elsewhere(state: ConversationState, window: QWidget) -> bool:
    """Ask for a file and write everything in ``state`` to it; return whether it was written."""
    opened = state.opened
    name = (
        _FORBIDDEN_IN_FILE_NAMES.sub("-", f"{participants_text(opened)} - {opened.conversation.period.title}") + ".txt"
    )
    chosen, _ = QFileDialog.getSaveFileName(window, "Gem en kopi et andet sted", name, "Tekst (*.txt)")
    if not chosen:
        return False
    try:
        write_rescue_copy(Path(chosen), state.as_text())
    except KnownError as error:
        show_message(window, "Kopien blev ikke gemt", error.message)
        return False
    return True
