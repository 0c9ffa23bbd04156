"""Run by ``test_platform_fonts``: print the sizes of the platform's own fonts, before and after the look is applied."""

from __future__ import annotations

import json
import sys

from PySide6.QtWidgets import QApplication, QListView, QMenu, QMenuBar, QMessageBox, QToolButton, QToolTip, QWidget

from mus_desktop.ui.shell.application import get_application
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

# Every class for which Qt asks the platform for a font (QApplicationPrivate::initializeWidgetFontHash).
CLASSES = (
    "QMenu", "QMenuBar", "QMenuItem", "QMessageBox", "QLabel", "QTipLabel", "QStatusBar", "QTitleBar",
    "QMdiSubWindowTitleBar", "QDockWidgetTitle", "QPushButton", "QCheckBox", "QRadioButton", "QToolButton",
    "QAbstractItemView", "QListView", "QHeaderView", "QListBox", "QComboMenuItem", "QComboLineEdit", "QSmallFont",
    "QMiniFont",
)  # fmt: skip


def fonts(widgets: tuple[QWidget, ...] = ()) -> dict[str, list[object]]:
    """The font of each class, of the tooltip and of widgets that are there, as family and points."""
    known = {name: QApplication.font(name) for name in CLASSES}
    for widget in widgets:
        widget.ensurePolished()
        known[f"a {type(widget).__name__}"] = widget.font()
    known |= {"a tooltip": QToolTip.font(), "the program": QApplication.font()}
    return {name: [font.families()[0], font.pointSizeF()] for name, font in known.items()}


if __name__ == "__main__":
    app = get_application()
    said = {"platform": fonts()}
    look = Look(app, Scheme.LIGHT, 14)
    widgets = (QMenu(), QMenuBar(), QMessageBox(), QListView(), QToolButton())
    said["started"] = fonts(widgets)
    look.use_point_size(20)
    said["enlarged"] = fonts(widgets)
    look.use_scheme(Scheme.DARK)
    said["dark"] = fonts(widgets)
    json.dump(said, sys.stdout)
