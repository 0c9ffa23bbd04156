"""The accessible interface of headings, and of widgets with a role of :mod:`~mus_desktop.ui.accessibility.roles`.

Qt asks the factory for the interface of a widget when a screen reader first asks about it, and keeps the answer until
the widget is deleted. Widgets that the user operates keep Qt's own interface, which has actions too: PySide6 cannot
return those from Python (the program crashes), nor Qt's interface of a table with its row and column numbers.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mus_desktop.ui.accessibility.roles import ROLE_PROPERTY
from mus_desktop.ui.controls.overrides import guard_overrides

guard_overrides(QAccessibleObject)

_Role = QAccessible.Role
_INSTALLED = "accessible_roles"
_ROLES_BY_KIND = {"title": _Role.Heading, "heading": _Role.Heading, "column": _Role.ColumnHeader}
"""The roles of labels by their kind in the stylesheet, so that no heading is forgotten."""
_TEXT_ROLES = (_Role.Heading, _Role.StaticText, _Role.ColumnHeader, _Role.RowHeader)
_BREAKS = str.maketrans("", "", "\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}")
"""Invisible characters at which a long word may be broken on screen; a screen reader would spell it out."""


def _role_of(widget: QObject | None) -> QAccessible.Role | None:
    """Return the role of ``widget`` if Qt itself would report another one."""
    name = widget.property(ROLE_PROPERTY) if widget is not None else None
    if name:
        return QAccessible.Role(_Role.__members__[name])
    return _ROLES_BY_KIND.get(widget.property("kind")) if isinstance(widget, QLabel) else None


def install_roles(application: QApplication) -> None:
    """Make Qt use the interfaces of this module; calling it again changes nothing.

    It takes 5 ms, so it is called after the first window. A screen reader that already runs may have got Qt's own
    interfaces of the widgets of that window; Qt forgets these, and asks again.
    """
    if application.property(_INSTALLED):
        return
    application.setProperty(_INSTALLED, True)
    QAccessible.installFactory(_interface_of)
    if QAccessible.isActive():
        for widget in QApplication.allWidgets():
            if _role_of(widget) is not None:
                known = QAccessible.queryAccessibleInterface(widget)
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


def _interface_of(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    """Return the interface of a widget with a role of its own; ``None`` leaves it to Qt.

    A widget may only be half created: Qt reports the text of ``QLabel(text)`` before Python has its object.
    """
    return _WidgetInterface(widget) if _role_of(widget) is not None else None


class _WidgetInterface(QAccessibleObject):
    """What a screen reader learns about a widget with a role of its own; hidden children are left out."""

    def role(self) -> QAccessible.Role:
        return _role_of(self.object()) or _Role.StaticText

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override] # None above a window
        parent = self._widget().parentWidget()
        return QAccessible.queryAccessibleInterface(parent) if parent else None

    def childCount(self) -> int:  # noqa: N802 - Qt name
        return len(self._children())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # None is Qt's null
        children = self._children()
        return QAccessible.queryAccessibleInterface(children[index]) if 0 <= index < len(children) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: N802 - Qt name
        children = self._children()
        return children.index(child.object()) if child.object() in children else -1

    def text(self, kind: QAccessible.Text) -> str:
        widget = self._widget()
        if kind is QAccessible.Text.Name:
            label_text = widget.text() if isinstance(widget, QLabel) else ""
            return (widget.accessibleName() or label_text).translate(_BREAKS)
        if kind is QAccessible.Text.Value and self.role() is _Role.Slider:
            return widget.accessibleDescription()
        if kind is QAccessible.Text.Description:
            return widget.accessibleDescription() or widget.toolTip()
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802 - Qt name
        """Do nothing: no such widget can be written in."""

    def rect(self) -> QRect:
        widget = self._widget()
        return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())

    def state(self) -> QAccessible.State:
        widget, state = self._widget(), QAccessible.State()
        state.invisible = not widget.isVisible()
        state.disabled = not widget.isEnabled()
        state.focusable = bool(widget.focusPolicy())
        state.focused = widget.hasFocus()
        state.readOnly = self.role() in _TEXT_ROLES
        return state

    def window(self) -> QWindow | None:  # type: ignore[override] # None before it is shown
        return self._widget().window().windowHandle()

    def _widget(self) -> QWidget:
        widget = self.object()
        assert isinstance(widget, QWidget)  # noqa: S101 - _role_of is None for anything else
        return widget

    def _children(self) -> list[QObject]:
        if isinstance(self.object(), QLabel):
            return []
        return [
            child
            for child in self.object().children()
            if isinstance(child, QWidget) and not child.isWindow() and not child.isHidden()
        ]
