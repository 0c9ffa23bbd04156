"""Where things are: what travels with the program, and what belongs to the user."""

from __future__ import annotations

import sys
from pathlib import Path

_APP = "MUS Desktop"
DATABASE_NAME = "mus.sqlite"
BACKUP_FOLDER = "backup"


def shipped(name: str) -> Path:
    """The shipped folder ``name`` (``forms`` or ``resources``), in a checkout, a wheel or a frozen program."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / name] if frozen else []
    candidates += [package / "_data" / name, package.parent / name]
    return next((path for path in candidates if path.is_dir()), candidates[-1])


def resources() -> Path:
    """Icons, fonts, base documents, demo and help texts."""
    return shipped("resources")


def forms() -> Path:
    """The shipped forms, one folder each."""
    return shipped("forms")


def default_data_folder() -> Path:
    """The user's own local application data; made on first use by whoever writes there."""
    import platformdirs  # noqa: PLC0415 - not needed when the folder is given

    return Path(platformdirs.user_data_path(_APP, appauthor=False, roaming=False))


def default_document_folder() -> Path:
    """The visible folder offered for Word documents until the leader chooses one."""
    import platformdirs  # noqa: PLC0415 - not needed when the folder is chosen

    return Path(platformdirs.user_documents_path()) / "MUS"
