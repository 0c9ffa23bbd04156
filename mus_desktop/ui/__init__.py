"""The user interface, the only package that imports Qt."""

from PySide6.QtCore import QAbstractNativeEventFilter, QObject, QRunnable

from mus_desktop.ui.controls.overrides import guard_overrides

guard_overrides(QAbstractNativeEventFilter, QObject, QRunnable)
