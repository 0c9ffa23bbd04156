"""Paths of the files shipped with the program, and of the user's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_NAME = "MUS Desktop"
DATABASE_NAME = "mus.sqlite"
BACKUP_FOLDER = "backup"
SAMPLE_FOLDER = "eksempeldata"


def shipped_folder(name: str) -> Path:
    """Return the shipped folder ``name`` (``forms`` or ``resources``), in a checkout, a wheel or a frozen program."""
    package = Path(__file__).resolve().parent
    # PyInstaller stores the path of its data folder here.
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / name] if frozen else []
    # A wheel has the folders inside the package, a checkout next to it.
    candidates += [package / "_data" / name, package.parent / name]
    return next((path for path in candidates if path.is_dir()), candidates[-1])


def resources() -> Path:
    """Return the folder of icons, fonts, base documents, demo and help texts."""
    return shipped_folder("resources")


def forms() -> Path:
    """Return the folder of the shipped forms, one subfolder each."""
    return shipped_folder("forms")


def default_data_folder() -> Path:
    """Return the folder for data among the user's local application data; it is made when first written to."""
    import platformdirs  # noqa: PLC0415 - not needed when the folder is given

    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False, roaming=False))


def policy_file() -> Path:
    """Return the file in which IT decides things for all users of this PC; it need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / APP_NAME / "policy.toml"
    return Path("/etc/mus-desktop/policy.toml")


def local_document_folder() -> Path:
    """Return the visible folder for Word documents on the PC itself, when the user's documents are kept in a cloud."""
    return Path.home() / "MUS"


def default_document_folder() -> Path:
    """Return the visible folder offered for Word documents until the leader chooses one."""
    import platformdirs  # noqa: PLC0415 - not needed when the folder is chosen

    return Path(platformdirs.user_documents_path()) / "MUS"
