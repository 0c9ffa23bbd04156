"""The installer for one user, made by NSIS from ``setup.nsi``."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PureWindowsPath

from installer.windows.icon import write_side_picture
from installer.windows.inputs import CHECKOUT
from installer.windows.launchers import icon_file
from installer.windows.program_folder import program_files
from installer.windows.settings import BuildSettings, run_tool
from installer.windows.signing import has_certificate, sign

_SCRIPT = Path(__file__).with_name("setup.nsi")


def build_setup(settings: BuildSettings) -> Path:
    """Build the installer, sign it if there is a certificate, and return it."""
    files = settings.work / "setup_files.nsh"
    files.write_text(file_commands(settings.program), "utf-8")
    picture = settings.work / "side_picture.bmp"
    write_side_picture(picture)
    os.utime(picture, (settings.epoch, settings.epoch))  # NSIS stores the date of each file
    size = size_on_disk(settings.program)
    defined = {
        "VERSION": settings.version,
        "ICON": str(icon_file(settings)),
        "SIDE_PICTURE": str(picture),
        "OUTPUT": str(settings.installer),
        "FILES": str(files),
        "SIZE_KB": str(size // 1024 + 1),
        "SIZE_MB": str(size // 1_000_000 + 1),
    }
    if settings.quick:
        defined["QUICK"] = "1"
    if has_certificate():
        # NSIS signs the uninstaller while it builds the installer, which contains it.
        defined["SIGN_PYTHON"] = sys.executable
    options = [f"-D{name}={value}" for name, value in defined.items()]
    command_line = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(_SCRIPT)]
    run_tool(command_line, environment={"SOURCE_DATE_EPOCH": str(settings.epoch), "PYTHONPATH": str(CHECKOUT)})
    sign(settings.installer)
    return settings.installer


def size_on_disk(folder: Path) -> int:
    """Return the bytes that the files in ``folder`` take on a disk of Windows, in clusters of 4 KB."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in program_files(folder))


def file_commands(program: Path) -> str:
    """Return NSIS's commands that unpack ``program`` into the folder of the new version, in a fixed order."""
    lines: list[str] = []
    folder = None
    for path in program_files(program):
        relative = PureWindowsPath(path.relative_to(program))
        if relative.parent != folder:
            folder = relative.parent
            # NSIS reads $ as the start of a variable here, but not in the name of a file to pack.
            target = "" if folder == PureWindowsPath() else "\\" + str(folder).replace("$", "$$")
            lines.append(f'SetOutPath "${{NEW}}{target}"')
        lines.append(f'File "{path}"')
    return "\n".join(lines) + "\n"
