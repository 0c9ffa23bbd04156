"""The package with which IT installs for all users of a PC, made by wixl from ``package.wxs``."""

from __future__ import annotations

import re
import struct
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

from installer.windows.failure import BuildFailed
from installer.windows.inputs import sha256_of
from installer.windows.launchers import icon_file
from installer.windows.program_folder import CHECKSUMS
from installer.windows.settings import BuildSettings, run_tool
from installer.windows.signing import sign

_SOURCE = Path(__file__).with_name("package.wxs")
_IDS = uuid.UUID("3d3f4a2e-9a55-4f0e-8f0b-5f6f6d9f2a61")
"""Everything in the package gets its id from this and its name, so that two builds have the same ids."""
_FILETIME_START = 11_644_473_600
"""Seconds from 1601, where Windows begins to count, to 1970."""


def build_msi(settings: BuildSettings) -> Path:
    """Build the package, sign it if there is a certificate, and return it."""
    source = settings.work / "package.wxs"
    source.write_text(package_source(settings), "utf-8")
    settings.msi.unlink(missing_ok=True)
    # wixl finds files by relative paths only.
    run_tool(["wixl", "--arch", "x64", "--output", str(settings.msi.resolve()), source.name], cwd=settings.work)
    # Remove the former version inside the transaction: if the new one cannot be installed, Windows puts it back.
    sequence = "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'"
    run_tool(["msibuild", str(settings.msi), "-q", sequence])
    # wixl makes up the code of the package, and states another language than that of the texts.
    code = f"{{{_id('package', settings.version, sha256_of(settings.program / CHECKSUMS))}}}"
    summary = ["MUS Desktop", "MUS Desktop", "x64;1030", code]
    run_tool(["msibuild", str(settings.msi), "-s", *summary])
    settings.msi.write_bytes(with_dates(settings.msi.read_bytes(), code, settings.epoch))
    sign(settings.msi)
    return settings.msi


def package_source(settings: BuildSettings) -> str:
    """Return the source of the package with every file of the program."""
    folders, components = _tree(settings.program, settings.version)
    replaced = {
        # Of the version alone: Windows then refuses another build of an installed version (1638) instead of adding it.
        "{PRODUCT}": _id("product", settings.version),
        "{VERSION}": settings.version,
        "{ICON}": icon_file(settings).relative_to(settings.work).as_posix(),
        "{FILES}": "\n".join(folders),
        "{COMPONENTS}": "\n".join(f"<ComponentRef Id={quoteattr(name)}/>" for name in components),
    }
    text = _SOURCE.read_text("utf-8")
    for placeholder, value in replaced.items():
        text = text.replace(placeholder, value)
    return text


def with_dates(package: bytes, code: str, epoch: int) -> bytes:
    """Return the package with ``epoch`` as the two dates in its summary, which wixl sets to the time of the build.

    The summary is a list of typed values one after the other: the dates follow the package's code.
    """
    position = package.index(code.encode())
    summary = package[position : position + 512]
    dates = list(re.finditer(rb"\x40\0\0\0(.{6}[\xd0-\xff]\x01)", summary, re.DOTALL))
    if len(dates) != 2 or package.count(code.encode()) != 1:
        raise BuildFailed("The dates in the summary of the MSI package were not found.")
    wanted = struct.pack("<Q", (epoch + _FILETIME_START) * 10_000_000)
    for date in dates:
        start = position + date.start(1)
        package = package[:start] + wanted + package[start + 8 :]
    return package


def _id(*names: str) -> str:
    return str(uuid.uuid5(_IDS, "/".join(names))).upper()


def _tree(program: Path, version: str) -> tuple[list[str], list[str]]:
    """Return the elements of all folders and files, nested as they are, and the ids of the components."""
    lines: list[str] = []
    components: list[str] = []

    def add(folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            relative = path.relative_to(program).as_posix()
            # An id may hold no more than letters, figures, _ and ., and 72 of them.
            key = uuid.uuid5(_IDS, relative).hex
            if path.is_dir():
                lines.append(f"<Directory Id={quoteattr(f'd{key}')} Name={quoteattr(path.name)}>")
                add(path)
                lines.append("</Directory>")
            else:
                # Another component in each version: otherwise Windows Installer would skip a file that is older than
                # the one it is about to remove with the former version.
                guid = quoteattr(_id("component", version, relative))
                lines.append(f"<Component Id={quoteattr(f'c{key}')} Guid={guid} Win64='yes'>")
                names = f"Name={quoteattr(path.name)} Source={quoteattr(f'{program.name}/{relative}')}"
                lines.append(f"<File Id={quoteattr(f'f{key}')} {names} KeyPath='yes'/></Component>")
                components.append(f"c{key}")

    add(program)
    return lines, components
