"""A check that the program's folder has every library that its binaries load, apart from those of Windows itself."""

from __future__ import annotations

import re
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.program_folder import program_files
from installer.windows.settings import run_tool

_IMPORT = re.compile(r"^\s*DLL Name: (?P<name>\S+)\s*$", re.MULTILINE)
_BINARIES = {".dll", ".exe", ".pyd"}
_OF_WINDOWS = frozenset(
    """
    advapi32 authz bcrypt bcryptprimitives comdlg32 crypt32 d3d11 d3d12 d3d9 dwmapi dwrite dxgi gdi32 icuuc imm32
    iphlpapi kernel32 mpr msvcrt netapi32 ntdll ole32 oleaut32 rpcrt4 setupapi shell32 shlwapi uiautomationcore user32
    userenv uxtheme version winmm ws2_32 wtsapi32
    """.split()  # noqa: SIM905 - a list of forty names is read more easily so
)
"""Libraries of Windows 10, version 1809 or later, that the binaries load. They must not be shipped."""


def check_libraries(program: Path) -> int:
    """Return how many binaries ``program`` has.

    :raises BuildFailed: when one loads a library that is neither in the folder nor Windows' own, or when a library of
        Windows lies in the folder, such as the stand-in for ``icuuc.dll`` that the tests use.
    """
    binaries = [path for path in program_files(program) if path.suffix.lower() in _BINARIES]
    own = {path.name.lower() for path in binaries}
    shipped = sorted(name for name in own if _is_of_windows(name))
    if shipped:
        raise BuildFailed(f"Libraries of Windows must not be shipped: {', '.join(shipped)}.")
    for path in binaries:
        loaded = {name.lower() for name in _IMPORT.findall(run_tool(["x86_64-w64-mingw32-objdump", "-p", str(path)]))}
        missing = sorted(name for name in loaded - own if not _is_of_windows(name))
        if missing:
            raise BuildFailed(
                f"{path.relative_to(program)} loads {', '.join(missing)}, which the program does not have."
            )
    return len(binaries)


def _is_of_windows(name: str) -> bool:
    return name.startswith("api-ms-win-") or name == "winspool.drv" or name.removesuffix(".dll") in _OF_WINDOWS
