"""The styles of a spread: those of other sheets with tighter spaces, so that a whole conversation fits two pages.

Sizes are half-points before they are scaled. The smallest letter scale prints the text in 9 points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mus_desktop.documents.word.markup import WORD, element

_W = f"{{{WORD}}}"
LETTER_SCALES = (1.3, 1.24, 1.18, 1.12, 1.06)
"""11, 10½, 10, 9½ and 9 points for the text."""
TEXT_SIZE = 17
_TWIPS_PER_HALF_POINT = 10


@dataclass(frozen=True, slots=True)
class _Tight:
    """Size in half-points, space before and after in twips, and height of a line as a multiple of the size.

    The height is exact, so that it does not depend on the program or on the font of a box to tick.
    """

    size: int = TEXT_SIZE
    before: int = 0
    after: int = 30
    line: float = 1.19


_STYLES: Mapping[str, _Tight] = {
    "Normal": _Tight(),
    "Heading1": _Tight(28, 0, 20),
    "Header": _Tight(17, 0, 0),
    "Footer": _Tight(17, 0, 0),
    "Etiket": _Tight(17, 0, 0),
    "Oplysning": _Tight(19, 20, 10),
    "Tema": _Tight(24, 20, 20),
    "Undertitel": _Tight(17, 0, 30),
    "Felttitel": _Tight(19, 50, 30),
    "Baandtitel": _Tight(19, 50, 30),
    "Ledetekst": _Tight(17, 10, 20),
    "Notetitel": _Tight(17, 40, 0),
    "Vejledning": _Tight(17, 0, 40),
    "Spoergsmaal": _Tight(17, 0, 36),
    "Underspoergsmaal": _Tight(17, 0, 30),
    "Stikord": _Tight(17, 14, 14),
    "Celle": _Tight(17, 30, 30),
    "Nummer": _Tight(17, 30, 30),
    "Kolonnetitel": _Tight(17, 36, 24),
    "Kolonnetekst": _Tight(17, 0, 30),
    "Gruppe": _Tight(18, 36, 24),
}


def tightened(styles: Any, letter_scale: float) -> Any:
    """Return the tree ``styles``, changed to the styles of a spread; lines are as high as letters so scaled need."""
    for style in styles.iter(f"{_W}style"):
        tight = _STYLES.get(style.get(f"{_W}styleId"))
        if tight:
            _set_spacing(style.find(f"{_W}pPr"), tight, letter_scale)
            _set_size(style, tight.size)
    return styles


def _set_spacing(properties: Any, tight: _Tight, letter_scale: float) -> None:
    spacing = None if properties is None else properties.find(f"{_W}spacing")
    # A style without spacing of its own has that of the style it is based on.
    if spacing is None:
        return
    height = round(tight.size * letter_scale) * _TWIPS_PER_HALF_POINT * tight.line
    lines = {"before": tight.before, "after": tight.after, "line": round(height), "lineRule": "exact"}
    for name, value in lines.items():
        spacing.set(f"{_W}{name}", str(value))


def _set_size(style: Any, size: int) -> None:
    run = style.find(f"{_W}rPr")
    if run is None:
        run = element("rPr")
        # The run properties follow the paragraph properties.
        style.find(f"{_W}pPr").addnext(run)
    for name in ("sz", "szCs"):
        found = run.find(f"{_W}{name}")
        if found is None:
            run.append(element(name, val=size))
        else:
            found.set(f"{_W}val", str(size))
