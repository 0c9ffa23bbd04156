"""Calls of Windows' own functions. Tests pass another :data:`WindowsCall`; see the modules that take one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WindowsCall = Callable[..., Any]
"""Takes the name of a library, the name of a function in it, and its arguments; returns what it returns."""


def windows_call(library: str, function: str, *arguments: Any) -> Any:
    """Call a function of a Windows library; raises ``OSError`` or ``AttributeError`` if there is none.

    Texts are passed as wide strings and numbers as 32-bit values; anything else as ``ctypes`` does.
    """
    import ctypes  # noqa: PLC0415 - Windows only; slow to import

    windows = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    kinds = {str: ctypes.c_wchar_p, int: ctypes.c_uint32}
    return getattr(windows(library), function)(*(kinds.get(type(one), lambda same: same)(one) for one in arguments))
