"""The named colours. Text has a contrast of at least 4.5:1 with its background, borders 3:1."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """Light, dark, or the setting of the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tokens(NamedTuple):
    """One colour scheme, each colour as ``#rrggbb``.

    ``fill`` is the background of what is chosen or done first, and has 3:1 with everything around it; ``fill_focus`` is
    the frame around it while it has the focus, and has 3:1 with both.
    """

    window: str
    side: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    line: str
    accent: str
    accent_text: str
    accent_soft: str
    fill: str
    fill_text: str
    fill_focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str


LIGHT = Tokens(
    window="#f5f6f8",
    side="#eceef2",
    surface="#ffffff",
    raised="#f9fafb",
    text="#1d2430",
    muted="#556070",
    border="#7f8997",
    line="#d8dce3",
    accent="#1f5f8b",
    accent_text="#ffffff",
    accent_soft="#e0edf6",
    fill="#1f5f8b",
    fill_text="#ffffff",
    fill_focus="#000000",
    good="#2a6b45",
    good_soft="#e0f1e6",
    warn="#7a5200",
    warn_soft="#fbefd5",
    danger="#a3262a",
    danger_soft="#fbe6e6",
)

DARK = Tokens(
    window="#1b1e23",
    side="#20242a",
    surface="#24282f",
    raised="#2a2f37",
    text="#e7eaee",
    muted="#a8b1bd",
    border="#78828f",
    line="#3a414b",
    accent="#7fb8e0",
    accent_text="#10202c",
    accent_soft="#26394a",
    fill="#2f76a6",
    fill_text="#ffffff",
    fill_focus="#ffffff",
    good="#86cfa3",
    good_soft="#203a2b",
    warn="#e3bd6d",
    warn_soft="#3d3320",
    danger="#f09a9c",
    danger_soft="#45272a",
)
