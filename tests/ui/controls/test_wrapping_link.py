"""A link whose text wraps, and only then."""

from __future__ import annotations

import pytest

from mus_desktop.ui.controls.wrapping_link import WrappingLink
from mus_desktop.ui.shell.application import prepare_application
from mus_desktop.ui.theme.look import Look

_NAMES = ("Finn Bak", "Fifi Tilly", "Ida-Marie Kjær", "Hans Toft", "Åse Ærø", "Vis alle 8")
"""The last letters of some reach beyond their advance: »Finn Bak« stood in two lines with room for twenty letters."""


@pytest.mark.parametrize("points", [8, 9, 10, 11, 12, 14, 16, 20])
def test_a_short_name_is_on_one_line_at_its_preferred_width(points: int) -> None:
    look = Look(prepare_application())
    try:
        look.use_point_size(points)
        for name in _NAMES:
            link = WrappingLink(name)
            assert link.heightForWidth(link.sizeHint().width()) == link.heightForWidth(5000), name
            word = WrappingLink(name.split(" ")[0].replace("-", ""))
            assert word.heightForWidth(word.minimumSizeHint().width()) == word.heightForWidth(5000), word.text()
    finally:
        look.use_point_size(10)
        look.deleteLater()
