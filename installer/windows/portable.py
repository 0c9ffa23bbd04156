"""The portable ZIP file: the folder of the program with a page on how to use it."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from installer.windows.program_folder import program_files
from installer.windows.settings import PROGRAM_NAME, BuildSettings

README = "LÆS MIG.txt"
_TEXT = f"""\
{PROGRAM_NAME} {{version}} uden installation

1. Pak hele ZIP-filen ud i en mappe på pc'en, for eksempel i Dokumenter. Programmet kan ikke køre inde fra ZIP-filen.
2. Dobbeltklik på »{PROGRAM_NAME}.exe«.

Hvor ligger mine data?
Samme sted som ved en almindelig installation: %LOCALAPPDATA%\\{PROGRAM_NAME}. De ligger altså på pc'en og ikke i denne
mappe. De følger ikke med, hvis du flytter mappen til en anden pc. Tag i stedet en backup under »Filer«, og hent den på
den nye pc.

Ny version
Luk programmet, slet denne mappe, og pak den nye ZIP-fil ud. Dine data bliver ikke rørt.

Fjern programmet
Slet denne mappe. Dine data bliver liggende i %LOCALAPPDATA%\\{PROGRAM_NAME}, indtil du selv sletter dem.

Filen SHA256SUMS viser, om alle filer er hele. Mappen »licenser« har licenserne for det, programmet er bygget af.
"""


def build_portable(settings: BuildSettings) -> Path:
    """Build the ZIP file and return it."""
    date = time.gmtime(settings.epoch)[:6]
    settings.portable.unlink(missing_ok=True)
    level = 1 if settings.quick else 9
    with zipfile.ZipFile(settings.portable, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        # With the mark of a text in UTF-8 and the line ends that old editors of Windows need.
        text = _TEXT.format(version=settings.version).replace("\n", "\r\n").encode("utf-8-sig")
        archive.writestr(_entry(README, date), text)
        for path in program_files(settings.program):
            archive.writestr(_entry(path.relative_to(settings.program).as_posix(), date), path.read_bytes())
    return settings.portable


def _entry(name: str, date: tuple[int, ...]) -> zipfile.ZipInfo:
    # Everything is in one folder, so that unpacking on the desktop leaves one thing there.
    entry = zipfile.ZipInfo(f"{PROGRAM_NAME}/{name}", (date[0], date[1], date[2], date[3], date[4], date[5]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
