"""Danish sentences on an import that its dialog and its command share."""

from __future__ import annotations


def cpr_sentence(count: int) -> str:
    """Return the sentence that CPR numbers were left out."""
    if count == 1:
        return "Et cpr-nummer er fjernet. Det bliver hverken vist eller gemt."
    return f"{count} cpr-numre er fjernet. De bliver hverken vist eller gemt."
