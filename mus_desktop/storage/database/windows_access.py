"""The access lists of files, read from Windows; see :mod:`mus_desktop.storage.database.folder_access`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_int, c_uint32, c_void_p, c_wchar_p
from pathlib import Path
from typing import Any

_FILE_OBJECT, _ACCESS_LIST = 1, 4  # SE_FILE_OBJECT, DACL_SECURITY_INFORMATION
_QUERY, _USER = 0x8, 1  # TOKEN_QUERY, TokenUser
_WITHOUT_OBJECT = frozenset({0x0, 0x1, 0x9, 0xA})
"""The kinds of entries that allow or deny access to files, with their identifier in the same place."""
_TOKEN_BYTES = 256  # TOKEN_USER with its identifier takes at most 84


class _Header(ctypes.Structure):
    """The begin of an entry; the identifier follows (``ACCESS_ALLOWED_ACE``)."""

    _fields_ = (("kind", ctypes.c_uint8), ("flags", ctypes.c_uint8), ("size", ctypes.c_uint16), ("mask", c_uint32))


class _ListHeader(ctypes.Structure):
    _fields_ = (
        ("revision", ctypes.c_uint8),
        ("padding", ctypes.c_uint8),
        ("size", ctypes.c_uint16),
        ("count", ctypes.c_uint16),
        ("more_padding", ctypes.c_uint16),
    )


class WindowsAccessLists:
    """The access lists of Windows."""

    def __init__(self) -> None:
        windows = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
        self._security, self._kernel = windows("advapi32"), windows("kernel32")
        self._kernel.GetCurrentProcess.restype = c_void_p
        for function in (self._kernel.LocalFree, self._kernel.CloseHandle):
            function.argtypes = [c_void_p]  # otherwise a pointer is cut to 32 bits

    def user(self) -> str:
        """Return the identifier of the user in the process's token."""
        token, size = c_void_p(), c_uint32()
        _check(self._security.OpenProcessToken(c_void_p(self._kernel.GetCurrentProcess()), _QUERY, byref(token)))
        try:
            buffer = ctypes.create_string_buffer(_TOKEN_BYTES)
            _check(self._security.GetTokenInformation(token, _USER, buffer, _TOKEN_BYTES, byref(size)))
        finally:
            self._kernel.CloseHandle(token)
        return self._identifier(c_void_p.from_buffer(buffer).value)

    def entries(self, path: Path) -> list[tuple[int, int, int, str]] | None:
        """Return kind, flags, mask and account of each entry for ``path`` (``GetNamedSecurityInfo``)."""
        with self._access_list(path) as access_list:
            if not access_list:
                return None
            count = _ListHeader.from_address(access_list).count
            return [self._entry(access_list, number) for number in range(count)]

    @contextmanager
    def _access_list(self, path: Path) -> Iterator[int | None]:
        access_list, descriptor = c_void_p(), c_void_p()
        error = self._security.GetNamedSecurityInfoW(
            c_wchar_p(str(path)), _FILE_OBJECT, _ACCESS_LIST, None, None, byref(access_list), None, byref(descriptor)
        )
        if error:
            raise OSError(0, "no access list", str(path), error)
        try:
            yield access_list.value
        finally:
            self._kernel.LocalFree(descriptor)

    def _entry(self, access_list: int, number: int) -> tuple[int, int, int, str]:
        place = c_void_p()
        _check(self._security.GetAce(c_void_p(access_list), c_uint32(number), byref(place)))
        header = _Header.from_address(place.value or 0)
        known = header.kind in _WITHOUT_OBJECT
        account = self._identifier((place.value or 0) + ctypes.sizeof(_Header)) if known else ""
        return header.kind, header.flags, header.mask, account

    def _identifier(self, place: int | None) -> str:
        text = c_wchar_p()
        _check(self._security.ConvertSidToStringSidW(c_void_p(place), byref(text)))
        try:
            return text.value or ""
        finally:
            self._kernel.LocalFree(ctypes.cast(text, c_void_p))


def _check(succeeded: Any) -> None:
    if not c_int(succeeded).value:
        raise OSError("Windows refuses to show the rights")
