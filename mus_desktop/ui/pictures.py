"""Pictures of windows, without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError

_ROUNDS = 12


def settle(widget: QWidget) -> None:
    """Let every layout in ``widget`` find its place, as it would before somebody sees it.

    Growing editors change their height when they get their width, which moves what is below: layouts are asked again
    until nothing moves. Delivers only what is already posted; takes no new input.
    """
    widget.ensurePolished()
    before: list[object] = []
    for _ in range(_ROUNDS):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        after = [child.geometry().getRect() for child in widget.findChildren(QWidget)]
        if after == before:
            return
        before = after


def grab(widget: QWidget, path: Path) -> Path:
    """Save ``widget`` as it looks now as a PNG at ``path`` and give the path.

    :raises KnownError: the file could not be written.
    """
    settle(widget)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path), "PNG"):
        raise KnownError(f"Billedet »{path.name}« kunne ikke gemmes. Se, om der er plads, og om mappen kan skrives i.")
    return path
