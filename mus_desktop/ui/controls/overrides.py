"""Protection against exceptions in our overrides of Qt methods: they are reported and never end the program.

Qt calls ``closeEvent``, ``reject``, ``sizeHint`` and the like from C++. Where Python called Qt first (a slot calls
``close()``), PySide 6.11.3 on Python 3.11 tries to write its own text into the exception; one that was raised in C
(``[].pop()``, ``int("x")``) is not yet an object at that point, and the program crashes without a message. So no
exception leaves an override: every class is wrapped when it is created, and none can be forgotten.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any

_CO_VARARGS = 0x04
"""``inspect.CO_VARARGS``; the module is not imported because it loads slowly and the first window does not need it."""
_CLOSING_METHODS = {"accept", "reject", "done"}
"""Overrides whose Qt implementation would close a dialog and lose the input."""


def guard_overrides(*roots: Any) -> None:
    """Guard the overrides of every class created from now on under these Qt classes."""
    for root in roots:
        root.__init_subclass__ = classmethod(_guard_subclasses(root))


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Report a programming error in the block to the leader, and continue after the block."""
    try:
        yield
    except Exception as error:
        _report(error)


def find_qt_method(cls: type, name: str) -> Callable[..., Any] | None:
    """Return Qt's own method ``name`` under ``cls``; ``None`` when Qt has none."""
    bases = (base for base in cls.__mro__ if base.__module__.startswith("PySide6."))
    qt_method = next((getattr(base, name) for base in bases if hasattr(base, name)), None)
    return None if name.startswith("__") or not callable(qt_method) else qt_method


def _guard_subclasses(root: type[Any]) -> Callable[..., None]:
    def guard_all(cls: type[Any], /, **kwargs: Any) -> None:
        super(root, cls).__init_subclass__(**kwargs)
        for name, member in tuple(vars(cls).items()):
            if isinstance(member, FunctionType) and (qt_method := find_qt_method(cls, name)) is not None:
                setattr(cls, name, _guarded(name, member, qt_method))

    return guard_all


def _guarded(name: str, override: FunctionType, qt_method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a wrapper of ``override`` that reports an error to the leader and returns a safe answer."""
    code = override.__code__
    # PySide inspects how many arguments a slot takes, which this wrapper hides.
    argument_count = None if code.co_flags & _CO_VARARGS else code.co_argcount

    @wraps(override)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return override(*args[:argument_count], **kwargs)
        except Exception as error:
            _report(error)
        return _fallback_result(name, qt_method, args)

    return guarded


def _report(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def _fallback_result(name: str, qt_method: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """Return the substitute result of a failed override: a window stays open, a query returns Qt's own answer."""
    if name == "closeEvent":
        args[-1].ignore()
    if name in _CLOSING_METHODS or name.endswith("Event"):
        return None
    try:
        return qt_method(*args)
    except Exception:  # Qt has no implementation
        return None
