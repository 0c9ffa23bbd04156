"""The program over the sample data, in the look of the window that has just closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from mus_desktop.errors import AlreadyOpen, DataUnusable, KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look

if TYPE_CHECKING:  # only needed when they are opened
    from mus_desktop.services.demo.sample_data import SampleData

_DAMAGED = "Eksempeldata var beskadiget og er fjernet. Vælg Hjælp › Prøv med eksempeldata for at få dem igen."


def show_sample(sample: SampleData, look: Look, now: Callable[[], datetime]) -> Session | None:
    """Return the session over ``sample``, its window shown; ``None`` if another window has them, which is raised.

    :raises KnownError: they cannot be opened.
    """
    clock = sample.clock(now)

    def build(_key: bytes | None = None) -> Workplace:
        return sample.open(clock)

    try:
        workplace = build()
    except AlreadyOpen:
        if lazy_imports.raise_first_window(sample.folder):
            return None
        workplace = build()  # a window that was just closing has released them by now
    workplace.preferences.set_scheme(look.scheme.value)
    workplace.preferences.set_point_size(look.point_size)
    look.store_in(workplace.preferences)
    session = Session(workplace, build, look, clock)
    try:
        session.show(list_first=True)
    except DataUnusable as error:
        session.close()
        sample.remove()  # there is nothing in them that cannot be made again
        raise KnownError(_DAMAGED) from error
    return session
