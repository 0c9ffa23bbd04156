"""The licences of everything that is not ours, as files beside the program."""

from __future__ import annotations

import re
import shutil
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.inputs import CHECKOUT, python_pin

OVERVIEW = "OVERSIGT.txt"
_COMMON = Path("/usr/share/common-licenses")
"""Debian's texts of the licences that many programs share."""
_COMMON_TEXTS = {
    "LGPL-3": "LGPL-3.0.txt",
    "GPL-3": "GPL-3.0.txt",
    "Apache-2.0": "Apache-2.0.txt",
    "MPL-1.1": "MPL-1.1.txt",
}
_LICENCE_FILE = re.compile(r"\.dist-info/(?:licenses/)?(?P<name>(?:LICEN[CS]E|COPYING|NOTICE)[^/]*)$", re.IGNORECASE)
_HEAD = """\
MUS Desktop bruger andres programmer. Her står hvilke, og under hvilken licens. Teksterne ligger i denne mappe.

Qt og PySide6 bruges under LGPL version 3 og ligger som selvstændige filer i lib\\PySide6 og lib\\shiboken6. Du må
udskifte dem med din egen udgave. Deres kildekode fås hos The Qt Company (code.qt.io), i den version der står nedenfor.

Stavekontrollen er Hunspell og ordbogen Stavekontrolden. Begge fås under MPL 1.1, LGPL 2.1 og GPL 2 og bruges her under
MPL version 1.1. Kildekoden til Hunspell fås på github.com/hunspell/hunspell og som del af chunspell på pypi.org.
Ordbogen er fra Foreningen for frit tilgængelige sprogværktøjer (stavekontrolden.dk) og ligger uændret i
lib\\mus_desktop\\_data\\resources\\dictionary.

"""


def write_licences(wheels: list[Path], python_licence: Path, folder: Path) -> None:
    """Write the licences of the wheels, of Python and of what is built into them, with an overview, into ``folder``."""
    folder.mkdir()
    shutil.copyfile(CHECKOUT / "LICENSE", folder / "MUS Desktop.txt")
    shutil.copyfile(python_licence, folder / "Python.txt")
    for path in sorted((Path(__file__).with_name("licences")).iterdir()):
        shutil.copyfile(path, folder / path.name)
    for name, target in _COMMON_TEXTS.items():
        shutil.copyfile(_COMMON / name, folder / target)
    lines = [_line("Python", python_pin().release, "PSF-2.0", "Python.txt (med OpenSSL, SQLite, bzip2 og libffi)")]
    lines += [_write_licence(wheel, folder) for wheel in wheels]
    lines += [
        _line("Hunspell", "i chunspell", "MPL-1.1", "MPL-1.1.txt"),
        _line("Stavekontrolden", "2.7.001", "MPL-1.1", "MPL-1.1.txt"),
        _line("SQLCipher", "i sqlcipher3", "BSD-3-Clause", "SQLCipher.txt"),
        _line("OpenSSL", "i Python og sqlcipher3", "Apache-2.0", "Apache-2.0.txt"),
        _line("Microsoft Visual C++", "msvcp140, vcruntime140", "Microsoft", "Python.txt (sidst i filen)"),
    ]
    (folder / OVERVIEW).write_text(_HEAD + "".join(lines), "utf-8")


def _line(name: str, version: str, licence: str, file: str) -> str:
    return f"{name} {version}: {licence}. Se {file}\n"


def _write_licence(wheel: Path, folder: Path) -> str:
    """Write the licence files of one wheel and return its line of the overview."""
    with zipfile.ZipFile(wheel) as content:
        metadata = HeaderParser().parsestr(
            content.read(next(name for name in content.namelist() if name.endswith(".dist-info/METADATA"))).decode()
        )
        written = []
        for name in content.namelist():
            found = _LICENCE_FILE.search(name)
            # Qt's commercial licence is not the one under which it is used here.
            if found and "Commercial" not in name:
                target = f"{metadata['Name']}-{Path(found['name']).stem}.txt"
                (folder / target).write_bytes(content.read(name))
                written.append(target)
    if "LGPL-3.0" in licence_of(metadata):
        written.append("LGPL-3.0.txt")
    if not written:
        raise BuildFailed(f"{wheel.name} has no licence file.")
    return _line(metadata["Name"], metadata["Version"], licence_of(metadata), ", ".join(written))


def licence_of(metadata: Message) -> str:
    """Return the name of the licence in the metadata of a wheel."""
    named = metadata["License-Expression"] or metadata["License"]
    if named:
        return str(named)
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    return classifiers[0].rpartition(" :: ")[2] if classifiers else "se filen"
