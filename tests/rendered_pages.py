"""Word documents as a reader sees them: laid out by LibreOffice, looked at page by page.

Both programs are among the Debian packages in ``installer/debian-packages.sh``. LibreOffice has Liberation Sans
in the measures of Arial, so lines break where they do in Word, give or take a word.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.systems import WINDOWS

_BODY = (0.085, 0.925)  # of a page's height: below the header and above the page number
_INK, _LINE = 170, 200  # a grey darker than the lines to write on, and one that these have too
_SECONDS = 180


@dataclass(frozen=True)
class Page:
    """One page: how far down it is used, from 0 (nothing) to 1 (to the bottom margin), and its text, line by line.

    ``ruled`` is how far down it is used with the lines to write on, which are lighter than text.
    """

    used: float
    text: str
    ruled: float


def rendered_pages(documents: Iterable[Path], folder: Path) -> dict[Path, list[Page]]:
    """Return the pages of each of ``documents``, whose names must differ; ``folder`` keeps the PDF files.

    One start of LibreOffice takes all documents (about 0.05 s each).
    """
    wanted = {path: folder / f"{path.stem}.pdf" for path in documents}
    if not wanted:
        return {}
    if WINDOWS:
        pytest.skip("POSIX only: LibreOffice lays the pages out, and the documents are the same")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *wanted]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return {path: _pages(pdf) for path, pdf in wanted.items()}


def _pages(pdf: Path) -> list[Page]:
    texts = _run("pdftotext", "-layout", pdf, "-").decode().split("\f")[:-1]
    pictures = pdf.with_suffix("")
    _run("pdftoppm", "-r", "24", "-gray", pdf, pictures)
    greys = sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))
    assert len(greys) == len(texts), f"{pdf.name}: {len(greys)} pictures, {len(texts)} texts"
    pictures_and_texts = ((grey.read_bytes(), text) for grey, text in zip(greys, texts, strict=True))
    return [Page(_used(picture, _INK), text, _used(picture, _LINE)) for picture, text in pictures_and_texts]


def _used(picture: bytes, ink: int) -> float:
    """Return how far down the picture's body has a grey darker than ``ink``, as a share of the body's height."""
    _, size, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    top, bottom = (int(height * share) for share in _BODY)
    inked = [row for row in range(top, bottom) if min(pixels[row * width : (row + 1) * width]) < ink]
    return (max(inked, default=top) - top) / (bottom - top)


def _run(*command: str | Path) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS).stdout
