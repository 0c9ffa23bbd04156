"""The program's icon as Windows wants it: one ``.ico`` file with the drawing in all sizes."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from installer.windows.inputs import CHECKOUT

DRAWING = CHECKOUT / "resources" / "icons" / "mus-desktop.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
SIDE_PICTURE_SIZE = QSize(328, 628)
"""Twice the size of NSIS's picture beside its first and last page, for screens with many pixels."""


def write_icon(path: Path, drawing: Path = DRAWING) -> None:
    """Write the icon, drawn anew for each size rather than scaled."""
    images = [draw(drawing, size) for size in SIZES]
    contents = [_png(image) if image.width() == 256 else _bitmap(image) for image in images]
    position = 6 + 16 * len(images)
    directory = struct.pack("<3H", 0, 1, len(images))
    for image, content in zip(images, contents, strict=True):
        side = image.width() % 256  # 0 stands for 256
        directory += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(content), position)
        position += len(content)
    path.write_bytes(directory + b"".join(contents))


def write_side_picture(path: Path, drawing: Path = DRAWING) -> None:
    """Write the picture beside the installer's first and last page: the icon on a ground of its own colour."""
    icon = draw(drawing, SIDE_PICTURE_SIZE.width() * 3 // 5)
    picture = QImage(SIDE_PICTURE_SIZE, QImage.Format.Format_RGB888)
    picture.fill(icon.pixelColor(icon.width() // 2, icon.height() // 10))
    painter = QPainter(picture)
    painter.drawImage((picture.width() - icon.width()) // 2, picture.height() // 5, icon)
    painter.end()
    picture.save(str(path), "BMP")  # type: ignore[call-overload] # the stub knows only bytes for the format


def draw(drawing: Path, size: int) -> QImage:
    """Return the drawing in one size, with a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub knows only bytes for the format
    return bytes(buffer.data().data())


def _bitmap(image: QImage) -> bytes:
    """Return the image as older tools read icons: from the bottom line up, with an empty mask behind."""
    size = image.width()
    header = struct.pack("<I2i2H6I", 40, size, size * 2, 1, 32, 0, size * size * 4, 0, 0, 0, 0)
    flipped = image.flipped(Qt.Orientation.Vertical)
    mask_line = (size + 31) // 32 * 4
    return header + bytes(flipped.constBits()) + bytes(mask_line * size)
