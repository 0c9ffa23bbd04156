"""The question before a signature or refusal is removed, which opens the plan."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.closed_plan_text import closed_only_by_refusal
from mus_desktop.model.plan import Plan
from mus_desktop.ui.dialogs.messages import confirm

_OPENS = "Planen bliver åbnet, så den kan rettes. Bagefter skal I skrive under igen."
_OPENS_UNSIGNED = "Planen bliver åbnet, så den kan rettes. Hakket ved »vil ikke underskrive« bliver fjernet."


def confirm_opening(window: QWidget, plan: Plan) -> bool:
    """Ask whether to remove what closes ``plan``."""
    if closed_only_by_refusal([plan]):
        return confirm(window, "Fjern hakket?", _OPENS_UNSIGNED, "Fjern hakket")
    return confirm(window, "Fjern underskriften?", _OPENS, "Fjern underskriften")
