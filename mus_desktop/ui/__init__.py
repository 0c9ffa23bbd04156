"""The only Qt."""

from PySide6.QtCore import QAbstractNativeEventFilter, QObject, QRunnable

from mus_desktop.ui.controls.overrides import guard_overrides

guard_overrides(QAbstractNativeEventFilter, QObject, QRunnable)
