"""Pictures of windows, taken without a screen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QDialog, QWidget

from mus_desktop.errors import KnownError

_MAX_PASSES = 12  # of layout at most, in case two layouts never agree
_COLOURS = 128  # in an indexed PNG
# Compression, in Qt's scale: 0 makes the smallest file, 100 the fastest.
_FAST, _SMALL = 80, 0


def finish_layouts(widget: QWidget) -> None:
    """Finish every layout in ``widget``, as would happen before it is shown to a user.

    Growing editors change their height when they get their width, which moves the widgets below: the layouts are
    activated until nothing moves. Only events that are already posted are delivered; no new input is taken.
    """
    widget.ensurePolished()
    before: list[object] = []
    for _ in range(_MAX_PASSES):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        after = [child.geometry().getRect() for child in widget.findChildren(QWidget)]
        if after == before:
            return
        before = after


def grab(widget: QWidget, path: Path, *, small: bool = False) -> Path:
    """Save a picture of ``widget`` as a PNG at ``path``, and return the path.

    :param small: take the time to make a small file, with as many colours as a window needs.
    :raises KnownError: the file could not be written.
    """
    finish_layouts(widget)
    path.parent.mkdir(parents=True, exist_ok=True)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    writer = QImageWriter(str(path), b"PNG")
    writer.setQuality(_SMALL if small else _FAST)
    if not writer.write(_in_few_colours(image) if small else image):
        raise KnownError(f"Billedet »{path.name}« kunne ikke gemmes. Se, om der er plads, og om mappen kan skrives i.")
    return path


def close_picture(dialog: QDialog) -> None:
    """Close a pictured dialog without the question it may ask: there is nobody to answer."""
    QDialog.reject(dialog)
    dialog.deleteLater()


def _in_few_colours(image: QImage) -> QImage:
    """Return ``image`` reduced to its most frequent colours; each other colour is replaced by the nearest of them."""
    used = Counter(memoryview(image.constBits()).cast("I").tolist())
    colours = [colour for colour, _ in used.most_common(_COLOURS)]
    # Dithering would add noise to flat areas and make the file larger.
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, colours, plain)
